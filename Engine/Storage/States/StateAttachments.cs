namespace OrleansTrading.Engine.Storage;

/// <summary>What is stored in the transaction of a state, if that is stored.</summary>
/// <param name="Row">The state's row in the lists. Null: it has none, or the one there stays.</param>
/// <param name="Events">What happened, in its order.</param>
internal readonly record struct StateAttachments(ListingRow? Row, IReadOnlyList<HistoryEvent> Events)
{
    /// <summary>Gets what most states come with: nothing.</summary>
    public static StateAttachments None => new(Row: null, Events: []);

    /// <summary>Gets a value indicating whether there is nothing to store beside the state.</summary>
    public bool IsEmpty => Row is null && Events.Count == 0;

    public int Bytes => (Row?.Bytes ?? 0) + Events.Sum(e => e.Bytes);

    /// <summary>Takes what a state says of itself at this instant.</summary>
    /// <param name="state">The state; any type.</param>
    /// <param name="grainKey">Its grain's key.</param>
    /// <exception cref="ArgumentException">The row or an event is one that cannot be stored.</exception>
    public static StateAttachments Of(object? state, string grainKey)
    {
        var row = (state as IListedState)?.ToListingRow(grainKey);
        row?.Require();
        var events = (state as IRecordedState)?.History.Take() ?? [];
        foreach (var e in events)
        {
            e.Require();
        }

        return new StateAttachments(row, events);
    }
}
