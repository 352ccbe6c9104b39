using OrleansTrading.Grains.History;

namespace OrleansTrading.Grains.PerformanceFees;

/// <content>
/// Collects what is owed, oldest first. Each part of a fee is one operation of the subscriber's wallet, whose id
/// follows from subscription and period: asked again after a crash or a lost answer, the wallet says what it did.
/// </content>
internal sealed partial class PerformanceFeeGrain
{
    /// <summary>Periods that are paid before that is stored; with more owed it goes on at once.</summary>
    private const int CollectMax = 20;

    private async Task CollectAsync(PerformanceFeeTerms terms)
    {
        var owed = Enumerable.Range(0, State.Periods.Count).Where(i => State.Periods[i].Owed > 0).ToList();
        if (owed.Count == 0)
        {
            return;
        }

        var isPaid = false;
        foreach (var index in owed.Take(CollectMax))
        {
            isPaid = await PayAsync(terms, index);
            if (!isPaid)
            {
                break;
            }
        }

        // With more owed than is paid at once, and all of that paid, the sweeper need not wait.
        var now = time.GetUtcNow();
        State.RetryAt = State.Owed == 0 ? null : isPaid ? now : now + options.Value.RetryPeriod;
        await storage.WriteStateAsync();
    }

    /// <summary>Pays what is owed for a period, the provider's part first.</summary>
    /// <returns>False when something of it is still owed.</returns>
    private async Task<bool> PayAsync(PerformanceFeeTerms terms, int index)
    {
        var wallet = GrainFactory.GetGrain<IWalletGrain>(terms.Subscriber.Value);
        var (number, period) = (index + 1, State.Periods[index]);
        var reference = FeeNames.Reference(Id, number);
        if (period is { ProviderPaidAt: null, Charge.ProviderUnits: var provider } && provider > 0)
        {
            var paid = await AskAsync(number, () => wallet.TransferAsync(new WalletTransfer
            {
                Id = FeeNames.ProviderOperation(Id, number),
                To = terms.Provider,
                Reason = WalletReason.FeePerformance,
                Amount = new Amount(terms.Asset, provider),
                Reference = reference,
            }));
            if (paid is null)
            {
                return false;
            }

            period = period with { ProviderPaidAt = paid.At };
            Store(terms, index, period, HistoryKinds.FeeEarned, terms.Provider.User);
        }

        if (period is { PlatformPaidAt: null, Charge.PlatformUnits: var platform } && platform > 0)
        {
            var paid = await AskAsync(number, () => wallet.DebitAsync(new WalletMovement
            {
                Id = FeeNames.PlatformOperation(Id, number),
                Reason = WalletReason.FeePerformance,
                Amount = new Amount(terms.Asset, platform),
                Account = LedgerAccounts.RevenuePerformanceFee,
                Reference = reference,
            }));
            if (paid is null)
            {
                return false;
            }

            period = period with { PlatformPaidAt = paid.At };
            State.Periods[index] = period;
        }

        Store(terms, index, period, HistoryKinds.FeePaid, terms.Subscriber.User);
        return true;
    }

    private void Store(PerformanceFeeTerms terms, int index, ClosedPeriod period, string kind, UserId owner)
    {
        State.Periods[index] = period;
        var units = kind == HistoryKinds.FeeEarned ? period.Charge.ProviderUnits : period.Charge.Fee;
        State.Record(time.GetUtcNow(), kind, owner, Id.Value, new FeePaidDetails
        {
            Period = index + 1,
            Amount = new Amount(terms.Asset, units),
        });
    }

    /// <summary>What the wallet did, now or before; null: nothing, or nobody knows, and it is asked again later.
    /// </summary>
    private async Task<WalletReceipt?> AskAsync(int period, Func<Task<Outcome<WalletReceipt>>> operation)
    {
        try
        {
            var outcome = await operation();
            if (outcome.Refusal is { } refusal && !IsPassing(refusal.Code))
            {
                logger.FeeRefused(Id, period, refusal.Code, refusal.Detail);
            }

            return outcome.Value;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.FeeNotCollected(Id, period, failure);
            return null;
        }
    }

    /// <summary>What goes by without anybody's doing but the subscriber's.</summary>
    private static bool IsPassing(string code) =>
        code is ErrorCodes.FundsInsufficient or ErrorCodes.TransfersTooMany or ErrorCodes.Overloaded;
}
