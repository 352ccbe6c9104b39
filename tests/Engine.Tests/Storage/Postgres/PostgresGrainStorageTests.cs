namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>Grain states on PostgreSQL.</summary>
public sealed class PostgresGrainStorageTests : GrainStorageConformance
{
    private protected override async Task<IStorageRoom> OpenRoomAsync() => await PostgresRoom.OpenAsync();
}
