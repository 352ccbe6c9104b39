using System.Globalization;
using System.Runtime.CompilerServices;

namespace OrleansTrading.Engine.Storage;

/// <summary>The queries on <c>reminder</c>, in the order of its key: grain type, grain key, name.</summary>
internal static class ReminderRows
{
    /// <summary>
    /// Rows read at a time when all are read, so that a start with many reminders holds no long snapshot.
    /// </summary>
    public const int PageRows = 1_000;

    private const string Columns = "grain_type, grain_key, name, start_at_100ns, period_100ns";

    private const string OfGrain =
        $"SELECT {Columns} FROM reminder WHERE grain_type = ?1 AND grain_key = ?2 ORDER BY name";

    private const string After = $"""
        SELECT {Columns} FROM reminder WHERE (grain_type, grain_key, name) > (?1, ?2, ?3)
        ORDER BY grain_type, grain_key, name LIMIT ?4
        """;

    public static IReadOnlyList<ReminderRow> ReadOfGrain(SqliteSession session, GrainId grainId)
    {
        var statement = session.Prepare(OfGrain);
        statement.BindText(1, grainId.Type.ToString());
        statement.BindText(2, grainId.Key.ToString());
        return Read(statement);
    }

    /// <summary>All rows, a page at a time.</summary>
    public static async IAsyncEnumerable<ReminderRow> ReadAllAsync(
        SqliteStore store,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ReminderRow? last = null;
        List<ReminderRow> page;
        do
        {
            page = await store.ReadAsync((last, PageRows), ReadAfter, cancellationToken);
            foreach (var row in page)
            {
                yield return row;
                last = row;
            }
        }
        while (page.Count == PageRows);
    }

    /// <summary>Refuses a row that cannot be stored.</summary>
    /// <exception cref="ArgumentException">The name is empty or too long, or the period is not positive.</exception>
    public static void Require(ReminderRow row)
    {
        RequireName(row.Name);
        if (row.Period <= TimeSpan.Zero)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The reminder {row.Name} of {row.GrainId} has period {row.Period}. It must be more than zero."),
                nameof(row));
        }
    }

    /// <summary>Refuses a name that no stored row has.</summary>
    /// <exception cref="ArgumentException">It is empty or too long.</exception>
    public static void RequireName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            name.Length,
            SqliteStorageConstants.TextLengthMax,
            nameof(name));
    }

    /// <summary>One page of all rows behind a row; a null row stands for the beginning.</summary>
    private static List<ReminderRow> ReadAfter(SqliteSession session, (ReminderRow? Last, int Max) page)
    {
        var statement = session.Prepare(After);
        statement.BindText(1, page.Last?.GrainId.Type.ToString() ?? "");
        statement.BindText(2, page.Last?.GrainId.Key.ToString() ?? "");
        statement.BindText(3, page.Last?.Name ?? "");
        statement.BindInt64(4, page.Max);
        return Read(statement);
    }

    private static List<ReminderRow> Read(SqliteStatement statement)
    {
        try
        {
            var rows = new List<ReminderRow>();
            while (statement.Step())
            {
                rows.Add(new ReminderRow(
                    GrainId.Create(statement.GetText(0), statement.GetText(1)),
                    statement.GetText(2),
                    SqliteTime.FromTicks100ns(statement.GetInt64(3)),
                    TimeSpan.FromTicks(statement.GetInt64(4))));
            }

            return rows;
        }
        finally
        {
            statement.Reset();
        }
    }
}
