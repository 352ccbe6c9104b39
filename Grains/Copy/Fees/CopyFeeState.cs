using OrleansTrading.Grains.PerformanceFees;

namespace OrleansTrading.Grains.Copy.Fees;

/// <summary>
/// How far a subscription is with its fee. What counts is the result of copies of which nothing is left, from the
/// beginning on: the equity of a subscription that began with nothing, and that nobody pays into or takes out of.
/// </summary>
internal sealed class CopyFeeState
{
    /// <summary>What was agreed to: fixed with the subscription.</summary>
    public required PerformanceFeeTerms Terms { get; init; }

    /// <summary>The account's currency then.</summary>
    public required string Currency { get; init; }

    /// <summary>Base units for a hundredth of it, then.</summary>
    public required long UnitsPerCent { get; init; }

    /// <summary>Whether the fee's grain has the terms.</summary>
    public bool IsOpened { get; set; }

    /// <summary>Periods that are closed.</summary>
    public int Periods { get; set; }

    /// <summary>
    /// With what the next period is being closed. Stored before the fee's grain hears of it: after a crash it hears the
    /// same, whatever was earned or lost meanwhile. Null: none is being closed.
    /// </summary>
    public CloseFeePeriod? Closing { get; set; }

    /// <summary>Whether no period follows.</summary>
    public bool IsOver { get; set; }

    /// <summary>Before this the fee's grain is not asked again.</summary>
    public required DateTimeOffset NotBefore { get; set; }

    /// <summary>When the period under way ends; null: there is none.</summary>
    internal DateTimeOffset? EndsAt => IsOver ? null : HighWaterMark.StartOf(Terms, Periods + 2);

    /// <summary>When something is to be done; null: never again.</summary>
    /// <param name="hasEnded">Whether the subscription has ended, so that no result follows.</param>
    internal DateTimeOffset? DueAt(bool hasEnded) =>
        IsOver ? null : IsOpened && Closing is null && !hasEnded ? EndsAt : NotBefore;

    /// <summary>Fixes with what the next period is closed, unless it is fixed already.</summary>
    internal CloseFeePeriod Fix(long netProfitCents, bool hasEnded) => Closing ??= new CloseFeePeriod
    {
        Period = Periods + 1,
        Figures = new PerformanceFeeFigures
        {
            Equity = EquityOf(netProfitCents), Deposits = 0, Withdrawals = 0,
        },
        IsLast = hasEnded,
    };

    /// <summary>The period is closed.</summary>
    internal void Close()
    {
        Check.That(Closing is { } closing && closing.Period == Periods + 1, $"period {Periods + 1} was being closed");
        Periods++;
        IsOver = Closing.IsLast || Periods >= PerformanceFeeConstants.PeriodsMax;
        Closing = null;
    }

    internal SubscriptionFeeView View() => new()
    {
        Terms = Terms,
        Currency = Currency,
        UnitsPerCent = UnitsPerCent,
        Periods = Periods,
        IsOver = IsOver,
        ClosesAt = EndsAt,
        Closing = Closing,
    };

    /// <summary>In base units; beyond what a fee can count it is the most that it can.</summary>
    private Int128 EquityOf(long netProfitCents)
    {
        var max = (Int128)PerformanceFeeConstants.UnitsMax;
        return Int128.Clamp((Int128)netProfitCents * UnitsPerCent, -max, max);
    }
}
