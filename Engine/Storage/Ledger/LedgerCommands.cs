namespace OrleansTrading.Engine.Storage;

/// <summary>
/// Remembers an account's balances as of a time, if enough was posted since the last such snapshot. The result says
/// whether one was made.
/// </summary>
/// <param name="account">The account.</param>
/// <param name="untilTicks100ns">The time.</param>
/// <param name="postingsMin">Postings since the last snapshot: with fewer nothing is done.</param>
/// <param name="cancellationToken">Takes the command out of the queue.</param>
internal sealed class SnapshotLedgerCommand(
    string account,
    long untilTicks100ns,
    int postingsMin,
    CancellationToken cancellationToken) : WriteCommand<bool>(cancellationToken)
{
    public string Account => account;

    public long UntilTicks100ns => untilTicks100ns;

    public int PostingsMin => postingsMin;

    public override object Slot => account;

    public override int Bytes => account.Length;

    public override void Accept(IWriteVisitor visitor) => visitor.Visit(this);
}
