namespace OrleansTrading.Soak;

/// <summary>
/// Chance that a seed repeats: SplitMix64. Each of the run's actors has its own stream, so that what one does never
/// depends on how fast another was.
/// </summary>
internal sealed class Dice
{
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    private ulong _state;

    internal Dice(ulong seed, ulong stream)
    {
        _state = seed;
        _state = Next() ^ (stream * Golden);
    }

    internal ulong Next()
    {
        _state += Golden;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>0 to <paramref name="end"/> - 1. The bias of the remainder is of no account here.</summary>
    internal int Below(int end) => (int)(Next() % (ulong)end);

    internal bool Chance(int percent) => Below(100) < percent;

    internal T Pick<T>(IReadOnlyList<T> of) => of[Below(of.Count)];

    /// <summary>Zero to <paramref name="end"/>, in milliseconds.</summary>
    internal TimeSpan Within(TimeSpan end) => TimeSpan.FromMilliseconds(Below(Math.Max(1, (int)end.TotalMilliseconds)));
}
