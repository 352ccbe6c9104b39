namespace OrleansTrading.Engine.Storage;

/// <summary>Reads the append-only history. Each page has the newest events first.</summary>
public interface IHistoryStore
{
    /// <summary>Reads one page.</summary>
    /// <param name="filter">Whose, or what about.</param>
    /// <param name="before">The position of the last event already seen. Null: from the newest.</param>
    /// <param name="max">Events at most, 1 to <see cref="StorageConstants.ListingPageMax"/>.</param>
    /// <param name="cancellationToken">Cancels the wait for a read connection.</param>
    /// <returns>The events; fewer than <paramref name="max"/> at the end.</returns>
    Task<IReadOnlyList<HistoryRow>> PageAsync(
        HistoryFilter filter,
        long? before,
        int max,
        CancellationToken cancellationToken);
}

/// <summary>Which events of the history are wanted.</summary>
public readonly record struct HistoryFilter
{
    private HistoryFilter(string? owner, string? subject)
    {
        Owner = owner;
        Subject = subject;
    }

    /// <summary>Gets all events.</summary>
    public static HistoryFilter All => default;

    /// <summary>Gets whose events are wanted; null: anybody's.</summary>
    public string? Owner { get; }

    /// <summary>Gets what the wanted events are about; null: anything.</summary>
    public string? Subject { get; }

    /// <summary>The events of an owner.</summary>
    /// <param name="owner">The owner.</param>
    /// <returns>The filter.</returns>
    public static HistoryFilter OfOwner(string owner)
    {
        StorageText.Require(owner);
        return new HistoryFilter(owner, subject: null);
    }

    /// <summary>The events about a subject.</summary>
    /// <param name="subject">The subject.</param>
    /// <returns>The filter.</returns>
    public static HistoryFilter OfSubject(string subject)
    {
        StorageText.Require(subject);
        return new HistoryFilter(owner: null, subject);
    }
}
