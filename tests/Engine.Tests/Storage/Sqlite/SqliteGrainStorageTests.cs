using System.Text.Json;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>Grain states on SQLite, and what only this provider promises.</summary>
public sealed class SqliteGrainStorageTests : GrainStorageConformance
{
    private SqliteRoom SqliteRoom => (SqliteRoom)Room;

    [Fact]
    public async Task A_state_that_no_longer_fits_its_type_says_which_one()
    {
        var grain = GrainId.Create("wallet", "old");
        await WriteAsync(grain, new Purse());
        await Room.Store.CloseAsync();
        SqliteRoom.Tamper("UPDATE grain_state SET payload = '{\"Balance\":\"many\"}'");
        await Room.RestartAsync();

        var corrupt = await Assert.ThrowsAsync<StorageCorruptException>(() => ReadAsync(grain));

        Assert.Contains("wallet/old#purse", corrupt.Message, StringComparison.Ordinal);
        Assert.IsType<JsonException>(corrupt.InnerException);
    }

    [Fact]
    public async Task States_are_written_with_the_hosts_json_options_as_readable_text()
    {
        Room.Options.Json = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        await WriteAsync(GrainId.Create("wallet", "web"), new Purse { Balance = 7 });

        var kind = await SqliteRoom.QueryTextAsync("SELECT typeof(payload) FROM grain_state");
        var balance = await SqliteRoom.QueryInt64Async("SELECT json_extract(payload, '$.balance') FROM grain_state");

        Assert.Equal("text", kind);
        Assert.Equal(7, balance);
    }

    private protected override async Task<IStorageRoom> OpenRoomAsync() => await SqliteRoom.OpenAsync();
}
