namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>Reminders on PostgreSQL.</summary>
public sealed class PostgresReminderTests : ReminderConformance
{
    private protected override async Task<IStorageRoom> OpenRoomAsync() => await PostgresRoom.OpenAsync();
}
