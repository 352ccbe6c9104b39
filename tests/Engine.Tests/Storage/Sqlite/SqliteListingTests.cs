using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>Lists on SQLite, and how the pages are read there.</summary>
public sealed class SqliteListingTests : ListingConformance
{
    private SqliteRoom SqliteRoom => (SqliteRoom)Room;

    [Fact]
    public async Task A_state_whose_row_is_refused_is_not_stored_and_neither_is_its_batch()
    {
        await SqliteRoom.Store.CloseAsync();
        SqliteRoom.Tamper(
            "CREATE TRIGGER refuse BEFORE INSERT ON listing WHEN new.id = 'bad' BEGIN SELECT raise(ABORT, 'no'); END");
        await SqliteRoom.RestartAsync();
        var hold = new HoldWriter();
        var holding = SqliteRoom.Store.WriteAsync(hold);
        await hold.Entered;

        var good = PutAsync(Row("good"));
        var bad = PutAsync(Row("bad"));
        hold.Release();

        await holding;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => bad);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => good);
        Assert.Equal(0, await SqliteRoom.QueryInt64Async("SELECT count(*) FROM grain_state"));
        await PutAsync(Row("good"));
        Assert.Equal([Row("good")], await Listings.PageByOwnerAsync("quote", "alice", null, 10, default));
    }

    [Fact]
    public async Task Pages_walk_an_index_and_sort_nothing()
    {
        foreach (var sql in SqliteListings.All)
        {
            var plan = await SqliteRoom.Store.ReadAsync(sql, ExplainPlan, CancellationToken.None);

            Assert.Contains("USING INDEX listing_", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
        }
    }

    private protected override async Task<IStorageRoom> OpenRoomAsync() => await SqliteRoom.OpenAsync();

    private static string ExplainPlan(SqliteSession session, string sql)
    {
        var statement = session.Prepare("EXPLAIN QUERY PLAN " + sql);
        try
        {
            var steps = new List<string>();
            while (statement.Step())
            {
                steps.Add(statement.GetText(3));
            }

            return string.Join('\n', steps);
        }
        finally
        {
            statement.Reset();
        }
    }
}
