using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana.History;

/// <summary>
/// Reads a wallet's history in pages, oldest first, from the histories of the wallet and of its token accounts. A
/// transaction that touches several of them is told once, with the first of them.
/// </summary>
internal sealed class HistoryReader(SolanaRpc rpc, SolanaOptions options, MovementReader movements)
{
    /// <summary>How many transactions are asked for at once.</summary>
    private const int LookAheadMax = 8;

    /// <summary>How many transactions without movements (spam) a page may pass over.</summary>
    private const int TransactionsMin = 64;

    /// <summary>
    /// An idle wallet's cursor moves only this often, so that polling does not mean writing: about half an hour.
    /// </summary>
    private const ulong IdleSlots = 4_500;

    internal async Task<HistoryPage> ReadAsync(
        IReadOnlyList<SolanaKey> accounts, string? cursorText, int movementsMax, CancellationToken cancellationToken)
    {
        var cursor = HistoryCursor.Parse(cursorText);
        var (slotMax, windows) = await ReadWindowsAsync(accounts, cursor, cancellationToken);

        // After the lists were read: a node forgets while it answers, and what it knows now it knew then.
        if (cursorText is not null)
        {
            await CheckNothingForgottenAsync(cursor, cancellationToken);
        }

        var entries = Merge(windows, cursor);
        var (found, taken) = await TakeAsync(entries, accounts, cursor, movementsMax, cancellationToken);
        var isDone = taken == entries.Count && windows.All(window => window.IsWhole);
        var next = Advance(cursor, entries, taken, isDone ? slotMax : 0);
        return new HistoryPage(found, next.Write(), HasMore: !isDone);
    }

    /// <summary>The last slot that is read when there is nothing after the cursor; null when there is.</summary>
    internal async Task<ulong?> FindQuietSlotAsync(
        IReadOnlyList<SolanaKey> accounts, string cursorText, CancellationToken cancellationToken)
    {
        var cursor = HistoryCursor.Parse(cursorText);
        var (slotMax, windows) = await ReadWindowsAsync(accounts, cursor, cancellationToken);
        await CheckNothingForgottenAsync(cursor, cancellationToken);
        return Merge(windows, cursor).Count == 0 ? slotMax : null;
    }

    /// <summary>The cursor of the node's last final slot.</summary>
    internal async Task<string> BeginAsync(IReadOnlyList<SolanaKey> accounts, CancellationToken cancellationToken)
    {
        var tip = await rpc.GetTipAsync(cancellationToken);
        var last = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var slots = new SortedDictionary<string, ulong>(StringComparer.Ordinal);
        foreach (var account in accounts)
        {
            // Not needed, the slot says it all; but it spares the next reading the account's whole past.
            var newest = await rpc.GetSignaturesAsync(
                account, before: null, until: null, slotMin: 0, cancellationToken);
            if (newest.FirstOrDefault(entry => entry.Slot <= tip.Slot) is { } known)
            {
                last[account.ToString()] = known.Signature;
                slots[account.ToString()] = known.Slot;
            }
        }

        return new HistoryCursor(tip.Slot, last) { After = tip.Slot, LastSlots = slots }.Write();
    }

    private async Task<(ulong SlotMax, List<SignatureWindow> Windows)> ReadWindowsAsync(
        IReadOnlyList<SolanaKey> accounts, HistoryCursor cursor, CancellationToken cancellationToken)
    {
        var tip = await rpc.GetTipAsync(cancellationToken);
        var slotMax = tip.Slot - Math.Min(tip.Slot, (ulong)options.HistoryLagSlots);
        var windows = new List<SignatureWindow>();
        foreach (var account in accounts)
        {
            windows.Add(await SignatureWindow.ReadAsync(
                rpc, account, cursor.LastOf(account), slotMax, options.HistoryScanPagesMax, cancellationToken));
        }

        return (slotMax, windows);
    }

    /// <summary>A node that has forgotten slots after the cursor might have forgotten payments.</summary>
    private async Task CheckNothingForgottenAsync(HistoryCursor cursor, CancellationToken cancellationToken)
    {
        var first = await rpc.GetFirstAvailableBlockAsync(cancellationToken);
        if (first > cursor.Slot + 1)
        {
            throw rpc.Unusable(
                "getFirstAvailableBlock",
                $"the node's history begins at slot {first}, but was read only up to {cursor.Slot}. "
                + "Use a node with a longer history");
        }
    }

    /// <summary>
    /// The windows' entries by slot, and within a slot by account. A window that is not whole ends the list: what comes
    /// after its end is not known to be the oldest. Nothing that was told is in it again.
    /// </summary>
    private static List<(SolanaKey Account, RpcSignature Entry)> Merge(
        List<SignatureWindow> windows, HistoryCursor cursor)
    {
        var slotMax = windows
            .Where(window => !window.IsWhole && window.Entries.Count > 0)
            .Select(window => window.Entries[^1].Slot)
            .DefaultIfEmpty(ulong.MaxValue)
            .Min();
        return
        [
            .. windows
                .SelectMany(window => window.Entries.Select(entry => (window.Account, Entry: entry)))
                .Where(item => item.Entry.Slot <= slotMax && cursor.IsNews(item.Account, item.Entry))
                .OrderBy(item => item.Entry.Slot),
        ];
    }

    /// <summary>Reads transactions until there are enough movements; says how many entries that took.</summary>
    private async Task<(List<Movement> Movements, int Taken)> TakeAsync(
        List<(SolanaKey Account, RpcSignature Entry)> entries,
        IReadOnlyList<SolanaKey> accounts,
        HistoryCursor cursor,
        int movementsMax,
        CancellationToken cancellationToken)
    {
        var found = new List<Movement>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var transactionsMax = Math.Max(movementsMax, TransactionsMin);
        var records = new Dictionary<string, TransactionRecord>(StringComparer.Ordinal);
        for (var index = 0; index < entries.Count; index++)
        {
            var signature = entries[index].Entry.Signature;
            if (seen.Contains(signature))
            {
                continue;
            }

            if (found.Count >= movementsMax || seen.Count >= transactionsMax)
            {
                return (found, index);
            }

            if (!records.ContainsKey(signature))
            {
                await FetchAsync(entries, index, seen, records, cancellationToken);
            }

            seen.Add(signature);
            records.Remove(signature, out var record);
            found.AddRange(IsTold(record!, entries[index], accounts, cursor) ? [] : movements.Read(record!));
        }

        return (found, entries.Count);
    }

    /// <summary>
    /// Whether another of the accounts had this transaction before, told by a node that was ahead of the one asked
    /// about this account. Not where this account is read for the first time: it may have been unknown until now.
    /// </summary>
    private static bool IsTold(
        TransactionRecord record,
        (SolanaKey Account, RpcSignature Entry) item,
        IReadOnlyList<SolanaKey> accounts,
        HistoryCursor cursor) =>
        cursor.LastOf(item.Account) is not null
        && accounts.Any(account => record.Touches(account) && cursor.HasTold(account, item.Entry));

    private async Task FetchAsync(
        List<(SolanaKey Account, RpcSignature Entry)> entries,
        int start,
        HashSet<string> seen,
        Dictionary<string, TransactionRecord> records,
        CancellationToken cancellationToken)
    {
        var wanted = entries.Skip(start)
            .Select(item => item.Entry.Signature)
            .Where(signature => !seen.Contains(signature))
            .Distinct(StringComparer.Ordinal)
            .Take(LookAheadMax)
            .ToList();
        var fetched = await Task.WhenAll(wanted.Select(async signature =>
            await rpc.GetTransactionAsync(
                signature, result => TransactionRecord.Read(result, signature), cancellationToken)
            ?? throw rpc.Unusable("getTransaction", $"it listed {signature} and does not have it")));
        foreach (var (signature, record) in wanted.Zip(fetched))
        {
            records[signature] = record;
        }
    }

    private static HistoryCursor Advance(
        HistoryCursor cursor, List<(SolanaKey Account, RpcSignature Entry)> entries, int taken, ulong doneSlot)
    {
        var last = new SortedDictionary<string, string>(cursor.Last, StringComparer.Ordinal);
        var slots = new SortedDictionary<string, ulong>(cursor.LastSlots ?? [], StringComparer.Ordinal);
        foreach (var (account, entry) in entries.Take(taken))
        {
            last[account.ToString()] = entry.Signature;
            slots[account.ToString()] = entry.Slot;
        }

        // The next entry's slot may be half read, so only the slots before it are done.
        var slot = taken < entries.Count ? Before(entries[taken].Entry.Slot)
            : doneSlot > 0 ? doneSlot
            : taken > 0 ? Before(entries[^1].Entry.Slot)
            : cursor.Slot;
        slot = Math.Max(slot, cursor.Slot);
        var isIdle = taken == 0 && cursor.Slot > 0 && slot - cursor.Slot < IdleSlots;
        return cursor with { Slot = isIdle ? cursor.Slot : slot, Last = last, LastSlots = slots };
    }

    private static ulong Before(ulong slot) => slot == 0 ? 0 : slot - 1;
}
