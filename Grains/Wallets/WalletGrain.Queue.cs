using System.Runtime.ExceptionServices;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Wallets;

/// <content>The queue, and the loop that takes one group after the other from it.</content>
internal sealed partial class WalletGrain
{
    private readonly Queue<WalletTurn> queue = [];

    /// <summary>The group whose ids are looked up while the one before it is stored; null: there is none.</summary>
    private LookedUp? ahead;

    private Task? serving;
    private ExceptionDispatchInfo? broken;
    private bool isListed;
    private DateTimeOffset? listedDueAt;
    private IReadOnlyList<WalletTransfer> storedOutgoing = [];

    /// <summary>Returns after the turn has come and what it did is stored.</summary>
    private async Task QueueAsync(WalletTurn turn)
    {
        broken?.Throw();
        queue.Enqueue(turn);
        if (serving is null or { IsCompleted: true })
        {
            serving = ServeAsync();
        }

        await turn.Done;
    }

    /// <summary>Serves until nobody waits. Never fails: who waits is told.</summary>
    private async Task ServeAsync()
    {
        // Callers of the same turn of the scheduler come into the first group together.
        await Task.Yield();
        while (ahead is not null || queue.Count > 0)
        {
            var next = ahead ?? LookUp(Take(), before: null);
            ahead = null;
            try
            {
                await ServeAsync(next);
            }
            catch (Exception failure)
            {
                next.Group.ForEach(turn => turn.Fail(failure));
            }
        }
    }

    private List<WalletTurn> Take()
    {
        var group = new List<WalletTurn>();
        while (group.Count < options.Value.GroupMax && queue.TryDequeue(out var turn))
        {
            group.Add(turn);
        }

        return group;
    }

    private async Task ServeAsync(LookedUp next)
    {
        var (group, found) = next;
        var known = await found;
        broken?.Throw();
        var book = Run(group, known);
        if (!book.IsChanged && group.Exists(turn => turn.Outcome?.Refusal is not null))
        {
            // That money is not there is never said from memory that no write confirms: in a partitioned cluster
            // another activation may have got some since.
            await storage.ReadStateAsync();
            RememberStored();
            book = Run(group, await FindAsync(group));
        }

        if (book.IsChanged)
        {
            await StoreAsync(book);
        }

        group.ForEach(turn => turn.Answer());
        if (book.HasSent)
        {
            courier!.Change(TimeSpan.Zero, options.Value.RetryPeriod);
        }
    }

    /// <summary>
    /// Does a group in memory. What was done before is looked up in the ledger, not remembered; the state that is
    /// written afterwards fences off whoever may have written since.
    /// </summary>
    private WalletBook Run(List<WalletTurn> group, Dictionary<UInt128, BookedOperation> known)
    {
        var book = new WalletBook(Id, State, known, time.GetUtcNow(), assets, options.Value);
        try
        {
            book.ReleaseEnded();
            group.ForEach(turn => turn.Run(book));
            return book;
        }
        catch (Exception failure)
        {
            Break(failure);
            throw;
        }
    }

    /// <summary>Begins to look up what a group names.</summary>
    /// <param name="group">The group.</param>
    /// <param name="before">
    /// The group whose write is under way, if one is: whether the look-up sees its entries is chance: they are added.
    /// Should that write fail, this group fails too, whatever was found.
    /// </param>
    private LookedUp LookUp(List<WalletTurn> group, WalletBook? before)
    {
        return new LookedUp(group, FindAllAsync());

        async Task<Dictionary<UInt128, BookedOperation>> FindAllAsync()
        {
            broken?.Throw();
            var found = await FindAsync(group);
            before?.AddTo(found);
            return found;
        }
    }

    /// <summary>The entries of this wallet whose ids a group names. A wallet without entries has none.</summary>
    private async Task<Dictionary<UInt128, BookedOperation>> FindAsync(List<WalletTurn> group)
    {
        var found = new Dictionary<UInt128, BookedOperation>();
        if (State.Ledger.Sequence == 0)
        {
            return found;
        }

        var ids = new HashSet<UInt128>(group.Count);
        foreach (var operation in group.Select(turn => turn.Operation).OfType<WalletOperation>())
        {
            ids.Add(operation.EntryId(Id));
            if (operation.RefersTo is { } other)
            {
                ids.Add(other);
            }
        }

        var grain = this.GetGrainId();
        var stream = new LedgerStream(grain.Type.ToString()!, grain.Key.ToString()!, "wallet");
        foreach (var page in ids.Chunk(LedgerConstants.PageMax))
        {
            foreach (var row in await ledger.FindAsync(stream, page, CancellationToken.None))
            {
                found.Add(row.Entry.Id, new BookedOperation(row.Entry.Sequence, row.Entry.Booking));
            }
        }

        return found;
    }

    /// <summary>
    /// Stores what a group did. Where another whole group waits, its ids are looked up meanwhile; one that is not whole
    /// would only be smaller than it need be.
    /// </summary>
    private async Task StoreAsync(WalletBook book)
    {
        State.IsRowDue = !isListed || listedDueAt != State.DueAt;
        try
        {
            var stored = storage.WriteStateAsync();
            ahead = queue.Count >= options.Value.GroupMax ? LookUp(Take(), book) : null;
            await stored;
        }
        catch (Exception failure)
        {
            Break(failure);
            throw;
        }

        RememberStored();
    }

    /// <summary>
    /// What the state is in the store: the row that the list has, and the transfers that may be handed over. One that
    /// is in memory only must not be, or the other wallet would have it and this one, after a crash, too.
    /// </summary>
    private void RememberStored()
    {
        isListed = State.CreatedAt is not null;
        listedDueAt = State.DueAt;
        storedOutgoing = State.Outgoing.Count == 0 ? [] : [.. State.Outgoing];
        SetCourier();
    }

    /// <summary>Memory may be ahead of the store, and nothing more is written from it.</summary>
    private void Break(Exception failure)
    {
        broken = ExceptionDispatchInfo.Capture(failure);
        DeactivateOnIdle();
    }

    /// <summary>A group, and the entries that its operations may repeat or refer to.</summary>
    private sealed record LookedUp(List<WalletTurn> Group, Task<Dictionary<UInt128, BookedOperation>> Found);
}
