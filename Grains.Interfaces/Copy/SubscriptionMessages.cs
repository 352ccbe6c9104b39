namespace OrleansTrading.Grains;

/// <summary>A request to copy a provider.</summary>
[GenerateSerializer, Immutable, Alias("ot.create-subscription")]
public sealed record CreateSubscription
{
    /// <summary>Who copies.</summary>
    [Id(0)]
    public required UserId User { get; init; }

    /// <summary>In which of their accounts.</summary>
    [Id(1)]
    public required TradingAccountId Account { get; init; }

    /// <summary>Whom.</summary>
    [Id(2)]
    public required ProviderId Provider { get; init; }

    /// <summary>How, at the beginning.</summary>
    [Id(3)]
    public required SubscriptionSettings Settings { get; init; }

    /// <summary>
    /// The provider's terms as the subscriber has seen them, and the wallet that pays; null: the provider asks nothing.
    /// </summary>
    [Id(4)]
    public CopyFee? Fee { get; init; }
}

/// <summary>What a subscription's owner may have it do.</summary>
public enum SubscriptionCommand
{
    /// <summary>Open nothing new; what is open is followed.</summary>
    Pause,

    /// <summary>Open again; stops by drawdown are over.</summary>
    Resume,

    /// <summary>Close all copies now, and open nothing new until it is resumed.</summary>
    CloseAll,

    /// <summary>Open nothing new, and end when the last copy is closed with the provider.</summary>
    End,

    /// <summary>Close all copies now, and end.</summary>
    EndNow,
}

/// <summary>Where a subscription is in its life.</summary>
public enum SubscriptionStatus
{
    /// <summary>It is being made. Nobody was told that it exists.</summary>
    Opening,

    /// <summary>It copies.</summary>
    Active,

    /// <summary>It opens nothing new.</summary>
    Paused,

    /// <summary>It opens nothing new, and ends with its last copy.</summary>
    Ending,

    /// <summary>It is over. Terminal.</summary>
    Ended,
}

/// <summary>A subscription as its owner sees it.</summary>
[GenerateSerializer, Immutable, Alias("ot.subscription-view")]
public sealed record SubscriptionView
{
    /// <summary>Which.</summary>
    [Id(0)]
    public required SubscriptionId Id { get; init; }

    /// <summary>Who copies whom, and where.</summary>
    [Id(1)]
    public required CreateSubscription Terms { get; init; }

    /// <summary>How it copies now.</summary>
    [Id(2)]
    public required SubscriptionSettings Settings { get; init; }

    /// <summary>Where it is in its life.</summary>
    [Id(3)]
    public required SubscriptionStatus Status { get; init; }

    /// <summary>Why it is paused or ending, of <see cref="CopyReasons"/>; null: it is not.</summary>
    [Id(4)]
    public string? Reason { get; init; }

    /// <summary>Since when.</summary>
    [Id(5)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The provider's last signal that it has seen.</summary>
    [Id(6)]
    public required long SignalNumber { get; init; }

    /// <summary>Its last order.</summary>
    [Id(7)]
    public required long Sequence { get; init; }

    /// <summary>Orders without a result.</summary>
    [Id(8)]
    public required int OrdersWaiting { get; init; }

    /// <summary>Copies that are open or to be opened.</summary>
    [Id(9)]
    public required IReadOnlyList<CopyView> Copies { get; init; }

    /// <summary>Profit of what was closed, in hundredths of the account's currency.</summary>
    [Id(10)]
    public required long NetProfitCents { get; init; }

    /// <summary>Signals to open that were not copied.</summary>
    [Id(11)]
    public required long Skipped { get; init; }

    /// <summary>Why the last of them was not; null: there was none.</summary>
    [Id(12)]
    public string? LastSkip { get; init; }

    /// <summary>The provider's fee; null: there is none.</summary>
    [Id(13)]
    public SubscriptionFeeView? Fee { get; init; }
}

/// <summary>A copy that is open or to be opened.</summary>
[GenerateSerializer, Immutable, Alias("ot.copy-view")]
public sealed record CopyView
{
    /// <summary>Its position.</summary>
    [Id(0)]
    public required PositionId Position { get; init; }

    /// <summary>The provider's ticket.</summary>
    [Id(1)]
    public required long Ticket { get; init; }

    /// <summary>As the account's broker names it.</summary>
    [Id(2)]
    public required string Symbol { get; init; }

    /// <summary>What it is opened with.</summary>
    [Id(3)]
    public required OrderKind Kind { get; init; }

    /// <summary>What is open of it; zero: nothing yet.</summary>
    [Id(4)]
    public required Lots Volume { get; init; }

    /// <summary>What holds it up; null: nothing.</summary>
    [Id(5)]
    public string? Waits { get; init; }
}

/// <summary>Why something was not copied, ended, or stopped. Stable words.</summary>
public static class CopyReasons
{
    /// <summary>The signal was older than the opening window when it could have been copied.</summary>
    public const string Late = "late";

    /// <summary>The provider had closed it before it could be copied.</summary>
    public const string ClosedMeanwhile = "closed_meanwhile";

    /// <summary>The settings leave this side out.</summary>
    public const string SideFiltered = "side_filtered";

    /// <summary>The settings leave this symbol out.</summary>
    public const string SymbolFiltered = "symbol_filtered";

    /// <summary>The settings leave pending orders out.</summary>
    public const string PendingFiltered = "pending_filtered";

    /// <summary>The account's broker does not have the symbol, or does not let it be traded this way.</summary>
    public const string SymbolNotTraded = "symbol_not_traded";

    /// <summary>Risk is fixed, and the provider set no stop loss.</summary>
    public const string NoStopLoss = "no_stop_loss";

    /// <summary>Volumes follow balances or equities, and one of them is not known or not above zero.</summary>
    public const string MoneyUnknown = "money_unknown";

    /// <summary>The volume is less than the symbol's least.</summary>
    public const string BelowMinimum = "below_minimum";

    /// <summary>There are as many copies as the settings allow.</summary>
    public const string PositionsFull = "positions_full";

    /// <summary>The copies have as many lots as the settings allow.</summary>
    public const string LotsFull = "lots_full";

    /// <summary>Too many orders have no result.</summary>
    public const string OrdersFull = "orders_full";

    /// <summary>The subscription opens nothing new.</summary>
    public const string Paused = "paused";

    /// <summary>The day's loss has reached its limit.</summary>
    public const string DailyDrawdown = "daily_drawdown";

    /// <summary>The loss since the highest equity has reached its limit.</summary>
    public const string TotalDrawdown = "total_drawdown";

    /// <summary>The fill was further from the provider's price than allowed.</summary>
    public const string Slippage = "slippage";

    /// <summary>The account's terminal has not told what is needed.</summary>
    public const string TerminalSilent = "terminal_silent";

    /// <summary>The owner asked for it.</summary>
    public const string Owner = "owner";

    /// <summary>The trade server refused for good.</summary>
    public const string Refused = "refused";

    /// <summary>All attempts failed.</summary>
    public const string AttemptsOver = "attempts_over";

    /// <summary>The terminal did not understand the order.</summary>
    public const string NotUnderstood = "not_understood";
}
