using System.Diagnostics.CodeAnalysis;

namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>Transaction results to and from XDR, for the operations known here.</summary>
internal static class TransactionResultCodec
{
    private const int OperationInner = 0;
    private const int HashBytes = 32;

    internal static byte[] Encode(TransactionResult result)
    {
        var writer = new XdrWriter();
        Write(writer, result);
        return writer.ToArray();
    }

    /// <exception cref="XdrFormatException">The bytes are malformed, or hold something this code does not
    /// know.</exception>
    internal static TransactionResult Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new XdrReader(bytes);
        var result = Read(ref reader, isInner: false);
        reader.EnsureEnd();
        return result;
    }

    /// <summary>Decodes base64; false for what is malformed or unknown here.</summary>
    internal static bool TryDecode(string? base64, [NotNullWhen(true)] out TransactionResult? result)
    {
        result = null;
        if (base64 is null)
        {
            return false;
        }

        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
        {
            return false;
        }

        try
        {
            result = Decode(bytes.AsSpan(0, length));
            return true;
        }
        catch (XdrFormatException)
        {
            return false;
        }
    }

    private static TransactionResult Read(ref XdrReader reader, bool isInner)
    {
        var fee = reader.ReadInt64();
        var code = reader.ReadInt32();
        OperationResult[] operations = [];
        InnerTransactionResult? inner = null;
        switch (code)
        {
            case TransactionResult.Success or TransactionResult.Failed:
                operations = ReadOperations(ref reader);
                break;
            case TransactionResult.FeeBumpInnerSuccess or TransactionResult.FeeBumpInnerFailed when !isInner:
                var hash = reader.ReadFixed(HashBytes);
                inner = new InnerTransactionResult(hash, Read(ref reader, isInner: true));
                break;
            default:
                if (!ResultCodes.IsKnown(code))
                {
                    throw new XdrFormatException($"Transaction result code {code} is not known here.");
                }

                break;
        }

        var extension = reader.ReadInt32();
        return extension == 0
            ? new TransactionResult(fee, code, operations, inner)
            : throw new XdrFormatException($"Result extension {extension} is not known here.");
    }

    private static OperationResult[] ReadOperations(ref XdrReader reader)
    {
        var operations = new OperationResult[reader.ReadLength(StellarTransaction.OperationsMax)];
        for (var i = 0; i < operations.Length; i++)
        {
            operations[i] = ReadOperation(ref reader);
        }

        return operations;
    }

    private static OperationResult ReadOperation(ref XdrReader reader)
    {
        var outer = reader.ReadInt32();
        if (outer != OperationInner)
        {
            return new OperationResult(outer, null, 0);
        }

        var type = (OperationType)reader.ReadInt32();
        var code = reader.ReadInt32();
        var result = new OperationResult(outer, type, code);
        switch (type)
        {
            case OperationType.CreateAccount
                or OperationType.Payment
                or OperationType.ChangeTrust
                or OperationType.ManageData
                or OperationType.BumpSequence
                or OperationType.ClaimClaimableBalance:
                return result;
            case OperationType.AccountMerge:
                return code == 0 ? result with { MergedBalance = reader.ReadInt64() } : result;
            case OperationType.CreateClaimableBalance:
                return code == 0 ? result with { BalanceId = ClaimableBalanceCodec.ReadId(ref reader) } : result;
            case OperationType.PathPaymentStrictReceive or OperationType.PathPaymentStrictSend:
                return PathPaymentResultCodec.Read(ref reader, result);
            default:
                throw new XdrFormatException($"Results of operation type {(int)type} are not known here.");
        }
    }

    private static void Write(XdrWriter writer, TransactionResult result)
    {
        writer.WriteInt64(result.FeeCharged);
        writer.WriteInt32(result.Code);
        switch (result.Code)
        {
            case TransactionResult.Success or TransactionResult.Failed:
                writer.WriteInt32(result.Operations.Count);
                foreach (var operation in result.Operations)
                {
                    Write(writer, operation);
                }

                break;
            case TransactionResult.FeeBumpInnerSuccess or TransactionResult.FeeBumpInnerFailed:
                var inner = result.Inner ?? throw new ArgumentException(
                    "The result of a fee bump has none of its inner transaction.", nameof(result));
                writer.WriteFixed(inner.Hash);
                Write(writer, inner.Result);
                break;
            default:
                break;
        }

        writer.WriteInt32(0); // No extension.
    }

    private static void Write(XdrWriter writer, OperationResult operation)
    {
        writer.WriteInt32(operation.Outer);
        if (operation.Type is not { } type)
        {
            return;
        }

        writer.WriteInt32((int)type);
        writer.WriteInt32(operation.Code);
        switch (type)
        {
            case OperationType.AccountMerge when operation.IsSuccess:
                writer.WriteInt64(operation.MergedBalance);
                break;
            case OperationType.CreateClaimableBalance when operation.IsSuccess:
                ClaimableBalanceCodec.WriteId(writer, operation.BalanceId!);
                break;
            case OperationType.PathPaymentStrictReceive or OperationType.PathPaymentStrictSend:
                PathPaymentResultCodec.Write(writer, operation);
                break;
            default:
                break;
        }
    }
}
