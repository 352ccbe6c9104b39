using OrleansTrading.Chains;
using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

public sealed class BreakerTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task An_operator_opens_a_breaker_for_both_directions_until_he_closes_it()
    {
        await using var world = await StartAsync();
        var customer = await world.CustomerAsync();
        var before = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        var breaker = world.Grains.GetGrain<IBreakerGrain>("stellar");

        await breaker.OpenAsync("alice", "horizon is being upgraded", until: null);

        var to = await RefusedAsync(world, customer, "solana/USDC", "10", "stellar/XLM");
        Assert.Contains("horizon is being upgraded", to.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("alice", to.Detail, StringComparison.Ordinal);
        Assert.Null(to.RetryAt);
        await RefusedAsync(world, customer, "stellar/XLM", "10", "solana/USDC");
        await world.QuoteAsync(customer, "solana/USDC", "10", "solana/SOL");

        // What was promised is kept.
        await PayAsync(before, customer);
        await world.ReachedAsync(before.Id, QuoteStatus.Executed);
        await world.RestartAsync(TimeSpan.FromDays(1));
        Assert.Equal(BreakerState.Open, (await world.Grains.GetGrain<IBreakerGrain>("stellar").GetAsync()).State);

        await world.Grains.GetGrain<IBreakerGrain>("stellar").CloseAsync("alice: done");
        await MadeAsync(world, customer, "solana/USDC", "10", "stellar/XLM");
        Assert.Equal(
            [HistoryKinds.BreakerOpened, HistoryKinds.BreakerClosed],
            (await world.AboutAsync("stellar")).Select(e => e.Event.Kind));
    }

    [Fact]
    public async Task Failures_open_it_one_quote_tries_and_a_delivery_closes_it()
    {
        await using var world = await StartAsync(o => (o.FailuresMax, o.OpenTime) = (2, Minute));
        var customer = await world.CustomerAsync();
        var breaker = world.Grains.GetGrain<IBreakerGrain>("stellar");
        await FailAsync(world, customer);
        Assert.Equal(BreakerState.Closed, (await breaker.GetAsync()).State);
        await FailAsync(world, customer);
        await world.EventuallyAsync(breaker.GetAsync, view => view.State == BreakerState.Open, "it opened");

        var refusal = await RefusedAsync(world, customer, "solana/USDC", "10", "stellar/XLM");
        Assert.Contains("op_no_destination", refusal.Detail, StringComparison.Ordinal);
        Assert.InRange(refusal.RetryAt!.Value - world.Time.GetUtcNow(), TimeSpan.Zero, Minute);

        // One tries; until it has, the others wait.
        world.Time.Jump(Minute);
        var probe = await MadeAsync(world, customer, "solana/USDC", "10", "stellar/XLM");
        Assert.Equal(BreakerState.HalfOpen, (await breaker.GetAsync()).State);
        await RefusedAsync(world, customer, "solana/USDC", "11", "stellar/XLM");
        await PayAsync(probe, customer);
        await world.ReachedAsync(probe.Id, QuoteStatus.Executed);

        await world.EventuallyAsync(breaker.GetAsync, view => view.State == BreakerState.Closed, "it closed");
        await MadeAsync(world, customer, "solana/USDC", "10", "stellar/XLM");
    }

    [Fact]
    public async Task A_try_that_fails_opens_it_for_twice_as_long_and_one_that_nobody_pays_lets_another_try()
    {
        await using var world = await StartAsync(
            o => (o.FailuresMax, o.OpenTime, o.OpenTimeMax) = (1, Minute, 3 * Minute));
        var breaker = world.Grains.GetGrain<IBreakerGrain>("stellar");
        var (one, other) = (new QuoteId("q_one"), new QuoteId("q_other"));
        await breaker.ReportAsync("it failed");
        Assert.NotNull(await breaker.TryProbeAsync(one));
        world.Time.Jump(Minute);

        Assert.Null(await breaker.TryProbeAsync(one));
        Assert.Null(await breaker.TryProbeAsync(one));
        Assert.NotNull(await breaker.TryProbeAsync(other));
        world.Time.Jump(Minute);
        Assert.Null(await breaker.TryProbeAsync(other));

        foreach (var expected in new[] { 2 * Minute, 3 * Minute, 3 * Minute })
        {
            await breaker.ReportAsync("it failed again");
            var view = await breaker.GetAsync();
            Assert.Equal(BreakerState.Open, view.State);
            Assert.InRange(view.RetryAt!.Value - world.Time.GetUtcNow(), expected - (Minute / 2), expected);
            await breaker.ReportAsync(null);
            Assert.Equal(BreakerState.Open, (await breaker.GetAsync()).State);
            world.Time.Jump(expected);
        }

        await breaker.ReportAsync(null);
        Assert.Equal(BreakerState.Closed, (await breaker.GetAsync()).State);
    }

    [Fact]
    public async Task Failures_that_are_long_ago_do_not_count()
    {
        await using var world = await StartAsync(o => (o.FailuresMax, o.FailureWindow) = (2, Minute));
        var breaker = world.Grains.GetGrain<IBreakerGrain>("stellar");

        await breaker.ReportAsync("it failed");
        world.Time.Jump(Minute);
        await breaker.ReportAsync("it failed");

        var view = await breaker.GetAsync();
        Assert.Equal((BreakerState.Closed, 1), (view.State, view.Failures));
    }

    [Theory]
    [InlineData(true, BreakerState.Open)]
    [InlineData(false, BreakerState.Closed)]
    public async Task A_halt_opens_it_where_a_rule_says_so(bool opensOnHalt, BreakerState expected)
    {
        await using var world = await StartAsync(o => o.OpensOnHalt = opensOnHalt);
        var customer = await world.CustomerAsync();
        await world.StellarTreasury.PayAsync(
            customer.Stellar.Address, new Amount(Xlm, OneXlm), memo: null);
        await world.EventuallyAsync(
            world.Treasury(world.StellarTreasury).GetAsync, t => t.Halted is not null, "it is halted");

        // One more look at its own account, after the one that halted it.
        await world.EventuallyAsync(
            world.Grains.GetGrain<IBreakerGrain>("stellar").GetAsync,
            view => view.State == expected,
            "the breaker is as the rule says");
    }

    private static Task<World> StartAsync(Action<BreakerOptions>? rules = null) => World.StartAsync(new WorldOptions
    {
        Risk = o =>
        {
            o.Breakers.ViewAge = TimeSpan.FromMilliseconds(10);
            rules?.Invoke(o.Breakers);
        },
    });

    /// <summary>A delivery that the chain rejects.</summary>
    private static async Task FailAsync(World world, Customer customer)
    {
        var quote = await MadeAsync(world, customer, "solana/USDC", "10", "stellar/XLM");
        world.Stellar.Submissions = SubmissionFault.Dropped;
        world.Stellar.LookUp = _ => new(TransferFate.Failed, "op_no_destination", 0, 1, DateTimeOffset.UnixEpoch);
        await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Refunded);
        world.Stellar.Submissions = SubmissionFault.None;
        world.Stellar.LookUp = null;
    }

    /// <summary>The refusal, once this process knows of the breaker.</summary>
    private static async Task<Refusal> RefusedAsync(
        World world, Customer customer, string pay, string amount, string receive)
    {
        var refusal = (await world.EventuallyAsync(
            () => world.CreateAsync(world.Command(customer, pay, amount, receive)),
            made => made.Refusal is not null,
            "it is refused")).Refusal!;
        Assert.Equal(ErrorCodes.ChainUnavailable, refusal.Code);
        return refusal;
    }

    private static async Task<QuoteView> MadeAsync(
        World world, Customer customer, string pay, string amount, string receive) => (await world.EventuallyAsync(
            () => world.CreateAsync(world.Command(customer, pay, amount, receive)),
            made => made.Value is not null,
            "it is made")).Value!;
}
