namespace OrleansTrading.Grains;

/// <summary>
/// Who publishes signals, keyed by <see cref="ProviderId"/>: numbers them, and has each subscription told.
/// </summary>
[Alias("ot.IProviderGrain")]
public interface IProviderGrain : IGrainWithStringKey
{
    /// <summary>
    /// Registers the provider. Repeated with the same command it changes nothing; with another it is refused as
    /// <see cref="ErrorCodes.IdempotencyKeyReused"/>.
    /// </summary>
    [Alias("Create")]
    Task<Outcome<ProviderView>> CreateAsync(CreateProvider command);

    /// <summary>The provider; null when there is none.</summary>
    [Alias("Get")]
    Task<ProviderView?> GetAsync();

    /// <summary>Publishes a signal. With the answer it is stored; everybody is told soon after.</summary>
    [Alias("Publish")]
    Task<Outcome<CopySignal>> PublishAsync(PublishSignal command);

    /// <summary>
    /// What the provider has open, as stored; null when there is none, or it was made since this was read. Answered
    /// while others wait, for who asks may be one of those whom the provider is telling.
    /// </summary>
    [AlwaysInterleave, Alias("GetBook")]
    Task<ProviderBook?> GetBookAsync();

    /// <summary>Whether this user may copy the provider.</summary>
    /// <returns>Why not; null: they may.</returns>
    [AlwaysInterleave, Alias("CheckSubscriber")]
    Task<Refusal?> CheckSubscriberAsync(UserId user);

    /// <summary>Replaces who may and who may not copy the provider; nobody's present subscription ends.</summary>
    [Alias("Admit")]
    Task<Outcome<ProviderView>> AdmitAsync(ProviderAdmission admission);

    /// <summary>
    /// Replaces what is asked of who begins to copy from now on; null: nothing. Present subscriptions keep their terms.
    /// </summary>
    [Alias("SetFee")]
    Task<Outcome<ProviderView>> SetFeeAsync(CopyFee? fee);

    /// <summary>
    /// What it has done, and has open, for those who consider copying it; null when there is none, or it was made since
    /// this was read. Answered while others wait.
    /// </summary>
    [AlwaysInterleave, Alias("GetStatistics")]
    Task<ProviderStatistics?> GetStatisticsAsync();

    /// <summary>Goes on telling, if something was not told. May be lost or repeated.</summary>
    [Alias("Wake")]
    Task WakeAsync();

    /// <summary>The highest number that the provider's terminal has used; 0: none.</summary>
    [Alias("GetLastNumber")]
    Task<long> GetLastNumberAsync(TradingAccountId account);

    /// <summary>
    /// Publishes what happened in the provider's terminal. A number that was used changes nothing, and answers as it
    /// did.
    /// </summary>
    [Alias("PublishFromTerminal")]
    Task<PublishAnswer> PublishFromTerminalAsync(TradingAccountId account, TerminalSignal signal);

    /// <summary>
    /// Takes where the price went after the provider's terminal opened a position, for the provider's trust. May be
    /// lost, and repeated.
    /// </summary>
    /// <returns>
    /// False: it says nothing. The position is not one that was published lately, has no price, or these are not prices
    /// of that moment.
    /// </returns>
    [Alias("Mark")]
    Task<bool> MarkAsync(TradingAccountId account, TerminalMark mark);
}

/// <summary>What a provider did with a position or order.</summary>
public enum SignalAction
{
    /// <summary>Opened it, or placed it when its type is pending.</summary>
    Open,

    /// <summary>The pending order was filled.</summary>
    Fill,

    /// <summary>Moved its price or stops.</summary>
    Modify,

    /// <summary>Closed it, or the volume of it.</summary>
    Close,

    /// <summary>Removed the pending order.</summary>
    Cancel,
}

/// <summary>What kind of order it is.</summary>
public enum OrderKind
{
    /// <summary>At market, long.</summary>
    Buy,

    /// <summary>At market, short.</summary>
    Sell,

    /// <summary>Long, below the market.</summary>
    BuyLimit,

    /// <summary>Short, above the market.</summary>
    SellLimit,

    /// <summary>Long, above the market.</summary>
    BuyStop,

    /// <summary>Short, below the market.</summary>
    SellStop,
}

/// <summary>What happened in a provider's terminal.</summary>
[GenerateSerializer, Immutable, Alias("ot.terminal-signal")]
public sealed record TerminalSignal
{
    /// <summary>The terminal's number of it, from 1 without gaps.</summary>
    [Id(0)]
    public required long Number { get; init; }

    /// <summary>When it happened.</summary>
    [Id(1)]
    public required DateTimeOffset At { get; init; }

    /// <summary>What.</summary>
    [Id(2)]
    public required SignalAction Action { get; init; }

    /// <summary>The provider's position or order.</summary>
    [Id(3)]
    public required long Ticket { get; init; }

    /// <summary>As the provider's broker names it.</summary>
    [Id(4)]
    public required string Symbol { get; init; }

    /// <summary>What it was opened with.</summary>
    [Id(5)]
    public required OrderKind Kind { get; init; }

    /// <summary>Opened, placed or closed.</summary>
    [Id(6)]
    public required Lots Volume { get; init; }

    /// <summary>What the provider got, or where the pending order is.</summary>
    [Id(7)]
    public required SymbolPrice Price { get; init; }

    /// <summary>The stop loss after it.</summary>
    [Id(8)]
    public required SymbolPrice StopLoss { get; init; }

    /// <summary>The take profit after it.</summary>
    [Id(9)]
    public required SymbolPrice TakeProfit { get; init; }
}

/// <summary>The first prices in a provider's terminal so long after it opened a position, or later.</summary>
[GenerateSerializer, Immutable, Alias("ot.terminal-mark")]
public sealed record TerminalMark
{
    /// <summary>The provider's position.</summary>
    [Id(0)]
    public required long Ticket { get; init; }

    /// <summary>How long after it was opened.</summary>
    [Id(1)]
    public required TrustHorizon Horizon { get; init; }

    /// <summary>When these were the prices.</summary>
    [Id(2)]
    public required DateTimeOffset At { get; init; }

    /// <summary>What could be sold at.</summary>
    [Id(3)]
    public required SymbolPrice Bid { get; init; }

    /// <summary>What could be bought at.</summary>
    [Id(4)]
    public required SymbolPrice Ask { get; init; }
}

/// <summary>What became of a number.</summary>
public enum PublishStatus
{
    /// <summary>It is stored for good.</summary>
    Ok,

    /// <summary>It broke a rule, and the number is used up.</summary>
    Refused,

    /// <summary>Numbers are missing before it.</summary>
    Gap,
}

/// <summary>The answer to a published signal.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Code">Why it was refused, of <see cref="ErrorCodes"/>; empty: it was not.</param>
[GenerateSerializer, Immutable, Alias("ot.publish-answer")]
public sealed record PublishAnswer(PublishStatus Status, string Code);
