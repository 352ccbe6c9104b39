using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>A chain whose own coin carries no memo, and whose transfers can fail after they were taken.</summary>
public sealed class NearTests
{
    private static readonly WorldOptions Options = new() { WithNear = true };

    [Fact]
    public async Task A_payment_without_a_memo_is_told_by_its_last_digits_and_delivered_once()
    {
        await using var world = await World.StartAsync(Options);
        var customer = await world.CustomerAsync();
        var first = await world.QuoteAsync(customer, "near/NEAR", "10", "stellar/XLM");
        var second = await world.QuoteAsync(customer, "near/NEAR", "10", "near/USDC");
        Assert.Null(first.Pay.Memo);
        Assert.InRange(first.Pay.Amount.Units - (10 * OneNear), UInt128.One, (UInt128)999_999_999_999);
        Assert.NotEqual(first.Pay.Amount, second.Pay.Amount);

        await PayAsync(second, customer);
        var token = await world.ReachedAsync(second.Id, QuoteStatus.Executed);
        Assert.Equal(QuoteStatus.Pending, (await world.Quote(first.Id).GetAsync())!.Status);
        await PayAsync(first, customer);
        await world.ReachedAsync(first.Id, QuoteStatus.Executed);

        Assert.Equal(
            token.DeliveryTransactionId, Assert.Single(await world.OutgoingAsync(world.NearTreasury!)).TransactionId);
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        world.AssertCalm();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task An_amount_that_names_no_quote_goes_back_to_its_sender(ulong lastDigits)
    {
        await using var world = await World.StartAsync(Options);
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "near/NEAR", "10", "stellar/XLM");

        var paid = new Amount(NearCoin, (10 * OneNear) + lastDigits);
        var transaction = await customer.Near!.PayAsync(quote.Pay.Address, paid, memo: null);
        var payment = await world.FinishedPaymentAsync(world.NearTreasury!, transaction);

        Assert.Equal((PaymentStatus.Refunded, PaymentReasons.UnknownMemo), (payment.Status, payment.Reason));
        Assert.Equal(QuoteStatus.Pending, (await world.Quote(quote.Id).GetAsync())!.Status);
        var back = Assert.Single(await world.OutgoingAsync(world.NearTreasury!));
        Assert.Equal((customer.Near.Address, payment.RefundedUnits), (back.To, back.Amount!.Units));
        world.AssertCalm();
    }

    [Fact]
    public async Task Too_little_with_the_right_digits_goes_back_and_too_much_gives_back_the_excess()
    {
        await using var world = await World.StartAsync(Options);
        var customer = await world.CustomerAsync();
        var poor = await world.QuoteAsync(customer, "near/NEAR", "10", "stellar/XLM");
        var rich = await world.QuoteAsync(customer, "near/NEAR", "20", "stellar/XLM");

        var tooLittle = await PayAsync(poor, customer, poor.Pay.Amount.Units - OneNear);
        var payment = await world.FinishedPaymentAsync(world.NearTreasury!, tooLittle);
        var tooMuch = await PayAsync(rich, customer, rich.Pay.Amount.Units + OneNear);
        var excess = await world.FinishedPaymentAsync(world.NearTreasury!, tooMuch);

        Assert.Equal((PaymentStatus.Refunded, PaymentReasons.Underpaid), (payment.Status, payment.Reason));
        Assert.Equal(poor.Id, payment.Quote);
        await world.ReachedAsync(rich.Id, QuoteStatus.Executed);
        Assert.InRange(excess.RefundedUnits, OneNear - (OneNear / 100), OneNear);
        Assert.Equal(2, (await world.OutgoingAsync(world.NearTreasury!)).Count);
        world.AssertCalm();
    }

    [Fact]
    public async Task Some_of_the_coin_is_kept_for_fees_and_promised_to_nobody()
    {
        await using var world = await World.StartAsync(Options);

        var held = (await world.Treasury(world.NearTreasury!).GetAsync()).Balances.Single(b => b.Asset == NearCoin);

        Assert.InRange(held.ChainUnits - held.AvailableUnits, OneNear, 2 * OneNear);
    }

    [Theory]
    [InlineData("near/NEAR")]
    [InlineData("near/USDC")]
    public async Task A_crash_between_signing_and_submitting_sends_the_same_bytes_again(string receive)
    {
        await using var world = await World.StartAsync(Options);
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "50", receive);
        world.Near!.Submissions = SubmissionFault.Dropped;
        await PayAsync(quote, customer);
        await Eventually.HoldsAsync(() => !world.Near.Submitted.IsEmpty, "it is submitted", world.Log.ToString);

        await world.RestartAsync(downtime: TimeSpan.FromSeconds(5));
        world.Near.Submissions = SubmissionFault.None;
        await world.Quote(quote.Id).GetAsync();
        var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        var signed = Assert.Single(world.Near.Signed);
        Assert.All(world.Near.Submitted, s => Assert.Equal(signed.Bytes, s.Bytes));
        Assert.Equal(signed.TransactionId, done.DeliveryTransactionId);
        Assert.Equal(
            signed.TransactionId, Assert.Single(await world.OutgoingAsync(world.NearTreasury!)).TransactionId);
        world.AssertCalm();
    }

    [Fact]
    public async Task A_dead_transfer_is_signed_again_and_lands_once()
    {
        await using var world = await World.StartAsync(Options);
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "50", "near/NEAR");
        world.Near!.Submissions = SubmissionFault.Dropped;
        await PayAsync(quote, customer);
        await Eventually.HoldsAsync(() => !world.Near.Submitted.IsEmpty, "it is submitted", world.Log.ToString);

        world.Time.Jump(TimeSpan.FromSeconds(65));
        await Eventually.HoldsAsync(() => world.Near.Signed.Count == 2, "it is signed again", world.Log.ToString);
        world.Near.Submissions = SubmissionFault.None;

        var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        Assert.Equal(world.Near.Signed.Last().TransactionId, done.DeliveryTransactionId);
        Assert.Single(await world.OutgoingAsync(world.NearTreasury!));
        world.AssertCalm();
    }
}
