namespace OrleansTrading.Grains;

/// <summary>
/// What one account copies from one provider, keyed by <see cref="SubscriptionId"/>: decides about each signal, scales,
/// signs and numbers the orders, and keeps each until its result is stored.
/// </summary>
[Alias("ot.ISubscriptionGrain")]
public interface ISubscriptionGrain : IGrainWithStringKey
{
    /// <summary>A terminal begins, or begins again, behind a sequence.</summary>
    /// <param name="account">Whose terminal it is.</param>
    /// <param name="lastSequence">The highest that the terminal knows; 0: none.</param>
    /// <returns>Null when the account does not copy this, or not any more.</returns>
    [Alias("Resume")]
    Task<SubscriptionFeed?> ResumeAsync(TradingAccountId account, long lastSequence);

    /// <summary>Stores a report. The same one changes nothing, however often it comes.</summary>
    /// <returns>False when the subscription is not the account's: the report is nobody's.</returns>
    [Alias("Report")]
    Task<bool> ReportAsync(TradingAccountId account, OrderReport report);

    /// <summary>Is told that a terminal did not take an order.</summary>
    [Alias("Reject")]
    Task RejectAsync(TradingAccountId account, OrderRejection rejection);
}
