using System.Globalization;
using System.Numerics;
using Npgsql;

namespace OrleansTrading.Engine.Storage;

/// <summary>What accounts hold, as sums over <c>ledger_postings</c>: <c>numeric</c> is exact and has no limit here.
/// </summary>
internal static class PostgresLedgerBalances
{
    // A snapshot's rows are those of its time; where there is none, all postings are newer than nothing.
    private const string Balances = """
        WITH last AS (
          SELECT max(until_100ns) AS until FROM orleanstrading.ledger_snapshots WHERE account = $1 AND until_100ns <= $2)
        SELECT b.asset, sum(b.units)::text FROM (
          SELECT s.asset, s.units FROM orleanstrading.ledger_snapshots AS s, last
          WHERE s.account = $1 AND s.until_100ns = last.until
          UNION ALL
          SELECT p.asset, p.units FROM orleanstrading.ledger_postings AS p
          WHERE p.account = $1 AND p.at_100ns <= $2
            AND p.at_100ns > (SELECT coalesce(until, -9223372036854775808) FROM last)) AS b
        GROUP BY b.asset ORDER BY b.asset COLLATE "C"
        """;

    private const string Sums = """
        SELECT asset, sum(units)::text FROM orleanstrading.ledger_postings GROUP BY asset ORDER BY asset COLLATE "C"
        """;

    // Goes from each name to the next one by the index: as many steps as names, however many postings they have.
    private const string Accounts = """
        WITH RECURSIVE names(account, place) AS (
          SELECT (SELECT min(account) FROM orleanstrading.ledger_postings
            WHERE account >= $1 AND account > $2 AND account < $3), 1
          UNION ALL
          SELECT (SELECT min(p.account) FROM orleanstrading.ledger_postings AS p
            WHERE p.account > names.account AND p.account < $3), place + 1
          FROM names WHERE names.account IS NOT NULL AND place < $4)
        SELECT account FROM names WHERE account IS NOT NULL ORDER BY place
        """;

    private const string Snapshot = """
        WITH last AS (
          SELECT coalesce(max(until_100ns), -9223372036854775808) AS until
          FROM orleanstrading.ledger_snapshots WHERE account = $1 AND until_100ns <= $2),
        enough AS (
          SELECT count(*) >= $3 AS is_it FROM (
            SELECT 1 FROM orleanstrading.ledger_postings
            WHERE account = $1 AND at_100ns > (SELECT until FROM last) AND at_100ns <= $2 LIMIT $3) AS tail)
        INSERT INTO orleanstrading.ledger_snapshots(account, until_100ns, asset, units)
        SELECT $1, $2, b.asset, sum(b.units) FROM (
          SELECT s.asset, s.units FROM orleanstrading.ledger_snapshots AS s
          WHERE s.account = $1 AND s.until_100ns = (SELECT until FROM last)
          UNION ALL
          SELECT p.asset, p.units FROM orleanstrading.ledger_postings AS p
          WHERE p.account = $1 AND p.at_100ns > (SELECT until FROM last) AND p.at_100ns <= $2) AS b
        WHERE (SELECT is_it FROM enough)
        GROUP BY b.asset
        """;

    public static Task<IReadOnlyList<LedgerBalance>> ReadAsync(
        NpgsqlConnection connection,
        string account,
        long untilTicks100ns,
        CancellationToken cancellationToken)
    {
        var command = PostgresSql.Command(Balances, connection);
        command.Parameters.Add(PostgresParameters.Of(PostgresText.Encode(account)));
        command.Parameters.Add(PostgresParameters.Of(untilTicks100ns));
        return ReadAsync(command, account, cancellationToken);
    }

    public static Task<IReadOnlyList<LedgerBalance>> ReadSumsAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken) =>
        ReadAsync(PostgresSql.Command(Sums, connection), "*", cancellationToken);

    public static async Task<IReadOnlyList<string>> ReadAccountsAsync(
        NpgsqlConnection connection,
        string prefix,
        string? after,
        int max,
        CancellationToken cancellationToken)
    {
        await using var command = PostgresSql.Command(Accounts, connection);
        var begin = PostgresText.Encode(prefix);
        command.Parameters.Add(PostgresParameters.Of(begin));
        command.Parameters.Add(PostgresParameters.Of(PostgresText.Encode(after ?? string.Empty)));
        command.Parameters.Add(PostgresParameters.Of(begin + LedgerStore.BehindPrefix));
        command.Parameters.Add(PostgresParameters.Of(max));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(PostgresText.Decode(reader.GetString(0)));
        }

        return names;
    }

    public static NpgsqlBatchCommand Remember(SnapshotLedgerCommand command) => new(Snapshot)
    {
        Parameters =
        {
            PostgresParameters.Of(PostgresText.Encode(command.Account)),
            PostgresParameters.Of(command.UntilTicks100ns),
            PostgresParameters.Of(command.PostingsMin),
        },
    };

    private static async Task<IReadOnlyList<LedgerBalance>> ReadAsync(
        NpgsqlCommand command,
        string account,
        CancellationToken cancellationToken)
    {
        await using var owned = command;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var balances = new List<LedgerBalance>();
        while (await reader.ReadAsync(cancellationToken))
        {
            balances.Add(new LedgerBalance(
                account,
                PostgresText.Decode(reader.GetString(0)),
                BigInteger.Parse(reader.GetString(1), CultureInfo.InvariantCulture)));
        }

        return balances;
    }
}
