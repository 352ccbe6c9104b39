namespace OrleansTrading.Engine.Storage;

/// <summary>What is stored in the transaction of a state, if that is stored.</summary>
/// <param name="Row">The state's row in the lists. Null: it has none, or the one there stays.</param>
/// <param name="Events">What happened, in its order.</param>
/// <param name="Entries">What moved, in its order.</param>
internal readonly record struct StateAttachments(
    ListingRow? Row,
    IReadOnlyList<HistoryEvent> Events,
    IReadOnlyList<LedgerEntry> Entries)
{
    /// <summary>Gets what most states come with: nothing.</summary>
    public static StateAttachments None => new(Row: null, Events: [], Entries: []);

    /// <summary>Gets a value indicating whether there is nothing to store beside the state.</summary>
    public bool IsEmpty => Row is null && Events.Count == 0 && Entries.Count == 0;

    public int Bytes => (Row?.Bytes ?? 0) + Events.Sum(e => e.Bytes) + Entries.Sum(e => e.Bytes);

    /// <summary>
    /// Takes what a state says of itself at this instant. Before the state is serialised: the end of its stream in the
    /// ledger, which is part of its JSON, is moved on by this.
    /// </summary>
    /// <param name="state">The state; any type.</param>
    /// <param name="key">Its name.</param>
    /// <exception cref="ArgumentException">The row or an event is one that cannot be stored.</exception>
    public static StateAttachments Of(object? state, StateKey key)
    {
        var row = (state as IListedState)?.ToListingRow(key.KeyText);
        row?.Require();
        var events = (state as IRecordedState)?.History.Take() ?? [];
        foreach (var e in events)
        {
            e.Require();
        }

        var entries = (state as IBookedState)?.Ledger.Take(LedgerStream.Of(key)) ?? [];
        return new StateAttachments(row, events, entries);
    }

    /// <summary>What comes with the clearing of a state.</summary>
    /// <exception cref="InvalidOperationException">It has entries in the ledger.</exception>
    public static StateAttachments OfCleared(object? state, StateKey key) =>
        state is IBookedState { Ledger: { Sequence: > 0 } or { Count: > 0 } }
            ? throw new InvalidOperationException(
                $"The state {key} has entries in the ledger and cannot be cleared: their stream would begin anew. "
                + "Keep the state, as small as it can be.")
            : Of(state, key);

    /// <summary>Takes what is stored out of the state's drafts.</summary>
    public void Stored(object? state)
    {
        (state as IRecordedState)?.History.Stored(Events.Count);
        (state as IBookedState)?.Ledger.Stored(Entries.Count);
    }
}
