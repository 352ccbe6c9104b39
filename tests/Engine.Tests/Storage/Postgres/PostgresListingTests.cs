namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>Lists on PostgreSQL.</summary>
public sealed class PostgresListingTests : ListingConformance
{
    private protected override async Task<IStorageRoom> OpenRoomAsync() => await PostgresRoom.OpenAsync();
}
