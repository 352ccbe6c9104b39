using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>The platform ends at once, wherever it is, and goes on from what it had stored.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task A_payment_that_was_recorded_is_delivered_for_after_a_restart()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Stellar.IsDown = true;
        await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Executing);

        await world.RestartAsync();
        world.Stellar.IsDown = false;

        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        var payment = Assert.Single((await world.Quote(quote.Id).GetAsync())!.Payments);
        await world.EventuallyAsync(
            world.Payment(payment.Id).GetAsync, p => p!.Status == PaymentStatus.Settled, "the payment is settled");
        Assert.Single(world.Stellar.Signed);
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        world.AssertCalm();
    }

    [Fact]
    public async Task What_was_paid_while_the_platform_was_away_is_found()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "stellar/XLM", "100", "solana/SOL");
        world.Stellar.IsHistoryDown = true;
        await PayAsync(quote, customer);

        await world.RestartAsync();
        world.Stellar.IsHistoryDown = false;

        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        Assert.Single(await world.OutgoingAsync(world.SolanaTreasury));
        world.AssertCalm();
    }

    [Fact]
    public async Task A_refund_under_way_goes_on_after_a_restart()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Solana.Submissions = SubmissionFault.Dropped;
        var transaction = await PayAsync(quote, customer, OneUsdc);
        await Eventually.HoldsAsync(() => !world.Solana.Submitted.IsEmpty, "it is submitted", world.Log.ToString);

        await world.RestartAsync();
        world.Solana.Submissions = SubmissionFault.None;

        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);
        Assert.Equal(PaymentStatus.Refunded, payment.Status);
        Assert.Single(await world.OutgoingAsync(world.SolanaTreasury));
        world.AssertCalm();
    }

    [Fact]
    public async Task A_payment_found_before_the_treasury_has_read_its_balances_waits_for_them()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Solana.IsHistoryDown = true;
        var transaction = await PayAsync(quote, customer);
        world.Stellar.IsDown = true;
        await world.RestartAsync(TimeSpan.FromSeconds(5));
        world.Solana.IsHistoryDown = false;
        await world.PaymentWhenAsync(world.SolanaTreasury, transaction, p => p.Status != PaymentStatus.Received);

        world.Stellar.IsDown = false;

        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        Assert.Empty(await world.OutgoingAsync(world.SolanaTreasury));
        world.AssertCalm();
    }

    [Fact]
    public async Task A_payment_that_waits_for_the_treasury_too_long_goes_back_once_its_history_is_read()
    {
        await using var world = await World.StartAsync(new WorldOptions { Risk = o => o.DayUsdCentsMax = 1_000 });
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Solana.IsHistoryDown = true;
        var transaction = await PayAsync(quote, customer);
        world.Stellar.IsDown = true;
        await world.RestartAsync(TimeSpan.FromSeconds(5));
        world.Solana.IsHistoryDown = false;
        await world.PaymentWhenAsync(world.SolanaTreasury, transaction, p => p.Status != PaymentStatus.Received);

        world.Time.Jump(TimeSpan.FromMinutes(8));

        // Only the chain can tell that nothing was delivered for it before what we remember.
        var waiting = await world.Quote(quote.Id).GetAsync();
        Assert.Equal(QuoteStatus.Pending, waiting!.Status);
        Assert.Equal("platform", waiting.NextActor);
        Assert.True(waiting.Deadline < world.Time.GetUtcNow());
        world.Stellar.IsDown = false;

        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);
        Assert.Equal(PaymentStatus.Refunded, payment.Status);
        Assert.Equal(PaymentReasons.TreasuryUnavailable, payment.Reason);
        var refunded = await world.ReachedAsync(quote.Id, QuoteStatus.Refunded);
        Assert.Equal(PaymentReasons.TreasuryUnavailable, refunded.Reason);
        Assert.Empty(await world.OutgoingAsync(world.StellarTreasury));
        Assert.Null(await world.Grains.GetGrain<IRiskGrain>(customer.User.Value).CheckAsync(Claims.Of(1_000)));
        world.AssertCalm();
    }

    [Fact]
    public async Task Restarts_all_the_time_deliver_everything_once()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quotes = new List<QuoteView>();
        for (var round = 0; round < 4; round++)
        {
            var quote = await world.QuoteAsync(customer, "solana/USDC", $"{10 + round}", "stellar/XLM");
            quotes.Add(quote);
            await PayAsync(quote, customer);

            // Wherever it happens to be by then.
            await world.RestartAsync(TimeSpan.FromSeconds(61));
        }

        foreach (var quote in quotes)
        {
            await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        }

        var outgoing = await world.OutgoingAsync(world.StellarTreasury);
        Assert.Equal(quotes.Select(q => q.Id.Value).Order(), outgoing.Select(m => m.Memo).Order());
        Assert.Empty(await world.OutgoingAsync(world.SolanaTreasury));
        world.AssertCalm();
    }
}
