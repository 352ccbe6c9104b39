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

        State.ArrivedHeight = page.Movements.Where(m => m is { Direction: MovementDirection.Incoming, Succeeded: true })
            .Select(m => m.Height).Append(State.ArrivedHeight).Max();
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

    public async Task<string?> FindTraceAsync(TransferRequest request)
    {
        var since = request.OwedSince ?? State.Find(request.Id)?.Steps[0].At ?? DateTimeOffset.MinValue;
        if (State.HasMetUnknown)
        {
            if (await Transfer(request.Id.Trace).GetSeenAsync() is { } seen)
            {
                return $"transaction {seen} carries this transfer's tag and was not signed by what we remember";
            }

            var isNamed = Chain.CarriesMemo(request.Amount.Asset.Value) && request.Memo == request.Id.Tag;
            if (!isNamed && HaveUnknownsSince(since))
            {
                return $"until {State.UnknownUntil:u} the account sent what was not signed here, and nothing on the"
                    + " chain would tell this transfer among it";
            }
        }

        return request.Settles is { } payment && await MayBeGivenBackAsync(payment, since)
            ? $"{payment.Account} may have given {payment.Id} back by what was not signed here"
            : null;
    }

    /// <summary>The account that was paid is nearly always sure that it knows all it sent.</summary>
    private async Task<bool> MayBeGivenBackAsync(SettledPayment payment, DateTimeOffset since)
    {
        var payer = GrainFactory.GetGrain<ITreasuryGrain>(payment.Account.Value);
        if (!await payer.HasSentUnknownAsync(since).WaitAsync(stopping))
        {
            return false;
        }

        return !chains.Has(payment.Account.ChainId)
            || !chains.Get(payment.Account.ChainId).CarriesMemo(payment.Asset.Value)
            || await Transfer(TransferId.Refund(payment.Id).Trace).GetSeenAsync() is not null;
    }

    private bool HaveUnknownsSince(DateTimeOffset at) => at <= State.UnknownUntil + ClocksApart;

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
