using System.Security.Cryptography;
using System.Text;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Stellar.Keys;

namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>
/// One network by its passphrase. Its hash stands in front of everything that is signed, so that no signature is good
/// on another network.
/// </summary>
internal sealed class StellarNetwork(string passphrase)
{
    private readonly byte[] _id = SHA256.HashData(Encoding.UTF8.GetBytes(passphrase));

    internal string Passphrase { get; } = passphrase;

    internal ReadOnlySpan<byte> Id => _id;

    /// <summary>The transaction's hash, which is its id and what is signed.</summary>
    internal byte[] Hash(StellarTransaction transaction) => SHA256.HashData(SignatureBase(transaction));

    internal byte[] Hash(Envelope envelope) => envelope switch
    {
        TransactionEnvelope single => Hash(single.Transaction),
        FeeBumpEnvelope bump => SHA256.HashData(SignatureBase(bump)),
        _ => throw new ArgumentException($"{envelope.GetType().Name} has no hash.", nameof(envelope)),
    };

    internal byte[] SignatureBase(StellarTransaction transaction)
    {
        var writer = BeginBase(EnvelopeCodec.TypeTransaction);
        TransactionCodec.Write(writer, transaction);
        return writer.ToArray();
    }

    /// <summary>True when one of the signatures is the account's own over the hash.</summary>
    internal static bool IsSignedBy(
        string accountId, ReadOnlySpan<byte> hash, IReadOnlyList<DecoratedSignature> signatures)
    {
        var key = Strkey.DecodeAccount(accountId);
        foreach (var signature in signatures)
        {
            if (signature.Hint.AsSpan().SequenceEqual(HintOf(key))
                && Ed25519.Verify(key, hash, signature.Signature))
            {
                return true;
            }
        }

        return false;
    }

    internal static DecoratedSignature Decorate(ReadOnlySpan<byte> publicKey, byte[] signature) =>
        new(HintOf(publicKey).ToArray(), signature);

    private static ReadOnlySpan<byte> HintOf(ReadOnlySpan<byte> publicKey) =>
        publicKey[^DecoratedSignature.HintBytes..];

    private byte[] SignatureBase(FeeBumpEnvelope bump)
    {
        var writer = BeginBase(EnvelopeCodec.TypeFeeBump);
        EnvelopeCodec.WriteFeeBump(writer, bump);
        return writer.ToArray();
    }

    private XdrWriter BeginBase(int envelopeType)
    {
        var writer = new XdrWriter();
        writer.WriteFixed(_id);
        writer.WriteInt32(envelopeType);
        return writer;
    }
}
