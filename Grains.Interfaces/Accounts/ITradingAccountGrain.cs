namespace OrleansTrading.Grains;

/// <summary>
/// A user's account at a broker, keyed by <see cref="TradingAccountId"/>: its secret, what its terminal last said of
/// it, and the one session by which the terminal is reached. docs/bridge-protocol.md has the words.
/// </summary>
[Alias("ot.ITradingAccountGrain")]
public interface ITradingAccountGrain : IGrainWithStringKey
{
    /// <summary>
    /// Registers the account. Repeated with the same command it changes nothing and tells the secret no more; with
    /// another it is refused as <see cref="ErrorCodes.IdempotencyKeyReused"/>.
    /// </summary>
    [Alias("Register")]
    Task<Outcome<TradingAccountSecret>> RegisterAsync(RegisterTradingAccount command);

    /// <summary>A new secret instead of the old, which is good for nothing from now on; its session is ended.</summary>
    [Alias("RotateSecret")]
    Task<Outcome<TradingAccountSecret>> RotateSecretAsync(UserId user);

    /// <summary>The account; null when there is none.</summary>
    [Alias("Get")]
    Task<TradingAccountView?> GetAsync();

    /// <summary>
    /// Lets a terminal in that has proven the secret. It replaces the session before it, which is told so.
    /// </summary>
    /// <returns>Null when there is no such account, of this role, with this proof: nobody learns which.</returns>
    [Alias("OpenSession")]
    Task<BridgeGrant?> OpenSessionAsync(BridgeHello hello, IBridgeSession session);

    /// <summary>Takes what a terminal says of its account.</summary>
    /// <returns>Null when all is well; else the code of <see cref="BridgeEnds"/> with which the session ends.</returns>
    [Alias("Report")]
    Task<string?> ReportAsync(string session, AccountReport report);

    /// <summary>Takes the rules of symbols.</summary>
    /// <returns>As of <see cref="ReportAsync"/>.</returns>
    [Alias("ReportSymbols")]
    Task<string?> ReportSymbolsAsync(string session, IReadOnlyList<SymbolReport> symbols);

    /// <summary>What the account copies; null when the session is not the account's any more.</summary>
    [Alias("GetSubscriptions")]
    Task<IReadOnlyList<SubscriptionId>?> GetSubscriptionsAsync(string session);

    /// <summary>The connection is gone. Of a session that was replaced meanwhile nothing changes.</summary>
    [Alias("CloseSession")]
    Task CloseSessionAsync(string session);

    /// <summary>The account copies this from now on; its terminal is told. Repeating it changes nothing.</summary>
    /// <returns>Why not; null: it does.</returns>
    [Alias("AddSubscription")]
    Task<Refusal?> AddSubscriptionAsync(UserId user, SubscriptionId subscription);

    /// <summary>The account does not copy this any more. Repeating it changes nothing.</summary>
    [Alias("RemoveSubscription")]
    Task RemoveSubscriptionAsync(SubscriptionId subscription);

    /// <summary>The account's terminal belongs to this provider from now on. Repeating it changes nothing.</summary>
    /// <returns>Why not; null: it does.</returns>
    [Alias("SetProvider")]
    Task<Refusal?> SetProviderAsync(UserId user, ProviderId provider);

    /// <summary>What an order needs to be made: the account as it is now, and a symbol's rules there.</summary>
    /// <returns>Null when there is no such account.</returns>
    [ReadOnly, Alias("GetFacts")]
    Task<AccountFacts?> GetFactsAsync(string? symbol);

    /// <summary>Has the terminal told of an order, if it is connected. May be lost.</summary>
    [OneWay, AlwaysInterleave, Alias("Deliver")]
    Task DeliverAsync(SignedOrder order);

    /// <summary>Has the terminal look an order up, if it is connected. May be lost.</summary>
    [OneWay, AlwaysInterleave, Alias("Ask")]
    Task AskAsync(SubscriptionId subscription, long sequence);

    /// <summary>Has the terminal told of a subscription's changes, if it is connected. May be lost.</summary>
    [OneWay, AlwaysInterleave, Alias("Refresh")]
    Task RefreshAsync(SubscriptionId subscription);
}

/// <summary>
/// A terminal's connection, as grains reach it. Each call may be lost: whoever calls says it again when no answer
/// comes.
/// </summary>
[Alias("ot.IBridgeSession")]
public interface IBridgeSession : IGrainObserver
{
    /// <summary>
    /// Has the terminal told of an order. The session keeps each subscription's orders in sequence: it drops what it
    /// has sent, and fetches what is missing in between.
    /// </summary>
    [OneWay, Alias("Deliver")]
    Task DeliverAsync(SignedOrder order);

    /// <summary>Has the terminal look an order up.</summary>
    [OneWay, Alias("Ask")]
    Task AskAsync(SubscriptionId subscription, long sequence);

    /// <summary>A subscription is new, was changed or has ended: the session asks it.</summary>
    [OneWay, Alias("Refresh")]
    Task RefreshAsync(SubscriptionId subscription);

    /// <summary>Has the terminal tell a symbol's rules.</summary>
    [OneWay, Alias("Watch")]
    Task WatchAsync(string symbol);

    /// <summary>Ends the session with a code of <see cref="BridgeEnds"/>.</summary>
    [OneWay, Alias("End")]
    Task EndAsync(string code);
}
