namespace OrleansTrading.Engine.Storage;

/// <summary>
/// Stores a payload, and with it the state's row in the lists and what happened, if the stored etag is the expected
/// one.
/// </summary>
/// <param name="key">Which state.</param>
/// <param name="expectedEtag">The etag its holder knows. Null: nothing was ever stored.</param>
/// <param name="payload">UTF-8 JSON.</param>
/// <param name="attached">What is stored in the same transaction.</param>
/// <param name="cancellationToken">Takes the command out of the queue.</param>
internal sealed class WriteStateCommand(
    StateKey key,
    long? expectedEtag,
    byte[] payload,
    StateAttachments attached,
    CancellationToken cancellationToken) : WriteCommand<StateWriteResult>(cancellationToken)
{
    public StateKey Key => key;

    public long? ExpectedEtag => expectedEtag;

    public byte[] Payload => payload;

    public StateAttachments Attached => attached;

    public override object Slot => key;

    public override int Bytes => key.Bytes + payload.Length + attached.Bytes;

    public override void Accept(IWriteVisitor visitor) => visitor.Visit(this);
}

/// <summary>
/// Clears a state, and takes its row out of the lists, if the stored etag is the expected one. What was never stored is
/// clear already: nothing is written and the result has no etag.
/// </summary>
/// <param name="key">Which state.</param>
/// <param name="expectedEtag">The etag its holder knows. Null: nothing was ever stored.</param>
/// <param name="attached">The row that goes, and what happened.</param>
/// <param name="cancellationToken">Takes the command out of the queue.</param>
internal sealed class ClearStateCommand(
    StateKey key,
    long? expectedEtag,
    StateAttachments attached,
    CancellationToken cancellationToken) : WriteCommand<StateWriteResult>(cancellationToken)
{
    public StateKey Key => key;

    public long? ExpectedEtag => expectedEtag;

    public StateAttachments Attached => attached;

    public override object Slot => key;

    public override int Bytes => key.Bytes + attached.Bytes;

    public override void Accept(IWriteVisitor visitor) => visitor.Visit(this);
}

/// <summary>
/// Forgets states that were cleared before a time, some at once, in a way that no etag of theirs is ever given to
/// another content. The result is the number of rows forgotten.
/// </summary>
/// <param name="clearedBeforeUnixMs">The time, in milliseconds since 1970.</param>
/// <param name="rowsMax">States at most.</param>
/// <param name="cancellationToken">Takes the command out of the queue.</param>
internal sealed class ForgetClearedCommand(
    long clearedBeforeUnixMs,
    int rowsMax,
    CancellationToken cancellationToken) : WriteCommand<long>(cancellationToken)
{
    public long ClearedBeforeUnixMs => clearedBeforeUnixMs;

    public int RowsMax => rowsMax;

    public override int Bytes => 0;

    public override void Accept(IWriteVisitor visitor) => visitor.Visit(this);
}
