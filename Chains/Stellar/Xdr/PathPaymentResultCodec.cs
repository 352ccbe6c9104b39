using OrleansTrading.Chains.Stellar.Keys;

namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>
/// What a path payment's result says beyond its code (Stellar-transaction.x, PathPaymentStrictReceiveResult and
/// PathPaymentStrictSendResult, which share their form).
/// </summary>
internal static class PathPaymentResultCodec
{
    private const int NoIssuer = -9;
    private const int ExchangesMax = 1000;
    private const int PoolBytes = 32;
    private const int AtomOfOfferV0 = 0;
    private const int AtomOfOffer = 1;
    private const int AtomOfPool = 2;

    internal static OperationResult Read(ref XdrReader reader, OperationResult result)
    {
        if (result.Code == NoIssuer)
        {
            XdrParts.ReadAsset(ref reader);
            return result;
        }

        if (result.Code != 0)
        {
            return result;
        }

        var exchanges = new Exchange[reader.ReadLength(ExchangesMax)];
        for (var i = 0; i < exchanges.Length; i++)
        {
            exchanges[i] = ReadExchange(ref reader);
        }

        return result with
        {
            Path = new PathPaymentOutcome(
                exchanges, XdrParts.ReadAccount(ref reader), XdrParts.ReadAsset(ref reader), reader.ReadInt64()),
        };
    }

    /// <exception cref="ArgumentException">
    /// It went through a pool, or lacks an issuer: such results are read here, never written.
    /// </exception>
    internal static void Write(XdrWriter writer, OperationResult result)
    {
        if (result.Code == NoIssuer)
        {
            throw new ArgumentException("A result without its asset cannot be written.", nameof(result));
        }

        if (result.Code != 0)
        {
            return;
        }

        var path = result.Path
            ?? throw new ArgumentException("A successful path payment lacks its outcome.", nameof(result));
        writer.WriteInt32(path.Exchanges.Count);
        foreach (var exchange in path.Exchanges)
        {
            writer.WriteInt32(AtomOfOffer);
            XdrParts.WriteAccount(
                writer,
                exchange.Seller
                    ?? throw new ArgumentException("Exchanges with pools are not written.", nameof(result)));
            writer.WriteInt64(exchange.OfferId);
            XdrParts.WriteAsset(writer, exchange.Sold);
            writer.WriteInt64(exchange.SoldAmount);
            XdrParts.WriteAsset(writer, exchange.Bought);
            writer.WriteInt64(exchange.BoughtAmount);
        }

        XdrParts.WriteAccount(writer, path.Destination);
        XdrParts.WriteAsset(writer, path.Asset);
        writer.WriteInt64(path.Amount);
    }

    private static Exchange ReadExchange(ref XdrReader reader)
    {
        string? seller = null;
        var offer = 0L;
        var type = reader.ReadInt32();
        switch (type)
        {
            case AtomOfOfferV0:
                seller = Strkey.Encode(StrkeyKind.Account, reader.ReadFixed(Strkey.KeyBytes));
                offer = reader.ReadInt64();
                break;
            case AtomOfOffer:
                seller = XdrParts.ReadAccount(ref reader);
                offer = reader.ReadInt64();
                break;
            case AtomOfPool:
                reader.ReadFixed(PoolBytes);
                break;
            default:
                throw new XdrFormatException($"Claim type {type} is not known here.");
        }

        return new Exchange(
            seller,
            offer,
            XdrParts.ReadAsset(ref reader),
            reader.ReadInt64(),
            XdrParts.ReadAsset(ref reader),
            reader.ReadInt64());
    }
}
