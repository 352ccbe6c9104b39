namespace OrleansTrading.Engine.Storage;

/// <summary>Stores a reminder in the place of one with the same grain and name.</summary>
internal sealed class UpsertReminderCommand(ReminderRow row, CancellationToken cancellationToken)
    : WriteCommand<bool>(cancellationToken)
{
    public ReminderRow Row => row;

    public override object Slot => (row.GrainId, row.Name);

    public override int Bytes => row.Name.Length + 64;

    public override void Accept(IWriteVisitor visitor) => visitor.Visit(this);
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
    public GrainId GrainId => grainId;

    public string Name => name;

    public ReminderTimes? Only => only;

    public override object Slot => (grainId, name);

    public override int Bytes => name.Length + 64;

    public override void Accept(IWriteVisitor visitor) => visitor.Visit(this);
}
