namespace OrleansTrading.Grains;

/// <summary>How the volume of a copy follows from the provider's.</summary>
public enum ScalingMode
{
    /// <summary>The provider's lots times <see cref="SubscriptionSettings.MultiplierMillionths"/>.</summary>
    Multiplier,

    /// <summary>Always <see cref="SubscriptionSettings.FixedLots"/>.</summary>
    FixedLots,

    /// <summary>As <see cref="Multiplier"/>, times the account's balance over the provider's.</summary>
    BalanceRatio,

    /// <summary>As <see cref="Multiplier"/>, times the account's equity over the provider's.</summary>
    EquityRatio,

    /// <summary>
    /// So many lots that the stop loss costs <see cref="SubscriptionSettings.RiskBasisPoints"/> of the equity; what has
    /// no stop loss is not copied.
    /// </summary>
    FixedRisk,
}

/// <summary>Which way the provider's trades may go to be copied.</summary>
public enum SideFilter
{
    /// <summary>Both.</summary>
    Both,

    /// <summary>Only what the provider bought.</summary>
    Long,

    /// <summary>Only what the provider sold.</summary>
    Short,
}

/// <summary>What becomes of a volume that is less than the symbol's least.</summary>
public enum SmallVolume
{
    /// <summary>It is not copied.</summary>
    Skip,

    /// <summary>It becomes the least.</summary>
    Raise,
}

/// <summary>What follows from a loss that reaches a limit.</summary>
public enum DrawdownAction
{
    /// <summary>The history tells it.</summary>
    Warn,

    /// <summary>Nothing new is opened until the owner resumes; closing goes on.</summary>
    StopOpening,

    /// <summary>All copies are closed, and nothing new is opened until the owner resumes.</summary>
    CloseAll,
}

/// <summary>What follows from a fill that is further from the provider's price than allowed.</summary>
public enum SlippageAction
{
    /// <summary>The history tells it.</summary>
    Warn,

    /// <summary>The copy is closed at once.</summary>
    Close,
}

/// <summary>Where a new subscription begins.</summary>
public enum StartMode
{
    /// <summary>With the provider's next signal.</summary>
    NewOnly,

    /// <summary>With what the provider has open.</summary>
    OpenPositions,
}

/// <summary>How a subscription copies. Absent members have the defaults named here.</summary>
[GenerateSerializer, Immutable, Alias("ot.subscription-settings")]
public sealed record SubscriptionSettings
{
    /// <summary>How volumes scale; by default the multiplier.</summary>
    [Id(0)]
    public ScalingMode Scaling { get; init; }

    /// <summary>A factor in millionths, 1 to 1,000,000,000; by default 1.</summary>
    [Id(1)]
    public long MultiplierMillionths { get; init; } = 1_000_000;

    /// <summary>The volume of <see cref="ScalingMode.FixedLots"/>; needed for it.</summary>
    [Id(2)]
    public Lots FixedLots { get; init; }

    /// <summary>The share of equity at risk, in hundredths of a percent, 1 to 10,000; needed for fixed risk.</summary>
    [Id(3)]
    public int RiskBasisPoints { get; init; }

    /// <summary>What becomes of too small a volume; by default it is skipped.</summary>
    [Id(4)]
    public SmallVolume SmallVolume { get; init; }

    /// <summary>
    /// The account's names for the provider's symbols where they differ; at most
    /// <see cref="CopyConstants.SymbolsMax"/>.
    /// </summary>
    [Id(5)]
    public IReadOnlyDictionary<string, string> Symbols { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// What the account's broker adds to symbols that are not in <see cref="Symbols"/>; null: nothing.
    /// </summary>
    [Id(6)]
    public string? SymbolSuffix { get; init; }

    /// <summary>Copies to the other side: what the provider buys is sold.</summary>
    [Id(7)]
    public bool IsReverse { get; init; }

    /// <summary>Which trades are copied; by default both sides.</summary>
    [Id(8)]
    public SideFilter Sides { get; init; }

    /// <summary>Only these of the provider's symbols are copied; null: all.</summary>
    [Id(9)]
    public IReadOnlyList<string>? OnlySymbols { get; init; }

    /// <summary>These of the provider's symbols are not copied; null: none.</summary>
    [Id(10)]
    public IReadOnlyList<string>? ExceptSymbols { get; init; }

    /// <summary>Whether stop losses are copied; by default they are.</summary>
    [Id(11)]
    public bool CopiesStopLoss { get; init; } = true;

    /// <summary>Whether take profits are copied; by default they are.</summary>
    [Id(12)]
    public bool CopiesTakeProfit { get; init; } = true;

    /// <summary>Whether pending orders are copied; by default they are.</summary>
    [Id(13)]
    public bool CopiesPendingOrders { get; init; } = true;

    /// <summary>The widest spread at an opening, in points of the account's symbol; 0, the default: any.</summary>
    [Id(14)]
    public int SpreadPointsMax { get; init; }

    /// <summary>The slippage that a request allows, in points; by default 20. Brokers may ignore it.</summary>
    [Id(15)]
    public int DeviationPoints { get; init; } = 20;

    /// <summary>
    /// How far a fill may be from the provider's price to the account's disadvantage, in points; 0, the default: any.
    /// </summary>
    [Id(16)]
    public int SlippagePointsMax { get; init; }

    /// <summary>What follows when it is farther; by default it is told.</summary>
    [Id(17)]
    public SlippageAction SlippageAction { get; init; }

    /// <summary>The most copies at once; by default 100, at most <see cref="CopyConstants.CopiesMax"/>.</summary>
    [Id(18)]
    public int PositionsMax { get; init; } = 100;

    /// <summary>The most lots of all copies together; zero, the default: any.</summary>
    [Id(19)]
    public Lots LotsMax { get; init; }

    /// <summary>
    /// The loss of a UTC day, in hundredths of a percent of the equity at its start; 0, the default: any.
    /// </summary>
    [Id(20)]
    public int DailyDrawdownBasisPoints { get; init; }

    /// <summary>
    /// The loss since the highest equity, in hundredths of a percent of it; 0, the default: any.
    /// </summary>
    [Id(21)]
    public int TotalDrawdownBasisPoints { get; init; }

    /// <summary>What follows from either; by default nothing new is opened.</summary>
    [Id(22)]
    public DrawdownAction DrawdownAction { get; init; } = DrawdownAction.StopOpening;

    /// <summary>How old a signal that opens may be; by default a minute, 1 second to a day.</summary>
    [Id(23)]
    public TimeSpan OpeningWindow { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where the subscription begins; by default with the next signal.</summary>
    [Id(24)]
    public StartMode Start { get; init; }
}
