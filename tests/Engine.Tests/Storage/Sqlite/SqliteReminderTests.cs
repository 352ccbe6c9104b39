namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>Reminders on SQLite.</summary>
public sealed class SqliteReminderTests : ReminderConformance
{
    private protected override async Task<IStorageRoom> OpenRoomAsync() => await SqliteRoom.OpenAsync();
}
