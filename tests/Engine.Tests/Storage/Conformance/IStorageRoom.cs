using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>A database of a test's own with an open store, which can be closed and opened again.</summary>
internal interface IStorageRoom : IAsyncDisposable
{
    IStore Store { get; }

    StorageOptions Options { get; }

    /// <summary>Ends everything the store keeps in memory, as a restart of the process would.</summary>
    Task RestartAsync();
}

internal static class StorageRooms
{
    public static IGrainStorage Grains(this IStorageRoom room) => new GrainStateStorage(room.Store, room.Options);

    public static IListingStore Listings(this IStorageRoom room) => new ListingStore(room.Store);

    public static IHistoryStore History(this IStorageRoom room) => new HistoryStore(room.Store);

    public static LedgerStore Ledger(this IStorageRoom room) => new(room.Store, room.Store);
}
