using OrleansTrading.Chains;
using OrleansTrading.Grains.Tests.Worlds;
using OrleansTrading.Grains.Treasury;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>Rare coincidences that cost money where they are not thought of.</summary>
public sealed class HardCaseTests
{
    [Fact]
    public async Task Two_deliveries_that_look_alike_are_two_transactions()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var command = world.Command(customer, "stellar/XLM", "100", "solana/USDC") with { ReceiveMemo = "deposit 7" };
        var quotes = new[] { await world.QuoteAsync(command), await world.QuoteAsync(command) };

        // Both are ordered before either is signed: one tick signs both, to one address, with one memo and blockhash.
        world.Solana.Recipient = _ => throw new ChainUnavailableException("solana", "held by the test");
        foreach (var quote in quotes)
        {
            await PayAsync(quote, customer);
            await world.ReachedAsync(quote.Id, QuoteStatus.Executing);
        }

        world.Solana.Recipient = null;

        var done = await Task.WhenAll(quotes.Select(q => world.ReachedAsync(q.Id, QuoteStatus.Executed)));

        Assert.NotEqual(done[0].DeliveryTransactionId, done[1].DeliveryTransactionId);
        Assert.Equal(2, (await world.OutgoingAsync(world.SolanaTreasury)).Count);
        Assert.Equal(
            (5_000 * OneUsdc) + (2 * quotes[0].Receive.Amount.Units), await customer.Solana.BalanceAsync(Usdc));
        world.AssertCalm();
    }

    [Fact]
    public async Task A_payment_on_another_chain_goes_back_to_its_sender_not_to_the_refund_address()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var command = world.Command(customer, "solana/USDC", "10", "stellar/XLM") with
        {
            RefundAddress = customer.Solana.Address,
        };
        var quote = await world.QuoteAsync(command);

        var transaction = await customer.Stellar.PayAsync(
            world.StellarTreasury.Address, new Amount(Xlm, 5 * OneXlm), quote.Pay.Memo);

        var payment = await world.FinishedPaymentAsync(world.StellarTreasury, transaction);
        Assert.Equal(PaymentReasons.WrongAsset, payment.Reason);
        Assert.Equal(PaymentStatus.Refunded, payment.Status);
        Assert.Equal((UInt128)(10_000 * OneXlm) - 1_000_000 - 100, await customer.Stellar.BalanceAsync(Xlm));
        world.AssertCalm();
    }

    [Fact]
    public async Task A_restored_backup_halts_the_account_instead_of_paying_again()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quotes = new Dictionary<FaultyChain, QuoteView>
        {
            [world.Stellar] = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM"),
            [world.Solana] = await world.QuoteAsync(customer, "stellar/XLM", "100", "solana/USDC"),
        };

        // Ordered, not signed: so the backup finds it.
        foreach (var (chain, quote) in quotes)
        {
            chain.Recipient = _ => throw new ChainUnavailableException(chain.Name, "held by the test");
            await PayAsync(quote, customer);
            await world.ReachedAsync(quote.Id, QuoteStatus.Executing);
        }

        await world.BackUpAsync();
        foreach (var (chain, quote) in quotes)
        {
            chain.Recipient = null;
            await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        }

        await world.RestoreAsync();

        foreach (var treasury in new[] { world.StellarTreasury, world.SolanaTreasury })
        {
            await world.EventuallyAsync(
                world.Treasury(treasury).GetAsync, t => t.Halted is not null, "the account is halted");
            Assert.Single(await world.OutgoingAsync(treasury));
        }

        Assert.Single(world.Stellar.Signed);
        Assert.Single(world.Solana.Signed);
    }

    [Fact]
    public async Task A_transfer_that_the_audit_met_before_its_end_is_not_remembered_for_ever()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Stellar.LookUp = _ => new(TransferFate.InFlight, null, 0, 0, null);
        await PayAsync(quote, customer);
        await world.EventuallyAsync(
            () => world.OutgoingAsync(world.StellarTreasury), o => o.Count == 1, "the delivery is on chain");
        var cursor = (await world.Stellar.Inner.ReadHistoryAsync(world.StellarTreasury.Address, null, 100)).Cursor;
        await world.EventuallyAsync(
            () => world.StoredAsync(world.StellarTreasury), s => s.AuditCursor == cursor, "the audit has met it");
        world.Stellar.LookUp = null;
        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        Assert.Empty((await world.StoredAsync(world.StellarTreasury)).AwaitingAudit);
        Assert.Empty((await world.StoredAsync(world.StellarTreasury)).Open);
        world.AssertCalm();
    }

    [Fact]
    public async Task A_dead_signature_that_is_not_replaced_is_not_awaited_by_the_audit()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Stellar.Submissions = SubmissionFault.Dropped;
        await PayAsync(quote, customer);
        await Eventually.HoldsAsync(() => !world.Stellar.Submitted.IsEmpty, "it is submitted", world.Log.ToString);
        world.Stellar.Recipient = _ => new RecipientCheck(RecipientVerdict.AccountMissing, "closed", 0);

        world.Time.Jump(TimeSpan.FromSeconds(65));

        var refunded = await world.ReachedAsync(quote.Id, QuoteStatus.Refunded);
        Assert.Equal(PaymentReasons.DeliveryRejected, refunded.Reason);
        Assert.Single(world.Stellar.Signed);
        Assert.Empty((await world.StoredAsync(world.StellarTreasury)).AwaitingAudit);
        Assert.Empty(await world.OutgoingAsync(world.StellarTreasury));
        world.AssertCalm();
    }
}
