using Npgsql;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>The ledger on PostgreSQL, where several writers work at once.</summary>
public sealed class PostgresLedgerTests : LedgerConformance
{
    private PostgresRoom PostgresRoom => (PostgresRoom)Room;

    [Fact]
    public async Task Nothing_is_settled_above_which_a_writer_may_still_come()
    {
        var committing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var released = new ManualResetEventSlim();
        var slow = PostgresRoom.Store.Writers[0];
        slow.Committing = _ =>
        {
            committing.TrySetResult();
            released.Wait(TimeSpan.FromSeconds(60));
        };
        var late = BookAtAsync(slow, "late");
        await committing.Task;
        slow.Committing = null;
        await BookAtAsync(PostgresRoom.Store.Writers[1], "early");

        // The later writer has the higher position and is there; the earlier one's is still to come.
        var settling = Room.Ledger().SettledAsync(default);
        Assert.Equal("early", Assert.Single(await Room.Ledger().ReadAsync(0, 99, 9, default)).Stream.GrainKey);
        Assert.False(settling.IsCompleted);
        released.Set();
        await late;

        var settled = await settling;
        var rows = await Room.Ledger().ReadAsync(0, settled, 9, default);
        Assert.Equal(["late", "early"], rows.Select(row => row.Stream.GrainKey));
    }

    private protected override async Task<IStorageRoom> OpenRoomAsync() =>
        await PostgresRoom.OpenAsync(options => options.WritersMax = 2);

    private protected override Task<LedgerReader> OpenReaderAsync() =>
        LedgerReader.OpenPostgresAsync(PostgresRoom.Options, default);

    private protected override async Task ExecuteAsync(string sql)
    {
        await using var connection = await PostgresRoom.ConnectAsync();
        await using var path = new NpgsqlCommand("SET search_path TO orleanstrading", connection);
        await path.ExecuteNonQueryAsync();
        await using var command = PostgresSql.Command(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private protected override async Task ForceAsync(string sql)
    {
        await ExecuteAsync("ALTER TABLE ledger_entries DISABLE TRIGGER USER");
        await ExecuteAsync("ALTER TABLE ledger_postings DISABLE TRIGGER USER");
        await ExecuteAsync(sql);
    }

    private static Task<StateWriteResult> BookAtAsync(PostgresWriter writer, string key)
    {
        var state = new BookedState();
        var name = StateKey.Create("quote", key, "booked");
        state.Ledger.Book(new LedgerBooking(
            "KIND", "o", "s", DateTimeOffset.UnixEpoch, new LedgerPostings().Move("a", "b", "x", 1)));
        return writer.WriteAsync(
            new WriteStateCommand(name, null, "{}"u8.ToArray(), StateAttachments.Of(state, name), default));
    }
}
