using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Devnet.Stellar.Ledger;

/// <summary>Payments in one asset that arrive in another, in stellar-core's order of checks.</summary>
internal static class PathPaymentApply
{
    /// <summary>Exactly so much arrives, and at most so much is given.</summary>
    internal static OperationResult PayExactly(
        LedgerChange change, PathPaymentStrictReceiveOperation payment, DevnetAccount source)
    {
        var failure = Credit(change, payment.Destination.AccountId, payment.Asset, payment.Amount);
        if (failure is { } refused)
        {
            return OperationResults.Fail(payment, refused);
        }

        var exchanges = new List<Exchange>();
        var amount = payment.Amount;
        var got = payment.Asset;
        foreach (var given in payment.Path.Reverse().Append(payment.SendAsset))
        {
            if (DevnetExchange.In(given, got, amount) is not { } needed
                || !TryTrade(change, exchanges, given, needed, got, amount))
            {
                return OperationResults.Fail(payment, OperationResults.PathTooFewOffers);
            }

            (got, amount) = (given, needed);
        }

        if (amount > payment.SendMax)
        {
            return OperationResults.Fail(payment, OperationResults.PathLimit);
        }

        exchanges.Reverse();
        return Debit(source, payment.SendAsset, amount) is { } unpaid
            ? OperationResults.Fail(payment, unpaid)
            : Success(payment, exchanges, payment.Destination, payment.Asset, payment.Amount);
    }

    /// <summary>Exactly so much is given, and at least so much arrives.</summary>
    internal static OperationResult SpendExactly(
        LedgerChange change, PathPaymentStrictSendOperation payment, DevnetAccount source)
    {
        if (change.Find(payment.Destination.AccountId) is null)
        {
            return OperationResults.Fail(payment, OperationResults.PaymentNoDestination);
        }

        if (Debit(source, payment.SendAsset, payment.SendAmount) is { } unpaid)
        {
            return OperationResults.Fail(payment, unpaid);
        }

        var exchanges = new List<Exchange>();
        var amount = payment.SendAmount;
        var given = payment.SendAsset;
        foreach (var got in payment.Path.Append(payment.Asset))
        {
            if (DevnetExchange.Out(given, amount, got) is not { } bought
                || !TryTrade(change, exchanges, given, amount, got, bought))
            {
                return OperationResults.Fail(payment, OperationResults.PathTooFewOffers);
            }

            (given, amount) = (got, bought);
        }

        if (amount < payment.AmountMin)
        {
            return OperationResults.Fail(payment, OperationResults.PathLimit);
        }

        return Credit(change, payment.Destination.AccountId, payment.Asset, amount) is { } refused
            ? OperationResults.Fail(payment, refused)
            : Success(payment, exchanges, payment.Destination, payment.Asset, amount);
    }

    private static bool TryTrade(
        LedgerChange change,
        List<Exchange> exchanges,
        StellarAsset given,
        long givenAmount,
        StellarAsset got,
        long gotAmount)
    {
        if (given == got)
        {
            return true;
        }

        if (gotAmount == 0
            || DevnetExchange.Trade(change, given, givenAmount, got, gotAmount) is not { } exchange)
        {
            return false;
        }

        exchanges.Add(exchange);
        return true;
    }

    /// <summary>The code of the failure; null when the account got it.</summary>
    private static int? Credit(
        LedgerChange change, string account, StellarAsset asset, long amount)
    {
        if (change.Find(account) is not { } destination)
        {
            return OperationResults.PaymentNoDestination;
        }

        if (asset.IsNative)
        {
            if (amount > long.MaxValue - destination.Balance)
            {
                return OperationResults.PaymentLineFull;
            }

            destination.Balance += amount;
            return null;
        }

        if (destination.Id == asset.Issuer)
        {
            return null;
        }

        if (destination.TrustlineOf(asset) is not { } line)
        {
            return OperationResults.PaymentNoTrust;
        }

        if (amount > line.Limit - line.Balance)
        {
            return OperationResults.PaymentLineFull;
        }

        line.Balance += amount;
        return null;
    }

    /// <summary>The code of the failure; null when the account gave it.</summary>
    private static int? Debit(DevnetAccount source, StellarAsset asset, long amount)
    {
        if (asset.IsNative)
        {
            if (source.Available < amount)
            {
                return OperationResults.PaymentUnderfunded;
            }

            source.Balance -= amount;
            return null;
        }

        if (source.Id == asset.Issuer)
        {
            return null;
        }

        if (source.TrustlineOf(asset) is not { } line)
        {
            return OperationResults.PaymentSourceNoTrust;
        }

        if (line.Balance < amount)
        {
            return OperationResults.PaymentUnderfunded;
        }

        line.Balance -= amount;
        return null;
    }

    private static OperationResult Success(
        StellarOperation payment,
        IReadOnlyList<Exchange> exchanges,
        MuxedAccount destination,
        StellarAsset asset,
        long amount) =>
        OperationResults.Success(payment) with
        {
            Path = new PathPaymentOutcome(exchanges, destination.AccountId, asset, amount),
        };
}
