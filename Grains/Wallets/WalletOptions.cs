using System.ComponentModel.DataAnnotations;

namespace OrleansTrading.Grains.Wallets;

/// <summary>How wallets work.</summary>
public sealed class WalletOptions
{
    /// <summary>How long a hold may last at most.</summary>
    /// <value>Defaults to 30 days.</value>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan HoldTimeMax { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How often wallets are looked for that have something due.</summary>
    /// <value>Defaults to 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a transfer waits that could not be handed over, before it is tried again.</summary>
    /// <value>Defaults to 1 second.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan RetryPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Operations that share one write of a wallet at most.</summary>
    /// <value>Defaults to 250.</value>
    [Range(1, 500)]
    public int GroupMax { get; set; } = 250;

    /// <summary>Operations that may wait for one wallet; more are refused as overload.</summary>
    /// <value>Defaults to 5,000.</value>
    [Range(1, 1_000_000)]
    public int QueueMax { get; set; } = 5_000;
}
