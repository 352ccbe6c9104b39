using OrleansTrading.Engine.Storage;
using OrleansTrading.Simulation.Faults;
using OrleansTrading.Simulation.Loop;

namespace OrleansTrading.Simulation.Disk;

/// <summary>
/// The database as one process sees it. Writes wait together for the disk, are committed together, and are told
/// together; the process may die, and the disk may fail, before the commit and after it. Reads see what is committed.
/// </summary>
internal sealed class SimulatedStore(DiskTables disk, VirtualProcess process, SeedFaults faults, ITrace trace) : IStore
{
    private readonly List<WriteCommand> waiting = [];
    private bool isCommitting;

    public string EngineVersion => "simulated";

    public string Place => "memory";

    public bool IsReady => true;

    public Task OpenAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task CloseAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<TResult> WriteAsync<TResult>(WriteCommand<TResult> command)
    {
        process.Require("The store");
        if (process.IsAlive)
        {
            if (faults.Hits(FaultClass.StoreOverload, "store"))
            {
                return Task.FromException<TResult>(
                    new StorageOverloadedException("The simulated queue is full. Nothing was written."));
            }

            waiting.Add(command);
            CommitSoon();
        }

        return command.Completion;
    }

    public async ValueTask<StoredState> ReadStateAsync(StateKey key, CancellationToken cancellationToken)
    {
        await ReadAsync();
        return disk.Read(key);
    }

    public async ValueTask<IReadOnlyList<ReminderRow>> ReadRemindersAsync(
        GrainId grainId, CancellationToken cancellationToken)
    {
        await ReadAsync();
        return disk.RemindersOf(grainId);
    }

    public async ValueTask<IReadOnlyList<ReminderRow>> PageRemindersAsync(
        ReminderRow? after, int max, CancellationToken cancellationToken)
    {
        await ReadAsync();
        return disk.PageReminders(after, max);
    }

    public async ValueTask<IReadOnlyList<ListingRow>> PageByOwnerAsync(
        string kind, string owner, ListingCursor? before, int max, CancellationToken cancellationToken)
    {
        await ReadAsync();
        return disk.ByOwner(kind, owner, before, max);
    }

    public async ValueTask<IReadOnlyList<ListingRow>> PageOverdueAsync(
        string kind, DateTimeOffset now, ListingCursor? after, int max, CancellationToken cancellationToken)
    {
        await ReadAsync();
        return disk.Overdue(kind, now, after, max);
    }

    public async ValueTask<IReadOnlyList<ListingRow>> PageAwaitingOperatorAsync(
        string kind, ListingCursor? after, int max, CancellationToken cancellationToken)
    {
        await ReadAsync();
        return disk.AwaitingOperator(kind, after, max);
    }

    public async ValueTask<IReadOnlyList<HistoryRow>> PageHistoryAsync(
        HistoryFilter filter, long before, int max, CancellationToken cancellationToken)
    {
        await ReadAsync();
        return disk.PageHistory(filter, before, max);
    }

    public async ValueTask<IReadOnlyList<LedgerRecord>> PageLedgerAsync(
        LedgerFilter filter, long? before, int max, CancellationToken cancellationToken)
    {
        await ReadAsync();
        return disk.Ledger.Page(filter, before, max);
    }

    public async ValueTask<IReadOnlyList<LedgerRecord>> ReadLedgerAsync(
        long after, long until, int max, CancellationToken cancellationToken)
    {
        await ReadAsync();
        return disk.Ledger.Read(after, until, max);
    }

    public async ValueTask<IReadOnlyList<LedgerRecord>> FindLedgerAsync(
        LedgerStream stream, IReadOnlyCollection<UInt128> ids, CancellationToken cancellationToken)
    {
        await ReadAsync();
        return disk.Ledger.Find(stream, ids);
    }

    public async ValueTask<IReadOnlyList<LedgerBalance>> ReadBalancesAsync(
        string account, long untilTicks100ns, CancellationToken cancellationToken)
    {
        await ReadAsync();
        return disk.Ledger.Balances(account, untilTicks100ns);
    }

    public async ValueTask<IReadOnlyList<string>> PageLedgerAccountsAsync(
        string prefix, string? after, int max, CancellationToken cancellationToken)
    {
        await ReadAsync();
        return disk.Ledger.Accounts(prefix, after, max);
    }

    public async ValueTask<long> ReadLedgerSettledAsync(CancellationToken cancellationToken)
    {
        await ReadAsync();
        return disk.Ledger.Entries.Count;
    }

    /// <summary>An entry and its lines are one object here.</summary>
    public ValueTask<long?> ReadStrayPostingAsync(CancellationToken cancellationToken) => new((long?)null);

    /// <summary>Nobody takes entries away here.</summary>
    public ValueTask<LedgerStream?> ReadStreamWithoutEntriesAsync(CancellationToken cancellationToken) =>
        new((LedgerStream?)null);

    public async ValueTask<IReadOnlyList<LedgerBalance>> ReadLedgerSumsAsync(CancellationToken cancellationToken)
    {
        await ReadAsync();
        return disk.Ledger.Sums();
    }

    private async Task ReadAsync()
    {
        process.Require("The store");
        await process.DelayAsync(faults.ReadTime());
        if (faults.Hits(FaultClass.StoreError, "read"))
        {
            throw new StorageUnavailableException("The simulated disk did not answer.");
        }
    }

    private void CommitSoon()
    {
        if (!isCommitting && waiting.Count > 0)
        {
            isCommitting = true;
            process.After(faults.CommitTime(), Commit);
        }
    }

    private void Commit()
    {
        var batch = waiting.ToList();
        waiting.Clear();
        batch.RemoveAll(static command =>
        {
            if (command.IsCancelled)
            {
                command.Cancel();
                return true;
            }

            return false;
        });
        if (faults.Crashes(process, CrashPoints.BeforeCommit))
        {
            return;
        }

        if (faults.Hits(FaultClass.StoreError, "commit"))
        {
            Fail(batch, static () =>
                new StorageUnavailableException("The simulated disk failed. Nothing was written."));
            return;
        }

        var isUnknown = faults.Hits(FaultClass.StoreOutcomeUnknown, "commit");
        if (!isUnknown || faults.Hits(FaultClass.StoreOutcomeUnknown, "commit-is-done", percent: 50))
        {
            batch.ForEach(command => command.Accept(disk));
            trace.Note("commit", batch.Count);
        }

        if (isUnknown)
        {
            Fail(batch, static () => new StorageOutcomeUnknownException("The simulated commit gave no answer."));
        }
        else if (!faults.Crashes(process, CrashPoints.AfterCommit))
        {
            process.After(faults.AcknowledgeTime(), () => Tell(batch));
        }
    }

    private void Tell(List<WriteCommand> batch)
    {
        isCommitting = false;
        batch.ForEach(static command => command.Publish());
        CommitSoon();
    }

    private void Fail(List<WriteCommand> batch, Func<StorageException> failure)
    {
        isCommitting = false;
        batch.ForEach(command => command.Fail(failure()));
        CommitSoon();
    }
}
