using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests.Cluster;

/// <summary>
/// A state of Orleans' AdoNet provider, its row in the lists and its history are stored together or not at all.
/// </summary>
public sealed class AdoNetStorageTests(AdoNetClusterFixture database) : IClassFixture<AdoNetClusterFixture>
{
    private const string Name = "purse";
    private const string Kind = "purse";

    private readonly GrainId grain = GrainId.Create("purse", $"p_{Guid.NewGuid():N}x");

    [Fact]
    public async Task State_row_and_history_are_stored_together()
    {
        var state = await WriteAsync(coins: 3);

        Assert.Equal("1", state.ETag);
        Assert.Equal(0, state.State!.History.Count);
        Assert.Equal(3, (await ReadAsync()).State!.Coins);
        Assert.Equal("3", (await RowAsync())!.Status);
        Assert.Equal("3", Assert.Single(await EventsAsync()).Event.Details);
        Assert.Equal(1L, await database.AskAsync(
            $"SELECT count(*) FROM orleanstrading.adonet_state WHERE key_text = '{grain.Key}'"));
        Assert.Equal(0L, await database.AskAsync("SELECT count(*) FROM orleanstrading.grain_state"));
    }

    [Fact]
    public async Task Row_that_cannot_be_stored_takes_its_state_back()
    {
        var state = await WriteAsync(coins: 3);
        await RefuseAsync("listing", "RAISE EXCEPTION 'refused by the test'", deferred: false);
        state.State!.Set(4);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => StoreAsync(state));

        await AssertStillThreeAsync(state);
        await AllowAsync("listing");
        await StoreAsync(state);
        Assert.Equal("4", (await RowAsync())!.Status);
        Assert.Equal(2, (await EventsAsync()).Count);
    }

    [Fact]
    public async Task State_that_meets_a_newer_one_takes_its_row_back()
    {
        var stale = await WriteAsync(coins: 2);
        var fresh = await ReadAsync();
        fresh.State!.Set(3);
        await StoreAsync(fresh);
        stale.State!.Set(5);

        await Assert.ThrowsAsync<InconsistentStateException>(() => StoreAsync(stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(coins: 6));

        await AssertStillThreeAsync(fresh);
    }

    [Fact]
    public async Task Commit_that_the_server_refuses_is_no_write()
    {
        var state = await WriteAsync(coins: 3);
        await RefuseAsync("adonet_state", "RAISE EXCEPTION 'refused at the commit'", deferred: true);
        state.State!.Set(4);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => StoreAsync(state));

        await AllowAsync("adonet_state");
        await AssertStillThreeAsync(state);
    }

    [Fact]
    public async Task Commit_whose_answer_is_lost_is_of_unknown_outcome()
    {
        var state = await WriteAsync(coins: 3);
        await RefuseAsync("adonet_state", "PERFORM pg_sleep(60)", deferred: true);
        state.State!.Set(4);
        var write = Task.Run(() => StoreAsync(state));
        var pid = await Eventually.GetAsync("the commit hangs", async () => await database.AskAsync(
            "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'"));

        using var kill = Process.Start("kill", ["-KILL", string.Create(CultureInfo.InvariantCulture, $"{pid}")]);

        await Assert.ThrowsAsync<StorageOutcomeUnknownException>(() => write);
        await Eventually.GetAsync("the server is up again", async () =>
        {
            try
            {
                await AllowAsync("adonet_state");
                return await ReadAsync();
            }
            catch (Exception failure) when (failure is StorageUnavailableException or Npgsql.NpgsqlException)
            {
                return null;
            }
        });
        await AssertStillThreeAsync(state);
    }

    [Fact]
    public async Task Cleared_state_takes_its_row_along_and_whoever_holds_it_meets_a_conflict()
    {
        var state = await WriteAsync(coins: 3);
        var stale = await ReadAsync();

        await database.Storage.ClearStateAsync(Name, grain, state);

        Assert.Null(await RowAsync());
        Assert.False((await ReadAsync()).RecordExists);
        stale.State!.Set(4);
        await Assert.ThrowsAsync<InconsistentStateException>(() => StoreAsync(stale));
        state.State!.Set(5);
        await StoreAsync(state);
        Assert.Equal(5, (await ReadAsync()).State!.Coins);
    }

    [Fact]
    public async Task Reminders_are_read_by_grain_and_by_range_and_removed_by_etag()
    {
        var entry = new ReminderEntry
        {
            GrainId = grain,
            ReminderName = "wake",
            StartAt = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
            Period = TimeSpan.FromDays(40),
        };
        var first = await database.Reminders.UpsertRow(entry);
        var second = await database.Reminders.UpsertRow(entry);
        var hash = grain.GetUniformHashCode();

        var read = Assert.Single((await database.Reminders.ReadRows(grain)).Reminders);
        Assert.Equal((entry.StartAt, entry.Period, second), (read.StartAt, read.Period, read.ETag));
        Assert.NotEqual(first, second);
        Assert.Contains((await database.Reminders.ReadRows(hash - 1, hash)).Reminders, r => r.GrainId == grain);
        Assert.DoesNotContain((await database.Reminders.ReadRows(hash, hash - 1)).Reminders, r => r.GrainId == grain);
        Assert.Contains((await database.Reminders.ReadRows(0, 0)).Reminders, r => r.GrainId == grain);
        Assert.False(await database.Reminders.RemoveRow(grain, "wake", first!));
        Assert.True(await database.Reminders.RemoveRow(grain, "wake", second!));
        Assert.Null(await database.Reminders.ReadRow(grain, "wake"));
    }

    private async Task<GrainState<Purse>> WriteAsync(int coins)
    {
        var state = new GrainState<Purse>(new Purse { Subject = grain.Key.ToString()! });
        state.State!.Set(coins);
        await StoreAsync(state);
        return state;
    }

    private Task StoreAsync(GrainState<Purse> state) => database.Storage.WriteStateAsync(Name, grain, state);

    private async Task<GrainState<Purse>> ReadAsync()
    {
        var state = new GrainState<Purse>(new Purse());
        await database.Storage.ReadStateAsync(Name, grain, state);
        return state;
    }

    private async Task<ListingRow?> RowAsync() => (await database.Listing.PageByOwnerAsync(
        Kind, grain.Key.ToString()!, null, 10, CancellationToken.None)).SingleOrDefault();

    private Task<IReadOnlyList<HistoryRow>> EventsAsync() => database.History.PageAsync(
        HistoryFilter.OfSubject(grain.Key.ToString()!), null, 10, CancellationToken.None);

    /// <summary>What is stored is what it was, and who failed may try again with what it holds.</summary>
    private async Task AssertStillThreeAsync(GrainState<Purse> held)
    {
        var stored = await ReadAsync();
        Assert.Equal(3, stored.State!.Coins);
        Assert.Equal(stored.ETag, held.ETag);
        Assert.Equal("3", (await RowAsync())!.Status);
        Assert.DoesNotContain(await EventsAsync(), row => row.Event.Details is "4" or "5" or "6");
    }

    private async Task RefuseAsync(string table, string what, bool deferred)
    {
        var kind = deferred ? "CONSTRAINT TRIGGER" : "TRIGGER";
        var when = deferred ? "AFTER" : "BEFORE";
        var delay = deferred ? "DEFERRABLE INITIALLY DEFERRED" : string.Empty;
        await database.AskAsync($"""
            CREATE FUNCTION test_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {what}; RETURN NULL; END $$;
            CREATE {kind} test_{table} {when} INSERT OR UPDATE ON orleanstrading.{table} {delay}
              FOR EACH ROW EXECUTE FUNCTION test_{table}();
            """);
    }

    private Task<object?> AllowAsync(string table) =>
        database.AskAsync($"DROP FUNCTION IF EXISTS test_{table}() CASCADE");

    /// <summary>A state that is listed and recorded.</summary>
    private sealed class Purse : IListedState, IRecordedState
    {
        public int Coins { get; set; }

        [JsonIgnore]
        public HistoryDraft History { get; } = new();

        public void Set(int coins)
        {
            Coins = coins;
            History.Add(new HistoryEvent("purse.set", "o", Subject, DateTimeOffset.UnixEpoch, $"{coins}"));
        }

        public string Subject { get; set; } = "nobody";

        public ListingRow ToListingRow(string id) => new(
            Kind, id, id, DateTimeOffset.UnixEpoch, $"{Coins}", true, null, false);
    }
}
