namespace OrleansTrading.Grains;

/// <summary>
/// What one account copies from one provider, keyed by <see cref="SubscriptionId"/>: decides about each signal, scales,
/// signs and numbers the orders, and keeps each until its result is stored.
/// </summary>
[Alias("ot.ISubscriptionGrain")]
public interface ISubscriptionGrain : IGrainWithStringKey
{
    /// <summary>
    /// Begins the subscription. Repeated with the same command it changes nothing; with another it is refused as
    /// <see cref="ErrorCodes.IdempotencyKeyReused"/>. What was refused leaves nothing behind.
    /// </summary>
    [Alias("Create")]
    Task<Outcome<SubscriptionView>> CreateAsync(CreateSubscription command);

    /// <summary>The subscription; null when there is none.</summary>
    [Alias("Get")]
    Task<SubscriptionView?> GetAsync();

    /// <summary>Other settings, for what is decided from now on; what is open keeps its volumes.</summary>
    [Alias("Change")]
    Task<Outcome<SubscriptionView>> ChangeAsync(SubscriptionSettings settings);

    /// <summary>Has it do something that its owner asks for.</summary>
    [Alias("Command")]
    Task<Outcome<SubscriptionView>> CommandAsync(SubscriptionCommand command);

    /// <summary>
    /// Takes signals in the order of their numbers, and stores what follows from them. What is known changes nothing;
    /// of what is missing in between the provider is asked.
    /// </summary>
    /// <returns>False when there is no such subscription, or it has ended: it need not be told any more.</returns>
    [Alias("Tell")]
    Task<bool> TellAsync(IReadOnlyList<CopySignal> signals);

    /// <summary>Something may be due. May be lost or repeated.</summary>
    [Alias("Wake")]
    Task WakeAsync();

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
