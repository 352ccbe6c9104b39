using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>
/// A state older than the chain: whatever one account has sent since, no account pays for it again, neither before an
/// operator resumes nor after.
/// </summary>
public sealed class RestoredBackupTests
{
    [Fact]
    public async Task A_quote_that_was_pending_in_the_backup_is_neither_delivered_nor_refunded_again()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        await world.BackUpAsync();
        var transaction = await PayAsync(quote, customer);
        var delivered = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        await world.RestoreAsync();

        var halted = await world.EventuallyAsync(
            world.Treasury(world.StellarTreasury).GetAsync, t => t.Halted is not null, "the account is halted");
        var unknown = Assert.Single(halted.Unknown);
        Assert.Equal(delivered.DeliveryTransactionId, unknown.TransactionId);
        Assert.Equal(quote.Id.Value, unknown.Memo);
        Assert.Equal(delivered.Receive.Amount, unknown.Amount);
        await AssertWaitsAsync(world);
        await world.PaymentWhenAsync(world.SolanaTreasury, transaction, p => p.Status == PaymentStatus.Allocated);

        // Nothing at all leaves the other account, not even after a restart.
        var order = await OrderAsync(world, customer);
        await world.RestartAsync();
        await AssertWaitsAsync(world);
        Assert.Equal(
            TransferStatus.Queued, (await world.Treasury(world.SolanaTreasury).GetTransferAsync(order))!.Status);
        var refused = await world.CreateAsync(world.Command(customer, "stellar/XLM", "100", "solana/SOL"));
        Assert.Equal(ErrorCodes.ChainUnavailable, refused.Refusal!.Code);
        Assert.Empty(world.Solana.Signed);
        Assert.Empty(await world.OutgoingAsync(world.SolanaTreasury));

        // An operator resumes within the quote's time: it is offered its payment again, and not delivered again.
        await world.Treasury(world.StellarTreasury).ResumeAsync("an operator matched it");
        var parked = await world.QuoteWhenAsync(quote.Id, q => q.Status == QuoteStatus.Parked, "the quote is parked");
        Assert.Equal(PaymentReasons.OutcomeUnknown, parked.Reason);
        Assert.Contains(unknown.TransactionId, parked.ReasonDetail, StringComparison.Ordinal);
        Assert.Equal(
            PaymentStatus.Parked, (await world.FinishedPaymentAsync(world.SolanaTreasury, transaction)).Status);
        await LandedAsync(world, order);
        Assert.Single(await world.OutgoingAsync(world.SolanaTreasury));
        Assert.Equal(
            delivered.DeliveryTransactionId,
            Assert.Single(await world.OutgoingAsync(world.StellarTreasury)).TransactionId);
    }

    [Theory]
    [InlineData("stellar/XLM", null)]
    [InlineData("stellar/XLM", "invoice 7")]
    [InlineData("near/NEAR", null)]
    public async Task A_delivery_that_was_ordered_in_the_backup_is_not_made_again_after_the_resume(
        string receive, string? memo)
    {
        await using var world = await World.StartAsync(new WorldOptions { WithNear = true });
        var (chain, treasury) = receive == "near/NEAR"
            ? (world.Near!, world.NearTreasury!)
            : (world.Stellar, world.StellarTreasury);
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(
            world.Command(customer, "solana/USDC", "10", receive) with { ReceiveMemo = memo });
        chain.Recipient = _ => throw new Chains.ChainUnavailableException(chain.Name, "held by the test");
        await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Executing);
        await world.BackUpAsync();
        chain.Recipient = null;
        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        await world.RestoreAsync();
        await world.EventuallyAsync(
            world.Treasury(treasury).GetAsync, t => t.Halted is not null, "the account is halted");

        await world.Treasury(treasury).ResumeAsync("an operator matched it");

        await world.QuoteWhenAsync(quote.Id, q => q.Status == QuoteStatus.Parked, "the quote is parked");
        Assert.Single(chain.Signed);
        Assert.Single(await world.OutgoingAsync(treasury));
        Assert.Empty(await world.OutgoingAsync(world.SolanaTreasury));
    }

    [Theory]
    [InlineData("solana/USDC")]
    [InlineData("near/NEAR")]
    public async Task A_delivery_that_was_ordered_in_the_backup_is_not_made_if_its_payment_went_back_since(string pay)
    {
        await using var world = await World.StartAsync(new WorldOptions { WithNear = true });
        var payer = pay == "near/NEAR" ? world.NearTreasury! : world.SolanaTreasury;
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, pay, "10", "stellar/XLM");
        world.Stellar.Recipient = _ => throw new Chains.ChainUnavailableException("stellar", "held by the test");
        await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Executing);
        await world.BackUpAsync();
        world.Stellar.Recipient = _ => new(Chains.RecipientVerdict.AccountMissing, "gone", 0);
        await world.ReachedAsync(quote.Id, QuoteStatus.Refunded);
        await world.RestoreAsync();
        world.Stellar.Recipient = null;
        await world.EventuallyAsync(
            world.Treasury(payer).GetAsync, t => t.Halted is not null, "the account is halted");

        await world.Treasury(payer).ResumeAsync("an operator matched it");

        await world.QuoteWhenAsync(quote.Id, q => q.Status == QuoteStatus.Parked, "the quote is parked");
        Assert.Empty(world.Stellar.Signed);
        Assert.Single(await world.OutgoingAsync(payer));
    }

    [Fact]
    public async Task A_payment_that_is_found_after_the_resume_does_not_go_back_if_the_chain_shows_its_delivery()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        await world.BackUpAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        var transaction = await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        await RestoreAndResumeBeforePaymentsAreFoundAsync(world);

        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);
        Assert.Equal((PaymentStatus.Parked, PaymentReasons.OutcomeUnknown), (payment.Status, payment.Reason));
        Assert.Null(await world.Quote(quote.Id).GetAsync());
        Assert.Empty(await world.OutgoingAsync(world.SolanaTreasury));
    }

    [Fact]
    public async Task A_payment_that_is_found_after_the_resume_does_not_go_back_if_what_was_sent_since_names_nothing()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = (await world.CreateAsync(
            world.Command(customer, "solana/USDC", "10", "stellar/XLM") with { ReceiveMemo = "invoice 7" })).Value!;
        await world.BackUpAsync();
        var transaction = await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        world.Time.Jump(TimeSpan.FromMinutes(8));

        await RestoreAndResumeBeforePaymentsAreFoundAsync(world);

        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);
        Assert.Equal((PaymentStatus.Parked, PaymentReasons.OutcomeUnknown), (payment.Status, payment.Reason));
        Assert.Equal(QuoteStatus.Expired, (await world.Quote(quote.Id).GetAsync())!.Status);
        Assert.Empty(await world.OutgoingAsync(world.SolanaTreasury));

        // What was paid long after that cannot have been settled by it.
        world.Time.Jump(TimeSpan.FromMinutes(6));
        var later = (await world.EventuallyAsync(
            () => world.CreateAsync(world.Command(customer, "solana/USDC", "5", "stellar/XLM")),
            made => made.Value is not null,
            "both accounts are read")).Value!;
        await PayAsync(later, customer);
        await world.ReachedAsync(later.Id, QuoteStatus.Executed);
        var second = await world.FinishedPaymentAsync(world.SolanaTreasury, await PayAsync(later, customer));
        Assert.Equal((PaymentStatus.Refunded, PaymentReasons.SecondPayment), (second.Status, second.Reason));
    }

    [Fact]
    public async Task What_went_back_and_names_nothing_does_not_go_back_again()
    {
        await using var world = await World.StartAsync(new WorldOptions { WithNear = true });
        var customer = await world.CustomerAsync();
        await world.BackUpAsync();
        var transaction = await customer.Near!.PayAsync(
            world.NearTreasury!.Address, new Amount(NearCoin, 10 * OneNear), memo: null);
        var before = await world.FinishedPaymentAsync(world.NearTreasury, transaction);
        Assert.Equal((PaymentStatus.Refunded, PaymentReasons.UnknownMemo), (before.Status, before.Reason));

        await AssertStaysAsync(world, transaction, before);
    }

    [Fact]
    public async Task An_excess_that_went_back_and_names_nothing_does_not_go_back_again()
    {
        await using var world = await World.StartAsync(new WorldOptions { WithNear = true });
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "near/NEAR", "20", "stellar/XLM");
        world.Near!.Recipient = _ => throw new Chains.ChainUnavailableException("near", "held by the test");
        var transaction = await PayAsync(quote, customer, quote.Pay.Amount.Units + OneNear);
        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        await world.BackUpAsync();
        world.Near.Recipient = null;
        var before = await world.FinishedPaymentAsync(world.NearTreasury!, transaction);
        Assert.InRange(before.RefundedUnits, OneNear - (OneNear / 100), OneNear);

        await AssertStaysAsync(world, transaction, before);
    }

    [Fact]
    public async Task After_a_start_no_account_pays_before_every_history_is_read()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        world.Solana.Recipient = _ => throw new Chains.ChainUnavailableException("solana", "held by the test");
        var order = await OrderAsync(world, customer);
        world.Stellar.IsHistoryDown = true;
        await world.RestartAsync(TimeSpan.FromSeconds(5));
        world.Solana.Recipient = null;

        await TicksAsync(world, world.SolanaTreasury);
        Assert.Empty(world.Solana.Signed);
        var refused = await world.CreateAsync(world.Command(customer, "stellar/XLM", "100", "solana/SOL"));
        Assert.Equal(ErrorCodes.ChainUnavailable, refused.Refusal!.Code);
        Assert.NotNull(refused.Refusal.RetryAt);

        world.Stellar.IsHistoryDown = false;
        await LandedAsync(world, order);
        Assert.Single(world.Solana.Signed);
        world.AssertCalm();
    }

    /// <summary>What was given back on NEAR before a restore is parked after it, and not given back again.</summary>
    private static async Task AssertStaysAsync(World world, string transaction, PaymentView before)
    {
        await world.RestoreAsync();
        var halted = await world.EventuallyAsync(
            world.Treasury(world.NearTreasury!).GetAsync, t => t.Halted is not null, "the account is halted");
        Assert.Equal(before.RefundTransactionId, Assert.Single(halted.Unknown).TransactionId);

        await world.Treasury(world.NearTreasury!).ResumeAsync("an operator matched it");
        var payment = await world.FinishedPaymentAsync(world.NearTreasury!, transaction);
        Assert.Equal((PaymentStatus.Parked, PaymentReasons.OutcomeUnknown), (payment.Status, payment.Reason));
        await TicksAsync(world, world.NearTreasury!);
        Assert.Equal(
            before.RefundTransactionId,
            Assert.Single(await world.OutgoingAsync(world.NearTreasury!)).TransactionId);
    }

    private static async Task RestoreAndResumeBeforePaymentsAreFoundAsync(World world)
    {
        world.Solana.IsHistoryDown = true;
        await world.RestoreAsync();
        await world.EventuallyAsync(
            world.Treasury(world.StellarTreasury).GetAsync, t => t.Halted is not null, "the account is halted");
        await world.Treasury(world.StellarTreasury).ResumeAsync("an operator matched it");
        world.Solana.IsHistoryDown = false;
    }

    private static async Task AssertWaitsAsync(World world)
    {
        var other = await world.EventuallyAsync(
            world.Treasury(world.SolanaTreasury).GetAsync, t => t.WaitsFor is not null, "the other account waits");
        Assert.Null(other.Halted);
        Assert.Contains("halted until an operator resumes", other.WaitsFor, StringComparison.Ordinal);
        await TicksAsync(world, world.SolanaTreasury);
    }

    /// <summary>The account has read its balances three more times, so that it could also have signed.</summary>
    private static async Task TicksAsync(World world, Party treasury)
    {
        for (var tick = 0; tick < 3; tick++)
        {
            var before = (await world.Treasury(treasury).GetAsync()).ReconciledAt;
            await world.EventuallyAsync(
                world.Treasury(treasury).GetAsync, t => t.ReconciledAt > before, "the pump runs");
        }
    }

    private static async Task<TransferId> OrderAsync(World world, Customer customer)
    {
        var id = new TransferId("refund:test");
        await world.Treasury(world.SolanaTreasury).RequestTransferAsync(new TransferRequest
        {
            Id = id,
            To = customer.Solana.Address,
            Amount = new Amount(Sol, 1_000),
            Memo = id.Tag,
        });
        return id;
    }

    private static Task<TransferView?> LandedAsync(World world, TransferId id) => world.EventuallyAsync(
        () => world.Treasury(world.SolanaTreasury).GetTransferAsync(id),
        t => t!.Status == TransferStatus.Landed,
        $"{id} lands");
}
