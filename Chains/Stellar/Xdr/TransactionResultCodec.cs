using System.Diagnostics.CodeAnalysis;
using OrleansTrading.Chains.Stellar.Keys;

namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>Transaction results to and from XDR, for the operations known here.</summary>
internal static class TransactionResultCodec
{
    private const int OperationInner = 0;
    private const int PathPaymentNoIssuer = -9;
    private const int ClaimAtomsMax = 1000;
    private const int HashBytes = 32;

    internal static byte[] Encode(TransactionResult result)
    {
        if (result.Inner is not null)
        {
            throw new ArgumentException("Results of fee bumps are read here, never written.", nameof(result));
        }

        var writer = new XdrWriter();
        writer.WriteInt64(result.FeeCharged);
        writer.WriteInt32(result.Code);
        if (result.Code is TransactionResult.Success or TransactionResult.Failed)
        {
            writer.WriteInt32(result.Operations.Count);
            foreach (var operation in result.Operations)
            {
                Write(writer, operation);
            }
        }

        writer.WriteInt32(0); // No extension.
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
        switch (type)
        {
            case OperationType.CreateAccount
                or OperationType.Payment
                or OperationType.ChangeTrust
                or OperationType.ManageData
                or OperationType.BumpSequence:
                return new OperationResult(outer, type, code);
            case OperationType.AccountMerge:
                return new OperationResult(outer, type, code, code == 0 ? reader.ReadInt64() : 0);
            case OperationType.PathPaymentStrictReceive or OperationType.PathPaymentStrictSend:
                SkipPathPayment(ref reader, code);
                return new OperationResult(outer, type, code);
            default:
                throw new XdrFormatException($"Results of operation type {(int)type} are not known here.");
        }
    }

    private static void SkipPathPayment(ref XdrReader reader, int code)
    {
        if (code == PathPaymentNoIssuer)
        {
            XdrParts.ReadAsset(ref reader);
        }
        else if (code == 0)
        {
            var atoms = reader.ReadLength(ClaimAtomsMax);
            for (var i = 0; i < atoms; i++)
            {
                SkipClaimAtom(ref reader);
            }

            XdrParts.ReadAccount(ref reader);
            XdrParts.ReadAsset(ref reader);
            reader.ReadInt64();
        }
    }

    /// <summary>One offer or pool the payment went through: who, which, sold, bought.</summary>
    private static void SkipClaimAtom(ref XdrReader reader)
    {
        const int offerOld = 0;
        const int offer = 1;
        const int pool = 2;
        var type = reader.ReadInt32();
        switch (type)
        {
            case offerOld:
                reader.ReadFixed(Strkey.KeyBytes);
                reader.ReadInt64();
                break;
            case offer:
                XdrParts.ReadAccount(ref reader);
                reader.ReadInt64();
                break;
            case pool:
                reader.ReadFixed(HashBytes);
                break;
            default:
                throw new XdrFormatException($"Claim type {type} is not known here.");
        }

        XdrParts.ReadAsset(ref reader);
        reader.ReadInt64();
        XdrParts.ReadAsset(ref reader);
        reader.ReadInt64();
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
        if (type == OperationType.AccountMerge && operation.IsSuccess)
        {
            writer.WriteInt64(operation.MergedBalance);
        }
    }
}
