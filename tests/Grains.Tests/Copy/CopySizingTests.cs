using OrleansTrading.Grains.Copy.Subscriptions;

namespace OrleansTrading.Grains.Tests.Copy;

/// <summary>How many lots a copy has.</summary>
public sealed class CopySizingTests
{
    private static readonly SymbolReport s_rules = Copied.Rules("EURUSD");

    [Theory]
    [InlineData(1_000_000, 100, 100)]
    [InlineData(500_000, 100, 50)]
    [InlineData(333_333, 100, 33)]
    [InlineData(1_000_000_000, 100, 50_000)]
    public void The_multiplier_is_rounded_down_and_capped(long millionths, long theirs, long expected) => Assert.Equal(
        (new Lots(expected), null),
        Size(new SubscriptionSettings { MultiplierMillionths = millionths }, theirs, default, null));

    [Fact]
    public void Volumes_are_multiples_of_the_step() => Assert.Equal(
        (new Lots(130), null),
        CopySizing.Open(
            new SubscriptionSettings(),
            Copied.Ticket(1, lots: 137),
            default,
            null,
            s_rules with { VolumeStep = new Lots(10), VolumeMin = new Lots(10) }));

    [Theory]
    [InlineData(10_000_000, 10_000_000, 100, 50)]
    [InlineData(10_000_000, 1_000_000, 100, 500)]
    [InlineData(100_000, 10_000_000, 200, 1)]
    [InlineData(100, 10_000_000, 100, 0)]
    [InlineData(10_000_000, 1_000_000, 1, 5)]
    [InlineData(0, 1_000_000, 100, 50)]
    [InlineData(10_000_000, 0, 100, 50)]
    [InlineData(long.MaxValue, 1, 100, 50)]
    public void As_many_units_are_copied_when_both_brokers_told_what_a_lot_is(
        long theirs, long own, long lots, long expected)
    {
        var half = new SubscriptionSettings { MultiplierMillionths = 500_000 };
        var ticket = Copied.Ticket(1, lots) with { ContractHundredths = theirs };

        var (volume, _) = CopySizing.Open(
            half, ticket, default, null, s_rules with { ContractHundredths = own });
        var (byRatio, _) = CopySizing.Open(
            half with { Scaling = ScalingMode.EquityRatio },
            ticket,
            new ProviderMoney(null, 2),
            Copied.Account with { EquityCents = 4 },
            s_rules with { ContractHundredths = own });

        Assert.Equal(new Lots(expected), volume);
        Assert.Equal(new Lots(2 * expected), byRatio);
    }

    [Fact]
    public void Too_little_is_skipped_or_raised()
    {
        var rules = s_rules with { VolumeMin = new Lots(10) };
        var tiny = new SubscriptionSettings { MultiplierMillionths = 10_000 };

        Assert.Equal(
            (default, CopyReasons.BelowMinimum),
            CopySizing.Open(tiny, Copied.Ticket(1, lots: 100), default, null, rules));
        Assert.Equal(
            (new Lots(10), null),
            CopySizing.Open(
                tiny with { SmallVolume = SmallVolume.Raise }, Copied.Ticket(1, lots: 100), default, null, rules));
    }

    [Theory]
    [InlineData(ScalingMode.BalanceRatio, 25)]
    [InlineData(ScalingMode.EquityRatio, 50)]
    public void Volumes_follow_the_money(ScalingMode scaling, long expected) => Assert.Equal(
        (new Lots(expected), null),
        Size(
            new SubscriptionSettings { Scaling = scaling },
            100,
            new ProviderMoney(4_000_000, 2_000_000),
            Copied.Account with { BalanceCents = 1_000_000, EquityCents = 1_000_000 }));

    [Theory]
    [InlineData(null, 1L)]
    [InlineData(0L, 1L)]
    [InlineData(1L, null)]
    [InlineData(1L, -5L)]
    public void Without_money_there_is_no_ratio(long? own, long? theirs) => Assert.Equal(
        (default, CopyReasons.MoneyUnknown),
        Size(
            new SubscriptionSettings { Scaling = ScalingMode.EquityRatio },
            100,
            new ProviderMoney(null, theirs),
            own is { } cents ? Copied.Account with { EquityCents = cents } : null));

    [Fact]
    public void A_fixed_risk_is_what_the_stop_loss_costs()
    {
        // 1 % of 10,000 is 100; 500 points of a lot at 1 each lose 500: a fifth of a lot.
        var settings = new SubscriptionSettings { Scaling = ScalingMode.FixedRisk, RiskBasisPoints = 100 };
        var ticket = Copied.Ticket(1) with { StopLoss = new SymbolPrice(107_845, 5) };

        Assert.Equal(
            (new Lots(20), null), CopySizing.Open(settings, ticket, default, Copied.Account, s_rules));
        Assert.Equal(
            (default, CopyReasons.NoStopLoss),
            CopySizing.Open(settings, Copied.Ticket(1), default, Copied.Account, s_rules));
    }

    [Theory]
    [InlineData(OrderKind.Buy, 60, 60)]
    [InlineData(OrderKind.BuyLimit, 100, 100)]
    public void A_position_is_copied_as_far_as_it_is_left_and_an_order_as_a_whole(OrderKind kind, long left, long lots)
    {
        var ticket = Copied.Ticket(1, lots: 100) with
        {
            Kind = kind, IsPending = kind != OrderKind.Buy, Left = new Lots(left),
        };

        Assert.Equal((new Lots(lots), null), CopySizing.Open(new(), ticket, default, Copied.Account, s_rules));
    }

    [Theory]
    [InlineData(100, 100, 100, 100, 0)]
    [InlineData(100, 100, 100, 50, 50)]
    [InlineData(100, 100, 100, 0, 100)]
    [InlineData(10, 10, 100, 95, 1)]
    [InlineData(10, 9, 100, 91, 0)]
    [InlineData(1, 1, 100, 1, 0)]
    [InlineData(40, 40, 40, 20, 20)]
    [InlineData(100, 100, 0, 50, 50)]
    public void The_same_share_is_left(long opened, long volume, long sizedBy, long left, long close)
    {
        var copy = new CopyState
        {
            Ticket = Copied.Ticket(1) with { Left = new Lots(left) },
            Money = default,
            Symbol = "EURUSD",
            Kind = OrderKind.Buy,
            IsReverse = false,
            SizedBy = new Lots(sizedBy),
            Opened = new Lots(opened),
            Volume = new Lots(volume),
        };

        Assert.Equal(
            new Lots(close), CopySizing.ToClose(copy, new VolumeRules(new Lots(1), new Lots(1))));
    }

    private static (Lots Volume, string? Reason) Size(
        SubscriptionSettings settings, long theirs, ProviderMoney money, AccountReport? account) =>
        CopySizing.Open(settings, Copied.Ticket(1, lots: theirs), money, account, s_rules);
}
