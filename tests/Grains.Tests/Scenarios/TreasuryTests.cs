using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

public sealed class TreasuryTests
{
    private static readonly Amount Some = new(Xlm, 100 * OneXlm);

    [Theory]
    [InlineData("stellar")]
    [InlineData("solana")]
    public async Task A_transaction_signed_elsewhere_halts_the_account_until_an_operator_resumes_it(string halted)
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var (treasury, pay, receive) = halted == "stellar"
            ? (world.StellarTreasury, "solana/USDC", "stellar/XLM")
            : (world.SolanaTreasury, "stellar/XLM", "solana/SOL");
        var asset = halted == "stellar" ? Xlm : Sol;

        // One ordinary delivery first: the account has signed before, and its own transactions do not halt it.
        var first = await world.QuoteAsync(customer, pay, "100", receive);
        await PayAsync(first, customer);
        await world.ReachedAsync(first.Id, QuoteStatus.Executed);
        var waiting = await world.QuoteAsync(customer, pay, "110", receive);

        await treasury.PayAsync(customer.On(asset).Address, new Amount(asset, OneXlm), null);
        var view = await world.EventuallyAsync(
            world.Treasury(treasury).GetAsync, t => t.Halted is not null, "the account is halted");
        var refused = await world.CreateAsync(world.Command(customer, pay, "100", receive));
        Assert.NotNull(view.Halted);
        Assert.Equal(ErrorCodes.ChainUnavailable, refused.Refusal!.Code);
        await Eventually.HoldsAsync(
            () => world.Log.Critical.Count == 1, "operators are told once it is stored", world.Log.ToString);

        await world.Treasury(treasury).ResumeAsync("an operator matched it");
        Assert.Null((await world.Treasury(treasury).GetAsync()).Halted);
        await PayAsync(waiting, customer);
        await world.ReachedAsync(waiting.Id, QuoteStatus.Executed);

        Assert.Equal(3, (await world.OutgoingAsync(treasury)).Count);
        Assert.Single(world.Log.Critical);
    }

    [Fact]
    public async Task A_halted_account_keeps_ordered_deliveries_waiting()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Stellar.Recipient = _ => throw new Chains.ChainUnavailableException("stellar", "held by the test");
        await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Executing);
        await world.StellarTreasury.PayAsync(customer.Stellar.Address, Some, null);
        await world.EventuallyAsync(
            world.Treasury(world.StellarTreasury).GetAsync, t => t.Halted is not null, "the account is halted");
        world.Stellar.Recipient = null;

        await world.RestartAsync();
        await world.EventuallyAsync(
            world.Treasury(world.StellarTreasury).GetAsync, t => t.ReconciledAt is not null, "the pump runs");
        Assert.NotNull((await world.Treasury(world.StellarTreasury).GetAsync()).Halted);
        Assert.Equal(QuoteStatus.Executing, (await world.Quote(quote.Id).GetAsync())!.Status);
        Assert.Empty(world.Stellar.Signed);

        await world.Treasury(world.StellarTreasury).ResumeAsync("an operator matched it");
        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        Assert.Single(world.Stellar.Signed);
    }

    [Fact]
    public async Task Reserving_twice_sets_aside_once_and_releasing_gives_it_back()
    {
        await using var world = await World.StartAsync();
        var treasury = world.Treasury(world.StellarTreasury);
        var before = await BalanceAsync(world);

        var refusals = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => treasury.ReserveAsync("r", Some)));
        Assert.All(refusals, Assert.Null);
        var reserved = await BalanceAsync(world);
        await treasury.ReleaseAsync("unknown");
        await treasury.ReleaseAsync("r");
        await treasury.ReleaseAsync("r");
        var after = await BalanceAsync(world);

        Assert.Equal(Some.Units, reserved.ReservedUnits);
        Assert.Equal(before.AvailableUnits - Some.Units, reserved.AvailableUnits);
        Assert.Equal((UInt128)0, after.ReservedUnits);
        Assert.Equal(before.AvailableUnits, after.AvailableUnits);
    }

    [Fact]
    public async Task A_reservation_survives_a_restart_and_ends_with_its_lifetime()
    {
        await using var world = await World.StartAsync();
        Assert.Null(await world.Treasury(world.StellarTreasury).ReserveAsync("r", Some));

        await world.RestartAsync();
        Assert.Equal(Some.Units, (await BalanceAsync(world)).ReservedUnits);
        world.Time.Jump(TimeSpan.FromHours(1));

        await world.EventuallyAsync(
            () => BalanceAsync(world), b => b.ReservedUnits == 0, "the old reservation is released");
    }

    [Fact]
    public async Task What_is_reserved_and_the_fee_reserve_are_not_promised_again()
    {
        await using var world = await World.StartAsync();
        var treasury = world.Treasury(world.StellarTreasury);
        var balance = await BalanceAsync(world);

        // 10,000 XLM less the account's own minimum of one, less five for fees.
        Assert.Equal((UInt128)(9_994 * OneXlm), balance.AvailableUnits);
        Assert.Null(await treasury.ReserveAsync("all", new Amount(Xlm, balance.AvailableUnits)));
        Assert.Equal(ErrorCodes.TreasuryShort, (await treasury.ReserveAsync("more", new Amount(Xlm, 1)))!.Code);
        Assert.Null(await treasury.ReserveAsync("all", new Amount(Xlm, balance.AvailableUnits)));
    }

    [Fact]
    public async Task An_order_given_again_at_any_later_time_is_the_same_transfer()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var treasury = world.Treasury(world.StellarTreasury);
        var order = new TransferRequest
        {
            Id = new TransferId("refund:test"),
            To = customer.Stellar.Address,
            Amount = Some,
        };

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => treasury.RequestTransferAsync(order)));
        var landed = await world.EventuallyAsync(
            () => treasury.GetTransferAsync(order.Id), t => t!.Status == TransferStatus.Landed, "it lands");
        await world.RestartAsync();
        var again = await world.Treasury(world.StellarTreasury).RequestTransferAsync(order);

        Assert.Equal(TransferStatus.Landed, again.Value!.Status);
        Assert.Equal(landed!.TransactionId, again.Value.TransactionId);
        Assert.Equal(1, again.Value.Attempts);
        Assert.Equal(100u, again.Value.FeeUnits);
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        await Assert.ThrowsAsync<BrokenPromiseException>(() => world.Treasury(world.StellarTreasury)
            .RequestTransferAsync(order with { Amount = Some with { Units = 1 } }));
    }

    private static async Task<TreasuryBalance> BalanceAsync(World world) =>
        (await world.Treasury(world.StellarTreasury).GetAsync()).Balances.Single(b => b.Asset == Xlm);
}
