namespace OrleansTrading.Client.Api.Hooks;

/// <summary>
/// Remembers webhook ids for longer than a message with them can be accepted. Beyond the limit the oldest is forgotten;
/// its repeat then wakes a watcher once more, which changes nothing.
/// </summary>
internal sealed class SeenIds(TimeProvider time, TimeSpan memory, int idsMax)
{
    private readonly Lock gate = new();
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private readonly Queue<(string Id, DateTimeOffset Until)> order = new();

    /// <summary>True when the id is new.</summary>
    internal bool Add(string id)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            while (order.TryPeek(out var oldest) && (oldest.Until <= now || order.Count >= idsMax))
            {
                order.Dequeue();
                ids.Remove(oldest.Id);
            }

            if (!ids.Add(id))
            {
                return false;
            }

            order.Enqueue((id, now + memory));
            return true;
        }
    }
}
