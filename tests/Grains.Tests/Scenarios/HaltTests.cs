using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>
/// A treasury account that an operator has to look at: payments wait, and nothing goes back from another account that
/// may have been delivered for already.
/// </summary>
public sealed class HaltTests
{
    private const string Unknown = "was not signed here";

    [Fact]
    public async Task A_payment_that_arrives_while_deliveries_are_halted_waits_and_is_delivered_for_after_the_resume()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        await HaltAsync(world, world.StellarTreasury, customer);

        var transaction = await PayAsync(quote, customer);
        var waiting = await world.QuoteWhenAsync(quote.Id, q => q.NextActor == "operator", "the payment waits");

        Assert.Equal(QuoteStatus.Pending, waiting.Status);
        Assert.Contains(Unknown, waiting.NextStep, StringComparison.Ordinal);
        var payment = await world.PaymentWhenAsync(
            world.SolanaTreasury, transaction, p => p.Status == PaymentStatus.Allocated);
        Assert.Equal((UInt128)0, payment.RefundedUnits);
        Assert.Equal("QuoteHeld", Assert.Single(world.Log.Warned, e => e.Id == 1106).Name);
        await world.RestartAsync(TimeSpan.FromSeconds(61));
        await world.Treasury(world.StellarTreasury).ResumeAsync("an operator matched it");

        var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        Assert.Null(done.Reason);
        Assert.Contains((await world.Quote(quote.Id).GetTimelineAsync())!, s => s.Step == "payment.held");
        Assert.Empty(await world.OutgoingAsync(world.SolanaTreasury));
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury), m => m.Memo == quote.Id.Value);
    }

    [Fact]
    public async Task A_payment_that_waits_for_a_halted_account_until_the_quotes_time_is_over_is_parked_not_given_back()
    {
        await using var world = await World.StartAsync(new WorldOptions { Risk = o => o.DayUsdCentsMax = 1_000 });
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        await HaltAsync(world, world.StellarTreasury, customer);
        var transaction = await PayAsync(quote, customer);
        await world.QuoteWhenAsync(quote.Id, q => q.NextActor == "operator", "the payment waits");

        world.Time.Jump(TimeSpan.FromMinutes(8));

        var parked = await world.ReachedAsync(quote.Id, QuoteStatus.Parked);
        Assert.Equal(PaymentReasons.TreasuryUnavailable, parked.Reason);
        Assert.Contains(Unknown, parked.ReasonDetail, StringComparison.Ordinal);
        Assert.Equal(quote.Pay.Amount, parked.Paid);
        Assert.Equal(PaymentDisposition.Parked, Assert.Single(parked.Payments).Disposition);
        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);
        Assert.Equal(PaymentStatus.Parked, payment.Status);
        Assert.Equal(quote.Id.Value, Assert.Single(await ParkedAsync(world, ListingKinds.Quote)).Id);
        Assert.Null(await world.Grains.GetGrain<IRiskGrain>(customer.User.Value).CheckAsync(Claims.Of(1_000)));

        // An operator decides, and nothing else does: not the resume either.
        await world.Treasury(world.StellarTreasury).ResumeAsync("an operator matched it");
        await world.RestartAsync();
        var other = await world.QuoteAsync(customer, "solana/USDC", "5", "stellar/XLM");
        await PayAsync(other, customer);
        await world.ReachedAsync(other.Id, QuoteStatus.Executed);
        Assert.Empty(await world.OutgoingAsync(world.SolanaTreasury));
        Assert.DoesNotContain(await world.OutgoingAsync(world.StellarTreasury), m => m.Memo == quote.Id.Value);
    }

    [Fact]
    public async Task The_first_of_two_payments_keeps_its_place_while_it_waits()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Solana.IsHistoryDown = true;
        var first = await PayAsync(quote, customer);
        world.Stellar.IsDown = true;
        await world.RestartAsync(TimeSpan.FromSeconds(5));
        world.Solana.IsHistoryDown = false;
        await world.PaymentWhenAsync(world.SolanaTreasury, first, p => p.Status == PaymentStatus.Allocated);

        var second = await PayAsync(quote, customer, quote.Pay.Amount.Units + 1);
        await world.PaymentWhenAsync(world.SolanaTreasury, second, p => p.Status == PaymentStatus.Received);
        await Eventually.HoldsAsync(
            () => world.Log.Warned.Any(e => e.Name == "PaymentWaits"), "the second waits too", world.Log.ToString);
        world.Stellar.IsDown = false;

        var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        Assert.Equal(quote.Pay.Amount, done.Paid);
        var back = await world.FinishedPaymentAsync(world.SolanaTreasury, second);
        Assert.Equal((PaymentStatus.Refunded, PaymentReasons.SecondPayment), (back.Status, back.Reason));
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        world.AssertCalm();
    }

    [Fact]
    public async Task A_refund_from_a_halted_account_waits_for_the_resume()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        await HaltAsync(world, world.SolanaTreasury, customer);

        var transaction = await PayAsync(quote, customer, OneUsdc);
        var payment = await world.PaymentWhenAsync(
            world.SolanaTreasury, transaction, p => p.Status == PaymentStatus.Refunding);
        var queued = await world.EventuallyAsync(
            () => world.Treasury(world.SolanaTreasury).GetTransferAsync(TransferId.Refund(payment.Payment.Id)),
            t => t is not null,
            "the refund is ordered");
        Assert.Equal(TransferStatus.Queued, queued!.Status);
        Assert.Contains(Unknown, queued.Reason, StringComparison.Ordinal);
        Assert.Empty(world.Solana.Signed);

        await world.Treasury(world.SolanaTreasury).ResumeAsync("an operator matched it");

        var done = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);
        Assert.Equal(PaymentStatus.Refunded, done.Status);
        Assert.Single(world.Solana.Signed);
    }

    [Fact]
    public async Task A_restored_backup_gives_nothing_back_of_a_quote_that_was_paid_after_it_and_has_expired_in_it()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        await world.BackUpAsync();
        var transaction = await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        world.Time.Jump(TimeSpan.FromMinutes(8));
        await world.RestoreAsync();

        await AssertParkedAsync(world, transaction);
        Assert.Equal(QuoteStatus.Expired, (await world.Quote(quote.Id).GetAsync())!.Status);
    }

    [Fact]
    public async Task A_restored_backup_gives_nothing_back_of_a_quote_that_it_has_never_seen()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        await world.BackUpAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        var transaction = await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        await world.RestoreAsync();

        await AssertParkedAsync(world, transaction);
        Assert.Null(await world.Quote(quote.Id).GetAsync());
    }

    private static async Task AssertParkedAsync(World world, string transaction)
    {
        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);
        Assert.Equal((PaymentStatus.Parked, PaymentReasons.TreasuryUnavailable), (payment.Status, payment.Reason));
        var rows = await world.EventuallyAsync(
            () => ParkedAsync(world, ListingKinds.ParkedPayment), r => r.Count > 0, "the payment is listed");
        Assert.Equal(payment.Payment.Id.Value, Assert.Single(rows).Id);
        Assert.NotNull((await world.Treasury(world.StellarTreasury).GetAsync()).Halted);
        Assert.Empty(await world.OutgoingAsync(world.SolanaTreasury));
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
    }

    private static async Task HaltAsync(World world, Party treasury, Customer customer)
    {
        var asset = treasury == world.StellarTreasury ? Xlm : Sol;
        await treasury.PayAsync(customer.On(asset).Address, new Amount(asset, OneXlm), null);
        await world.EventuallyAsync(
            world.Treasury(treasury).GetAsync, t => t.Halted is not null, "the account is halted");
    }

    private static Task<IReadOnlyList<ListingRow>> ParkedAsync(World world, string kind) =>
        world.Listing.PageAwaitingOperatorAsync(kind, null, 10, default);
}
