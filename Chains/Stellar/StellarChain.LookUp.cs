using OrleansTrading.Chains.Stellar.Horizon;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Stellar;

/// <summary>Finding out what became of a signed transfer.</summary>
/// <remarks>
/// "Not found" alone proves nothing: the server that answered may lag behind the one that told us the time. So the
/// proof of death rests on one consistent answer: the account's sequence number, together with the ledger it was read
/// at. Including a transaction, even a failed one, raises its account's sequence number to the transaction's. If the
/// number is below ours at the close of a ledger later than our time bound, our transaction is in no ledger and never
/// will be. If it is not below, some transaction used our number, and that one must be found and be another before ours
/// is called dead.
/// </remarks>
internal sealed partial class StellarChain
{
    /// <summary>How far back the user of a sequence number is searched: 10 pages of 200 transactions.</summary>
    private const int SearchPagesMax = 10;

    /// <summary>
    /// One server's history may lag behind another's state by this much before it counts as incomplete.
    /// </summary>
    private static readonly TimeSpan HistoryLagMax = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public Task<TransferStatus> LookUpAsync(
        string account, SignedTransfer transfer, CancellationToken cancellationToken = default) =>
        OnOneServer().LookUpThereAsync(account, transfer, cancellationToken);

    private async Task<TransferStatus> LookUpThereAsync(
        string account, SignedTransfer transfer, CancellationToken cancellationToken)
    {
        var transaction = RequireOwnTransaction(account, transfer).Inner.Transaction;
        var source = transaction.Source.AccountId;
        var found = await _horizon.FindTransactionAsync(transfer.TransactionId, cancellationToken);
        if (found is not null && IsVerdict(found))
        {
            return Settled(found, account, transfer);
        }

        if (transaction.TimeBounds is not { MaxTime: > 0 } bounds)
        {
            return InFlight();
        }

        var root = await GetOwnRootAsync(cancellationToken);
        if (!IsAfter(root.LatestClosedAt, bounds))
        {
            return InFlight();
        }

        var state = await FindOwnAccountAsync(source, cancellationToken);
        if (state?.AsOfLedger is not { } asOf)
        {
            throw HorizonClient.Unavailable(
                "GET /accounts",
                state is null ? $"{source} does not exist on this server" :
                $"the header {HorizonClient.LatestLedgerHeader} is absent, so nothing can be proven. "
                + "Use a Horizon server, or a proxy that keeps its headers");
        }

        // A server that does not know this ledger lags behind the one that gave the account: ask again.
        var ledger = await _horizon.FindLedgerAsync(asOf, cancellationToken);
        if (ledger is null || ledger.Sequence != asOf || !IsAfter(ledger.ClosedAt, bounds))
        {
            return InFlight();
        }

        return state.Sequence < transaction.Sequence
            ? new TransferStatus(
                TransferFate.Dead,
                $"expired: ledger {asOf} closed at {ledger.ClosedAt:O}, after {transfer.ValidUntil:O}, and the "
                + $"account's sequence number was still {state.Sequence}",
                0,
                0,
                null)
            : await FindUserOfSequenceAsync(
                account,
                transfer,
                transaction,
                isLongAgo: ledger.ClosedAt - transfer.ValidUntil > HistoryLagMax,
                cancellationToken);
    }

    private static bool IsAfter(DateTimeOffset closedAt, TimeBounds bounds) =>
        closedAt.ToUnixTimeSeconds() > (long)bounds.MaxTime;

    private static TransferStatus InFlight() => new(TransferFate.InFlight, null, 0, 0, null);

    private static TransferStatus Unknown(string reason) => new(TransferFate.Unknown, reason, 0, 0, null);

    /// <summary>
    /// A fee bump can enter a ledger although the transaction inside it has become invalid meanwhile. That costs its
    /// fee but does not use up the sequence number, so it says nothing about the transaction: only where the inner one
    /// succeeded, or its operations failed, is it over.
    /// </summary>
    private static bool IsVerdict(HorizonTransaction found) =>
        found.InnerHash is null
        || found.Successful
        || (TransactionResultCodec.TryDecode(found.ResultXdr, out var result)
            && result.Inner is { Result.Code: TransactionResult.Failed });

    private static TransferStatus Settled(HorizonTransaction found, string account, SignedTransfer transfer)
    {
        if (!found.HasHash(transfer.TransactionId)
            || found.SourceAccount != (transfer.Lane ?? account)
            || found.Sequence != (long)transfer.Sequence)
        {
            throw HorizonClient.Unavailable(
                "GET /transactions", "it answered with another transaction than was asked for");
        }

        // A fee bump that somebody else paid for costs us nothing.
        var fee = found.FeeAccount == account ? (ulong)found.FeeCharged : 0;
        if (found.Successful)
        {
            return new TransferStatus(TransferFate.Landed, null, fee, found.Ledger, found.CreatedAt);
        }

        var reason = TransactionResultCodec.TryDecode(found.ResultXdr, out var result)
            ? result.Describe()
            : "tx_failed";
        return new TransferStatus(TransferFate.Failed, reason, fee, found.Ledger, found.CreatedAt);
    }

    /// <summary>
    /// The transaction in the bytes, alone or in a fee bump, after making sure that they are what the transfer says
    /// they are.
    /// </summary>
    private (Envelope Envelope, TransactionEnvelope Inner) RequireOwnTransaction(
        string account, SignedTransfer transfer)
    {
        var inner = EnvelopeCodec.TryDecode(transfer.Bytes, out var envelope) ? envelope switch
        {
            TransactionEnvelope single => single,
            FeeBumpEnvelope bump when bump.FeeSource.AccountId == account => bump.Inner,
            _ => null,
        } : null;
        if (inner?.Transaction is not { } transaction
            || Convert.ToHexStringLower(_network.Hash(transaction)) != transfer.TransactionId
            || transaction.Source.AccountId != (transfer.Lane ?? account)
            || transaction.Sequence != (long)transfer.Sequence
            || transaction.Operations.Any(
                operation => (operation.Source ?? transaction.Source).AccountId != account))
        {
            throw new ArgumentException(
                $"The bytes of transfer {transfer.TransactionId} are not a transaction of {account} with that id, lane "
                + $"and sequence number on {_options.ChainId}.",
                nameof(transfer));
        }

        return (envelope!, inner);
    }

    /// <summary>
    /// Our number is used up. By ours (the server was behind a moment ago), by another, or by one unseen.
    /// </summary>
    private async Task<TransferStatus> FindUserOfSequenceAsync(
        string account,
        SignedTransfer transfer,
        StellarTransaction transaction,
        bool isLongAgo,
        CancellationToken cancellationToken)
    {
        string? cursor = null;
        var seesLater = false;
        var source = transaction.Source.AccountId;
        for (var page = 0; page < SearchPagesMax; page++)
        {
            var records = await _horizon.GetAccountTransactionsAsync(
                source, cursor, newestFirst: true, StellarConstants.PageMax, cancellationToken);
            foreach (var record in records.Where(record => record.SourceAccount == source))
            {
                if (record.HasHash(transfer.TransactionId))
                {
                    // What used the number up was not this one if it was no verdict: further down is what did.
                    if (IsVerdict(record))
                    {
                        return Settled(record, account, transfer);
                    }

                    continue;
                }

                if (record.Sequence == transaction.Sequence)
                {
                    return new TransferStatus(
                        TransferFate.Dead,
                        $"its sequence number {record.Sequence} was used by {record.Hash} in ledger {record.Ledger}",
                        0,
                        0,
                        null);
                }

                if (record.Sequence < transaction.Sequence)
                {
                    // A hole: numbers were skipped, by an operation this business never makes.
                    return seesLater || isLongAgo
                        ? Unknown($"the sequence number {transaction.Sequence} was skipped, not used")
                        : InFlight();
                }

                seesLater = true;
            }

            if (records.Count < StellarConstants.PageMax)
            {
                break;
            }

            cursor = records[^1].PagingToken;
        }

        // History that ends before our number lags behind the state: ask again.
        return !seesLater && !isLongAgo ? InFlight() : Unknown(
            $"the sequence number {transaction.Sequence} is used up, but the server's history does not reach back to "
            + "the transaction that used it; ask a server with full history");
    }
}
