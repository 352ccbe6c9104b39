using System.Globalization;
using System.Numerics;

namespace OrleansTrading.Engine.Storage;

/// <summary>What accounts hold, as sums over <c>ledger_postings</c>.</summary>
/// <remarks>
/// SQLite adds integers of 64 bits, and fails rather than overflow. So units are added in four parts of 32 bits each,
/// of which only the highest has a sign: exact for 2^31 postings.
/// </remarks>
internal static class SqliteLedgerBalances
{
    private const string Limbs = """
        sum(units_high >> 32), sum(units_high & 4294967295),
        sum((units_low >> 32) & 4294967295), sum(units_low & 4294967295)
        """;

    private const string LastSnapshot =
        "SELECT max(until_100ns) FROM ledger_snapshots WHERE account = ?1 AND until_100ns <= ?2";

    private const string Snapshot =
        "SELECT asset, units FROM ledger_snapshots WHERE account = ?1 AND until_100ns = ?2";

    private const string Since = $"""
        SELECT asset, {Limbs} FROM ledger_postings
        WHERE account = ?1 AND at_100ns > ?2 AND at_100ns <= ?3 GROUP BY asset
        """;

    private const string CountSince = """
        SELECT count(*) FROM (
          SELECT 1 FROM ledger_postings WHERE account = ?1 AND at_100ns > ?2 AND at_100ns <= ?3 LIMIT ?4)
        """;

    private const string InsertSnapshot =
        "INSERT INTO ledger_snapshots(account, until_100ns, asset, units) VALUES(?1, ?2, ?3, ?4)";

    private const string Sums = $"SELECT asset, {Limbs} FROM ledger_postings GROUP BY asset ORDER BY asset";

    // Goes from each name to the next one by the index: as many steps as names, however many postings they have.
    private const string Accounts = """
        WITH RECURSIVE names(account, place) AS (
          SELECT min(account), 1 FROM ledger_postings WHERE account >= ?1 AND account > ?2 AND account < ?3
          UNION ALL
          SELECT (SELECT min(p.account) FROM ledger_postings AS p
            WHERE p.account > names.account AND p.account < ?3), place + 1
          FROM names WHERE names.account IS NOT NULL AND place < ?4)
        SELECT account FROM names WHERE account IS NOT NULL
        """;

    public static IReadOnlyList<LedgerBalance> Read(
        SqliteSession session,
        (string Account, long UntilTicks100ns) of)
    {
        var snapshot = LastSnapshotOf(session, of.Account, of.UntilTicks100ns);
        var sums = Add(session, of.Account, of.UntilTicks100ns, snapshot);
        return [.. sums.Select(sum => new LedgerBalance(of.Account, sum.Key, sum.Value))];
    }

    /// <summary>Executes the command; its statements are in the transaction that is open.</summary>
    public static bool Remember(SqliteSession session, SnapshotLedgerCommand command)
    {
        var last = LastSnapshotOf(session, command.Account, command.UntilTicks100ns);
        var count = session.Prepare(CountSince);
        try
        {
            count.BindText(1, command.Account);
            count.BindInt64(2, last);
            count.BindInt64(3, command.UntilTicks100ns);
            count.BindInt64(4, command.PostingsMin);
            count.Step();
            if (count.GetInt64(0) < command.PostingsMin)
            {
                return false;
            }
        }
        finally
        {
            count.Reset();
        }

        foreach (var (asset, units) in Add(session, command.Account, command.UntilTicks100ns, last))
        {
            var insert = session.Prepare(InsertSnapshot);
            insert.BindText(1, command.Account);
            insert.BindInt64(2, command.UntilTicks100ns);
            insert.BindText(3, asset);
            insert.BindText(4, units.ToString(CultureInfo.InvariantCulture));
            insert.Run();
        }

        return true;
    }

    public static IReadOnlyList<LedgerBalance> ReadSums(SqliteSession session, bool unused)
    {
        var statement = session.Prepare(Sums);
        try
        {
            var sums = new List<LedgerBalance>();
            while (statement.Step())
            {
                sums.Add(new LedgerBalance("*", statement.GetText(0), Sum(statement, 1)));
            }

            return sums;
        }
        finally
        {
            statement.Reset();
        }
    }

    public static IReadOnlyList<string> ReadAccounts(
        SqliteSession session,
        (string Prefix, string? After, int Max) page)
    {
        var statement = session.Prepare(Accounts);
        try
        {
            statement.BindText(1, page.Prefix);
            statement.BindText(2, page.After ?? string.Empty);
            statement.BindText(3, page.Prefix + LedgerStore.BehindPrefix);
            statement.BindInt64(4, page.Max);
            var names = new List<string>();
            while (statement.Step())
            {
                names.Add(statement.GetText(0));
            }

            return names;
        }
        finally
        {
            statement.Reset();
        }
    }

    private static long LastSnapshotOf(SqliteSession session, string account, long until)
    {
        var statement = session.Prepare(LastSnapshot);
        try
        {
            statement.BindText(1, account);
            statement.BindInt64(2, until);
            return statement.Step() && !statement.IsNull(0) ? statement.GetInt64(0) : long.MinValue;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>The balances at a time: those of a snapshot, and what came since.</summary>
    private static SortedDictionary<string, BigInteger> Add(
        SqliteSession session,
        string account,
        long until,
        long snapshot)
    {
        var sums = new SortedDictionary<string, BigInteger>(StringComparer.Ordinal);
        if (snapshot != long.MinValue)
        {
            var stored = session.Prepare(Snapshot);
            try
            {
                stored.BindText(1, account);
                stored.BindInt64(2, snapshot);
                while (stored.Step())
                {
                    sums[stored.GetText(0)] = BigInteger.Parse(stored.GetText(1), CultureInfo.InvariantCulture);
                }
            }
            finally
            {
                stored.Reset();
            }
        }

        var since = session.Prepare(Since);
        try
        {
            since.BindText(1, account);
            since.BindInt64(2, snapshot);
            since.BindInt64(3, until);
            while (since.Step())
            {
                sums[since.GetText(0)] = sums.GetValueOrDefault(since.GetText(0)) + Sum(since, 1);
            }
        }
        finally
        {
            since.Reset();
        }

        return sums;
    }

    private static BigInteger Sum(SqliteStatement statement, int column)
    {
        var sum = BigInteger.Zero;
        for (var limb = 0; limb < 4; limb++)
        {
            sum = (sum << 32) + statement.GetInt64(column + limb);
        }

        return sum;
    }
}
