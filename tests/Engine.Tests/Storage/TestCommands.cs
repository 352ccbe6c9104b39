using System.Text;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>
/// Holds the writer inside a transaction until told to go on, so that a test decides what shares a batch.
/// </summary>
internal sealed class HoldWriter(CancellationToken cancellationToken = default) : WriteCommand<bool>(cancellationToken)
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Entered => _entered.Task;

    public override int Bytes => 0;

    public void Release() => _released.SetResult();

    protected override bool Run(SqliteSession session, long nowUnixMs)
    {
        _entered.SetResult();
        return _released.Task.Wait(TimeSpan.FromSeconds(60));
    }
}

/// <summary>Runs any statement as one item of a batch.</summary>
internal sealed class SqlCommand(string sql, int bytes = 0, CancellationToken cancellationToken = default)
    : WriteCommand<int>(cancellationToken)
{
    public override int Bytes => bytes;

    protected override int Run(SqliteSession session, long nowUnixMs)
    {
        session.Prepare(sql).Run();
        return session.Changes;
    }
}

/// <summary>Fails with an error that is no database error, as a bug would.</summary>
internal sealed class BrokenCommand() : WriteCommand<int>(CancellationToken.None)
{
    public override int Bytes => 0;

    protected override int Run(SqliteSession session, long nowUnixMs) =>
        throw new InvalidOperationException("a bug in a command");
}

internal static class States
{
    public static StateKey Key(string grainKey) => StateKey.Create("wallet", grainKey, "purse");

    public static WriteStateCommand Write(
        string grainKey,
        long? expectedEtag,
        string payload = "{}",
        CancellationToken cancellationToken = default) =>
        new(Key(grainKey), expectedEtag, Encoding.UTF8.GetBytes(payload), row: null, cancellationToken);

    public static async Task<StoredState> ReadAsync(SqliteStore store, string grainKey) =>
        await store.ReadAsync(Key(grainKey), StateRows.Read, CancellationToken.None);
}
