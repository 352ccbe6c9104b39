namespace OrleansTrading.Grains.Trust;

/// <summary>What is kept of an observation. Two with the same id are the same when all of it is the same.</summary>
/// <param name="Id">The observation's id.</param>
/// <param name="At">When it happened, in UTC.</param>
internal abstract record TrustSample(UInt128 Id, DateTimeOffset At);

/// <summary>An order that came to an end: filled or cancelled.</summary>
/// <param name="Id"><inheritdoc cref="TrustSample"/></param>
/// <param name="At"><inheritdoc cref="TrustSample"/></param>
/// <param name="Symbol">What was to be traded.</param>
/// <param name="Side">Which way; null: it was cancelled.</param>
/// <param name="Reaction">How long after the last change of the price it came in; null: not known.</param>
/// <param name="HasPeers">Whether somebody else entered with it.</param>
internal sealed record OrderSample(
    UInt128 Id, DateTimeOffset At, string Symbol, TradeSide? Side, TimeSpan? Reaction, bool HasPeers)
    : TrustSample(Id, At);

/// <summary>A trade that ended.</summary>
/// <param name="Id"><inheritdoc cref="TrustSample"/></param>
/// <param name="At"><inheritdoc cref="TrustSample"/></param>
/// <param name="Symbol">What was traded.</param>
/// <param name="Held">How long it was open.</param>
/// <param name="Move">How far the price moved its way, in millionths of the entry price.</param>
/// <param name="IsWin">Whether it moved its way at all.</param>
internal sealed record ExitSample(
    UInt128 Id, DateTimeOffset At, string Symbol, TimeSpan Held, int Move, bool IsWin) : TrustSample(Id, At);

/// <summary>Where the price went after a trade.</summary>
/// <param name="Id"><inheritdoc cref="TrustSample"/></param>
/// <param name="At"><inheritdoc cref="TrustSample"/></param>
/// <param name="Symbol">What was traded.</param>
/// <param name="Horizon">How long after the trade.</param>
/// <param name="Move">How far the price moved its way, in millionths of the entry price.</param>
internal sealed record MarkOutSample(
    UInt128 Id, DateTimeOffset At, string Symbol, TrustHorizon Horizon, int Move) : TrustSample(Id, At);

/// <summary>What became of a sample.</summary>
internal enum SampleFate
{
    Added,
    Repeated,
    TooOld,
}

/// <summary>
/// The latest samples of a kind, in the order of their times and ids. What it has after a number of samples does not
/// depend on their order, nor on how often each came: it is always the latest of all that ever came. Hence an id that
/// it has forgotten does no harm when it comes again: its sample is older than all that are kept.
/// </summary>
internal static class SampleWindow
{
    internal static SampleFate Add<T>(List<T> window, T sample, int samplesMax)
        where T : TrustSample
    {
        var index = window.Count;
        while (index > 0 && Compare(window[index - 1], sample) > 0)
        {
            index--;
        }

        if (index == 0 && window.Count >= samplesMax)
        {
            return SampleFate.TooOld;
        }

        window.Insert(index, sample);
        if (window.Count > samplesMax)
        {
            // More than one when the configuration has made it smaller.
            window.RemoveRange(0, window.Count - samplesMax);
        }

        return SampleFate.Added;
    }

    private static int Compare(TrustSample one, TrustSample other)
    {
        var byTime = one.At.CompareTo(other.At);
        return byTime != 0 ? byTime : one.Id.CompareTo(other.Id);
    }
}
