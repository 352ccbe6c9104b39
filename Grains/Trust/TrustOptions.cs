using System.ComponentModel.DataAnnotations;

namespace OrleansTrading.Grains.Trust;

/// <summary>
/// How users' flow is scored, and what the score leads to. docs/trust.md explains the formulas. Checked together at the
/// start; in a cluster all silos need the same.
/// </summary>
public sealed class TrustOptions
{
    /// <summary>
    /// Observations that are kept of each kind: orders, closed trades, and mark-outs of each horizon. The latest ones
    /// are kept, whatever the order they came in.
    /// </summary>
    /// <value>Defaults to 100. A user's stored state grows with it, by about 700 bytes for each.</value>
    [Range(10, 500)]
    public int Window { get; set; } = 100;

    /// <summary>After which time an observation counts half, and the score is half as far from neutral.</summary>
    /// <value>Defaults to 30 days.</value>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan HalfLife { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Trades that were held for less are short.</summary>
    /// <value>Defaults to 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan HoldingShort { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>An entry that follows a change of the price within this time is fast.</summary>
    /// <value>Defaults to 100 milliseconds: people take longer.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan ReactionFast { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Entries in one symbol on one side that are this near to each other are correlated.</summary>
    /// <value>Defaults to 2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan CorrelationWindow { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>What one mark-out counts at most, either way, in millionths of the entry price.</summary>
    /// <value>Defaults to 10,000 (1 %), so that no single trade decides.</value>
    [Range(1, TrustConstants.One)]
    public int MarkOutMax { get; set; } = 10_000;

    /// <summary>How far ahead of the server's clock an observation's time may be; later ones are refused.</summary>
    /// <value>Defaults to 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan ClockTolerance { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>By how much a score moves before the history tells it again, in millionths.</summary>
    /// <value>Defaults to 50,000. A score that comes into another band is told in any case.</value>
    [Range(1, TrustConstants.One)]
    public int HistoryStep { get; set; } = 50_000;

    /// <summary>How <see cref="TrustFeature.HoldingTime"/> counts.</summary>
    public TrustFeatureOptions HoldingTime { get; set; } = new(150_000, 200_000, 800_000, 30);

    /// <summary>How <see cref="TrustFeature.MarkOutOneSecond"/> counts.</summary>
    public TrustFeatureOptions MarkOutOneSecond { get; set; } = new(200_000, -50, 150, 30);

    /// <summary>How <see cref="TrustFeature.MarkOutTenSeconds"/> counts.</summary>
    public TrustFeatureOptions MarkOutTenSeconds { get; set; } = new(150_000, -100, 300, 30);

    /// <summary>How <see cref="TrustFeature.MarkOutOneMinute"/> counts.</summary>
    public TrustFeatureOptions MarkOutOneMinute { get; set; } = new(100_000, -200, 600, 30);

    /// <summary>How <see cref="TrustFeature.WinRate"/> counts.</summary>
    public TrustFeatureOptions WinRate { get; set; } = new(100_000, 450_000, 850_000, 50);

    /// <summary>How <see cref="TrustFeature.Latency"/> counts.</summary>
    public TrustFeatureOptions Latency { get; set; } = new(100_000, 100_000, 900_000, 30);

    /// <summary>How <see cref="TrustFeature.CancelRatio"/> counts.</summary>
    public TrustFeatureOptions CancelRatio { get; set; } = new(100_000, 300_000, 950_000, 50);

    /// <summary>How <see cref="TrustFeature.CorrelatedEntries"/> counts.</summary>
    public TrustFeatureOptions CorrelatedEntries { get; set; } = new(100_000, 100_000, 800_000, 30);

    /// <summary>
    /// What scores lead to, the lowest first: the first band counts whose <see cref="TrustBandOptions.ScoreMax"/> is no
    /// less than the score. A score above all of them has no effect.
    /// </summary>
    /// <value>Defaults to none: scores are kept, and lead to nothing.</value>
    public List<TrustBandOptions> Bands { get; set; } = [];
}

/// <summary>How a feature counts in the default scoring.</summary>
public sealed class TrustFeatureOptions
{
    /// <summary>Weighs nothing, for a configuration to fill.</summary>
    public TrustFeatureOptions()
    {
    }

    internal TrustFeatureOptions(int weight, int benign, int toxic, int samplesFull) =>
        (Weight, Benign, Toxic, SamplesFull) = (weight, benign, toxic, samplesFull);

    /// <summary>Its weight in millionths; those of all features make 1,000,000.</summary>
    public int Weight { get; set; }

    /// <summary>The value, in millionths, up to which it is not toxic at all.</summary>
    public int Benign { get; set; }

    /// <summary>The value from which on it is as toxic as can be; above <see cref="Benign"/>.</summary>
    public int Toxic { get; set; }

    /// <summary>From how many fresh observations on it counts fully; from fewer it counts in proportion.</summary>
    public int SamplesFull { get; set; }
}

/// <summary>What scores up to a bound lead to.</summary>
public sealed class TrustBandOptions
{
    /// <summary>Its name, 1 to 32 characters, which customers see.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>The highest score in it, in millionths; more than that of the band before.</summary>
    public int ScoreMax { get; set; }

    /// <summary>The user's limits in per cent of the usual ones, 0 to 1,000; no less than in the band before.</summary>
    /// <value>Defaults to 100.</value>
    public int LimitPercent { get; set; } = 100;

    /// <summary>
    /// What is added to the platform's fee, 0 to 1,000 basis points; no more than in the band before.
    /// </summary>
    /// <value>Defaults to 0.</value>
    public int ExtraSpreadBasisPoints { get; set; }

    /// <summary>Whether nothing new is begun with the user; only if that is so in the band before.</summary>
    /// <value>Defaults to false.</value>
    public bool IsBlocked { get; set; }
}
