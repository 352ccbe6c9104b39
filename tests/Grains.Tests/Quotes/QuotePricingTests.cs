using OrleansTrading.Grains;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Market;

namespace OrleansTrading.Grains.Tests.Quotes;

public class QuotePricingTests
{
    private static readonly Asset Usdc = NewAsset("solana/USDC", "solana:devnet/token:USDC", 6);
    private static readonly Asset Xlm = NewAsset("stellar/XLM", "stellar:devnet/slip44:148", 7);

    [Fact]
    public void An_exact_payment_is_converted_after_the_platforms_fee_and_before_the_networks()
    {
        // 100 USDC less 0.30 % is 99.7 USDC; at 0.25 dollars that is 398.8 XLM, less 0.00001 XLM for the network.
        var result = QuotePricing.FromPay(Input(networkFee: 100), 100_000_000);

        Assert.Equal(300_000u, result!.PlatformFeeUnits);
        Assert.Equal(3_988_000_000u - 100u, result.ReceiveUnits);
        Assert.Equal(100u, result.NetworkFeeUnits);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(3_333_333)]
    [InlineData(123_456_789)]
    [InlineData(999_999_999_999)]
    public void What_an_exact_delivery_costs_always_suffices_to_pay_for_it(long receiveUnits)
    {
        var input = Input(networkFee: 100, payMantissa: 99_983_217, receiveMantissa: 31_417_003);

        var asked = QuotePricing.FromReceive(input, (UInt128)receiveUnits)!;
        var paid = QuotePricing.FromPay(input, asked.PayUnits)!;

        // Rounded against the customer, by less than one base unit of what is paid.
        Assert.True(paid.ReceiveUnits >= (UInt128)receiveUnits);
        var less = asked.PayUnits > 1 ? QuotePricing.FromPay(input, asked.PayUnits - 2) : null;
        Assert.True(less is null || less.ReceiveUnits <= (UInt128)receiveUnits + 8);
    }

    [Fact]
    public void Nothing_is_quoted_when_the_fees_eat_it()
    {
        Assert.Null(QuotePricing.FromPay(Input(networkFee: 1_000_000_000), 1_000_000));
    }

    [Fact]
    public void An_amount_that_cannot_be_counted_is_not_quoted()
    {
        Assert.Null(QuotePricing.FromPay(Input(networkFee: 100), UInt128.MaxValue));
        Assert.Null(QuotePricing.FromReceive(Input(networkFee: 100), UInt128.MaxValue));
    }

    [Fact]
    public void The_value_in_dollars_is_rounded_up_to_the_cent()
    {
        Assert.Equal(2_500ul, QuotePricing.UsdCents(25_000_000, Usdc, Price("USDC/USD", 100_000_000)));
        Assert.Equal(1ul, QuotePricing.UsdCents(1, Usdc, Price("USDC/USD", 100_000_000)));
    }

    private static PricingInput Input(
        ulong networkFee, long payMantissa = 100_000_000, long receiveMantissa = 25_000_000) => new()
        {
            PayAsset = Usdc,
            PayPrice = Price("USDC/USD", payMantissa),
            ReceiveAsset = Xlm,
            ReceivePrice = Price("XLM/USD", receiveMantissa),
            FeeAsset = Xlm,
            FeePrice = Price("XLM/USD", receiveMantissa),
            NetworkFeeUnits = networkFee,
            AccountCreationUnits = 0,
            PlatformFeeBasisPoints = 30,
        };

    private static Price Price(string feed, long mantissa) =>
        new(feed, mantissa, 1_000, -8, DateTimeOffset.UnixEpoch, "test");

    private static Asset NewAsset(string alias, string id, int decimals) => new()
    {
        Id = new AssetId(id),
        Alias = alias,
        Chain = alias.Split('/')[0],
        Decimals = decimals,
        PriceFeed = alias.Split('/')[1] + "/USD",
        UnitsMin = 1,
        UnitsMax = UInt128.MaxValue,
        RefundFeeUnits = 1,
        DustUnits = 1,
    };
}
