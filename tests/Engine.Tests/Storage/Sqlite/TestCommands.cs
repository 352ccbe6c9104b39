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

    public override void Accept(IWriteVisitor visitor)
    {
        _entered.SetResult();
        Keep(_released.Task.Wait(TimeSpan.FromSeconds(60)));
    }
}

/// <summary>Runs any statement as one item of a batch.</summary>
internal sealed class SqlCommand(string sql, int bytes = 0, CancellationToken cancellationToken = default)
    : WriteCommand<int>(cancellationToken)
{
    public override int Bytes => bytes;

    public override void Accept(IWriteVisitor visitor)
    {
        var session = ((SqliteWrites)visitor).Session;
        session.Prepare(sql).Run();
        Keep(session.Changes);
    }
}

/// <summary>Fails with an error that is no database error, as a bug would.</summary>
internal sealed class BrokenCommand() : WriteCommand<int>(CancellationToken.None)
{
    public override int Bytes => 0;

    public override void Accept(IWriteVisitor visitor) =>
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
        new(Key(grainKey), expectedEtag, Encoding.UTF8.GetBytes(payload), StateAttachments.None, cancellationToken);

    public static async Task<StoredState> ReadAsync(IStore store, string grainKey) =>
        await store.ReadStateAsync(Key(grainKey), CancellationToken.None);
}
