using OrleansTrading.Grains.Tests.Worlds;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>What bands do to quotes and limits; an operator's override puts the user into them.</summary>
public sealed class TrustEffectsTests
{
    private static readonly WorldOptions Bands = new()
    {
        Risk = o => (o.QuoteUsdCentsMax, o.DayUsdCentsMax) = (10_000, 20_000),
        Trust = o => o.Bands =
        [
            new() { Name = "blocked", ScoreMax = 100_000, IsBlocked = true },
            new() { Name = "watched", ScoreMax = 300_000, LimitPercent = 50, ExtraSpreadBasisPoints = 70 },
            new() { Name = "usual", ScoreMax = 900_000 },
            new() { Name = "trusted", ScoreMax = 1_000_000, LimitPercent = 200 },
        ],
    };

    [Fact]
    public async Task A_band_adds_to_the_fee_and_what_is_promised_later_is_as_usual_again()
    {
        await using var world = await World.StartAsync(Bands);
        var customer = await world.CustomerAsync();
        var command = world.Command(customer, "solana/USDC", "10", "stellar/XLM");

        var usual = await FeeAsync();
        await SetAsync(world, customer, 0, 300_000);
        var watched = await FeeAsync();
        await SetAsync(world, customer, 1, null);
        var after = await FeeAsync();

        // 10 USDC: 30 basis points are 0.03, and 70 more are 0.1.
        Assert.Equal([30_000, 100_000, 30_000], new[] { usual, watched, after });

        async Task<UInt128> FeeAsync() => (await world.QuoteAsync(command)).Fees
            .Single(fee => fee.Kind == FeeKind.Platform).Amount.Units;
    }

    [Fact]
    public async Task A_blocked_user_gets_no_quote_but_what_was_promised_before()
    {
        await using var world = await World.StartAsync(Bands);
        var customer = await world.CustomerAsync();
        var command = world.Command(customer, "solana/USDC", "10", "stellar/XLM");
        var promised = await world.QuoteAsync(command);
        await SetAsync(world, customer, 0, 100_000);

        var refused = await world.CreateAsync(command);
        await World.PayAsync(promised, customer);

        Assert.Equal(ErrorCodes.TrustBlocked, refused.Refusal!.Code);
        Assert.Contains("'blocked'", refused.Refusal.Detail, StringComparison.Ordinal);
        await world.ReachedAsync(promised.Id, QuoteStatus.Executed);
    }

    [Fact]
    public async Task A_blocked_users_deposits_go_back_and_what_is_in_the_wallet_can_be_withdrawn()
    {
        await using var world = await World.StartAsync(new WorldOptions
        {
            Trust = o => o.Bands =
            [
                new() { Name = "blocked", ScoreMax = 100_000, LimitPercent = 0, IsBlocked = true },
                new() { Name = "usual", ScoreMax = 1_000_000 },
            ],
        });
        var customer = await world.CustomerAsync();
        var told = await world.InstructAsync(customer, "solana/USDC", "10");
        await World.PayInAsync(customer, told);
        await world.FundsWhenAsync(customer, World.Usdc, 10 * World.OneUsdc);
        await SetAsync(world, customer, 0, 100_000);

        Assert.Equal(
            ErrorCodes.TrustBlocked, (await world.OpenDepositAsync(customer, "solana/USDC")).Refusal?.Code);
        var payment = await world.FinishedPaymentAsync(
            world.SolanaTreasury, await World.PayInAsync(customer, told));
        Assert.Equal((PaymentStatus.Refunded, PaymentReasons.TrustBlocked), (payment.Status, payment.Reason));

        var asked = await world.WithdrawnAsync(World.Out(customer, "solana/USDC", "10"));
        await world.WithdrawalWhenAsync(asked.Id, WithdrawalStatus.Completed);
        await world.FundsWhenAsync(customer, World.Usdc, 0);
    }

    [Theory]
    [InlineData(300_000, 5_000, 10_000, "50")]
    [InlineData(500_000, 10_000, 20_000, "100")]
    [InlineData(950_000, 20_000, 40_000, "200")]
    public async Task Limits_are_scaled_at_the_check_and_at_the_booking(
        int score, ulong quoteMax, ulong dayMax, string told)
    {
        await using var world = await World.StartAsync(Bands);
        var customer = await world.CustomerAsync();
        await SetAsync(world, customer, 0, score);
        var risk = world.Grains.GetGrain<IRiskGrain>(customer.User.Value);

        Assert.Null(await risk.CheckAsync(Claims.Of(quoteMax)));
        var refused = await risk.CheckAsync(Claims.Of(quoteMax + 1));
        Assert.Contains($"worth {told} US dollars", refused!.Detail, StringComparison.Ordinal);
        Assert.Null(await risk.BookAsync("a", Claims.Of(quoteMax)));
        Assert.Null(await risk.BookAsync("b", Claims.Of(dayMax - quoteMax)));
        Assert.Equal(ErrorCodes.LimitExceeded, (await risk.BookAsync("c", Claims.Of(1)))!.Code);
    }

    [Fact]
    public async Task Without_bands_a_score_leads_to_nothing()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        await SetAsync(world, customer, 0, 0);

        var quote = await world.QuoteAsync(world.Command(customer, "solana/USDC", "10", "stellar/XLM"));

        Assert.Equal((UInt128)30_000, quote.Fees.Single(fee => fee.Kind == FeeKind.Platform).Amount.Units);
    }

    private static async Task SetAsync(World world, Customer customer, int after, int? score)
    {
        var outcome = await world.Grains.GetGrain<ITrustGrain>(customer.User.Value).OverrideAsync(
            new TrustOverride { After = after, Score = score, By = "ops-1", Note = "test" });
        Assert.Null(outcome.Refusal);
    }
}
