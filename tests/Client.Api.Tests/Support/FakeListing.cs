using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>The lists' read model in memory, in the order that the real one has.</summary>
internal sealed class FakeListing : IListingStore, IStorageStatus
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Kind, string Id), ListingRow> rows = [];

    /// <summary>What every read throws; null for nothing.</summary>
    internal Exception? Failure { get; set; }

    public string EngineVersion => "in memory";

    public string Place => "nowhere";

    public bool IsReady { get; set; } = true;

    internal void Add(QuoteView quote)
    {
        lock (gate)
        {
            rows[("quote", quote.Id.Value)] = new ListingRow(
                "quote", quote.Id.Value, quote.User.Value, quote.CreatedAt, quote.Status.ToString(), !quote.Terminal,
                quote.Deadline, quote.Status == QuoteStatus.Parked);
        }
    }

    internal void Add(WalletId wallet, DateTimeOffset createdAt)
    {
        lock (gate)
        {
            rows[("wallet", wallet.Value)] = new ListingRow(
                "wallet", wallet.Value, wallet.User.Value, createdAt, "open", IsOpen: true, Deadline: null,
                AwaitsOperator: false);
        }
    }

    internal void AddFee(SubscriptionId subscription, UserId subscriber, UserId provider)
    {
        lock (gate)
        {
            foreach (var (kind, owner) in ((string, UserId)[])
                [(ListingKinds.PerformanceFee, subscriber), (ListingKinds.PerformanceFeeOfProvider, provider)])
            {
                rows[(kind, subscription.Value)] = new ListingRow(
                    kind, subscription.Value, owner.Value, Samples.Start, "open", IsOpen: true, Deadline: null,
                    AwaitsOperator: false);
            }
        }
    }

    /// <summary>Lists what one of the kinds of copy trading has.</summary>
    internal void Add(string kind, string id, string owner, DateTimeOffset createdAt)
    {
        lock (gate)
        {
            rows[(kind, id)] = new ListingRow(
                kind, id, owner, createdAt, "open", IsOpen: true, Deadline: null, AwaitsOperator: false);
        }
    }

    internal void Add(WithdrawalView withdrawal)
    {
        lock (gate)
        {
            rows[("withdrawal", withdrawal.Id.Value)] = new ListingRow(
                "withdrawal", withdrawal.Id.Value, withdrawal.Wallet.Value, withdrawal.CreatedAt,
                withdrawal.Status.ToString(), !withdrawal.Terminal, Deadline: null,
                withdrawal.Status == WithdrawalStatus.Parked);
        }
    }

    internal void Add(WalletTransferView transfer)
    {
        lock (gate)
        {
            rows[("wallet-transfer", transfer.Id.Value)] = new ListingRow(
                "wallet-transfer", transfer.Id.Value, transfer.From.Value, transfer.SentAt, "sent", IsOpen: false,
                Deadline: null, AwaitsOperator: false);
        }
    }

    internal void Add(PaymentView parked)
    {
        lock (gate)
        {
            var payment = parked.Payment;
            rows[("parked-payment", payment.Id.Value)] = new ListingRow(
                "parked-payment", payment.Id.Value, payment.Account.Value, payment.PaidAt, parked.Status.ToString(),
                IsOpen: false, Deadline: null, AwaitsOperator: true);
        }
    }

    public Task<IReadOnlyList<ListingRow>> PageByOwnerAsync(
        string kind, string owner, ListingCursor? before, int max, CancellationToken cancellationToken) =>
        Read(all => all.Where(r => r.Kind == kind && r.Owner == owner)
            .OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id, StringComparer.Ordinal)
            .Where(r => before is not { } b || Compare(r.CreatedAt, r.Id, b) < 0).Take(max));

    public Task<IReadOnlyList<ListingRow>> PageOverdueAsync(
        string kind, DateTimeOffset now, ListingCursor? after, int max, CancellationToken cancellationToken) =>
        Read(all => all.Where(r => r.Kind == kind && r.IsOpen && r.Deadline < now)
            .OrderBy(r => r.Deadline).ThenBy(r => r.Id, StringComparer.Ordinal)
            .Where(r => after is not { } a || Compare(r.Deadline!.Value, r.Id, a) > 0).Take(max));

    public Task<IReadOnlyList<ListingRow>> PageAwaitingOperatorAsync(
        string kind, ListingCursor? after, int max, CancellationToken cancellationToken) =>
        Read(all => all.Where(r => r.Kind == kind && r.AwaitsOperator)
            .OrderBy(r => r.CreatedAt).ThenBy(r => r.Id, StringComparer.Ordinal)
            .Where(r => after is not { } a || Compare(r.CreatedAt, r.Id, a) > 0).Take(max));

    private static int Compare(DateTimeOffset at, string id, ListingCursor cursor) =>
        at == cursor.At ? string.CompareOrdinal(id, cursor.Id) : at.CompareTo(cursor.At);

    private Task<IReadOnlyList<ListingRow>> Read(Func<IEnumerable<ListingRow>, IEnumerable<ListingRow>> query)
    {
        if (Failure is not null)
        {
            return Task.FromException<IReadOnlyList<ListingRow>>(Failure);
        }

        lock (gate)
        {
            return Task.FromResult<IReadOnlyList<ListingRow>>([.. query(rows.Values)]);
        }
    }
}
