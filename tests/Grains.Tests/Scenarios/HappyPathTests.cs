using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

public sealed class HappyPathTests
{
    private static readonly UInt128 Friendbot = (UInt128)10_000 * OneXlm;

    /// <summary>What opening a token account costs: the rent of 165 bytes.</summary>
    private const ulong TokenAccountLamports = 2_039_280;

    [Fact]
    public async Task Usdc_buys_lumens_exactly()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");

        // 10 USDC less 0.30 % at 0.40 dollars is 24.925 XLM, less the network's 100 stroops.
        Assert.Equal(new Amount(Usdc, 10 * OneUsdc), quote.Pay.Amount);
        Assert.Equal(new Amount(Xlm, 249_250_000 - 100), quote.Receive.Amount);
        Assert.Equal(QuoteStatus.Pending, quote.Status);
        Assert.Equal("customer", quote.NextActor);
        await PayAsync(quote, customer);

        var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        AssertExecuted(quote, done);
        Assert.Equal(Friendbot + quote.Receive.Amount.Units, await customer.Stellar.BalanceAsync(Xlm));
        Assert.Equal(4_990 * OneUsdc, await customer.Solana.BalanceAsync(Usdc));
        Assert.Equal(100_010 * OneUsdc, await world.SolanaTreasury.BalanceAsync(Usdc));
        Assert.Equal(Friendbot - 249_250_000, await world.StellarTreasury.BalanceAsync(Xlm));
        await AssertDeliveredOnceAsync(world, world.StellarTreasury, done);
        Assert.Empty(await world.OutgoingAsync(world.SolanaTreasury));
    }

    [Fact]
    public async Task An_exact_amount_to_receive_arrives_exactly()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", null, "stellar/XLM", "25");

        Assert.Equal(new Amount(Xlm, 25 * OneXlm), quote.Receive.Amount);

        // (25 XLM and 100 stroops) at 0.40 dollars is 10.000004 USDC; divided by 99.70 % and rounded up.
        Assert.Equal(new Amount(Usdc, 10_030_095), quote.Pay.Amount);
        await PayAsync(quote, customer);

        var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        AssertExecuted(quote, done);
        Assert.Equal(Friendbot + 25 * OneXlm, await customer.Stellar.BalanceAsync(Xlm));
        await AssertDeliveredOnceAsync(world, world.StellarTreasury, done);
    }

    [Fact]
    public async Task Lumens_buy_sol()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync(lamports: OneSol);
        var quote = await world.QuoteAsync(customer, "stellar/XLM", "1500", "solana/SOL");
        await PayAsync(quote, customer);

        var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        AssertExecuted(quote, done);

        // 1500 XLM less 0.30 % are 598.2 dollars, at 150 dollars 3.988 SOL, less the network's fee.
        var fee = quote.Fees.Single(f => f.Kind == FeeKind.Network).Amount;
        Assert.Equal(3_988_000_000 - fee.Units, quote.Receive.Amount.Units);
        Assert.Equal(OneSol + quote.Receive.Amount.Units, await customer.Solana.BalanceAsync(Sol));
        Assert.Equal(Friendbot + 1_500 * OneXlm, await world.StellarTreasury.BalanceAsync(Xlm));
        await AssertDeliveredOnceAsync(world, world.SolanaTreasury, done);
    }

    [Fact]
    public async Task Lumens_buy_usdc_for_a_wallet_that_has_a_token_account()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync(usdcUnits: 7 * OneUsdc);
        var quote = await world.QuoteAsync(customer, "stellar/XLM", "100", "solana/USDC");
        Assert.DoesNotContain(quote.Fees, f => f.Kind == FeeKind.AccountCreation);
        await PayAsync(quote, customer);

        var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        AssertExecuted(quote, done);
        Assert.Equal(7 * OneUsdc + quote.Receive.Amount.Units, await customer.Solana.BalanceAsync(Usdc));
        await AssertDeliveredOnceAsync(world, world.SolanaTreasury, done);
    }

    [Fact]
    public async Task Opening_the_receivers_token_account_is_priced_in()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync(usdcUnits: 0);
        var treasuryLamports = await world.SolanaTreasury.BalanceAsync(Sol);
        var quote = await world.QuoteAsync(customer, "stellar/XLM", "100", "solana/USDC");

        // 0.00203928 SOL at 150 dollars, rounded up.
        var creation = quote.Fees.Single(f => f.Kind == FeeKind.AccountCreation).Amount;
        Assert.Equal(new Amount(Usdc, 305_892), creation);
        await PayAsync(quote, customer);

        var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        AssertExecuted(quote, done);
        Assert.Equal(quote.Receive.Amount.Units, await customer.Solana.BalanceAsync(Usdc));
        var spent = treasuryLamports - await world.SolanaTreasury.BalanceAsync(Sol);
        Assert.InRange(spent, TokenAccountLamports + 5_000, TokenAccountLamports + 10_000);
        await AssertDeliveredOnceAsync(world, world.SolanaTreasury, done);
    }

    [Fact]
    public async Task Sol_opens_a_new_stellar_account()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync(onStellar: false);
        var quote = await world.QuoteAsync(customer, "solana/SOL", "0.1", "stellar/XLM");
        await PayAsync(quote, customer);

        var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        AssertExecuted(quote, done);
        Assert.Equal(quote.Receive.Amount.Units, await customer.Stellar.BalanceAsync(Xlm));
        await AssertDeliveredOnceAsync(world, world.StellarTreasury, done);
    }

    [Fact]
    public async Task The_receivers_own_memo_goes_with_the_delivery()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var command = world.Command(customer, "solana/USDC", "10", "stellar/XLM") with { ReceiveMemo = "deposit 7" };
        var quote = await world.QuoteAsync(command);
        await PayAsync(quote, customer);

        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        Assert.Equal("deposit 7", Assert.Single(await world.OutgoingAsync(world.StellarTreasury)).Memo);
    }

    [Fact]
    public async Task The_timeline_tells_the_whole_story_in_order()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        var timeline = await world.Quote(quote.Id).GetTimelineAsync();

        string[] story =
        [
            "quote.created", "payment.final", "quote.committed", "delivery.queued", "delivery.ordered",
            "delivery.signed", "delivery.submitted", "delivery.landed", "quote.executed",
        ];
        Assert.Equal(story.Order(), timeline!.Select(s => s.Step).Order());
        Assert.Equal(timeline!.OrderBy(s => s.At), timeline);
        Assert.Equal("quote.created", timeline![0].Step);
        Assert.Equal("quote.executed", timeline[^1].Step);
    }

    private static void AssertExecuted(QuoteView quote, QuoteView done)
    {
        Assert.True(done.Terminal);
        Assert.Null(done.Reason);
        Assert.Null(done.NextActor);
        Assert.Null(done.Deadline);
        Assert.Equal(quote.Pay.Amount, done.Paid);
        Assert.Equal(quote.Receive.Amount, done.Delivered);
        Assert.Equal(quote.Pay.Amount with { Units = 0 }, done.Refunded);
        var payment = Assert.Single(done.Payments);
        Assert.Equal(PaymentDisposition.Accepted, payment.Disposition);
        Assert.Null(payment.Reason);
        Assert.True(payment.Refunded.IsZero);
    }

    private static async Task AssertDeliveredOnceAsync(World world, Party treasury, QuoteView done)
    {
        var delivery = Assert.Single(await world.OutgoingAsync(treasury));
        Assert.Equal(done.DeliveryTransactionId, delivery.TransactionId);
        Assert.Equal(done.Id.Value, delivery.Memo);
        Assert.Equal(done.Delivered.Units, delivery.Amount!.Units);
        Assert.True(delivery.Succeeded);
        world.AssertCalm();
    }
}
