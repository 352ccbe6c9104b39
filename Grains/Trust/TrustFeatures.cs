namespace OrleansTrading.Grains.Trust;

/// <summary>A feature's value, and what it rests on.</summary>
/// <param name="Value">In millionths.</param>
/// <param name="Samples">How many observations.</param>
/// <param name="Evidence">The sum of their weights in millionths: less than their number, the older they are.</param>
internal readonly record struct TrustMeasure(int Value, int Samples, long Evidence);

/// <summary>
/// Computes features from samples. A sample weighs by its age when the latest of all samples happened, so that a value
/// does not change while nothing happens.
/// </summary>
internal sealed class TrustFeatures(TrustState state, TrustOptions options)
{
    private readonly DateTimeOffset latest = state.LatestAt ?? DateTimeOffset.UnixEpoch;

    /// <summary>The measures of all features, in the order of <see cref="TrustFeature"/>.</summary>
    internal IReadOnlyList<TrustMeasure> Measure() =>
    [
        Share(state.Exits, exit => exit.Held < options.HoldingShort),
        MarkOut(state.MarkOutsOneSecond),
        MarkOut(state.MarkOutsTenSeconds),
        MarkOut(state.MarkOutsOneMinute),
        WinRate(),
        Share([.. Entries.Where(entry => entry.Reaction is not null)], entry => entry.Reaction < options.ReactionFast),
        Share(state.Orders, order => order.Side is null),
        CorrelatedEntries(),
    ];

    private IEnumerable<OrderSample> Entries => state.Orders.Where(order => order.Side is not null);

    /// <summary>The weighted share of samples of which something is true, rounded down.</summary>
    private TrustMeasure Share<T>(IReadOnlyList<T> samples, Func<T, bool> isSo)
        where T : TrustSample => Mean(samples, sample => isSo(sample) ? TrustConstants.One : 0);

    private TrustMeasure MarkOut(List<MarkOutSample> samples) =>
        Mean(samples, sample => Math.Clamp(sample.Move, -options.MarkOutMax, options.MarkOutMax));

    /// <summary>
    /// The share of wins in the older and in the newer half, the lower of both: who wins by luck once does not go on.
    /// </summary>
    private TrustMeasure WinRate()
    {
        if (state.Exits.Count < 2)
        {
            return default;
        }

        var half = state.Exits.Count / 2;
        var older = Share(state.Exits[..half], exit => exit.IsWin);
        var newer = Share(state.Exits[half..], exit => exit.IsWin);

        // A half that weighs nothing any more proves nothing; the value is then low.
        return new TrustMeasure(
            Math.Min(older.Value, newer.Value), state.Exits.Count, older.Evidence + newer.Evidence);
    }

    private TrustMeasure CorrelatedEntries()
    {
        List<OrderSample> entries = [.. Entries];
        var isCorrelated = entries.ConvertAll(entry => entry.HasPeers);
        for (var i = 0; i < entries.Count; i++)
        {
            for (var j = i + 1;
                j < entries.Count && entries[j].At - entries[i].At <= options.CorrelationWindow;
                j++)
            {
                if (entries[i].Symbol == entries[j].Symbol && entries[i].Side == entries[j].Side)
                {
                    (isCorrelated[i], isCorrelated[j]) = (true, true);
                }
            }
        }

        return Mean(entries.ConvertAll(WeightOf), isCorrelated.ConvertAll(so => so ? TrustConstants.One : 0));
    }

    private TrustMeasure Mean<T>(IReadOnlyList<T> samples, Func<T, int> value)
        where T : TrustSample => Mean([.. samples.Select(s => WeightOf(s))], [.. samples.Select(value)]);

    /// <summary>The weighted mean, rounded towards zero: at most 500 samples of at most a million, twice.</summary>
    private static TrustMeasure Mean(List<int> weights, List<int> values)
    {
        long evidence = 0, sum = 0;
        for (var i = 0; i < weights.Count; i++)
        {
            evidence += weights[i];
            sum += (long)weights[i] * values[i];
        }

        return new TrustMeasure(evidence == 0 ? 0 : (int)(sum / evidence), weights.Count, evidence);
    }

    private int WeightOf(TrustSample sample) => Decay.Of(latest - sample.At, options.HalfLife);
}
