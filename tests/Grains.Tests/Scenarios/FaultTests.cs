using OrleansTrading.Chains;
using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>Lost bytes, lost answers, crashes: signed once until provably dead, delivered once.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData(SubmissionFault.AnswerLost)]
    [InlineData(SubmissionFault.CalledRefused)]
    [InlineData(SubmissionFault.Broken)]
    internal async Task An_answer_to_a_submission_says_nothing_about_its_outcome(SubmissionFault fault)
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        foreach (var (chain, treasury, pay, receive) in new[]
        {
            (world.Stellar, world.StellarTreasury, "solana/USDC", "stellar/XLM"),
            (world.Solana, world.SolanaTreasury, "stellar/XLM", "solana/USDC"),
        })
        {
            chain.Submissions = fault;
            var quote = await world.QuoteAsync(customer, pay, "100", receive);
            await PayAsync(quote, customer);

            var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

            Assert.Single(chain.Signed);
            Assert.Equal(done.DeliveryTransactionId, Assert.Single(await world.OutgoingAsync(treasury)).TransactionId);
        }

        world.AssertCalm();
    }

    [Fact]
    public async Task A_crash_between_signing_and_submitting_sends_the_same_bytes_again()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Stellar.Submissions = SubmissionFault.Dropped;
        await PayAsync(quote, customer);
        await Eventually.HoldsAsync(() => !world.Stellar.Submitted.IsEmpty, "it is submitted", world.Log.ToString);

        await world.RestartAsync(downtime: TimeSpan.FromSeconds(5));
        var before = world.Stellar.Submitted.Count;
        await Eventually.HoldsAsync(
            () => world.Stellar.Submitted.Count > before, "it is submitted again", world.Log.ToString);
        world.Stellar.Submissions = SubmissionFault.None;

        // The quote's reminder, which a minute later wakes it, is not due yet: it is woken by being looked at.
        await world.Quote(quote.Id).GetAsync();
        var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        var signed = Assert.Single(world.Stellar.Signed);
        Assert.All(world.Stellar.Submitted, s => Assert.Equal(signed.Bytes, s.Bytes));
        Assert.Equal(signed.TransactionId, done.DeliveryTransactionId);
        Assert.Equal(
            signed.TransactionId, Assert.Single(await world.OutgoingAsync(world.StellarTreasury)).TransactionId);
        world.AssertCalm();
    }

    [Fact]
    public async Task A_dead_transfer_on_stellar_is_signed_again_with_the_same_sequence_and_lands_once()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Stellar.Submissions = SubmissionFault.Dropped;
        await PayAsync(quote, customer);
        await Eventually.HoldsAsync(() => !world.Stellar.Submitted.IsEmpty, "it is submitted", world.Log.ToString);

        world.Time.Jump(TimeSpan.FromSeconds(65));
        await Eventually.HoldsAsync(() => world.Stellar.Signed.Count == 2, "it is signed again", world.Log.ToString);
        world.Stellar.Submissions = SubmissionFault.None;

        var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        var signed = world.Stellar.Signed.ToArray();
        Assert.Equal(2, signed.Length);
        Assert.Equal(signed[0].Sequence, signed[1].Sequence);
        Assert.Equal(signed[1].TransactionId, done.DeliveryTransactionId);
        Assert.Equal(
            signed[1].TransactionId, Assert.Single(await world.OutgoingAsync(world.StellarTreasury)).TransactionId);

        // Even the first signature, sent by somebody who kept it, can do nothing any more.
        Assert.NotEqual(SubmitReply.Accepted, (await world.Stellar.Inner.SubmitAsync(signed[0])).Reply);
        world.AssertCalm();
    }

    [Fact]
    public async Task A_dead_transfer_on_solana_is_signed_again_and_lands_once()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "stellar/XLM", "100", "solana/USDC");
        world.Solana.Submissions = SubmissionFault.Dropped;
        await PayAsync(quote, customer);
        await Eventually.HoldsAsync(() => !world.Solana.Submitted.IsEmpty, "it is submitted", world.Log.ToString);

        world.Time.Jump(TimeSpan.FromSeconds(10));
        await Eventually.HoldsAsync(() => world.Solana.Signed.Count == 2, "it is signed again", world.Log.ToString);
        world.Solana.Submissions = SubmissionFault.None;

        var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        var signed = world.Solana.Signed.ToArray();
        Assert.Equal(2, signed.Length);
        Assert.Equal(signed[1].TransactionId, done.DeliveryTransactionId);
        Assert.Single(await world.OutgoingAsync(world.SolanaTreasury));
        Assert.NotEqual(SubmitReply.Accepted, (await world.Solana.Inner.SubmitAsync(signed[0])).Reply);
        world.AssertCalm();
    }

    [Fact]
    public async Task What_nobody_can_prove_is_parked_and_never_signed_again()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Stellar.Submissions = SubmissionFault.Dropped;
        world.Stellar.LookUp = _ => new(TransferFate.Unknown, "the node has forgotten", 0, 0, null);
        var transaction = await PayAsync(quote, customer);

        var parked = await world.ReachedAsync(quote.Id, QuoteStatus.Parked);

        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);
        Assert.Equal(PaymentStatus.Parked, payment.Status);
        Assert.Equal(PaymentReasons.OutcomeUnknown, payment.Reason);
        Assert.Equal(PaymentReasons.OutcomeUnknown, parked.Reason);
        Assert.Equal("operator", parked.NextActor);
        Assert.True(parked.Delivered.IsZero);
        Assert.True(parked.Refunded.IsZero);

        // Long after, and after a restart: still one signature, and nothing went back either.
        world.Stellar.Submissions = SubmissionFault.None;
        world.Stellar.LookUp = null;
        await world.RestartAsync();
        var other = await world.QuoteAsync(customer, "solana/USDC", "20", "stellar/XLM");
        await PayAsync(other, customer);
        await world.ReachedAsync(other.Id, QuoteStatus.Executed);
        Assert.Equal(2, world.Stellar.Signed.Count);
        Assert.Equal(other.Id.Value, Assert.Single(await world.OutgoingAsync(world.StellarTreasury)).Memo);
        Assert.Empty(world.Solana.Signed);
        Assert.Equal(QuoteStatus.Parked, (await world.Quote(quote.Id).GetAsync())!.Status);
        world.AssertCalm();
    }

    [Fact]
    public async Task A_chain_that_is_away_for_a_while_delays_and_loses_nothing()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Stellar.IsDown = true;
        await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Executing);
        world.Solana.IsDown = true;
        world.Time.Jump(TimeSpan.FromMinutes(11));
        world.Stellar.IsDown = false;
        world.Solana.IsDown = false;

        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        Assert.Empty(await world.OutgoingAsync(world.SolanaTreasury));
        world.AssertCalm();
    }
}
