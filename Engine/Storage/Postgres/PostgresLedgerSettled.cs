using Npgsql;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// Finds a position below which nothing will come any more, without a lock that writers would have to wait for.
/// </summary>
/// <remarks>
/// A writer takes positions in a transaction that has its number already. So whoever took a position up to the last
/// one that was given out has a lower number than a transaction that begins now; and once no transaction below that
/// number is at work any more, in whatever process, all those positions are either there or will never be used.
/// </remarks>
internal static class PostgresLedgerSettled
{
    private const string LastGiven = """
        SELECT coalesce(pg_sequence_last_value('orleanstrading.ledger_position'), 0)
        """;

    // As text and then a number: Npgsql would read the type itself as an unsigned one.
    private const string NewTransaction = "SELECT pg_current_xact_id()::text::bigint";
    private const string OldestAtWork = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

    private const int LooksMax = 1_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until all positions that are given out by now are settled.</summary>
    /// <exception cref="StorageUnavailableException">A transaction goes on for too long.</exception>
    public static async Task<long> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var position = await ScalarAsync(connection, LastGiven, cancellationToken);
        var mine = await ScalarAsync(connection, NewTransaction, cancellationToken);
        for (var look = 0; look < LooksMax; look++)
        {
            if (await ScalarAsync(connection, OldestAtWork, cancellationToken) >= mine)
            {
                return position;
            }

            await Task.Delay(Pause, cancellationToken);
        }

        throw new StorageUnavailableException(
            $"{connection.Database}: a transaction has been at work for {Pause * LooksMax}, so the ledger's end cannot "
            + "be told from what is still to come. Look for it in pg_stat_activity, and end it if nobody needs it.");
    }

    private static async Task<long> ScalarAsync(
        NpgsqlConnection connection,
        string sql,
        CancellationToken cancellationToken)
    {
        await using var command = PostgresSql.Command(sql, connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
