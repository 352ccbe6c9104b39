namespace OrleansTrading.Grains.PerformanceFees;

/// <content>What is told of the state.</content>
internal sealed partial class PerformanceFeeGrain
{
    private PerformanceFeeView View(PerformanceFeeTerms terms) => new()
    {
        Id = Id,
        Terms = terms,
        OpenedAt = State.OpenedAt,
        Mark = State.Mark,
        Periods = State.Periods.Count,
        IsEnded = State.IsEnded,
        PeriodEndsAt = State.IsEnded ? null : HighWaterMark.StartOf(terms, State.Periods.Count + 2),
        Charged = State.Periods.Aggregate(UInt128.Zero, (sum, period) => sum + period.Charge.Fee),
        Owed = State.Owed,
        RetryAt = State.RetryAt,
    };

    private FeePeriodView View(PerformanceFeeTerms terms, int number)
    {
        var period = State.Periods[number - 1];
        return new FeePeriodView
        {
            Period = number,
            StartedAt = HighWaterMark.StartOf(terms, number),
            EndedAt = period.EndedAt,
            ClosedAt = period.ClosedAt,
            Figures = period.Figures,
            Charge = period.Charge,
            ProviderPaidAt = period.ProviderPaidAt,
            PlatformPaidAt = period.PlatformPaidAt,
            ProviderOperation = FeeNames.ProviderOperation(Id, number),
            PlatformOperation = FeeNames.PlatformOperation(Id, number),
            IsLast = period.IsLast,
            Owed = period.Owed,
        };
    }
}
