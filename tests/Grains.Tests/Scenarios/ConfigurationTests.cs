using OrleansTrading.Chains;
using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>Work under way meets a configuration that has lost what it is about. Nothing is lost.</summary>
public sealed class ConfigurationTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_payment_whose_output_left_the_list_waits_and_goes_back_when_the_time_is_over(bool putBack)
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        await RestartWithoutAsync(world, Xlm);

        var transaction = await PayAsync(quote, customer);
        var waiting = await world.QuoteWhenAsync(quote.Id, q => q.NextActor == "operator", "the payment waits");
        Assert.Equal(QuoteStatus.Pending, waiting.Status);
        Assert.Contains(Xlm.Value, waiting.NextStep, StringComparison.Ordinal);
        if (putBack)
        {
            world.Reconfigured = null;
            await world.RestartAsync(TimeSpan.FromSeconds(61));

            await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
            Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
            Assert.Empty(await world.OutgoingAsync(world.SolanaTreasury));
        }
        else
        {
            world.Time.Jump(TimeSpan.FromMinutes(8));

            var refunded = await world.ReachedAsync(quote.Id, QuoteStatus.Refunded);
            Assert.Equal(PaymentReasons.AssetNotConfigured, refunded.Reason);
            var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);
            Assert.Equal(PaymentReasons.AssetNotConfigured, payment.Reason);
            Assert.Empty(await world.OutgoingAsync(world.StellarTreasury));
            Assert.Single(await world.OutgoingAsync(world.SolanaTreasury));
        }

        world.AssertCalm();
    }

    [Fact]
    public async Task What_was_promised_is_delivered_and_settled_although_both_assets_left_the_list()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Stellar.Recipient = _ => throw new ChainUnavailableException("stellar", "held by the test");
        var transaction = await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Executing);

        await RestartWithoutAsync(world, Xlm, Usdc);
        world.Stellar.Recipient = null;

        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);
        Assert.Equal(PaymentStatus.Settled, payment.Status);
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        world.AssertCalm();
    }

    [Fact]
    public async Task An_excess_of_an_asset_that_left_the_list_is_parked()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        await RestartWithoutAsync(world, Usdc);

        var transaction = await PayAsync(quote, customer, 12 * OneUsdc);

        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        await AssertParkedAsync(world, world.SolanaTreasury, transaction);
    }

    [Fact]
    public async Task A_payment_that_would_go_back_in_an_asset_that_left_the_list_is_parked()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        await RestartWithoutAsync(world, Xlm);

        var transaction = await customer.Stellar.PayAsync(
            world.StellarTreasury.Address, new Amount(Xlm, 5 * OneXlm), "hello");

        await AssertParkedAsync(world, world.StellarTreasury, transaction);
        Assert.Empty(await world.OutgoingAsync(world.StellarTreasury));
    }

    [Fact]
    public async Task A_delivery_on_a_chain_that_is_no_longer_served_waits_for_an_operator_to_put_it_back()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Stellar.Recipient = _ => throw new ChainUnavailableException("stellar", "held by the test");
        await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Executing);
        world.Unserved = world.Stellar;
        await world.RestartAsync();
        world.Stellar.Recipient = null;

        var waiting = await world.QuoteWhenAsync(quote.Id, q => q.NextActor == "operator", "the delivery waits");

        Assert.Equal(QuoteStatus.Executing, waiting.Status);
        Assert.Contains(world.StellarTreasury.Account.Value, waiting.NextStep, StringComparison.Ordinal);
        world.Unserved = null;
        await world.RestartAsync();
        var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        Assert.Null(done.NextActor);
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        world.AssertCalm();
    }

    [Fact]
    public async Task A_payment_on_a_chain_that_is_no_longer_served_waits_until_it_is_put_back()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        world.Stellar.Recipient = _ => throw new ChainUnavailableException("stellar", "held by the test");
        var transaction = await customer.Stellar.PayAsync(
            world.StellarTreasury.Address, new Amount(Xlm, 5 * OneXlm), "hello");
        await world.PaymentWhenAsync(world.StellarTreasury, transaction, p => p.Status == PaymentStatus.Received);
        world.Unserved = world.Stellar;
        await world.RestartAsync();
        world.Stellar.Recipient = null;
        await Eventually.HoldsAsync(
            () => world.Log.Warned.Any(e => e.Name == "PaymentWaits"), "the payment says so", world.Log.ToString);

        world.Unserved = null;
        await world.RestartAsync();

        var payment = await world.FinishedPaymentAsync(world.StellarTreasury, transaction);
        Assert.Equal(PaymentStatus.Refunded, payment.Status);
        Assert.Single(world.Log.Warned, e => e.Name == "PaymentWaits");
        world.AssertCalm();
    }

    [Fact]
    public async Task A_transfer_of_an_asset_that_the_chain_has_lost_waits_and_keeps_no_other_from_being_made()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var lost = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Stellar.Recipient = _ => throw new ArgumentException("the asset is not configured");
        await PayAsync(lost, customer);
        var waiting = await world.QuoteWhenAsync(
            lost.Id, q => q.Status == QuoteStatus.Executing && q.NextActor == "operator", "the delivery waits");
        Assert.Contains("not configured", waiting.NextStep, StringComparison.Ordinal);
        world.Stellar.Recipient = address => address == customer.Stellar.Address
            ? throw new ArgumentException("the asset is not configured")
            : new RecipientCheck(RecipientVerdict.Payable, null, 0);
        var friend = new Party(world.Stellar.Inner);
        await world.FundAsync(friend);
        var order = new TransferRequest
        {
            Id = new TransferId("refund:test"),
            To = friend.Address,
            Amount = new Amount(Xlm, OneXlm),
        };
        await world.Treasury(world.StellarTreasury).RequestTransferAsync(order);

        await world.EventuallyAsync(
            () => world.Treasury(world.StellarTreasury).GetTransferAsync(order.Id),
            t => t!.Status == TransferStatus.Landed,
            "the other transfer lands");
        world.Stellar.Recipient = null;

        await world.ReachedAsync(lost.Id, QuoteStatus.Executed);
        Assert.Equal(2, (await world.OutgoingAsync(world.StellarTreasury)).Count);
        world.AssertCalm();
    }

    [Fact]
    public async Task A_quote_whose_network_fee_nobody_can_price_is_refused()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        await RestartWithoutAsync(world, Sol);

        var made = await world.CreateAsync(world.Command(customer, "stellar/XLM", "100", "solana/USDC"));

        Assert.Equal((ErrorCodes.AssetUnknown, "receive.asset"), (made.Refusal?.Code, made.Refusal?.Field));
        Assert.Contains(Sol.Value, made.Refusal!.Detail, StringComparison.Ordinal);
        world.AssertCalm();
    }

    private static async Task RestartWithoutAsync(World world, params AssetId[] assets)
    {
        world.Reconfigured = platform => platform.Assets.RemoveAll(a => assets.Any(gone => gone.Value == a.Id));
        await world.RestartAsync(TimeSpan.FromSeconds(61));
    }

    private static async Task AssertParkedAsync(World world, Party treasury, string transaction)
    {
        var payment = await world.FinishedPaymentAsync(treasury, transaction);
        Assert.Equal((PaymentStatus.Parked, PaymentReasons.AssetNotConfigured), (payment.Status, payment.Reason));
        var rows = await world.EventuallyAsync(
            () => world.Listing.PageAwaitingOperatorAsync(ListingKinds.ParkedPayment, null, 10, default),
            r => r.Count > 0,
            "the payment is listed");
        Assert.Equal(payment.Payment.Id.Value, Assert.Single(rows).Id);
        world.AssertCalm();
    }
}
