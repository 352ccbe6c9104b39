using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Chains.Solana.Wire;

/// <summary>A message with its signatures, as it goes over the wire.</summary>
/// <param name="Signatures">One per signer, in the order of the message's keys, 64 bytes each.</param>
/// <param name="Message">What was signed.</param>
/// <param name="MessageBytes">The message's bytes as received or compiled; the signatures are over these.</param>
internal sealed record SolanaTransaction(
    IReadOnlyList<byte[]> Signatures, SolanaMessage Message, byte[] MessageBytes)
{
    /// <summary>The largest transaction a validator takes: one IPv6 packet (PACKET_DATA_SIZE).</summary>
    internal const int BytesMax = 1232;

    /// <summary>The first signature in base58; the chain's name for the transaction.</summary>
    internal string Id => Base58.Encode(Signatures[0]);

    internal byte[] Encode()
    {
        var output = new List<byte>(BytesMax);
        CompactU16.Write(output, Signatures.Count);
        foreach (var signature in Signatures)
        {
            output.AddRange(signature);
        }

        output.AddRange(MessageBytes);
        return [.. output];
    }

    /// <summary>Reads a transaction; false for anything a validator would not accept as one.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> bytes, out SolanaTransaction transaction, out string problem)
    {
        transaction = null!;
        if (bytes.Length > BytesMax)
        {
            problem = $"it has {bytes.Length} bytes, more than {BytesMax}";
            return false;
        }

        var reader = new WireReader(bytes);
        var signatures = new List<byte[]>();
        for (var count = reader.Length(); count > 0 && reader.Problem is null; count--)
        {
            signatures.Add(reader.Take(Ed25519.SignatureBytes).ToArray());
        }

        var messageBytes = reader.Rest().ToArray();
        if (reader.Problem is { } cut)
        {
            problem = cut;
            return false;
        }

        if (!SolanaMessage.TryDecode(messageBytes, out var message, out problem))
        {
            return false;
        }

        if (signatures.Count != message.SignerCount)
        {
            problem = $"it has {signatures.Count} signatures for {message.SignerCount} signers";
            return false;
        }

        transaction = new SolanaTransaction(signatures, message, messageBytes);
        return true;
    }

    /// <summary>True when every signer signed these bytes.</summary>
    internal bool VerifySignatures()
    {
        for (var index = 0; index < Signatures.Count; index++)
        {
            if (!Ed25519.Verify(Message.Keys[index].ToArray(), MessageBytes, Signatures[index]))
            {
                return false;
            }
        }

        return true;
    }
}
