namespace OrleansTrading.Audit;

/// <summary>
/// What an audit found wrong. It goes on after the first, so that one run tells all there is to tell.
/// </summary>
internal sealed class Findings
{
    /// <summary>More are counted and not kept: what is wrong a thousand times is wrong in one way.</summary>
    private const int KeptMax = 1_000;

    private readonly Lock _gate = new();
    private readonly List<string> _kept = [];

    private int _count;

    /// <summary>How many there are, kept or not.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>The first of them, in the order they were found.</summary>
    internal IReadOnlyList<string> Kept
    {
        get
        {
            lock (_gate)
            {
                return [.. _kept];
            }
        }
    }

    internal void Add(string problem)
    {
        lock (_gate)
        {
            _count++;
            if (_kept.Count < KeptMax)
            {
                _kept.Add(problem);
            }
        }
    }

    /// <returns>Whether it holds.</returns>
    internal bool Require(bool holds, string problem)
    {
        if (!holds)
        {
            Add(problem);
        }

        return holds;
    }

    internal void Same<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            Add($"{what}: expected {expected}, found {actual}");
        }
    }

    internal void SameOrder<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what)
    {
        var (wanted, found) = (expected.ToList(), actual.ToList());
        if (!wanted.SequenceEqual(found))
        {
            Add($"{what}: expected [{string.Join(", ", wanted)}], found [{string.Join(", ", found)}]");
        }
    }
}
