using Microsoft.Extensions.Options;
using OrleansTrading.Grains.Copy;
using OrleansTrading.Grains.Copy.Fees;

namespace OrleansTrading.Grains.Tests.Copy;

/// <summary>What counts as what, and which period is next.</summary>
public sealed class CopyFeeRulesTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("USD", "solana/USD", 10_000, null)]
    [InlineData("USD", "solana:local/token:usd", 10_000, null)]
    [InlineData("", "solana/USD", 10_000, "Currency")]
    [InlineData("USD", "solana/USD", 0, "UnitsPerCent")]
    [InlineData("USD", "solana/X", 10_000, "It must be in Platform:Assets")]
    [InlineData("EUR", "solana:local/token:usd", 1, "'EUR' twice")]
    public void A_currency_counts_in_one_way(string currency, string asset, long unitsPerCent, string? problem)
    {
        var options = new CopyOptions
        {
            FeeCurrencies =
            [
                new FeeCurrencyOptions { Currency = "EUR", Asset = "solana/USD", UnitsPerCent = 10_800 },
                new FeeCurrencyOptions { Currency = currency, Asset = asset, UnitsPerCent = unitsPerCent },
            ],
        };

        var result = new CopyOptionsValidator(Options.Create(new PlatformOptions
        {
            Assets = [new AssetOptions { Alias = "solana/USD", Id = "solana:local/token:usd" }],
        })).Validate(null, options);

        Assert.Equal(problem is null, result.Succeeded);
        Assert.Contains(problem ?? "", result.FailureMessage ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12_345, 10_000, "123450000")]
    [InlineData(-12_345, 10_000, "-123450000")]
    [InlineData(long.MaxValue, CopyConstants.UnitsPerCentMax, "79228162514264337593543950336")]
    [InlineData(long.MinValue, CopyConstants.UnitsPerCentMax, "-79228162514264337593543950336")]
    public void Results_become_units_as_many_as_a_fee_can_count(long cents, long unitsPerCent, string units)
    {
        var fee = State(unitsPerCent);

        Assert.Equal(units, fee.Fix(cents, hasEnded: false).Figures.Equity.ToString(null, null));
    }

    [Fact]
    public void Figures_stay_as_they_were_fixed_until_the_period_is_closed()
    {
        var fee = State(1);
        Assert.Equal(s_start, fee.DueAt(hasEnded: false));
        fee.IsOpened = true;
        Assert.Equal(new DateTimeOffset(2026, 2, 28, 12, 0, 0, TimeSpan.Zero), fee.DueAt(hasEnded: false));

        var close = fee.Fix(5, hasEnded: false);
        Assert.Equal(close, fee.Fix(7, hasEnded: true));
        Assert.Equal(s_start, fee.DueAt(hasEnded: false));
        fee.Close();

        Assert.Equal(new DateTimeOffset(2026, 3, 31, 12, 0, 0, TimeSpan.Zero), fee.DueAt(hasEnded: false));
        Assert.Equal((2, true), (fee.Fix(7, hasEnded: true).Period, fee.Fix(7, hasEnded: true).IsLast));
        fee.Close();
        Assert.Equal((null, null), (fee.DueAt(hasEnded: true), fee.EndsAt));
    }

    [Fact]
    public void After_as_many_periods_as_a_fee_can_have_there_is_none()
    {
        var fee = State(1);
        (fee.IsOpened, fee.Periods) = (true, PerformanceFeeConstants.PeriodsMax - 1);

        _ = fee.Fix(1, hasEnded: false);
        fee.Close();

        Assert.True(fee.IsOver);
    }

    private static CopyFeeState State(long unitsPerCent) => new()
    {
        Terms = new PerformanceFeeTerms
        {
            Subscriber = CopyFeeStage.Agreed.Wallet,
            Provider = CopyFeeStage.Asked.Wallet,
            Asset = CopyFeeStage.Terms.Asset,
            RateBasisPoints = 1,
            PlatformShareBasisPoints = 0,
            Unit = FeePeriodUnit.Month,
            Length = 1,
            StartsAt = s_start,
            OpeningEquity = 0,
        },
        Currency = "USD",
        UnitsPerCent = unitsPerCent,
        NotBefore = s_start,
    };
}
