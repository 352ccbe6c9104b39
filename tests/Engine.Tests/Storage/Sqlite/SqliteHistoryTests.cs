using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>The history on SQLite, and that nothing in it can be changed.</summary>
public sealed class SqliteHistoryTests : HistoryConformance
{
    private SqliteRoom SqliteRoom => (SqliteRoom)Room;

    [Theory]
    [InlineData("UPDATE history SET kind = 'other'")]
    [InlineData("DELETE FROM history")]
    public async Task What_happened_can_neither_be_changed_nor_taken_away(string sql)
    {
        var state = new GrainState<RecordedState> { State = new RecordedState() };
        state.State.History.Add(new HistoryEvent("k", "alice", "q1", DateTimeOffset.UnixEpoch, "{}"));
        await Room.Grains().WriteStateAsync("recorded", GrainId.Create("quote", "q1"), state);

        var refused = await Assert.ThrowsAsync<StorageRejectedException>(
            () => SqliteRoom.Store.WriteAsync(new SqlCommand(sql)));

        Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
        Assert.Equal("k", await SqliteRoom.QueryTextAsync("SELECT kind FROM history"));
    }

    private protected override async Task<IStorageRoom> OpenRoomAsync() => await SqliteRoom.OpenAsync();
}
