namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>The history on PostgreSQL.</summary>
public sealed class PostgresHistoryTests : HistoryConformance
{
    private protected override async Task<IStorageRoom> OpenRoomAsync() => await PostgresRoom.OpenAsync();
}
