using System.Collections.Concurrent;
using OrleansTrading.Chains;
using OrleansTrading.Grains.Tests.Worlds;
using OrleansTrading.Grains.Treasury;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>The store fails a write, or does not tell that it was made: memory is never ahead of it for long.</summary>
public sealed class FailedWriteTests
{
    [Theory]
    [InlineData(WriteFault.NotWritten)]
    [InlineData(WriteFault.AnswerLost)]
    internal async Task A_signature_is_not_submitted_before_it_is_stored(WriteFault fault)
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        var stored = new ConcurrentDictionary<string, bool>();
        var unstored = new ConcurrentQueue<string>();
        var failures = 0;
        world.Writes.Stored = state => SignedIn(state).ForEach(id => stored[id] = true);
        world.Writes.Judge = (_, state) =>
            SignedIn(state).Count > 0 && Interlocked.Increment(ref failures) <= 2 ? fault : WriteFault.None;
        world.Stellar.Submitting = transfer =>
        {
            if (!stored.ContainsKey(transfer.TransactionId))
            {
                unstored.Enqueue(transfer.TransactionId);
            }
        };

        await PayAsync(quote, customer);
        var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        Assert.Equal(["treasury", "treasury"], world.Writes.Failed);
        Assert.Empty(unstored);
        Assert.Equal(
            done.DeliveryTransactionId, Assert.Single(await world.OutgoingAsync(world.StellarTreasury)).TransactionId);
        world.AssertCalm();
    }

    [Theory]
    [InlineData(WriteFault.NotWritten)]
    [InlineData(WriteFault.AnswerLost)]
    internal async Task Every_kind_of_state_fails_to_be_written_once_and_the_trade_ends_once(WriteFault fault)
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "stellar/XLM", "100", "solana/USDC");
        var met = new ConcurrentDictionary<string, bool>();
        world.Writes.Judge = (name, _) => met.TryAdd(name, true) ? fault : WriteFault.None;

        var transaction = await PayAsync(quote, customer, quote.Pay.Amount.Units + (50 * OneXlm));
        await world.EventuallyAsync(
            () => LookAtAllAsync(world, quote.Id),
            view => view is { Status: QuoteStatus.Executed, Refunded.Units: var back } && back > UInt128.Zero,
            "it is delivered and the excess is back");
        var payment = await world.FinishedPaymentAsync(world.StellarTreasury, transaction);

        Assert.Equal(
            ["payment", "quote", "risk", "transfer", "treasury", "watcher"],
            world.Writes.Failed.Distinct().Except(["audit"]).Order(StringComparer.Ordinal));
        Assert.Equal(PaymentStatus.Settled, payment.Status);
        Assert.Single(await world.OutgoingAsync(world.SolanaTreasury));
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        world.AssertCalm();
    }

    /// <summary>
    /// The account writes down that a delivery is refused, in the transfer's own grain, and fails to strike it from its
    /// table, or is not told. By then the recipient could be paid again, which must not happen: the refund is due.
    /// </summary>
    [Theory]
    [InlineData("treasury", WriteFault.NotWritten)]
    [InlineData("treasury", WriteFault.AnswerLost)]
    [InlineData("transfer", WriteFault.AnswerLost)]
    internal async Task A_transfer_that_was_recorded_as_refused_is_not_signed_afterwards(string state, WriteFault fault)
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Stellar.Recipient = _ => new RecipientCheck(RecipientVerdict.AccountMissing, "gone", 0);
        var (isRefused, hasFailed) = (false, false);
        world.Writes.Judge = (name, written) =>
        {
            isRefused |= written is TransferState { Outcome.Status: TransferStatus.Failed };
            var fails = isRefused && name == state && !hasFailed;
            hasFailed |= fails;
            return fails ? fault : WriteFault.None;
        };
        world.Writes.Stored = written => world.Stellar.Recipient =
            written is TransferState { Outcome.Status: TransferStatus.Failed } ? null : world.Stellar.Recipient;

        var transaction = await PayAsync(quote, customer);
        var payment = await world.EventuallyAsync(
            async () => await LookAtAllAsync(world, quote.Id) is { Payments: [var known] }
                ? await world.Payment(known.Id).GetAsync()
                : null,
            p => p?.Status is PaymentStatus.Refunded or PaymentStatus.Settled,
            $"{transaction} is settled");

        Assert.Equal([state], world.Writes.Failed);
        Assert.Equal(PaymentStatus.Refunded, payment!.Status);
        Assert.Empty(world.Stellar.Signed);
        Assert.Empty(await world.OutgoingAsync(world.StellarTreasury));
        Assert.Single(await world.OutgoingAsync(world.SolanaTreasury));
        world.AssertCalm();
    }

    /// <summary>
    /// A grain that was dropped comes back when it is called; its reminder, which would call it, is a minute away.
    /// </summary>
    /// <returns>The quote; null when a grain was just being dropped.</returns>
    private static async Task<QuoteView?> LookAtAllAsync(World world, QuoteId id)
    {
        try
        {
            foreach (var treasury in new[] { world.SolanaTreasury, world.StellarTreasury })
            {
                await world.Watcher(treasury).GetAsync();
                await world.Treasury(treasury).GetAsync();
            }

            var view = await world.Quote(id).GetAsync();
            foreach (var payment in view!.Payments)
            {
                await world.Payment(payment.Id).GetAsync();
            }

            return view;
        }
        catch (InconsistentStateException)
        {
            return null;
        }
    }

    private static List<string> SignedIn(object? state) => state is TreasuryState treasury
        ? [.. treasury.Open.Where(t => t.Status == TransferStatus.Signed).Select(t => t.Signed!.TransactionId)]
        : [];
}
