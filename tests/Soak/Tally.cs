namespace OrleansTrading.Soak;

/// <summary>How often what happened, by heading.</summary>
internal sealed class Tally
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, SortedDictionary<string, int>> _counts = new(StringComparer.Ordinal);

    internal void Count(string heading, string what, int times = 1)
    {
        lock (_gate)
        {
            if (!_counts.TryGetValue(heading, out var counts))
            {
                _counts.Add(heading, counts = new SortedDictionary<string, int>(StringComparer.Ordinal));
            }

            counts[what] = counts.GetValueOrDefault(what) + times;
        }
    }

    /// <summary>A heading's counts, by name.</summary>
    internal IReadOnlyList<(string What, int Times)> Read(string heading)
    {
        lock (_gate)
        {
            return _counts.TryGetValue(heading, out var counts) ? [.. counts.Select(c => (c.Key, c.Value))] : [];
        }
    }
}
