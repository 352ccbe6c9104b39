using System.ComponentModel.DataAnnotations;

namespace OrleansTrading.Grains.Treasury;

/// <summary>How treasury accounts sign, submit and reconcile.</summary>
public sealed class TreasuryOptions
{
    /// <summary>How often open transfers are carried on.</summary>
    /// <value>Defaults to 500 milliseconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00")]
    public TimeSpan PumpPeriod { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often balances are read from the chain.</summary>
    /// <value>Defaults to 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan ReconcilePeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the account's own outgoing transactions are compared with what was signed here.</summary>
    /// <value>Defaults to 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan AuditPeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the same bytes are submitted again while they are not final.</summary>
    /// <value>Defaults to 2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan ResubmitPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a signed transfer waits for the network before more is offered for it, and then before still more is.
    /// Only on chains where that leaves it the same transaction (Stellar).
    /// </summary>
    /// <value>Defaults to 20 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RaiseFeeAfter { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The longest wait before a transfer is tried again about which the chain could not be asked: the wait doubles
    /// with each failure, from twice <see cref="PumpPeriod"/> on. Others of the account go on meanwhile.
    /// </summary>
    /// <value>Defaults to 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RetryDelayMax { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Signed transfers under way at once on a chain whose transactions are independent. A chain with account sequence
    /// numbers takes one at a time in each lane (<see cref="ChainAccountOptions.Lanes"/>).
    /// </summary>
    /// <value>Defaults to 32.</value>
    [Range(1, 256)]
    public int InFlightMax { get; set; } = 32;

    /// <summary>Transfers that are ordered and not final; more are refused as overload.</summary>
    /// <value>Defaults to 10,000.</value>
    [Range(1, 100_000)]
    public int OpenMax { get; set; } = 10_000;

    /// <summary>
    /// How long an amount stays set aside for a quote that never orders its transfer. Only liquidity depends on it: a
    /// transfer that is ordered later still waits until it is covered.
    /// </summary>
    /// <value>Defaults to 1 hour.</value>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan ReservationLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Native units kept for network fees and account openings on each chain, by the chain's short name. They are not
    /// promised to anybody.
    /// </summary>
    /// <value>Defaults to 50,000,000 lamports (0.05 SOL), 50,000,000 stroops (5 XLM), 10^24 yoctoNEAR (1 NEAR).</value>
    public Dictionary<string, UInt128> FeeReserveUnits { get; set; } = new(StringComparer.Ordinal)
    {
        ["solana"] = 50_000_000,
        ["stellar"] = 50_000_000,
        ["near"] = (UInt128)1_000_000_000_000 * 1_000_000_000_000,
    };

    /// <summary>What an account should hold of an asset, by alias.</summary>
    /// <value>Defaults to none.</value>
    public Dictionary<string, TreasuryLevelOptions> Levels { get; set; } = new(StringComparer.Ordinal);
}

/// <summary>What an account should hold of an asset, in base units of what can still be promised.</summary>
public sealed class TreasuryLevelOptions
{
    /// <summary>Nothing is promised that would leave less than this.</summary>
    /// <value>Defaults to 0.</value>
    public UInt128 FloorUnits { get; set; }

    /// <summary>Below this a warning and the gauge <c>treasury.level</c> (-1) ask for a top-up.</summary>
    /// <value>Defaults to 0: never.</value>
    public UInt128 LowUnits { get; set; }

    /// <summary>Above this a warning and the gauge <c>treasury.level</c> (1) say that too much is here.</summary>
    /// <value>Defaults to null: never.</value>
    public UInt128? HighUnits { get; set; }
}
