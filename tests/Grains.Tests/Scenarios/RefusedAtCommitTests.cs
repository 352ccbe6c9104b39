using OrleansTrading.Chains;
using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>The payment is fine, but by then the delivery is not possible: the payment goes back.</summary>
public sealed class RefusedAtCommitTests
{
    private const ulong UsdcRefundFee = 50_000;

    [Fact]
    public async Task What_the_treasury_cannot_cover_by_then_goes_back()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();

        // Each is covered alone; the treasury holds 10,000 XLM.
        var first = await world.QuoteAsync(customer, "solana/USDC", null, "stellar/XLM", "6000");
        var second = await world.QuoteAsync(customer, "solana/USDC", null, "stellar/XLM", "5000");
        await PayAsync(first, customer);
        await world.ReachedAsync(first.Id, QuoteStatus.Executed);
        await PayAsync(second, customer);

        var refunded = await world.ReachedAsync(second.Id, QuoteStatus.Refunded);

        AssertGivenBack(refunded, PaymentReasons.TreasuryShort);
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        Assert.Single(await world.OutgoingAsync(world.SolanaTreasury));
        var balance = await BalanceAsync(world, world.StellarTreasury, Xlm);
        Assert.Equal((UInt128)0, balance.ReservedUnits);
        world.AssertCalm();
    }

    [Fact]
    public async Task What_exceeds_the_days_limit_by_then_goes_back()
    {
        await using var world = await World.StartAsync(new WorldOptions { Risk = o => o.DayUsdCentsMax = 3_000 });
        var customer = await world.CustomerAsync();
        var first = await world.QuoteAsync(customer, "solana/USDC", "20", "stellar/XLM");
        var second = await world.QuoteAsync(customer, "solana/USDC", "20", "stellar/XLM");
        await PayAsync(first, customer);
        await world.ReachedAsync(first.Id, QuoteStatus.Executed);
        await PayAsync(second, customer);

        var refunded = await world.ReachedAsync(second.Id, QuoteStatus.Refunded);

        AssertGivenBack(refunded, PaymentReasons.LimitExceeded);
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        var balance = await BalanceAsync(world, world.StellarTreasury, Xlm);
        Assert.Equal((UInt128)0, balance.ReservedUnits);
        Assert.Null(await world.Grains.GetGrain<IRiskGrain>(customer.User.Value).CheckAsync(Claims.Of(1_000)));
        world.AssertCalm();
    }

    [Theory]
    [InlineData(RecipientVerdict.AccountMissing, 0)]
    [InlineData(RecipientVerdict.AssetNotAccepted, 0)]
    [InlineData(RecipientVerdict.LimitExceeded, 0)]
    [InlineData(RecipientVerdict.MemoRequired, 0)]
    [InlineData(RecipientVerdict.Payable, 2_039_280)]
    public async Task A_receiver_who_cannot_be_paid_any_more_is_not_signed_for(RecipientVerdict verdict, int cost)
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        var problem = verdict == RecipientVerdict.Payable ? null : "changed since the quote";
        world.Stellar.Recipient = _ => new RecipientCheck(verdict, problem, (UInt128)cost);
        await PayAsync(quote, customer);

        var refunded = await world.ReachedAsync(quote.Id, QuoteStatus.Refunded);

        AssertGivenBack(refunded, PaymentReasons.DeliveryRejected);
        Assert.Null(refunded.DeliveryTransactionId);
        Assert.Empty(world.Stellar.Signed);
        Assert.Single(await world.OutgoingAsync(world.SolanaTreasury));
        Assert.Equal((5_000 * OneUsdc) - UsdcRefundFee, await customer.Solana.BalanceAsync(Usdc));
        Assert.Equal(
            (UInt128)0, (await BalanceAsync(world, world.StellarTreasury, Xlm)).InFlightUnits);
        world.AssertCalm();
    }

    [Fact]
    public async Task A_sender_who_cannot_be_paid_back_leaves_the_payment_to_an_operator()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Stellar.Recipient = _ => new RecipientCheck(RecipientVerdict.AccountMissing, "gone", 0);
        world.Solana.Recipient = _ => new RecipientCheck(RecipientVerdict.Payable, null, 2_039_280);
        await PayAsync(quote, customer);

        var parked = await world.ReachedAsync(quote.Id, QuoteStatus.Parked);

        Assert.Equal("operator", parked.NextActor);
        Assert.True(parked.Terminal);
        var payment = Assert.Single(parked.Payments);
        Assert.Equal(PaymentDisposition.Parked, payment.Disposition);
        Assert.Equal(PaymentReasons.SenderNotPayable, payment.Reason);
        Assert.Empty(world.Solana.Signed);
        Assert.Empty(world.Stellar.Signed);
        world.AssertCalm();
    }

    [Fact]
    public async Task A_delivery_that_fails_on_chain_goes_back()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Stellar.Submissions = SubmissionFault.Dropped;
        world.Stellar.LookUp = _ => new(TransferFate.Failed, "op_no_destination", 0, 1, DateTimeOffset.UnixEpoch);
        await PayAsync(quote, customer);

        var refunded = await world.ReachedAsync(quote.Id, QuoteStatus.Refunded);

        AssertGivenBack(refunded, PaymentReasons.DeliveryRejected);
        Assert.Contains("op_no_destination", refunded.ReasonDetail, StringComparison.Ordinal);
        Assert.Single(world.Stellar.Signed);
        Assert.Single(await world.OutgoingAsync(world.SolanaTreasury));
        world.AssertCalm();
    }

    private static async Task<TreasuryBalance> BalanceAsync(World world, Party treasury, AssetId asset) =>
        (await world.Treasury(treasury).GetAsync()).Balances.Single(b => b.Asset == asset);

    private static void AssertGivenBack(QuoteView view, string reason)
    {
        Assert.True(view.Terminal);
        Assert.Equal(reason, view.Reason);
        Assert.NotNull(view.ReasonDetail);
        Assert.True(view.Delivered.IsZero);
        Assert.Equal(view.Pay.Amount, view.Paid);
        Assert.Equal(view.Pay.Amount.Units - UsdcRefundFee, view.Refunded.Units);
        var payment = Assert.Single(view.Payments);
        Assert.Equal(PaymentDisposition.Refunded, payment.Disposition);
        Assert.Equal(reason, payment.Reason);
        Assert.Equal(view.Refunded, payment.Refunded);
        Assert.NotNull(payment.RefundTransactionId);
    }
}
