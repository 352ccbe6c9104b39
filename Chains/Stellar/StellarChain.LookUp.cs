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
        var transaction = RequireOwnTransaction(account, transfer);
        var found = await _horizon.FindTransactionAsync(transfer.TransactionId, cancellationToken);
        if (found is not null)
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

        var state = await FindOwnAccountAsync(account, cancellationToken);
        if (state?.AsOfLedger is not { } asOf)
        {
            throw HorizonClient.Unavailable(
                "GET /accounts",
                state is null ? $"{account} does not exist on this server" :
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

    private static TransferStatus Settled(HorizonTransaction found, string account, SignedTransfer transfer)
    {
        if (!found.HasHash(transfer.TransactionId)
            || found.SourceAccount != account
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
    /// The transaction in the bytes, after making sure that they are what the transfer says they are.
    /// </summary>
    private StellarTransaction RequireOwnTransaction(string account, SignedTransfer transfer)
    {
        if (!EnvelopeCodec.TryDecode(transfer.Bytes, out var envelope)
            || envelope is not TransactionEnvelope { Transaction: var transaction }
            || Convert.ToHexStringLower(_network.Hash(transaction)) != transfer.TransactionId
            || transaction.Source.AccountId != account
            || transaction.Sequence != (long)transfer.Sequence)
        {
            throw new ArgumentException(
                $"The bytes of transfer {transfer.TransactionId} are not a transaction of {account} with that id and "
                + $"sequence number on {_options.ChainId}.",
                nameof(transfer));
        }

        return transaction;
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
        for (var page = 0; page < SearchPagesMax; page++)
        {
            var records = await _horizon.GetAccountTransactionsAsync(
                account, cursor, newestFirst: true, StellarConstants.PageMax, cancellationToken);
            foreach (var record in records.Where(record => record.SourceAccount == account))
            {
                if (record.HasHash(transfer.TransactionId))
                {
                    return InFlight();
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
