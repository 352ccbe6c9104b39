using Microsoft.Extensions.Options;
using OrleansTrading.Audit;
using OrleansTrading.Audit.Money;
using OrleansTrading.Chains;
using OrleansTrading.Grains.Payments;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Treasury;
using TransferStatus = OrleansTrading.Grains.TransferStatus;

namespace OrleansTrading.Grains.Tests.Audits;

/// <summary>
/// Books that agree with their network, to be spoiled: one quote paid with too much and delivered, one paid with too
/// little and expired.
/// </summary>
internal sealed class Bookkeeping
{
    internal const string Chain = "test:net";
    internal const string Treasury = "TREASURY";
    internal const string Coin = Chain + "/slip44:1";
    internal const string Token = Chain + "/asset:USD";
    internal const string Payer = "PAYER";
    internal const string Receiver = "RECEIVER";
    internal static readonly string Delivered = QuoteId.Derive(new UserId("u"), "delivered").Value;
    internal static readonly string Expired = QuoteId.Derive(new UserId("u"), "expired").Value;
    internal const ulong FeeUnits = 7;

    internal static readonly DateTimeOffset End = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    internal static readonly PaymentId TooMuch = PaymentId.Of(Chain, "in-much", 0);
    internal static readonly PaymentId TooLittle = PaymentId.Of(Chain, "in-little", 0);

    internal Bookkeeping()
    {
        Quotes[Delivered] = Quote(QuoteStatus.Executed);
        Quotes[Delivered].AcceptedPayment = TooMuch;
        Quotes[Delivered].PaidUnits = 130;
        Quotes[Delivered].DeliveryTransactionId = "out-delivery";
        Quotes[Expired] = Quote(QuoteStatus.Expired);
        Arrive(TooMuch, "in-much", 130, new PaymentState { Status = PaymentStatus.Settled, Quote = new(Delivered) });
        Arrive(TooLittle, "in-little", 90, new PaymentState
        {
            Status = PaymentStatus.Refunded, Quote = new(Expired), Reason = PaymentReasons.Underpaid,
        });
        Leave(TransferId.Delivery(new(Delivered)), "out-delivery", Receiver, Coin, 50);
        GiveBack(TransferId.Excess(TooMuch), "out-excess", 30 - 2);
        GiveBack(TransferId.Refund(TooLittle), "out-refund", 90 - 2);
        After[Token] = 1_000 + 130 + 90 - (30 - 2) - (90 - 2);
        After[Coin] = 1_000 - 50 - (3 * FeeUnits) - OpeningUnits;
    }

    internal SortedDictionary<string, QuoteState> Quotes { get; } = new(StringComparer.Ordinal);

    internal SortedDictionary<string, PaymentState> Payments { get; } = new(StringComparer.Ordinal);

    internal SortedDictionary<string, TransferState> Transfers { get; } = new(StringComparer.Ordinal);

    internal TreasuryState Account { get; } = new();

    internal List<Movement> Movements { get; } = [];

    internal SortedDictionary<string, UInt128> After { get; } = new(StringComparer.Ordinal);

    internal UInt128 OpeningUnits { get; } = 11;

    internal IReadOnlyList<string> Check()
    {
        var findings = new Findings();
        MoneyAudit.Check(
            new StoredBooks
            {
                Quotes = Quotes,
                Payments = Payments,
                Transfers = Transfers,
                Treasuries = new Dictionary<string, TreasuryState> { [$"{Chain}:{Treasury}"] = Account },
            },
            [
                new ChainBook
                {
                    ChainId = Chain,
                    Treasury = Treasury,
                    NativeAsset = Coin,
                    Before = new Dictionary<string, UInt128> { [Coin] = 1_000, [Token] = 1_000 },
                    After = After,
                    Movements = Movements,
                    AssetsWithoutMemo = new HashSet<string>(),
                    OpeningUnits = OpeningUnits,
                },
            ],
            Catalog(),
            new HashSet<string> { PaymentReasons.Underpaid, PaymentReasons.Late },
            findings);
        return findings.Kept;
    }

    internal TransferView Transfer(TransferId id) => Transfers[id.Value].Outcome!;

    /// <summary>Writes down and sends.</summary>
    internal void Leave(TransferId id, string transaction, string to, string asset, UInt128 units)
    {
        Transfers[id.Value] = new TransferState
        {
            Outcome = new TransferView
            {
                Request = new TransferRequest
                {
                    Id = id, To = to, Amount = new(new AssetId(asset), units), Memo = id.Tag,
                },
                Status = TransferStatus.Landed,
                TransactionId = transaction,
                FeeUnits = FeeUnits,
                Steps = [],
            },
        };
        Send(transaction, to, asset, units, id.Tag);
    }

    /// <summary>A transaction of the account.</summary>
    internal void Send(string transaction, string to, string asset, UInt128 units, string memo) => Movements.Add(
        new Movement(
            transaction, 0, MovementDirection.Outgoing, Treasury, to, new(asset, units), memo, End, 2,
            Succeeded: true));

    private void GiveBack(TransferId id, string transaction, UInt128 units)
    {
        Leave(id, transaction, Payer, Token, units);
        var payment = Payments[id.Value[(id.Value.IndexOf(':', StringComparison.Ordinal) + 1)..]];
        payment.RefundTransactionId = transaction;
        payment.RefundedUnits = units;
    }

    private void Arrive(PaymentId id, string transaction, UInt128 units, PaymentState state)
    {
        var paidAt = End.AddSeconds(-10);
        var memo = state.Quote!.Value.Value;
        state.Payment = new IncomingPayment
        {
            Id = id,
            Account = AccountId.Of(Chain, Treasury),
            Sender = Payer,
            Amount = new(new AssetId(Token), units),
            Memo = memo,
            TransactionId = transaction,
            PaidAt = paidAt,
            Height = 1,
        };
        Payments[id.Value] = state;
        Movements.Add(new Movement(
            transaction, 0, MovementDirection.Incoming, Payer, Treasury, new(Token, units), memo, paidAt, 1,
            Succeeded: true));
    }

    private static QuoteState Quote(QuoteStatus status) => new()
    {
        Command = new CreateQuote
        {
            User = new("u"), PayAsset = Token, ReceiveAsset = Coin, ReceiveAddress = Receiver,
        },
        Status = status,
        Pay = new QuotePay { Amount = new(new AssetId(Token), 100), Address = Treasury, Uri = "" },
        PayAccount = AccountId.Of(Chain, Treasury),
        Receive = new QuoteReceive { Amount = new(new AssetId(Coin), 50), Address = Receiver },
        ExpiresAt = End,
    };

    private static AssetCatalog Catalog() => new(Options.Create(new PlatformOptions
    {
        Chains = [new() { Name = "test", Id = Chain, Treasury = Treasury }],
        Assets = [Asset("test/COIN", Coin), Asset("test/USD", Token)],
    }));

    private static AssetOptions Asset(string alias, string id) => new()
    {
        Alias = alias,
        Id = id,
        Decimals = 0,
        PriceFeed = "USDC/USD",
        Min = "1",
        Max = "1000",
        RefundFee = "2",
        Dust = "5",
    };
}
