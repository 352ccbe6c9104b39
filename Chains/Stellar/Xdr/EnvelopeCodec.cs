using System.Diagnostics.CodeAnalysis;

namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>Envelopes to and from XDR (Stellar-transaction.x, union TransactionEnvelope).</summary>
internal static class EnvelopeCodec
{
    internal const int TypeTransactionV0 = 0;
    internal const int TypeTransaction = 2;
    internal const int TypeFeeBump = 5;

    internal static byte[] Encode(Envelope envelope)
    {
        var writer = new XdrWriter();
        Write(writer, envelope);
        return writer.ToArray();
    }

    /// <exception cref="XdrFormatException">The bytes are malformed, or hold something this code does not
    /// know.</exception>
    internal static Envelope Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new XdrReader(bytes);
        var envelope = Read(ref reader);
        reader.EnsureEnd();
        return envelope;
    }

    internal static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Envelope? envelope)
    {
        try
        {
            envelope = Decode(bytes);
            return true;
        }
        catch (XdrFormatException)
        {
            envelope = null;
            return false;
        }
    }

    /// <summary>What a fee bump's hash covers.</summary>
    internal static void WriteFeeBump(XdrWriter writer, FeeBumpEnvelope bump)
    {
        XdrParts.WriteMuxed(writer, bump.FeeSource);
        writer.WriteInt64(bump.FeeMax);
        Write(writer, bump.Inner);
        writer.WriteInt32(0); // No extension.
    }

    private static void Write(XdrWriter writer, Envelope envelope)
    {
        switch (envelope)
        {
            case TransactionEnvelope { IsV0: true } old:
                writer.WriteInt32(TypeTransactionV0);
                TransactionCodec.WriteV0(writer, old.Transaction);
                break;
            case TransactionEnvelope current:
                writer.WriteInt32(TypeTransaction);
                TransactionCodec.Write(writer, current.Transaction);
                break;
            case FeeBumpEnvelope bump:
                writer.WriteInt32(TypeFeeBump);
                WriteFeeBump(writer, bump);
                break;
            default:
                throw new ArgumentException($"{envelope.GetType().Name} has no XDR here.", nameof(envelope));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(envelope.Signatures.Count, DecoratedSignature.CountMax);
        writer.WriteInt32(envelope.Signatures.Count);
        foreach (var signature in envelope.Signatures)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(signature.Hint.Length, DecoratedSignature.HintBytes);
            writer.WriteFixed(signature.Hint);
            writer.WriteVariable(signature.Signature, DecoratedSignature.SignatureBytesMax);
        }
    }

    private static Envelope Read(ref XdrReader reader)
    {
        var type = reader.ReadInt32();
        return type switch
        {
            TypeTransactionV0 => new TransactionEnvelope(
                TransactionCodec.ReadV0(ref reader), true, ReadSignatures(ref reader)),
            TypeTransaction => new TransactionEnvelope(
                TransactionCodec.Read(ref reader), false, ReadSignatures(ref reader)),
            TypeFeeBump => ReadFeeBump(ref reader),
            _ => throw new XdrFormatException($"Envelope type {type} is not known here."),
        };
    }

    private static FeeBumpEnvelope ReadFeeBump(ref XdrReader reader)
    {
        var feeSource = XdrParts.ReadMuxed(ref reader);
        var fee = reader.ReadInt64();
        var innerType = reader.ReadInt32();
        if (innerType != TypeTransaction)
        {
            throw new XdrFormatException($"A fee bump holds an envelope of type {innerType}.");
        }

        var inner = new TransactionEnvelope(
            TransactionCodec.Read(ref reader), false, ReadSignatures(ref reader));
        var extension = reader.ReadInt32();
        return extension == 0
            ? new FeeBumpEnvelope(feeSource, fee, inner, ReadSignatures(ref reader))
            : throw new XdrFormatException($"Fee bump extension {extension} is not known here.");
    }

    private static DecoratedSignature[] ReadSignatures(ref XdrReader reader)
    {
        var signatures = new DecoratedSignature[reader.ReadLength(DecoratedSignature.CountMax)];
        for (var i = 0; i < signatures.Length; i++)
        {
            signatures[i] = new DecoratedSignature(
                reader.ReadFixed(DecoratedSignature.HintBytes),
                reader.ReadVariable(DecoratedSignature.SignatureBytesMax));
        }

        return signatures;
    }
}
