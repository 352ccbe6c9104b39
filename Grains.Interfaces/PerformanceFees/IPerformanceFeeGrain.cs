namespace OrleansTrading.Grains;

/// <summary>
/// The performance fees of one subscription, keyed by <see cref="SubscriptionId"/>: the only place where its high-water
/// mark moves. Each period is closed once and charged once, by what is above the mark; each part of a fee is booked
/// once in the subscriber's wallet, under an id that follows from subscription and period.
/// </summary>
/// <remarks>
/// docs/performance-fees.md has the formula. An exception says nothing about what was done: repeat the call.
/// </remarks>
[Alias("ot.IPerformanceFeeGrain")]
public interface IPerformanceFeeGrain : IGrainWithStringKey
{
    /// <summary>Fixes the terms. Repeating it with the same ones changes nothing.</summary>
    /// <returns>
    /// The subscription; <see cref="ErrorCodes.FeeTermsFixed"/> when it has other terms,
    /// <see cref="ErrorCodes.FeeTermsMalformed"/> when they break a rule, <see cref="ErrorCodes.AssetUnknown"/>.
    /// </returns>
    [Alias("Open")]
    Task<Outcome<PerformanceFeeView>> OpenAsync(PerformanceFeeTerms terms);

    /// <summary>
    /// Closes a period: charges the fee, moves the mark, and collects what is owed as far as the wallet has it. With
    /// the same figures it gives the same answer, however often and however much later; only what is paid by then may
    /// be more.
    /// </summary>
    /// <returns>
    /// The period; <see cref="ErrorCodes.FeePeriodClosed"/> when it was closed with other figures,
    /// <see cref="ErrorCodes.FeePeriodOutOfOrder"/> when the one before is open or there will be none,
    /// <see cref="ErrorCodes.FeePeriodNotOver"/>, <see cref="ErrorCodes.FeeFiguresMalformed"/>,
    /// <see cref="ErrorCodes.NotFound"/> when there are no terms.
    /// </returns>
    [Alias("Close")]
    Task<Outcome<FeePeriodView>> CloseAsync(CloseFeePeriod close);

    /// <summary>What closing the period under way with these figures would charge. Nothing changes.</summary>
    /// <returns>
    /// The charge; <see cref="ErrorCodes.NotFound"/>, <see cref="ErrorCodes.FeeFiguresMalformed"/>, or
    /// <see cref="ErrorCodes.FeePeriodOutOfOrder"/> when there is no period under way.
    /// </returns>
    [ReadOnly, Alias("Preview")]
    Task<Outcome<PerformanceFeeCharge>> PreviewAsync(PerformanceFeeFigures figures);

    /// <summary>The subscription; null when it has no terms.</summary>
    [ReadOnly, Alias("Get")]
    Task<PerformanceFeeView?> GetAsync();

    /// <summary>The statement.</summary>
    /// <param name="before">Only periods with a lower number; null: from the last one.</param>
    /// <param name="max">Periods at most, from 0 to 101.</param>
    /// <returns>Null when the subscription has no terms.</returns>
    [ReadOnly, Alias("GetStatement")]
    Task<FeeStatement?> GetStatementAsync(int? before, int max);

    /// <summary>Collects what is owed, if it is time to try it.</summary>
    [Alias("Wake")]
    Task WakeAsync();
}

/// <summary>Wakes subscriptions whose fees are owed, one grain for the platform (key <c>0</c>).</summary>
[Alias("ot.IPerformanceFeeSweeperGrain")]
public interface IPerformanceFeeSweeperGrain : IGrainWithStringKey
{
    /// <summary>Starts looking, for good. Repeating it changes nothing.</summary>
    [Alias("Start")]
    Task StartAsync();
}
