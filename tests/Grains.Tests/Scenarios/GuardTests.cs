using OrleansTrading.Chains;
using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Tests.Worlds;
using OrleansTrading.Grains.Treasury;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>What speaks against a quote besides its user's own limits.</summary>
public sealed class GuardTests
{
    [Fact]
    public async Task A_quote_counts_once_against_the_days_limit_of_all_users_and_what_fails_is_given_back()
    {
        await using var world = await World.StartAsync(new WorldOptions
        {
            Risk = o => o.Chains["stellar"] = new LimitOptions { DayUsdCentsMax = 3_000 },
        });
        world.JumpToNoon();
        var (first, second) = (await world.CustomerAsync(), await world.CustomerAsync());
        var (paid, late) = (
            await world.QuoteAsync(first, "solana/USDC", "20", "stellar/XLM"),
            await world.QuoteAsync(second, "solana/USDC", "20", "stellar/XLM"));
        await PayAsync(paid, first);
        await world.ReachedAsync(paid.Id, QuoteStatus.Executed);

        await PayAsync(late, second);
        var refunded = await world.ReachedAsync(late.Id, QuoteStatus.Refunded);

        Assert.Equal(PaymentReasons.LimitExceeded, refunded.Reason);
        Assert.Contains("chain:stellar", refunded.ReasonDetail, StringComparison.Ordinal);
        Assert.Contains("30 US dollars", refunded.ReasonDetail, StringComparison.Ordinal);
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));

        // The limit is another user's too, and says so before anybody pays.
        var refusal = (await world.CreateAsync(
            world.Command(second, "solana/USDC", "31", "stellar/XLM"))).Refusal!;
        Assert.Equal(ErrorCodes.LimitExceeded, refusal.Code);
        Assert.Contains("chain:stellar", refusal.Detail, StringComparison.Ordinal);
        Assert.Null(refusal.RetryAt);

        // What failed is free again; what was delivered stays, over a restart.
        await world.RestartAsync();
        var third = await world.QuoteAsync(second, "solana/USDC", "9", "stellar/XLM");
        await PayAsync(third, second);
        await world.ReachedAsync(third.Id, QuoteStatus.Executed);
        world.AssertCalm();
    }

    [Fact]
    public async Task A_delivery_that_fails_gives_the_limit_of_all_users_back()
    {
        await using var world = await World.StartAsync(new WorldOptions
        {
            Risk = o => (o.PlatformDayUsdCentsMax, o.Assets["stellar/XLM"]) =
                (1_500, new LimitOptions { DayUsdCentsMax = 1_500 }),
        });
        world.JumpToNoon();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Stellar.Recipient = _ => new RecipientCheck(RecipientVerdict.AccountMissing, "gone", 0);
        await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Refunded);
        world.Stellar.Recipient = null;

        var again = await world.QuoteAsync(customer, "solana/USDC", "15", "stellar/XLM");
        await PayAsync(again, customer);
        await world.ReachedAsync(again.Id, QuoteStatus.Executed);

        var today = DateOnly.FromDateTime(world.Time.GetUtcNow().UtcDateTime);
        var use = await world.Grains.GetGrain<ILimitCounterGrain>(LimitKeys.Counter("asset:stellar/XLM", today))
            .GetAsync();
        Assert.Equal((1_500UL, (ulong?)1_500), (use.LeasedUsdCents, use.LimitUsdCents));
        world.AssertCalm();
    }

    [Fact]
    public async Task One_quote_has_a_limit_for_each_asset_and_chain()
    {
        await using var world = await World.StartAsync(new WorldOptions
        {
            Risk = o =>
            {
                o.Assets["stellar/XLM"] = new LimitOptions { QuoteUsdCentsMax = 1_000 };
                o.Chains["solana"] = new LimitOptions { QuoteUsdCentsMax = 2_000 };
            },
        });
        var customer = await world.CustomerAsync();

        await RefusedAsync(world, customer, "11", "stellar/XLM", ErrorCodes.LimitExceeded, "asset:stellar/XLM");
        await RefusedAsync(world, customer, "21", "solana/SOL", ErrorCodes.LimitExceeded, "chain:solana");
        await world.QuoteAsync(customer, "solana/USDC", "11", "solana/SOL");
        await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
    }

    [Fact]
    public async Task What_a_user_was_delivered_of_an_asset_counts_against_its_own_limit_for_it_and_no_one_elses()
    {
        await using var world = await World.StartAsync(new WorldOptions
        {
            Risk = o => o.Assets["stellar/XLM"] = new LimitOptions { UserDayUsdCentsMax = 1_500 },
        });
        world.JumpToNoon();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        var second = await world.QuoteAsync(customer, "solana/USDC", "6", "stellar/XLM");

        await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        await RefusedAsync(world, customer, "6", "stellar/XLM", ErrorCodes.LimitExceeded, "asset:stellar/XLM");
        await world.QuoteAsync(customer, "solana/USDC", "6", "solana/SOL");
        await world.QuoteAsync(await world.CustomerAsync(), "solana/USDC", "6", "stellar/XLM");

        // It was promised while there was room, and paid when there was none: the payment goes back.
        await PayAsync(second, customer);
        var refunded = await world.ReachedAsync(second.Id, QuoteStatus.Refunded);
        Assert.Equal(PaymentReasons.LimitExceeded, refunded.Reason);
        world.AssertCalm();
    }

    [Fact]
    public async Task Only_what_is_on_the_allow_lists_is_quoted()
    {
        await using var world = await World.StartAsync(new WorldOptions
        {
            Risk = o =>
            {
                o.AllowedAssets = ["solana/USDC", "stellar/XLM", "solana/SOL"];
                o.AllowedPairs = ["solana/USDC>stellar/XLM", "solana/SOL>stellar/XLM"];
                o.AllowedChains = ["solana", "stellar"];
            },
        });
        var customer = await world.CustomerAsync();

        await RefusedAsync(world, customer, "5", "solana/SOL", ErrorCodes.PairNotAllowed, "Risk:AllowedPairs");
        await world.QuoteAsync(customer, "solana/USDC", "5", "stellar/XLM");
    }

    [Fact]
    public async Task A_chain_that_is_on_no_list_is_not_quoted_on()
    {
        await using var world = await World.StartAsync(
            new WorldOptions { Risk = o => o.AllowedChains = ["solana"] });
        var customer = await world.CustomerAsync();

        await RefusedAsync(world, customer, "5", "stellar/XLM", ErrorCodes.PairNotAllowed, "Risk:AllowedChains");
        await world.QuoteAsync(customer, "solana/USDC", "5", "solana/SOL");
    }

    [Theory]
    [InlineData(PriceMovePolicy.Notify, 3_700_0000, QuoteStatus.Executed, true)]
    [InlineData(PriceMovePolicy.Notify, 3_850_0000, QuoteStatus.Executed, false)]
    [InlineData(PriceMovePolicy.Refund, 4_300_0000, QuoteStatus.Refunded, true)]
    [InlineData(PriceMovePolicy.Refund, 4_100_0000, QuoteStatus.Executed, false)]
    [InlineData(PriceMovePolicy.Off, 8_000_0000, QuoteStatus.Executed, false)]
    internal async Task A_price_that_moves_too_far_during_the_lock_is_told_and_by_policy_stops_the_delivery(
        PriceMovePolicy policy, long mantissa, QuoteStatus end, bool isTold)
    {
        await using var world = await World.StartAsync(new WorldOptions { Risk = o => o.PriceMove = policy });
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");

        // It was 0.40 dollars.
        world.Prices.Set("XLM/USD", mantissa);
        await PayAsync(quote, customer);

        var ended = await world.ReachedAsync(quote.Id, end);
        Assert.Equal(end == QuoteStatus.Refunded ? PaymentReasons.PriceMoved : null, ended.Reason);
        var steps = (await world.Quote(quote.Id).GetTimelineAsync())!.Where(step => step.Step == "price.moved");
        var events = (await world.AboutAsync(quote.Id.Value)).Where(e => e.Event.Kind == HistoryKinds.QuotePriceMoved);
        Assert.Equal((isTold ? 1 : 0, isTold ? 1 : 0), (steps.Count(), events.Count()));
        Assert.All(events, e => Assert.Equal(customer.User.Value, e.Event.Owner));
        world.AssertCalm();
    }

    [Fact]
    public async Task A_treasury_keeps_its_floor_and_says_when_it_is_low()
    {
        await using var world = await World.StartAsync(new WorldOptions
        {
            Treasury = o => o.Levels["stellar/XLM"] = new TreasuryLevelOptions
            {
                FloorUnits = 9_900 * (UInt128)OneXlm, LowUnits = 9_999 * (UInt128)OneXlm,
            },
        });
        var customer = await world.CustomerAsync();

        var refusal = (await world.CreateAsync(
            world.Command(customer, "solana/USDC", null, "stellar/XLM", "200"))).Refusal!;

        Assert.Equal(ErrorCodes.TreasuryShort, refusal.Code);
        Assert.Contains("keeps 9900 stellar/XLM", refusal.Detail, StringComparison.Ordinal);
        Assert.NotNull(refusal.RetryAt);
        await world.QuoteAsync(customer, "solana/USDC", null, "stellar/XLM", "50");
        await Eventually.HoldsAsync(
            () => world.Log.Warned.Any(e => e.Id == 1931), "the mark is told", world.Log.ToString);
        Assert.Single(world.Log.Warned, e => e.Id == 1931);
    }

    private static async Task RefusedAsync(
        World world, Customer customer, string pay, string receive, string code, string what)
    {
        var refusal = (await world.CreateAsync(world.Command(customer, "solana/USDC", pay, receive))).Refusal;
        Assert.Equal(code, refusal?.Code);
        Assert.Contains(what, refusal!.Detail, StringComparison.Ordinal);
    }
}
