using OrleansTrading.Chains;
using OrleansTrading.Grains.History;

namespace OrleansTrading.Grains.Treasury;

/// <content>
/// Compares what the account did on chain with what was signed here. A transaction nobody here knows means another
/// signer, or a state older than the chain (a restored backup): then nothing is signed until an operator has looked.
/// </content>
internal sealed partial class TreasuryGrain
{
    private const int AuditPageMax = 200;

    /// <summary>The account's state is written with each transfer, so it must not grow with a long gap.</summary>
    private const int UnknownMax = 100;

    /// <summary>More than the clocks of two chains are apart.</summary>
    private static readonly TimeSpan ClocksApart = TimeSpan.FromMinutes(5);

    private DateTimeOffset? auditedAt;

    private async Task AuditAsync(CancellationToken cancellationToken)
    {
        // Before the first signature of each activation, and then on a clock.
        if (auditedAt is { } last && time.GetUtcNow() - last < options.AuditPeriod)
        {
            return;
        }

        HistoryPage page;
        do
        {
            page = await Chain.ReadHistoryAsync(Account.Address, State.AuditCursor, AuditPageMax, cancellationToken);
            await MatchAsync(page);
        }
        while (page.HasMore);
        auditedAt = time.GetUtcNow();
    }

    /// <summary>
    /// What the page changes is changed together, after the last question was asked: cursor, halt and what was met are
    /// one write, so that no crash can forget a transaction that was read and not yet told.
    /// </summary>
    private async Task MatchAsync(HistoryPage page)
    {
        var outgoing = page.Movements
            .Where(m => m.Direction == MovementDirection.Outgoing && !State.HasMet(m)).ToList();
        var strangers = new List<Movement>();
        foreach (var movement in outgoing)
        {
            if (!IsOurs(movement.TransactionId) && !await IsRecordedAsync(movement))
            {
                await MarkAsync(movement);
                strangers.Add(movement);
            }
        }

        if (strangers.Count == 0 && page.Cursor == State.AuditCursor)
        {
            return;
        }

        NoteArrivals(page);
        outgoing.ForEach(Meet);
        State.AuditCursor = page.Cursor;
        if (strangers.Count > 0)
        {
            Halt(strangers);
        }

        await saver.SaveAsync();
    }

    private bool IsOurs(string transactionId) =>
        State.Open.Exists(t => t.Signed?.TransactionId == transactionId) || State.AwaitingAudit.Contains(transactionId);

    private void Meet(Movement movement)
    {
        State.NoteMet(movement);
        State.AwaitingAudit.Remove(movement.TransactionId);
        if (State.Undecided.Remove(movement.TransactionId))
        {
            BookUnordered(movement);
            State.AcceptsDifference = true;
        }

        if (State.Open.Find(t => t.Signed?.TransactionId == movement.TransactionId) is { } open)
        {
            open.IsAudited = true;
            open.Moved = movement is { Succeeded: true, Amount: { } moved }
                ? new Amount(new AssetId(moved.Asset), moved.Units)
                : null;
        }
    }

    /// <summary>A delivery carries its quote's id: its own grain remembers it for good.</summary>
    private async Task<bool> IsRecordedAsync(Movement movement) =>
        QuoteId.TryParse(movement.Memo, out var quote)
        && await Transfer(TransferId.Delivery(quote)).GetAsync() is { } known
        && known.TransactionId == movement.TransactionId;

    /// <summary>
    /// Marked before the halt is stored, so that there is no resume before it: a transfer whose tag was met is not made
    /// again.
    /// </summary>
    private Task MarkAsync(Movement movement) => TransferId.TryTrace(movement.Memo, out var trace)
        ? Transfer(trace).MarkSeenAsync(movement.TransactionId)
        : Task.CompletedTask;

    /// <summary>
    /// Adds to what an operator has to match: as many as <see cref="UnknownMax"/>, and how many there are beyond. Said
    /// before it is stored: where the write fails, an operator has heard of it all the same.
    /// </summary>
    private void Halt(List<Movement> strangers)
    {
        foreach (var movement in strangers)
        {
            var unknown = new UnknownTransaction
            {
                TransactionId = movement.TransactionId,
                At = movement.BlockTime,
                To = movement.To,
                Amount = movement.Amount is { } moved ? new Amount(new AssetId(moved.Asset), moved.Units) : null,
                Memo = movement.Memo,
                Succeeded = movement.Succeeded,
            };
            State.NoteUnknown([unknown]);
            RecordUnknown(unknown);
            BookUnordered(movement);
            if (State.Unknown.Count < UnknownMax)
            {
                State.Unknown.Add(unknown);
                logger.TransactionUnknown(
                    Account, unknown.TransactionId, unknown.At, unknown.To, unknown.Amount, unknown.Memo);
            }
            else
            {
                State.UnknownBeyond++;
            }
        }

        State.HasMetUnknown = true;
        var count = State.Unknown.Count + State.UnknownBeyond;
        var first = State.Unknown[0].TransactionId;
        Halt(count == 1
            ? $"transaction {first} was not signed here"
            : $"{count} transactions were not signed here, the first is {first}");
    }

    private void Halt(string reason)
    {
        State.Halted = reason;
        Record(HistoryKinds.TreasuryHalted, new TreasuryDetails { Reason = HistoryDetails.Clip(reason) });
        logger.TreasuryHalted(Account, reason);
    }
}
