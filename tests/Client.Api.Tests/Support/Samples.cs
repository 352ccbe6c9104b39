using Microsoft.Extensions.Options;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>A small platform and a quote on it.</summary>
internal static class Samples
{
    internal const string StellarId = "stellar:testnet";
    internal const string StellarTreasury = "GTREASURY";
    internal const string SolanaId = "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1";
    internal const string SolanaTreasury = "SoTreasury";

    internal static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    internal static readonly AssetId Xlm = new($"{StellarId}/slip44:148");

    internal static readonly AssetId Usdc = new($"{SolanaId}/token:EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");

    internal static readonly AccountId SolanaAccount = AccountId.Of(SolanaId, SolanaTreasury);

    internal static readonly AccountId StellarAccount = AccountId.Of(StellarId, StellarTreasury);

    /// <summary>One server that is used and one that is not.</summary>
    internal static IReadOnlyList<EndpointView> Endpoints { get; } =
    [
        new() { Name = "main", State = "usable" },
        new() { Name = "backup", State = "behind", Problem = "It is 500 below the others." },
    ];

    internal static AssetCatalog Catalog() => new(Options.Create(new PlatformOptions
    {
        Chains =
        [
            new ChainAccountOptions { Name = "solana", Id = SolanaId, Treasury = SolanaTreasury },
            new ChainAccountOptions { Name = "stellar", Id = StellarId, Treasury = StellarTreasury },
        ],
        Assets =
        [
            Asset("solana/USDC", Usdc, 6, "USDC/USD"),
            Asset("stellar/XLM", Xlm, 7, "XLM/USD"),
        ],
    }));

    internal static QuoteView Quote(QuoteId id, UserId user) => new()
    {
        Id = id,
        User = user,
        Status = QuoteStatus.Pending,
        Terminal = false,
        NextActor = "customer",
        NextStep = "Pay exactly the amount with the memo.",
        Deadline = Start.AddMinutes(6),
        Pay = new QuotePay
        {
            Amount = new Amount(Usdc, 12_500_000),
            Address = SolanaTreasury,
            Memo = id.Value,
            Uri = $"solana:{SolanaTreasury}?amount=12.5&memo={id}",
        },
        Receive = new QuoteReceive { Amount = new Amount(Xlm, 390_424_999), Address = "GCUSTOMER" },
        Fees =
        [
            new QuoteFee { Kind = FeeKind.Platform, Amount = new Amount(Usdc, 12_500) },
            new QuoteFee { Kind = FeeKind.Network, Amount = new Amount(Xlm, 100) },
        ],
        Rate = new QuoteRate
        {
            Pay = Price("USDC/USD", 99_990_000, 20_000, -8),
            Receive = Price("XLM/USD", 3_201_234, 4_567, -7),
            SpreadBasisPoints = 16,
        },
        CreatedAt = Start,
        ExpiresAt = Start.AddMinutes(5),
        Payments = [],
        Paid = new Amount(Usdc, 0),
        Delivered = new Amount(Xlm, 0),
        Refunded = new Amount(Usdc, 0),
    };

    /// <summary>A payment that nobody can be paid back for; each index is another one, a minute later.</summary>
    internal static PaymentView ParkedPayment(int index) => new()
    {
        Payment = new IncomingPayment
        {
            Id = PaymentId.Of(StellarId, $"tx{index}", 0),
            Account = StellarAccount,
            Sender = "CCONTRACT",
            Amount = new Amount(Xlm, 42),
            TransactionId = $"tx{index}",
            PaidAt = Start.AddMinutes(index),
            Height = 7,
        },
        Status = PaymentStatus.Parked,
        Reason = PaymentReasons.SenderNotPayable,
    };

    internal static QuotePrice Price(string feed, long mantissa, ulong confidence, int exponent) => new()
    {
        Feed = feed,
        Mantissa = mantissa,
        Confidence = confidence,
        Exponent = exponent,
        PublishTime = Start.AddSeconds(-2),
        Source = "recorded",
    };

    private static AssetOptions Asset(string alias, AssetId id, int decimals, string feed) => new()
    {
        Alias = alias,
        Id = id.Value,
        Decimals = decimals,
        PriceFeed = feed,
        Min = "1",
        Max = "10000",
        RefundFee = "0.1",
        Dust = "0.5",
    };
}
