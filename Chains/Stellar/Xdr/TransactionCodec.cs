using OrleansTrading.Chains.Stellar.Keys;

namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>Transactions to and from XDR (Stellar-transaction.x, struct Transaction).</summary>
internal static class TransactionCodec
{
    private const int PreconditionNone = 0;
    private const int PreconditionTime = 1;
    private const int MemoNone = 0;
    private const int MemoText = 1;
    private const int MemoId = 2;
    private const int MemoHash = 3;
    private const int MemoReturn = 4;
    private const int HashBytes = 32;

    internal static void Write(XdrWriter writer, StellarTransaction transaction)
    {
        XdrParts.WriteMuxed(writer, transaction.Source);
        writer.WriteUInt32(transaction.FeeMax);
        writer.WriteInt64(transaction.Sequence);

        // The old form's "optional time bounds" and the new form's "preconditions: none or time" share their bytes.
        writer.WriteInt32(transaction.TimeBounds is null ? PreconditionNone : PreconditionTime);
        WriteAfterPrecondition(writer, transaction);
    }

    internal static StellarTransaction Read(ref XdrReader reader) =>
        ReadAfterSource(ref reader, XdrParts.ReadMuxed(ref reader));

    /// <summary>The form before protocol 13, whose source is a bare key.</summary>
    internal static StellarTransaction ReadV0(ref XdrReader reader) =>
        ReadAfterSource(
            ref reader,
            MuxedAccount.Of(Strkey.Encode(StrkeyKind.Account, reader.ReadFixed(Strkey.KeyBytes))));

    internal static void WriteV0(XdrWriter writer, StellarTransaction transaction)
    {
        writer.WriteFixed(Strkey.DecodeAccount(transaction.Source.AccountId));
        writer.WriteUInt32(transaction.FeeMax);
        writer.WriteInt64(transaction.Sequence);
        writer.WriteInt32(transaction.TimeBounds is null ? PreconditionNone : PreconditionTime);
        WriteAfterPrecondition(writer, transaction);
    }

    private static void WriteAfterPrecondition(XdrWriter writer, StellarTransaction transaction)
    {
        if (transaction.TimeBounds is { } bounds)
        {
            writer.WriteUInt64(bounds.MinTime);
            writer.WriteUInt64(bounds.MaxTime);
        }

        WriteMemo(writer, transaction.Memo);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            transaction.Operations.Count, StellarTransaction.OperationsMax);
        writer.WriteInt32(transaction.Operations.Count);
        foreach (var operation in transaction.Operations)
        {
            OperationCodec.Write(writer, operation);
        }

        writer.WriteInt32(0); // No extension.
    }

    private static StellarTransaction ReadAfterSource(ref XdrReader reader, MuxedAccount source)
    {
        var fee = reader.ReadUInt32();
        var sequence = reader.ReadInt64();
        var bounds = ReadTimeBounds(ref reader);
        var memo = ReadMemo(ref reader);
        var operations = new StellarOperation[reader.ReadLength(StellarTransaction.OperationsMax)];
        for (var i = 0; i < operations.Length; i++)
        {
            operations[i] = OperationCodec.Read(ref reader);
        }

        var extension = reader.ReadInt32();
        return extension == 0
            ? new StellarTransaction(source, fee, sequence, bounds, memo, operations)
            : throw new XdrFormatException($"Transaction extension {extension} is not known here.");
    }

    private static TimeBounds? ReadTimeBounds(ref XdrReader reader)
    {
        var type = reader.ReadInt32();
        return type switch
        {
            PreconditionNone => null,
            PreconditionTime => new TimeBounds(reader.ReadUInt64(), reader.ReadUInt64()),
            _ => throw new XdrFormatException($"Precondition type {type} is not known here."),
        };
    }

    private static void WriteMemo(XdrWriter writer, StellarMemo memo)
    {
        switch (memo)
        {
            case StellarMemo.None:
                writer.WriteInt32(MemoNone);
                break;
            case StellarMemo.Text text:
                writer.WriteInt32(MemoText);
                writer.WriteVariable(text.Bytes, StellarMemo.TextBytesMax);
                break;
            case StellarMemo.Number number:
                writer.WriteInt32(MemoId);
                writer.WriteUInt64(number.Value);
                break;
            case StellarMemo.Hash hash:
                writer.WriteInt32(MemoHash);
                WriteHash(writer, hash.Bytes);
                break;
            case StellarMemo.Return hash:
                writer.WriteInt32(MemoReturn);
                WriteHash(writer, hash.Bytes);
                break;
            default:
                throw new ArgumentException($"{memo.GetType().Name} has no XDR here.", nameof(memo));
        }
    }

    private static StellarMemo ReadMemo(ref XdrReader reader)
    {
        var type = reader.ReadInt32();
        return type switch
        {
            MemoNone => StellarMemo.None.Instance,
            MemoText => new StellarMemo.Text(reader.ReadVariable(StellarMemo.TextBytesMax)),
            MemoId => new StellarMemo.Number(reader.ReadUInt64()),
            MemoHash => new StellarMemo.Hash(reader.ReadFixed(HashBytes)),
            MemoReturn => new StellarMemo.Return(reader.ReadFixed(HashBytes)),
            _ => throw new XdrFormatException($"Memo type {type} is unknown."),
        };
    }

    private static void WriteHash(XdrWriter writer, byte[] hash)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(hash.Length, HashBytes);
        writer.WriteFixed(hash);
    }
}
