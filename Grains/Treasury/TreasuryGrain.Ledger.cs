using System.Globalization;
using System.Numerics;
using OrleansTrading.Chains;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.History;
using OrleansTrading.Grains.Ledger;

namespace OrleansTrading.Grains.Treasury;

/// <content>
/// The account's books: its opening balance, what it moved and nobody here ordered, and whether the chain agrees with
/// what is booked. What comes in is booked by payments, and what goes out on our orders by transfers.
/// </content>
internal sealed partial class TreasuryGrain
{
    private const int BeginAttemptsMax = 10;

    /// <summary>
    /// How many heights two looks are apart at least: what a transfer on NEAR gives back of its gas comes that much
    /// later than the transfer.
    /// </summary>
    private const ulong LooksApart = 5;

    private IReadOnlyList<LedgerDifference> differences = [];
    private DateTimeOffset? comparedAudit;
    private Look? firstLook;
    private long concluded;

    public async Task<string?> GetBeginningAsync()
    {
        var beginning = State.Started ? State.BeginCursor ?? State.AuditCursor : null;

        // What is told is durable: after a crash the books would begin anew, later.
        await saver.SettleAsync();
        return beginning;
    }

    /// <summary>
    /// At the first start, before the first quote: what happened up to now is passed over, and what the account holds
    /// is booked, in the write that starts it. The balances before and after the cursor was made are the same, so they
    /// are those of its place in the history, unless somebody moves something all the time: then the comparison tells
    /// the difference.
    /// </summary>
    private async Task BeginAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var before = await Chain.GetBalancesAsync(Account.Address);
            var cursor = await Chain.BeginHistoryAsync(Account.Address);
            var after = await Chain.GetBalancesAsync(Account.Address);
            if (State.Started)
            {
                // Another call has come first: between two awaits others run.
                await saver.SettleAsync();
                return;
            }

            if (attempt == BeginAttemptsMax || before.Held.SequenceEqual(after.Held))
            {
                State.Started = true;
                State.BeginCursor = cursor;
                State.AuditCursor = cursor;
                Record(HistoryKinds.TreasuryStarted, new TreasuryDetails());
                BookOpening(after.Held.Select(held => (held.Asset, (BigInteger)held.Units)));
                await saver.SaveAsync();
                return;
            }
        }
    }

    private void BookOpening(IEnumerable<(string Asset, BigInteger Units)> held)
    {
        State.IsOpened = true;
        Book(LedgerKinds.Opening, LedgerAccounts.Capital, held, reference: null);
    }

    /// <summary>
    /// A transaction that was not signed here, or whose transfer nobody could decide. Its fee is not told with it: that
    /// is booked with the next difference, of a stranger's once an operator has matched it.
    /// </summary>
    private void BookUnordered(Movement movement)
    {
        if (movement is { Succeeded: true, Amount: { } amount })
        {
            BookUnordered(new Amount(new AssetId(amount.Asset), amount.Units), movement.TransactionId);
        }
    }

    private void BookUnordered(Amount amount, string transactionId) => Book(
        LedgerKinds.Unmatched,
        LedgerAccounts.SuspenseUnmatched,
        [(amount.Asset.Value, -(BigInteger)amount.Units)],
        transactionId);

    /// <summary>
    /// A transfer that ended unknown is not booked as one. If the history has its transaction all the same, that moved
    /// what it moved.
    /// </summary>
    private void BookUndecided(OpenTransfer transfer)
    {
        if (transfer is { Status: TransferStatus.Signed, Signed: { } signed })
        {
            if (!transfer.IsAudited)
            {
                State.Undecided.Add(signed.TransactionId);
            }
            else if (transfer.Moved is { } moved)
            {
                BookUnordered(moved, signed.TransactionId);
                State.AcceptsDifference = true;
            }
        }
    }

    /// <summary>Books what the account has more (or less) against another account.</summary>
    private void Book(
        string kind, string other, IEnumerable<(string Asset, BigInteger Units)> changes, string? reference)
    {
        var account = LedgerAccounts.Treasury(Account);
        foreach (var (asset, units) in changes)
        {
            var (debit, credit) = units.Sign > 0 ? (account, other) : (other, account);
            var postings = new LedgerPostings().Move(debit, credit, asset, (UInt128)BigInteger.Abs(units));
            State.Book(kind, time.GetUtcNow(), user: null, Account.Value, postings, reference);
        }
    }

    /// <summary>
    /// Compares the chain's balances with the booked ones, once for each audit. What moves meanwhile is on one side
    /// before the other, so only what two looks have seen alike is compared, while nothing was in flight.
    /// </summary>
    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        if (comparedAudit == auditedAt || reconciledAt < auditedAt)
        {
            return;
        }

        comparedAudit = auditedAt;
        if (State.Halted is not null || HasUnbooked())
        {
            firstLook = null;
            return;
        }

        var booked = (await ledger.BalancesAsync(LedgerAccounts.Treasury(Account), at: null, cancellationToken))
            .ToDictionary(b => b.Asset, b => b.Units, StringComparer.Ordinal);
        var found = balances
            .Select(held => (held.Asset, Chain: held.Units, Booked: booked.GetValueOrDefault(held.Asset)))
            .ToList();
        var look = new Look(
            balancesHeight,
            string.Create(CultureInfo.InvariantCulture, $"{State.AuditCursor} {concluded} ") + string.Join(' ', found));
        if (firstLook?.Seen != look.Seen)
        {
            firstLook = look;
        }
        else if (look.Height >= firstLook.Height + LooksApart)
        {
            await ConcludeComparisonAsync(
                firstLook, look, [.. found.Where(one => one.Booked != (BigInteger)one.Chain)], cancellationToken);
        }
    }

    /// <summary>Whether something is final, or soon will be, of which the ledger tells nothing yet.</summary>
    private bool HasUnbooked() =>
        State.Open.Exists(t => t.Status == TransferStatus.Signed)
        || State.AwaitingAudit.Exists(t => !State.Undecided.Contains(t));

    /// <summary>
    /// Whether the balances had everything in them that is booked: the node that told them may be behind the one that
    /// told of a payment or of a transfer's end.
    /// </summary>
    private async Task<bool> IsCompleteAsync(Look look)
    {
        var watcher = GrainFactory.GetGrain<IWatcherGrain>(Account.Value);
        var recorded = await watcher.GetRecordedHeightAsync().WaitAsync(stopping);
        return recorded >= State.ArrivedHeight && look.Height >= ulong.Max(recorded.Value, State.MetHeight);
    }

    /// <summary>Whether the audit has met everything that the balances had in them.</summary>
    private async Task<bool> IsAuditedAsync(Look look, CancellationToken cancellationToken) =>
        State.AuditCursor is { } cursor
        && await Chain.FindQuietHeightAsync(Account.Address, cursor, cancellationToken) >= look.Height;

    private async Task ConcludeComparisonAsync(
        Look first,
        Look second,
        List<(string Asset, UInt128 Chain, BigInteger Booked)> found,
        CancellationToken cancellationToken)
    {
        if (found.Count > 0 || State.AcceptsDifference || !State.IsOpened)
        {
            if (!await IsCompleteAsync(first))
            {
                firstLook = second;
                return;
            }

            if (!await IsAuditedAsync(first, cancellationToken))
            {
                return;
            }
        }

        var missing = found.Select(one => (one.Asset, (BigInteger)one.Chain - one.Booked));
        if (!State.IsOpened)
        {
            BookOpening(missing);
            await saver.SaveAsync();
            return;
        }

        if (State.AcceptsDifference)
        {
            State.AcceptsDifference = false;
            Book(LedgerKinds.Unmatched, LedgerAccounts.SuspenseUnmatched, missing, reference: null);
            await saver.SaveAsync();
            return;
        }

        var told = differences;
        differences = [.. found.Select(one => new LedgerDifference
        {
            Asset = new AssetId(one.Asset),
            ChainUnits = one.Chain,
            LedgerUnits = one.Booked.ToString(CultureInfo.InvariantCulture),
        })];
        foreach (var difference in differences.Except(told))
        {
            logger.LedgerDiffers(Account, difference.Asset, difference.ChainUnits, difference.LedgerUnits);
        }
    }

    /// <summary>The balances on the chain and in the ledger, as they were seen together.</summary>
    /// <param name="Height">That of the chain's.</param>
    /// <param name="Seen">Both, and how much had been audited and concluded.</param>
    private sealed record Look(ulong Height, string Seen);
}
