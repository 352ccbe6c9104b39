namespace OrleansTrading.Simulation;

/// <summary>
/// How often each thing that a simulation is for really happened: faults, transitions, branches of recovery. Not safe
/// for concurrent use; each world has its own, and they are added up.
/// </summary>
internal sealed class Coverage
{
    private readonly SortedDictionary<string, long> counts = new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<string, long> Counts => counts;

    internal void Hit(string mark, long times = 1)
    {
        if (times > 0)
        {
            counts[mark] = counts.GetValueOrDefault(mark) + times;
        }
    }

    internal long Of(string mark) => counts.GetValueOrDefault(mark);

    internal void Add(Coverage other)
    {
        foreach (var (mark, times) in other.counts)
        {
            Hit(mark, times);
        }
    }
}
