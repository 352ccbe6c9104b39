namespace OrleansTrading.Engine.Storage;

/// <summary>What executes commands: at once, or as one of a batch.</summary>
internal interface IWriteVisitor
{
    void Visit(WriteStateCommand command);

    void Visit(ClearStateCommand command);

    void Visit(ForgetClearedCommand command);

    void Visit(UpsertReminderCommand command);

    void Visit(RemoveReminderCommand command);

    void Visit(SnapshotLedgerCommand command);
}
