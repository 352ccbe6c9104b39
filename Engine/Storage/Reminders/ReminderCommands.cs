namespace OrleansTrading.Engine.Storage;

/// <summary>Stores a reminder in the place of one with the same grain and name.</summary>
internal sealed class UpsertReminderCommand(ReminderRow row, CancellationToken cancellationToken)
    : WriteCommand<bool>(cancellationToken)
{
    private const string Upsert = """
        INSERT INTO reminder(grain_type, grain_key, name, start_at_100ns, period_100ns) VALUES(?1, ?2, ?3, ?4, ?5)
        ON CONFLICT(grain_type, grain_key, name) DO UPDATE SET
          start_at_100ns = excluded.start_at_100ns, period_100ns = excluded.period_100ns
        """;

    public override int Bytes => row.Name.Length + 64;

    protected override bool Run(SqliteSession session, long nowUnixMs)
    {
        var statement = session.Prepare(Upsert);
        statement.BindText(1, row.GrainId.Type.ToString());
        statement.BindText(2, row.GrainId.Key.ToString());
        statement.BindText(3, row.Name);
        statement.BindInt64(4, SqliteTime.ToTicks100ns(row.StartAt));
        statement.BindInt64(5, row.Period.Ticks);
        statement.Run();
        return true;
    }
}

/// <summary>Removes a reminder. The result is whether there was one.</summary>
/// <param name="grainId">Whose.</param>
/// <param name="name">Which.</param>
/// <param name="only">Removes it only while these are its times; null: whatever they are.</param>
/// <param name="cancellationToken">Takes the command out of the queue.</param>
internal sealed class RemoveReminderCommand(
    GrainId grainId,
    string name,
    ReminderTimes? only,
    CancellationToken cancellationToken)
    : WriteCommand<bool>(cancellationToken)
{
    private const string Delete = "DELETE FROM reminder WHERE grain_type = ?1 AND grain_key = ?2 AND name = ?3";
    private const string DeleteOnly = Delete + " AND start_at_100ns = ?4 AND period_100ns = ?5";

    public override int Bytes => name.Length + 64;

    protected override bool Run(SqliteSession session, long nowUnixMs)
    {
        var statement = session.Prepare(only is null ? Delete : DeleteOnly);
        statement.BindText(1, grainId.Type.ToString());
        statement.BindText(2, grainId.Key.ToString());
        statement.BindText(3, name);
        if (only is { } times)
        {
            statement.BindInt64(4, times.StartTicks100ns);
            statement.BindInt64(5, times.PeriodTicks);
        }

        statement.Run();
        return session.Changes == 1;
    }
}
