using System.Text.Json;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Quotes;

public sealed class QuoteMapperTests
{
    private static readonly UserId User = new("u_aaaaaaaaaaaaaaaaaaaaaaaaaa");
    private static readonly QuoteView Pending = Samples.Quote(new QuoteId("q_aaaaaaaaaaaaaaaaaaaaaaaaaa"), User);
    private static readonly QuoteMapper Mapper = new(Samples.Catalog());

    [Fact]
    public void A_pending_quote_is_shown_as_recorded() => AssertShown("quote-pending.json", Pending);

    [Fact]
    public void A_quote_with_payments_of_all_kinds_is_shown_as_recorded() => AssertShown(
        "quote-executed.json",
        Pending with
        {
            Status = QuoteStatus.Executed,
            Terminal = true,
            NextActor = null,
            NextStep = null,
            Deadline = null,
            RefundAddress = "SoCustomer",
            Payments =
            [
                Payment(0, Samples.Usdc, 13_500_000, PaymentDisposition.Accepted) with
                {
                    Refunded = new Amount(Samples.Usdc, 900_000),
                    RefundTransactionId = "refund0",
                },
                Payment(1, new AssetId($"{Samples.SolanaId}/token:Other"), 7, PaymentDisposition.Parked) with
                {
                    Reason = PaymentReasons.WrongAsset,
                },
                Payment(2, Samples.Usdc, 1, PaymentDisposition.Refunding) with
                {
                    Reason = PaymentReasons.SecondPayment,
                },
            ],
            Paid = new Amount(Samples.Usdc, 13_500_000),
            Delivered = new Amount(Samples.Xlm, 390_424_999),
            Refunded = new Amount(Samples.Usdc, 900_000),
            DeliveryTransactionId = "deliver0",
        });

    [Fact]
    public void Every_status_has_a_name_of_its_own()
    {
        var names = Enum.GetValues<QuoteStatus>().Select(QuoteMapper.Name).ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(
            Enum.GetValues<QuoteStatus>(),
            s => Assert.Equal(JsonNamingPolicy.CamelCase.ConvertName(s.ToString()), QuoteMapper.Name(s)));
    }

    [Fact]
    public void Amounts_of_39_digits_keep_each_digit()
    {
        var body = Mapper.Map(Pending with { Paid = new Amount(Samples.Usdc, UInt128.MaxValue) });

        Assert.Equal("340282366920938463463374607431768211455", body.Paid.Units);
        Assert.Equal("340282366920938463463374607431768.211455", body.Paid.Amount);
    }

    [Fact]
    public void A_quote_of_an_asset_that_has_left_the_list_is_shown_in_base_units()
    {
        var gone = new AssetId($"{Samples.StellarId}/asset:GONE-G");
        var received = new Amount(gone, 1_234);

        var body = Mapper.Map(Pending with
        {
            Receive = Pending.Receive with { Amount = received },
            Delivered = received,
            Fees = [new QuoteFee { Kind = FeeKind.Network, Amount = received }],
        });

        Assert.Equal((gone.Value, null, "1234"), (body.Receive.Asset, body.Receive.Amount, body.Receive.Units));
        Assert.Equal((null, "1234"), (body.Receive.MinimumAmount, body.Receive.MinimumUnits));
        Assert.Equal((gone.Value, null, "1234"), (body.Delivered.AssetId, body.Delivered.Amount, body.Delivered.Units));
        Assert.Equal((gone.Value, null), (body.Fees[0].Asset, body.Fees[0].Amount));
        Assert.NotNull(body.Pay.Amount);
    }

    private static QuotePayment Payment(
        int index, AssetId asset, UInt128 units, PaymentDisposition disposition) => new()
    {
        Id = PaymentId.Of(Samples.SolanaId, "tx", index),
        TransactionId = "tx",
        Amount = new Amount(asset, units),
        Disposition = disposition,
        Refunded = new Amount(asset, 0),
    };

    private static void AssertShown(string file, QuoteView view)
    {
        var shown = JsonSerializer.Serialize(Mapper.Map(view), ApiJsonContext.Default.QuoteBody);
        var recorded = File.ReadAllText(Path.Combine("Fixtures", file));

        Assert.Equal(Indented(recorded), Indented(shown));
    }

    private static string Indented(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document, JsonSerializerOptions.Web);
    }
}
