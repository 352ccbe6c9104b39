using System.ComponentModel.DataAnnotations;

namespace OrleansTrading.Grains.PerformanceFees;

/// <summary>How owed performance fees are collected.</summary>
public sealed class PerformanceFeeOptions
{
    /// <summary>How long it takes until it is tried again to collect what a wallet did not have.</summary>
    /// <value>Defaults to 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan RetryPeriod { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often subscriptions are looked for whose time to be tried again has come.</summary>
    /// <value>Defaults to 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromSeconds(10);
}
