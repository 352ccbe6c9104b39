using System.ComponentModel.DataAnnotations;

namespace OrleansTrading.Grains.Quotes;

/// <summary>How long a price is locked for pairs up to a confidence spread.</summary>
public sealed class LockTier
{
    /// <summary>The widest spread this tier is for, in basis points of the pair.</summary>
    [Range(0, 10_000)]
    public int SpreadBasisPointsMax { get; set; }

    /// <summary>How long the lock lasts.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan Lock { get; set; }
}

/// <summary>How quotes are made and how long each of their steps may take.</summary>
public sealed class QuoteOptions
{
    /// <summary>The platform's fee on the paid amount, in basis points.</summary>
    /// <value>Defaults to 30 (0.30 %).</value>
    [Range(0, 1_000)]
    public int PlatformFeeBasisPoints { get; set; } = 30;

    /// <summary>
    /// Locks by spread, narrowest first: the first tier that is wide enough counts. A pair wider than all of them is
    /// not quoted.
    /// </summary>
    /// <value>Defaults to up to 5 % 300 s, 10 % 240 s, 15 % 180 s, and 100 % 120 s.</value>
    public List<LockTier> LockTiers { get; set; } = [];

    /// <summary>
    /// How long after the lock a payment that was made within it may still become final and be seen. Only then does an
    /// unpaid quote expire.
    /// </summary>
    /// <value>Defaults to 2 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan FinalityAllowance { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>By when a committed quote's delivery is ordered.</summary>
    /// <value>Defaults to 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan CommitTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>By when an ordered delivery is final.</summary>
    /// <value>Defaults to 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan DeliveryTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>By when a refund is final.</summary>
    /// <value>Defaults to 15 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan RefundTime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often a quote under way asks how its delivery is going, besides being woken.</summary>
    /// <value>Defaults to 1 second.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan PollPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often quotes past their deadline are looked at.</summary>
    /// <value>Defaults to 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer about a recipient is reused.</summary>
    /// <value>Defaults to 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RecipientAge { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The lock for a pair's spread; null when the pair is too uncertain for any tier.</summary>
    internal TimeSpan? LockFor(int spreadBasisPoints)
    {
        foreach (var tier in LockTiers.Count > 0 ? LockTiers : DefaultTiers)
        {
            if (spreadBasisPoints <= tier.SpreadBasisPointsMax)
            {
                return tier.Lock;
            }
        }

        return null;
    }

    private static readonly List<LockTier> DefaultTiers =
    [
        new() { SpreadBasisPointsMax = 500, Lock = TimeSpan.FromSeconds(300) },
        new() { SpreadBasisPointsMax = 1_000, Lock = TimeSpan.FromSeconds(240) },
        new() { SpreadBasisPointsMax = 1_500, Lock = TimeSpan.FromSeconds(180) },
        new() { SpreadBasisPointsMax = 10_000, Lock = TimeSpan.FromSeconds(120) },
    ];
}
