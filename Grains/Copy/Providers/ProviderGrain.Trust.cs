namespace OrleansTrading.Grains.Copy.Providers;

/// <content>What the provider's trust is told (docs/copy-trading.md#trust).</content>
internal sealed partial class ProviderGrain
{
    private const int MarkOutsMax = 1_024;

    // In memory alone: a mark-out that is lost is one sample less, and a write for each would cost more than it says.
    private readonly RecentFills fills = new();
    private readonly List<TrustMarkOut> markOuts = [];

    private ITrustGrain Trust => GrainFactory.GetGrain<ITrustGrain>(Command.User.Value);

    public async Task<bool> MarkAsync(TradingAccountId account, TerminalMark mark)
    {
        if (!await IsStoredAsync() || Command.Account != account || markOuts.Count >= MarkOutsMax
            || (fills.Find(mark.Ticket) ?? State.Open.Find(open => open.Ticket == mark.Ticket)) is not { } ticket
            || ObservedSignals.MarkOut(Id, ticket, mark) is not { } markOut)
        {
            return false;
        }

        markOuts.Add(markOut);
        StartTelling();
        return true;
    }

    /// <summary>Tells the provider's trust what it did, last: nobody who copies waits for it.</summary>
    private async Task ObserveAsync()
    {
        while (State.Unobserved.Count > 0)
        {
            var signals = State.Unobserved.Take(ObservedSignals.SignalsMax).ToList();
            if (ObservedSignals.Report(Id, signals) is { } report)
            {
                await ObserveAsync(report);
            }

            State.Unobserved.RemoveRange(0, signals.Count);
        }

        if (State.DueAt is not null)
        {
            State.DueAt = null;
            await StoreAsync();
        }
    }

    private async Task ObserveMarkOutsAsync()
    {
        while (markOuts.Count > 0)
        {
            var some = markOuts.Take(TrustConstants.ObservationsMax).ToList();
            await ObserveAsync(new TrustReport { MarkOuts = some });
            markOuts.RemoveRange(0, some.Count);
        }
    }

    private async Task ObserveAsync(TrustReport report)
    {
        if ((await Trust.ObserveAsync(report)).Refusal is { } refusal)
        {
            // A clock that runs ahead, or prices that trust does not take: it would be refused again.
            logger.SignalsNotObserved(Id, refusal.Code, refusal.Detail);
        }
    }
}
