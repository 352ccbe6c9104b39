using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Grains.History;

namespace OrleansTrading.Grains.PerformanceFees;

/// <inheritdoc cref="IPerformanceFeeGrain"/>
internal sealed partial class PerformanceFeeGrain(
    [PersistentState("performancefee")] IPersistentState<PerformanceFeeState> storage,
    [PersistentState("performancefeeprovider")] IPersistentState<ProviderListingState> listing,
    AssetCatalog assets,
    TimeProvider time,
    IOptions<PerformanceFeeOptions> options,
    ILogger<PerformanceFeeGrain> logger) : Grain, IPerformanceFeeGrain
{
    private SubscriptionId Id => new(this.GetPrimaryKeyString());

    private PerformanceFeeState State => storage.State;

    public async Task<Outcome<PerformanceFeeView>> OpenAsync(PerformanceFeeTerms terms)
    {
        Check.That(SubscriptionId.TryParse(Id.Value, out _), $"'{Id}' is a subscription's id");
        if (!await IsStoredAsync())
        {
            var now = time.GetUtcNow();
            if (PerformanceFeeTermsRules.Refuse(terms, assets, now) is { } refusal)
            {
                return Outcome.Refused<PerformanceFeeView>(refusal);
            }

            (State.Terms, State.OpenedAt) = (terms, now);
            State.Record(now, HistoryKinds.FeeOpened, terms.Subscriber.User, Id.Value, FeeTermsDetails.Of(terms));
            await storage.WriteStateAsync();
        }

        await ListForProviderAsync();
        return State.Terms == terms
            ? Outcome.Of(View(State.Terms))
            : Outcome.Refused<PerformanceFeeView>(
                ErrorCodes.FeeTermsFixed, null, $"{Id} has other terms. They stay; open another subscription.");
    }

    public async Task<Outcome<FeePeriodView>> CloseAsync(CloseFeePeriod close)
    {
        if (State.Terms is null || close.Period != State.Periods.Count + 1)
        {
            // That a period is closed, or the one before is not, is never said from memory: in a partitioned cluster
            // this activation may be behind the one that closed it.
            await storage.ReadStateAsync();
        }

        if (State.Terms is not { } terms)
        {
            return Outcome.Refused<FeePeriodView>(Unknown());
        }

        await ListForProviderAsync();
        if (close.Period < 1 || close.Period > State.Periods.Count)
        {
            if (Refuse(terms, close) is { } refusal)
            {
                return Outcome.Refused<FeePeriodView>(refusal);
            }

            await ChargeAsync(terms, close);
            await CollectAsync(terms);
        }
        else if (!IsSame(State.Periods[close.Period - 1], close))
        {
            return Outcome.Refused<FeePeriodView>(
                ErrorCodes.FeePeriodClosed,
                "period",
                $"Period {close.Period} of {Id} was closed with other figures, for good. What was wrong in it is"
                    + " corrected in the wallets.");
        }
        else
        {
            await WakeAsync();
        }

        return Outcome.Of(View(terms, close.Period));
    }

    public async Task<Outcome<PerformanceFeeCharge>> PreviewAsync(PerformanceFeeFigures figures) =>
        !await IsStoredAsync() ? Outcome.Refused<PerformanceFeeCharge>(Unknown())
        : (State.IsEnded ? NoneFollows() : HighWaterMark.Refuse(figures)) is { } refusal
            ? Outcome.Refused<PerformanceFeeCharge>(refusal)
            : Outcome.Of(HighWaterMark.Charge(State.Terms!, State.Mark, figures));

    public async Task<PerformanceFeeView?> GetAsync() => await IsStoredAsync() ? View(State.Terms!) : null;

    public async Task<FeeStatement?> GetStatementAsync(int? before, int max)
    {
        if (!await IsStoredAsync())
        {
            return null;
        }

        var last = Math.Min(State.Periods.Count, (before ?? int.MaxValue) - 1);
        var count = Math.Clamp(max, 0, Math.Min(Math.Max(last, 0), StatementMax));
        return new FeeStatement(
            View(State.Terms!), [.. Enumerable.Range(0, count).Select(i => View(State.Terms!, last - i))]);
    }

    public async Task WakeAsync()
    {
        if (State.Terms is { } terms && State.RetryAt <= time.GetUtcNow())
        {
            await CollectAsync(terms);
        }
    }

    /// <summary>A page of the statement, and one more that tells whether there is another.</summary>
    private const int StatementMax = 101;

    /// <summary>Whether there is such a fee. That there is none is never said from memory.</summary>
    private async Task<bool> IsStoredAsync()
    {
        if (State.Terms is null)
        {
            await storage.ReadStateAsync();
        }

        return State.Terms is not null;
    }

    private async Task ListForProviderAsync()
    {
        if (listing.State.Provider is null)
        {
            listing.State.Provider = State.Terms!.Provider.User;
            listing.State.OpenedAt = State.OpenedAt;
            await listing.WriteStateAsync();
        }
    }

    /// <summary>Why the next period cannot be closed so; null: it can.</summary>
    private Refusal? Refuse(PerformanceFeeTerms terms, CloseFeePeriod close)
    {
        if (State.IsEnded)
        {
            return NoneFollows();
        }

        if (close.Period != State.Periods.Count + 1)
        {
            return new Refusal
            {
                Code = ErrorCodes.FeePeriodOutOfOrder,
                Field = "period",
                Detail = $"{State.Periods.Count} periods of {Id} are closed; {close.Period} is not the next. Close"
                    + " them one after the other.",
            };
        }

        var (start, end) = (HighWaterMark.StartOf(terms, close.Period), HighWaterMark.StartOf(terms, close.Period + 1));
        var now = time.GetUtcNow();
        var earliest = close.IsLast ? start : end;
        return now < earliest
            ? new Refusal
            {
                Code = ErrorCodes.FeePeriodNotOver,
                Field = "period",
                Detail = $"Period {close.Period} of {Id} lasts from {start:u} to {end:u}; it is {now:u}.",
                RetryAt = earliest,
            }
            : HighWaterMark.Refuse(close.Figures);
    }

    /// <summary>Stored before anything is booked: what is charged is owed, whatever happens afterwards.</summary>
    private async Task ChargeAsync(PerformanceFeeTerms terms, CloseFeePeriod close)
    {
        var now = time.GetUtcNow();
        var end = HighWaterMark.StartOf(terms, close.Period + 1);
        var charge = HighWaterMark.Charge(terms, State.Mark, close.Figures);
        Check.That(charge.MarkAfter >= charge.Mark, $"{Id}: a mark only falls by what is taken out");
        var period = new ClosedPeriod
        {
            Figures = close.Figures,
            Charge = charge,
            EndedAt = now < end ? now : end,
            ClosedAt = now,
            IsLast = close.IsLast,
        };
        State.Periods.Add(period);
        State.RetryAt = State.Owed > 0 ? now : null;
        State.Record(
            now,
            HistoryKinds.FeeCharged,
            terms.Subscriber.User,
            Id.Value,
            FeePeriodDetails.Of(terms, close.Period, period));
        await storage.WriteStateAsync();
    }

    private static bool IsSame(ClosedPeriod closed, CloseFeePeriod close) =>
        closed.Figures == close.Figures && closed.IsLast == close.IsLast;

    private Refusal Unknown() => new()
    {
        Code = ErrorCodes.NotFound,
        Detail = $"{Id} has no performance fee. Open it with its terms first.",
    };

    private Refusal NoneFollows() => new()
    {
        Code = ErrorCodes.FeePeriodOutOfOrder,
        Field = "period",
        Detail = $"{Id} ended with period {State.Periods.Count}; none follows. Open another subscription.",
    };
}
