using OrleansTrading.Chains;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>What no automatic step is safe for is told to operators: in their list, and once in the log.</summary>
public sealed class ParkedTests
{
    [Fact]
    public async Task A_parked_quote_and_its_payment_are_on_the_operators_lists_and_told_once()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Stellar.Submissions = SubmissionFault.Dropped;
        world.Stellar.LookUp = _ => new(TransferFate.Unknown, "the node has forgotten", 0, 0, null);
        var transaction = await PayAsync(quote, customer);

        await world.ReachedAsync(quote.Id, QuoteStatus.Parked);
        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);

        var row = Assert.Single(await ParkedAsync(world, ListingKinds.Quote));
        Assert.Equal(quote.Id.Value, row.Id);
        Assert.False(row.IsOpen);
        var paid = await world.EventuallyAsync(
            () => ParkedAsync(world, ListingKinds.ParkedPayment), rows => rows.Count > 0, "the payment is listed");
        Assert.Equal(payment.Payment.Id.Value, Assert.Single(paid).Id);
        Assert.Equal("QuoteParked", Assert.Single(world.Log.Warned, e => e.Id == 1105).Name);
        Assert.Equal("PaymentParked", Assert.Single(world.Log.Warned, e => e.Id == 1203).Name);
        Assert.Contains(PaymentReasons.OutcomeUnknown, world.Log.ToString(), StringComparison.Ordinal);
        world.AssertCalm();
    }

    [Fact]
    public async Task A_payment_that_names_no_quote_and_cannot_go_back_is_on_the_operators_list()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        world.Stellar.Recipient = _ => new RecipientCheck(RecipientVerdict.AccountMissing, "gone", 0);
        var transaction = await customer.Stellar.PayAsync(
            world.StellarTreasury.Address, new Amount(Xlm, 5 * OneXlm), "hello");

        var payment = await world.FinishedPaymentAsync(world.StellarTreasury, transaction);

        Assert.Equal(PaymentStatus.Parked, payment.Status);
        var rows = await world.EventuallyAsync(
            () => ParkedAsync(world, ListingKinds.ParkedPayment), r => r.Count > 0, "the payment is listed");
        Assert.Equal(payment.Payment.Id.Value, Assert.Single(rows).Id);
        Assert.Empty(await ParkedAsync(world, ListingKinds.Quote));
        world.AssertCalm();
    }

    private static Task<IReadOnlyList<ListingRow>> ParkedAsync(World world, string kind) =>
        world.Listing.PageAwaitingOperatorAsync(kind, null, 10, default);
}
