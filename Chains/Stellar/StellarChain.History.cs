using System.Globalization;
using OrleansTrading.Chains.Stellar.Horizon;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Stellar;

/// <summary>Reading an account's history.</summary>
/// <remarks>
/// Follows the account's transactions, not its payments: they include those that the account merely signed and paid
/// for, and failed ones, in one stream with one cursor. What a plain payment moved stands in the transaction itself;
/// only for the others is Horizon asked what happened.
/// </remarks>
internal sealed partial class StellarChain
{
    /// <summary>A transaction's place in history is its ledger in the upper half of a 64-bit number (SEP-35).</summary>
    private const int LedgerShift = 32;

    /// <inheritdoc/>
    /// <exception cref="ChainUnavailableException">
    /// Also when the server has forgotten ledgers after the cursor: going on would lose payments.
    /// </exception>
    public Task<HistoryPage> ReadHistoryAsync(
        string account, string? cursor, int movementsMax, CancellationToken cancellationToken = default) =>
        OnOneServer().ReadHistoryThereAsync(account, cursor, movementsMax, cancellationToken);

    /// <inheritdoc/>
    public async Task<string> BeginHistoryAsync(string account, CancellationToken cancellationToken = default)
    {
        var root = await GetOwnRootAsync(cancellationToken);

        return EndOf(root.LatestLedger).ToString(CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public Task<ulong?> FindQuietHeightAsync(
        string account, string cursor, CancellationToken cancellationToken = default) =>
        OnOneServer().FindQuietLedgerThereAsync(account, cursor, cancellationToken);

    /// <summary>How far the server is, asked before its history: what that lacks is later.</summary>
    private async Task<ulong?> FindQuietLedgerThereAsync(
        string account, string cursor, CancellationToken cancellationToken)
    {
        var root = await GetOwnRootAsync(cancellationToken);
        var page = await ReadHistoryThereAsync(account, cursor, movementsMax: 1, cancellationToken);
        return page.Cursor == cursor ? root.LatestLedger : null;
    }

    private async Task<HistoryPage> ReadHistoryThereAsync(
        string account, string? cursor, int movementsMax, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(movementsMax, 1);
        if (!StellarAddresses.Check(account).IsValid)
        {
            throw new ArgumentException("The account is not a Stellar account (G…).", nameof(account));
        }

        var position = 0L;
        if (cursor is not null && !TryParsePosition(cursor, out position))
        {
            throw new ArgumentException(
                "The history cursor is not one that this chain gave. Start again without a cursor.", nameof(cursor));
        }

        var limit = Math.Min(movementsMax, StellarConstants.PageMax);
        var records = await _horizon.GetAccountTransactionsAsync(
            account, cursor, newestFirst: false, limit, cancellationToken);
        if (cursor is not null && (records.Count > 0 || position > 0))
        {
            // That there is nothing more may mean that all of it is forgotten; of an account that never had anything it
            // says nothing.
            var next = records.Count > 0 ? ParsePosition(records[0].PagingToken) : long.MaxValue;
            await EnsureNothingForgottenAsync(position, next, cancellationToken);
        }

        var movements = new List<Movement>();
        foreach (var record in records)
        {
            var reached = ParsePosition(record.PagingToken);
            if (reached <= position)
            {
                throw HorizonClient.Unavailable("GET /accounts/…/transactions", "its pages are not in order");
            }

            position = reached;
            movements.AddRange(await ReadMovementsAsync(account, record, cancellationToken));
        }

        // A server takes in whole ledgers: what is not on a page that is not full is in a later one.
        var isFull = records.Count == limit;
        var reachedEnd = records.Count > 0 && !isFull ? EndOf(position >> LedgerShift) : position;
        return new HistoryPage(movements, reachedEnd.ToString(CultureInfo.InvariantCulture), isFull);
    }

    /// <summary>The last place of a ledger, which no transaction has: all of it was read.</summary>
    private static long EndOf(long ledger) => (ledger << LedgerShift) | uint.MaxValue;

    private static bool TryParsePosition(string token, out long position) =>
        long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out position);

    private static long ParsePosition(string token) =>
        TryParsePosition(token, out var position)
            ? position
            : throw HorizonClient.Unavailable("GET /accounts/…/transactions", $"'{token}' is not a place in history");

    private static string BaseOf(string address) =>
        MuxedAccount.TryParse(address, out var account) ? account.AccountId : address;

    /// <summary>The number of an M… address, as the memo that it stands for; null for a G… address.</summary>
    private static string? NumberOf(string address) =>
        MuxedAccount.TryParse(address, out var account) && account.Id is { } id ? MemoText.OfNumber(id) : null;

    private async Task EnsureNothingForgottenAsync(long from, long to, CancellationToken cancellationToken)
    {
        // Of a ledger that a page ended in there may be more.
        var ledger = from >> LedgerShift;
        var needed = from == EndOf(ledger) ? ledger + 1 : ledger;
        if (to >> LedgerShift <= needed)
        {
            return;
        }

        // However small the jump: nobody knows how much this server keeps before it was asked.
        var root = await GetOwnRootAsync(cancellationToken);
        if (root.ElderLedger > needed)
        {
            throw new ChainUnavailableException(
                Name,
                $"{Name}: the server's history begins at ledger {root.ElderLedger}, but ledger {needed} is not read "
                + "yet. Payments may lie between. Use a server with a longer history.");
        }
    }

    private async Task<IReadOnlyList<Movement>> ReadMovementsAsync(
        string account, HorizonTransaction record, CancellationToken cancellationToken)
    {
        IReadOnlyList<StellarMovement> moved = MovementReader.ReadEnvelope(record.EnvelopeXdr)
            ?? (record.Successful ? await _horizon.GetMovementsAsync(record.Hash, cancellationToken) : []);
        var movements = new List<Movement>();
        var outgoing = moved.Where(movement => BaseOf(movement.From) == account).ToArray();
        if (outgoing.Length > 0
            || record.SourceAccount == account
            || record.FeeAccount == account
            || MovementReader.ReadOperationSources(record.EnvelopeXdr).Contains(account))
        {
            movements.Add(DescribeOutgoing(account, record, outgoing));
        }

        if (record.Successful)
        {
            foreach (var movement in moved)
            {
                // What an account pays to itself leaves nothing to book.
                if (!movement.IsToBeClaimed && BaseOf(movement.To) == account && BaseOf(movement.From) != account)
                {
                    movements.Add(await DescribeIncomingAsync(account, record, movement, cancellationToken));
                }
            }
        }

        return movements;
    }

    private Movement DescribeOutgoing(string account, HorizonTransaction record, StellarMovement[] outgoing)
    {
        // Two payments in one transaction have no amount in common.
        var only = outgoing.Length == 1 ? outgoing[0] : null;
        return new Movement(
            // What we signed is known here by the hash of what is inside a fee bump, whoever made that.
            record.InnerHash ?? record.Hash,
            0,
            MovementDirection.Outgoing,
            account,
            only?.To ?? account,
            record.Successful && only is { OperationId: null }
                ? new ChainAmount(_assets.IdOf(only.Asset), (UInt128)only.Amount)
                : null,
            record.Memo,
            record.CreatedAt,
            record.Ledger,
            record.Successful);
    }

    private async Task<Movement> DescribeIncomingAsync(
        string account, HorizonTransaction record, StellarMovement movement, CancellationToken cancellationToken)
    {
        var amount = movement.OperationId is { } operationId
            ? await _horizon.GetCreditAsync(operationId, account, cancellationToken)
            : movement.Amount;
        return new Movement(
            record.Hash,
            movement.Index,
            MovementDirection.Incoming,
            movement.From,
            account,
            new ChainAmount(_assets.IdOf(movement.Asset), (UInt128)amount),
            record.Memo ?? NumberOf(movement.To),
            record.CreatedAt,
            record.Ledger,
            true);
    }
}
