using System.Collections.Concurrent;

namespace OrleansTrading.Client.Api.Auth;

/// <summary>
/// Ids of sessions whose token was right not long ago. Those are checked even while their network is held off, so that
/// somebody's guesses do not lock out the customers behind the same address. It decides nothing else: each token is
/// checked by its grain.
/// </summary>
/// <remarks>Two generations: when the younger is full, the older is forgotten and it takes its place.</remarks>
internal sealed class RecentSessions
{
    /// <summary>Ids in one generation; some 10 MB in both.</summary>
    internal const int GenerationMax = 50_000;

    private readonly Lock gate = new();
    private readonly int generationMax;
    private volatile ConcurrentDictionary<string, bool> young = new(StringComparer.Ordinal);
    private volatile ConcurrentDictionary<string, bool> old = new(StringComparer.Ordinal);
    private int youngCount;

    public RecentSessions()
        : this(GenerationMax)
    {
    }

    internal RecentSessions(int generationMax) => this.generationMax = generationMax;

    internal bool Contains(string id) => young.ContainsKey(id) || old.ContainsKey(id);

    internal void Add(string id)
    {
        if (young.ContainsKey(id))
        {
            return;
        }

        lock (gate)
        {
            if (youngCount >= generationMax)
            {
                old = young;
                young = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
                youngCount = 0;
            }

            youngCount += young.TryAdd(id, true) ? 1 : 0;
        }
    }
}
