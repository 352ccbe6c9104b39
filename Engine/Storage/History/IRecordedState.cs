namespace OrleansTrading.Engine.Storage;

/// <summary>
/// A grain state whose changes are in the history. Storing it appends what <see cref="History"/> holds, in one
/// transaction.
/// </summary>
public interface IRecordedState
{
    /// <summary>Gets what happened and is not stored yet. It is no part of the state's JSON.</summary>
    HistoryDraft History { get; }
}

/// <summary>
/// What happened since a state was stored last. A grain adds to it where it changes the state; the storage takes from
/// it what it has stored. Used within one activation's turns only.
/// </summary>
public sealed class HistoryDraft
{
    private readonly List<HistoryEvent> _pending = [];

    /// <summary>Gets how many events wait to be stored.</summary>
    public int Count => _pending.Count;

    /// <summary>Adds an event behind those that wait.</summary>
    /// <param name="e">What happened.</param>
    /// <exception cref="InvalidOperationException">More than
    /// <see cref="StorageConstants.HistoryPendingMax"/> wait: a grain records and never stores.</exception>
    public void Add(HistoryEvent e)
    {
        if (_pending.Count >= StorageConstants.HistoryPendingMax)
        {
            throw new InvalidOperationException(
                $"{_pending.Count} events wait to be stored; the limit is {StorageConstants.HistoryPendingMax}. "
                + "Store the state after what happened.");
        }

        _pending.Add(e);
    }

    /// <summary>A copy of what waits, in its order.</summary>
    internal HistoryEvent[] Take() => [.. _pending];

    /// <summary>Forgets the first events: they are stored. Those added meanwhile stay.</summary>
    internal void Stored(int count) => _pending.RemoveRange(0, count);
}
