using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>A subscription's fees that show what the test says, and keep what they were asked for.</summary>
internal sealed class FakeFees(string id) : IPerformanceFeeGrain
{
    /// <summary>Null: the subscription has no terms.</summary>
    internal PerformanceFeeView? View { get; set; }

    internal List<FeePeriodView> Periods { get; } = [];

    internal Refusal? Refusal { get; set; }

    internal List<PerformanceFeeFigures> Asked { get; } = [];

    internal static PerformanceFeeCharge Charge { get; } = new()
    {
        Mark = -5, Profit = 2_000, Fee = 600, ProviderUnits = 480, PlatformUnits = 120, MarkAfter = 1_995,
    };

    /// <summary>Fixes terms of a subscription between two users.</summary>
    internal void Open(UserId subscriber, UserId provider) => View = new PerformanceFeeView
    {
        Id = new SubscriptionId(id),
        Terms = new PerformanceFeeTerms
        {
            Subscriber = WalletId.Of(subscriber, "main"),
            Provider = WalletId.Of(provider, "income"),
            Asset = Samples.Usdc,
            RateBasisPoints = 3_000,
            PlatformShareBasisPoints = 2_000,
            Unit = FeePeriodUnit.Month,
            Length = 3,
            StartsAt = Samples.Start,
            OpeningEquity = 10_000,
        },
        OpenedAt = Samples.Start,
        Mark = 1_995,
        Periods = 3,
        IsEnded = false,
        PeriodEndsAt = Samples.Start.AddMonths(3),
        Charged = 600,
        Owed = 120,
        RetryAt = Samples.Start.AddMinutes(10),
    };

    internal void Close(int period) => Periods.Insert(0, new FeePeriodView
    {
        Period = period,
        StartedAt = Samples.Start,
        EndedAt = Samples.Start.AddMonths(3),
        ClosedAt = Samples.Start.AddMonths(3),
        Figures = new PerformanceFeeFigures { Equity = -7, Deposits = 8, Withdrawals = 9 },
        Charge = Charge,
        ProviderPaidAt = Samples.Start.AddMonths(3),
        PlatformPaidAt = null,
        ProviderOperation = 255,
        PlatformOperation = 256,
        IsLast = false,
        Owed = 120,
    });

    public Task<PerformanceFeeView?> GetAsync() => Task.FromResult(View);

    public Task<FeeStatement?> GetStatementAsync(int? before, int max) => Task.FromResult(View is null
        ? null
        : new FeeStatement(View, [.. Periods.Where(p => before is null || p.Period < before).Take(max)]));

    public Task<Outcome<PerformanceFeeCharge>> PreviewAsync(PerformanceFeeFigures figures)
    {
        Asked.Add(figures);
        return Task.FromResult(Refusal is { } refusal
            ? Outcome.Refused<PerformanceFeeCharge>(refusal)
            : Outcome.Of(Charge));
    }

    public Task<Outcome<PerformanceFeeView>> OpenAsync(PerformanceFeeTerms terms) => throw new NotSupportedException();

    public Task<Outcome<FeePeriodView>> CloseAsync(CloseFeePeriod close) => throw new NotSupportedException();

    public Task WakeAsync() => throw new NotSupportedException();
}
