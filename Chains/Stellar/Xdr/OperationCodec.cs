using System.Text;

namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>Operations to and from XDR (Stellar-transaction.x, struct Operation).</summary>
internal static class OperationCodec
{
    private const int PathMax = 5;

    internal static void Write(XdrWriter writer, StellarOperation operation)
    {
        writer.WriteBool(operation.Source is not null);
        if (operation.Source is not null)
        {
            XdrParts.WriteMuxed(writer, operation.Source);
        }

        writer.WriteInt32((int)operation.Type);
        WriteBody(writer, operation);
    }

    internal static StellarOperation Read(ref XdrReader reader)
    {
        var source = reader.ReadBool() ? XdrParts.ReadMuxed(ref reader) : null;
        var type = (OperationType)reader.ReadInt32();
        return type switch
        {
            OperationType.CreateAccount => new CreateAccountOperation(
                XdrParts.ReadAccount(ref reader), reader.ReadInt64(), source),
            OperationType.Payment => new PaymentOperation(
                XdrParts.ReadMuxed(ref reader), XdrParts.ReadAsset(ref reader), reader.ReadInt64(), source),
            OperationType.PathPaymentStrictReceive => new PathPaymentStrictReceiveOperation(
                XdrParts.ReadAsset(ref reader),
                reader.ReadInt64(),
                XdrParts.ReadMuxed(ref reader),
                XdrParts.ReadAsset(ref reader),
                reader.ReadInt64(),
                ReadPath(ref reader),
                source),
            OperationType.PathPaymentStrictSend => new PathPaymentStrictSendOperation(
                XdrParts.ReadAsset(ref reader),
                reader.ReadInt64(),
                XdrParts.ReadMuxed(ref reader),
                XdrParts.ReadAsset(ref reader),
                reader.ReadInt64(),
                ReadPath(ref reader),
                source),
            OperationType.ChangeTrust => new ChangeTrustOperation(
                XdrParts.ReadAsset(ref reader), reader.ReadInt64(), source),
            OperationType.AccountMerge => new AccountMergeOperation(XdrParts.ReadMuxed(ref reader), source),
            OperationType.ManageData => new ManageDataOperation(
                Encoding.Latin1.GetString(reader.ReadVariable(ManageDataOperation.BytesMax)),
                reader.ReadBool() ? reader.ReadVariable(ManageDataOperation.BytesMax) : null,
                source),
            OperationType.BumpSequence => new BumpSequenceOperation(reader.ReadInt64(), source),
            OperationType.CreateClaimableBalance => new CreateClaimableBalanceOperation(
                XdrParts.ReadAsset(ref reader),
                reader.ReadInt64(),
                ClaimableBalanceCodec.ReadClaimants(ref reader),
                source),
            OperationType.ClaimClaimableBalance => new ClaimClaimableBalanceOperation(
                ClaimableBalanceCodec.ReadId(ref reader), source),
            _ => throw new XdrFormatException($"Operation type {(int)type} is not known here."),
        };
    }

    private static void WriteBody(XdrWriter writer, StellarOperation operation)
    {
        switch (operation)
        {
            case CreateAccountOperation create:
                XdrParts.WriteAccount(writer, create.Destination);
                writer.WriteInt64(create.StartingBalance);
                break;
            case PaymentOperation payment:
                XdrParts.WriteMuxed(writer, payment.Destination);
                XdrParts.WriteAsset(writer, payment.Asset);
                writer.WriteInt64(payment.Amount);
                break;
            case PathPaymentStrictReceiveOperation path:
                WritePathPayment(
                    writer, path.SendAsset, path.SendMax, path.Destination, path.Asset, path.Amount, path.Path);
                break;
            case PathPaymentStrictSendOperation path:
                WritePathPayment(
                    writer, path.SendAsset, path.SendAmount, path.Destination, path.Asset, path.AmountMin, path.Path);
                break;
            case ChangeTrustOperation trust:
                XdrParts.WriteAsset(writer, trust.Asset);
                writer.WriteInt64(trust.Limit);
                break;
            case AccountMergeOperation merge:
                XdrParts.WriteMuxed(writer, merge.Destination);
                break;
            case ManageDataOperation data:
                writer.WriteVariable(Encoding.Latin1.GetBytes(data.Name), ManageDataOperation.BytesMax);
                writer.WriteBool(data.Value is not null);
                if (data.Value is not null)
                {
                    writer.WriteVariable(data.Value, ManageDataOperation.BytesMax);
                }

                break;
            case BumpSequenceOperation bump:
                writer.WriteInt64(bump.BumpTo);
                break;
            case CreateClaimableBalanceOperation create:
                XdrParts.WriteAsset(writer, create.Asset);
                writer.WriteInt64(create.Amount);
                ClaimableBalanceCodec.WriteClaimants(writer, create.Claimants);
                break;
            case ClaimClaimableBalanceOperation claim:
                ClaimableBalanceCodec.WriteId(writer, claim.BalanceId);
                break;
            default:
                throw new ArgumentException($"{operation.GetType().Name} has no XDR here.", nameof(operation));
        }
    }

    private static void WritePathPayment(
        XdrWriter writer,
        StellarAsset sendAsset,
        long send,
        MuxedAccount destination,
        StellarAsset asset,
        long amount,
        IReadOnlyList<StellarAsset> path)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(path.Count, PathMax);
        XdrParts.WriteAsset(writer, sendAsset);
        writer.WriteInt64(send);
        XdrParts.WriteMuxed(writer, destination);
        XdrParts.WriteAsset(writer, asset);
        writer.WriteInt64(amount);
        writer.WriteInt32(path.Count);
        foreach (var hop in path)
        {
            XdrParts.WriteAsset(writer, hop);
        }
    }

    private static StellarAsset[] ReadPath(ref XdrReader reader)
    {
        var path = new StellarAsset[reader.ReadLength(PathMax)];
        for (var i = 0; i < path.Length; i++)
        {
            path[i] = XdrParts.ReadAsset(ref reader);
        }

        return path;
    }
}
