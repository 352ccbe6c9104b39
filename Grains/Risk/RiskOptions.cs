using System.ComponentModel.DataAnnotations;

namespace OrleansTrading.Grains.Risk;

/// <summary>Limits that hold for every user, and those that hold for all users together.</summary>
public sealed class RiskOptions
{
    /// <summary>The most one quote may be worth, in hundredths of a US dollar.</summary>
    /// <value>Defaults to 1,000,000 (10,000 dollars).</value>
    [Range(1L, 1_000_000_000_000L)]
    public long QuoteUsdCentsMax { get; set; } = 1_000_000;

    /// <summary>The most a user's committed quotes of one UTC day may be worth, in hundredths of a US dollar.</summary>
    /// <value>Defaults to 5,000,000 (50,000 dollars).</value>
    [Range(1L, 1_000_000_000_000L)]
    public long DayUsdCentsMax { get; set; } = 5_000_000;

    /// <summary>
    /// The most that all users' committed quotes of one UTC day may be worth together, in hundredths of a US dollar.
    /// </summary>
    /// <value>Defaults to null: no limit.</value>
    [Range(1L, 1_000_000_000_000L)]
    public long? PlatformDayUsdCentsMax { get; set; }

    /// <summary>Limits of assets, by alias (<c>stellar/XLM</c>): of quotes that take or deliver the asset.</summary>
    /// <value>Defaults to none.</value>
    public Dictionary<string, LimitOptions> Assets { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Limits of chains, by short name: of the quotes that are paid or delivered on the chain.</summary>
    /// <value>Defaults to none.</value>
    public Dictionary<string, LimitOptions> Chains { get; set; } = new(StringComparer.Ordinal);

    /// <summary>
    /// How long a process keeps what it has leased of a global limit without renewing it; it renews three times as
    /// often. After a crash what it had not booked is back for others at the latest after two of these.
    /// </summary>
    /// <value>Defaults to 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A process leases one part in so many of a global limit at most, unless a quote needs more.</summary>
    /// <value>Defaults to 32.</value>
    [Range(2, 100_000)]
    public int SlicesMin { get; set; } = 32;

    /// <summary>Chains that quotes may be paid or delivered on, by short name.</summary>
    /// <value>Defaults to none listed: all of <c>Platform:Chains</c>.</value>
    [MaxLength(100)]
    public List<string> AllowedChains { get; set; } = [];

    /// <summary>Assets that quotes may take or deliver, by alias.</summary>
    /// <value>Defaults to none listed: all of <c>Platform:Assets</c>.</value>
    [MaxLength(1_000)]
    public List<string> AllowedAssets { get; set; } = [];

    /// <summary>Pairs that may be quoted, paid asset first: <c>solana/USDC&gt;stellar/XLM</c>.</summary>
    /// <value>Defaults to none listed: all pairs.</value>
    [MaxLength(10_000)]
    public List<string> AllowedPairs { get; set; } = [];

    /// <summary>What is done when a pair's price moves during a lock.</summary>
    /// <value>Defaults to <see cref="PriceMovePolicy.Notify"/>.</value>
    [EnumDataType(typeof(PriceMovePolicy))]
    public PriceMovePolicy PriceMove { get; set; } = PriceMovePolicy.Notify;

    /// <summary>A move of the pair's price, up or down since the quote, that is more than this counts.</summary>
    /// <value>Defaults to 500 basis points (5 %).</value>
    [Range(1, 10_000)]
    public int PriceMoveBasisPointsMax { get; set; } = 500;

    /// <summary>When the breakers of chains open by themselves, and for how long.</summary>
    [Required]
    public BreakerOptions Breakers { get; set; } = new();
}

/// <summary>Limits of one asset or one chain.</summary>
public sealed class LimitOptions
{
    /// <summary>The most one quote may be worth, in hundredths of a US dollar.</summary>
    /// <value>Defaults to null: no limit.</value>
    public long? QuoteUsdCentsMax { get; set; }

    /// <summary>
    /// The most that all users' committed quotes of one UTC day may be worth together, in hundredths of a dollar.
    /// </summary>
    /// <value>Defaults to null: no limit.</value>
    public long? DayUsdCentsMax { get; set; }

    /// <summary>
    /// The most that one user's committed quotes of one UTC day may be worth, in hundredths of a dollar. Set during a
    /// day, it counts what is booked from then on.
    /// </summary>
    /// <value>Defaults to null: no limit.</value>
    public long? UserDayUsdCentsMax { get; set; }
}

/// <summary>What is done when a pair's price moves during a lock.</summary>
public enum PriceMovePolicy
{
    /// <summary>Nothing; no price is looked at after the quote was made.</summary>
    Off,

    /// <summary>The quote's timeline and history say so; it is delivered as promised.</summary>
    Notify,

    /// <summary>The same, and the payment goes back instead.</summary>
    Refund,
}

/// <summary>When breakers open and for how long.</summary>
public sealed class BreakerOptions
{
    /// <summary>Deliveries that fail within <see cref="FailureWindow"/> until the chain's breaker opens.</summary>
    /// <value>Defaults to 0: failures open no breaker.</value>
    [Range(0, 1_000)]
    public int FailuresMax { get; set; }

    /// <summary>How long a failure counts.</summary>
    /// <value>Defaults to 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan FailureWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether the halt of a chain's treasury account opens the chain's breaker.</summary>
    /// <value>Defaults to false: the halt alone refuses quotes, until it is resumed.</value>
    public bool OpensOnHalt { get; set; }

    /// <summary>
    /// How long a breaker that opened by itself stays open at first, and how long one quote may take to try. It doubles
    /// each time a try fails, up to <see cref="OpenTimeMax"/>.
    /// </summary>
    /// <value>Defaults to 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan OpenTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest that a breaker stays open by itself.</summary>
    /// <value>Defaults to 30 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan OpenTimeMax { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How old what a process knows of the breakers may be.</summary>
    /// <value>Defaults to 1 second.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan ViewAge { get; set; } = TimeSpan.FromSeconds(1);
}
