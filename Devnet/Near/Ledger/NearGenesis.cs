using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Devnet.Near.Ledger;

/// <summary>
/// What the network begins with: an account that everybody knows the key of and that gives NEAR away, and a dollar
/// token that it mints. The key is derived from public words: it is worth nothing anywhere else.
/// </summary>
internal static class NearGenesis
{
    internal const string Faucet = "local";
    internal const string Usdc = "usdc.local";
    internal const int UsdcDecimals = 6;

    /// <summary>The genesis block. There is something final from the first moment.</summary>
    internal const ulong Height = 100;

    private const ulong ContractBytes = 50_000;

    private static readonly byte[] s_seed =
        SHA256.HashData(Encoding.UTF8.GetBytes("orleans-trading/devnet/near/faucet"));

    /// <summary>10^24 yoctoNEAR.</summary>
    internal static UInt128 OneNear { get; } = (UInt128)1_000_000_000_000 * 1_000_000_000_000;

    internal static UInt128 TotalSupply { get; } = 1_000_000_000 * OneNear;

    internal static NearPublicKey FaucetKey { get; } = NearPublicKey.FromEd25519(Ed25519.PublicKeyFromSeed(s_seed));

    internal static NearState Make()
    {
        var contract = 1_000 * OneNear;
        var accounts = ImmutableSortedDictionary.Create<string, NearAccount>(StringComparer.Ordinal)
            .Add(Faucet, (NearAccount.New with { Amount = TotalSupply - contract })
                .WithKey(FaucetKey, new NearAccessKey(0, null)))
            .Add(Usdc, NearAccount.New with
            {
                Amount = contract,
                HasContract = true,
                StorageBytes = NearAccount.New.StorageBytes + ContractBytes,
            });
        return new NearState(
            accounts, ImmutableSortedDictionary.Create<string, UInt128>(StringComparer.Ordinal), 0);
    }

    internal static NearSignedTransaction Sign(NearTransaction transaction) => new(
        transaction, new NearSignature(NearCurve.Ed25519, Ed25519.Sign(s_seed, transaction.Hash().ToArray())));
}
