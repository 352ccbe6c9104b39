using System.Text.Json.Serialization;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Trust;

/// <summary>
/// What is known of a user's flow. The score is not part of it: it follows from this, the scoring and the time.
/// </summary>
internal sealed class TrustState : IRecordedState
{
    /// <summary>The latest orders, filled and cancelled.</summary>
    public List<OrderSample> Orders { get; init; } = [];

    /// <summary>The latest trades that ended.</summary>
    public List<ExitSample> Exits { get; init; } = [];

    /// <summary>The latest mark-outs a second after the trade.</summary>
    public List<MarkOutSample> MarkOutsOneSecond { get; init; } = [];

    /// <summary>The latest mark-outs ten seconds after the trade.</summary>
    public List<MarkOutSample> MarkOutsTenSeconds { get; init; } = [];

    /// <summary>The latest mark-outs a minute after the trade.</summary>
    public List<MarkOutSample> MarkOutsOneMinute { get; init; } = [];

    /// <summary>The score that the history told last; null: none.</summary>
    public int? ToldScore { get; set; }

    /// <summary>The band that the history told last; null: none.</summary>
    public string? ToldBand { get; set; }

    /// <summary>How many overrides there were.</summary>
    public int Overrides { get; set; }

    /// <summary>The last override, whether it counts or not; null: there was none.</summary>
    public TrustOverride? LastOverride { get; set; }

    /// <inheritdoc/>
    [JsonIgnore]
    public HistoryDraft History { get; } = new();

    /// <summary>All samples.</summary>
    [JsonIgnore]
    internal IEnumerable<TrustSample> Samples =>
        [.. Orders, .. Exits, .. MarkOutsOneSecond, .. MarkOutsTenSeconds, .. MarkOutsOneMinute];

    /// <summary>When the latest of all samples happened; null: there is none.</summary>
    [JsonIgnore]
    internal DateTimeOffset? LatestAt => new[]
    {
        Orders.LastOrDefault()?.At, Exits.LastOrDefault()?.At, MarkOutsOneSecond.LastOrDefault()?.At,
        MarkOutsTenSeconds.LastOrDefault()?.At, MarkOutsOneMinute.LastOrDefault()?.At,
    }.Max();

    internal List<MarkOutSample> MarkOuts(TrustHorizon horizon) => horizon switch
    {
        TrustHorizon.OneSecond => MarkOutsOneSecond,
        TrustHorizon.TenSeconds => MarkOutsTenSeconds,
        TrustHorizon.OneMinute => MarkOutsOneMinute,
        _ => throw new ArgumentOutOfRangeException(nameof(horizon), horizon, "There is no such horizon."),
    };

    internal SampleFate Add(TrustSample sample, int samplesMax) => sample switch
    {
        OrderSample order => SampleWindow.Add(Orders, order, samplesMax),
        ExitSample exit => SampleWindow.Add(Exits, exit, samplesMax),
        MarkOutSample markOut => SampleWindow.Add(MarkOuts(markOut.Horizon), markOut, samplesMax),
        _ => throw new ArgumentOutOfRangeException(nameof(sample), sample, "There is no such sample."),
    };
}
