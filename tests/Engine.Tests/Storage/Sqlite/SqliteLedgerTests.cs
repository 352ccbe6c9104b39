using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>The ledger on SQLite.</summary>
public sealed class SqliteLedgerTests : LedgerConformance
{
    private SqliteRoom SqliteRoom => (SqliteRoom)Room;

    [Fact]
    public async Task Each_page_walks_an_index()
    {
        foreach (var sql in SqliteLedger.All)
        {
            var plan = await SqliteRoom.Store.ReadAsync(sql, Plan, CancellationToken.None);
            Assert.DoesNotContain("SCAN e", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("SCAN p\n", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("SCAN ledger_postings", plan, StringComparison.Ordinal);
        }

        static string Plan(SqliteSession session, string sql)
        {
            var statement = session.Prepare("EXPLAIN QUERY PLAN " + sql);
            var lines = new List<string>();
            while (statement.Step())
            {
                lines.Add(statement.GetText(3));
            }

            statement.Reset();
            return string.Join('\n', lines) + "\n";
        }
    }

    private protected override async Task<IStorageRoom> OpenRoomAsync() => await SqliteRoom.OpenAsync();

    private protected override Task<LedgerReader> OpenReaderAsync() =>
        Task.FromResult(LedgerReader.OpenSqlite(SqliteRoom.Options.Path));

    private protected override Task ExecuteAsync(string sql) => SqliteRoom.Store.WriteAsync(new SqlCommand(sql));

    private protected override async Task ForceAsync(string sql)
    {
        foreach (var trigger in (string[])["ledger_entries_keep_what_moved", "ledger_entries_forget_nothing",
            "ledger_postings_keep_what_moved", "ledger_postings_forget_nothing"])
        {
            await ExecuteAsync($"DROP TRIGGER IF EXISTS {trigger}");
        }

        await ExecuteAsync(sql);
    }
}
