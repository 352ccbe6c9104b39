using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Conformance.Tests.Solana;

/// <summary>Key pairs that cases sign with.</summary>
internal sealed class SolanaWallets
{
    private readonly Dice _dice;
    private readonly Dictionary<SolanaKey, byte[]> _seeds = [];
    private readonly List<string> _addresses = [];

    internal SolanaWallets(Dice dice, int count)
    {
        _dice = dice;
        for (; count > 0; count--)
        {
            var seed = dice.Bytes(Ed25519.SeedBytes);
            var key = new SolanaKey(Ed25519.PublicKeyFromSeed(seed));
            _seeds.Add(key, seed);
            _addresses.Add(key.ToString());
        }
    }

    internal string Any() => _dice.Of(_addresses);

    internal byte[] SeedOf(SolanaKey key) => _seeds[key];

    /// <summary>Everybody who has to sign a message, in the message's order.</summary>
    internal List<byte[]> SignersOf(SolanaMessage message) =>
        [.. message.Keys.Take(message.SignerCount).Select(SeedOf)];

    internal SolanaTransaction Sign(SolanaMessage message)
    {
        var bytes = message.Encode();
        return new SolanaTransaction(
            SignersOf(message).ConvertAll(seed => Ed25519.Sign(seed, bytes)), message, bytes);
    }
}
