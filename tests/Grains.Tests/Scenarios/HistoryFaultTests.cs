using OrleansTrading.Audit;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>Nothing of the history is lost and nothing is doubled, whatever fails while it is made.</summary>
public sealed class HistoryFaultTests
{
    private static readonly string[] QuoteStory =
        ["quote.created", "risk.booked", "quote.committed", "quote.executing", "quote.executed"];

    private static readonly string[] PaymentStory = ["payment.received", "payment.settled"];

    private static readonly string[] TransferStory = ["transfer.ordered", "transfer.signed", "transfer.landed"];

    /// <summary>
    /// A failed write is made again by a fresh activation, an acknowledged one whose answer was lost is not: in both
    /// cases each event is there once.
    /// </summary>
    [Theory]
    [InlineData(WriteFault.NotWritten)]
    [InlineData(WriteFault.AnswerLost)]
    internal async Task Every_third_write_fails_and_each_event_is_there_once(WriteFault fault)
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        var writes = 0;
        world.Writes.Judge = (_, _) => Interlocked.Increment(ref writes) % 3 == 0 ? fault : WriteFault.None;

        var transaction = await PayAsync(quote, customer);
        var payment = await DoneAsync(world, quote.Id, transaction);
        world.Writes.Judge = null;

        Assert.True(world.Writes.Failed.Count >= 3, "too few writes failed to show anything");
        await AssertStoryAsync(world, quote.Id, payment);
        world.AssertCalm();
    }

    [Fact]
    public async Task Restarts_wherever_it_happens_to_be_and_repeated_news_tell_each_step_once()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var trades = new List<(QuoteView Quote, string Transaction)>();
        for (var round = 0; round < 4; round++)
        {
            var quote = await world.QuoteAsync(customer, "solana/USDC", $"{10 + round}", "stellar/XLM");
            trades.Add((quote, await PayAsync(quote, customer)));

            // One is stopped right after its payment, the others further on.
            if (round > 0)
            {
                await world.PaymentWhenAsync(world.SolanaTreasury, trades[^1].Transaction, _ => true);
            }

            await world.RestartAsync(TimeSpan.FromSeconds(61));
            await Task.WhenAll(trades.Select(t => world.Quote(t.Quote.Id).WakeAsync()));
            await world.Watcher(world.SolanaTreasury).WakeAsync();
        }

        foreach (var (quote, transaction) in trades)
        {
            await AssertStoryAsync(world, quote.Id, await DoneAsync(world, quote.Id, transaction));
        }

        world.AssertCalm();
    }

    [Fact]
    public async Task A_payment_that_is_told_again_and_again_is_received_once()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        var transaction = await PayAsync(quote, customer);
        var payment = await DoneAsync(world, quote.Id, transaction);
        var told = (await world.Payment(payment).GetAsync())!.Payment;

        await Task.WhenAll(Enumerable.Range(0, 50).SelectMany(_ => new[]
        {
            world.Payment(payment).RecordAsync(told),
            world.Payment(payment).WakeAsync(),
            world.Quote(quote.Id).WakeAsync(),
            world.Quote(quote.Id).OfferPaymentAsync(told),
        }));

        await AssertStoryAsync(world, quote.Id, payment);
    }

    [Fact]
    public async Task A_signature_that_died_is_told_with_the_one_that_replaced_it()
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
        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        var events = await world.AboutAsync(TransferId.Delivery(quote.Id).Value);

        Assert.Equal(
            ["transfer.ordered", "transfer.signed", "transfer.dead", "transfer.signed", "transfer.landed"],
            events.Select(row => row.Event.Kind));
        var signed = world.Stellar.Signed.ToArray();
        Assert.Contains(signed[0].TransactionId, events[1].Event.Details, StringComparison.Ordinal);
        Assert.Contains(signed[0].TransactionId, events[2].Event.Details, StringComparison.Ordinal);
        Assert.Contains(signed[1].TransactionId, events[3].Event.Details, StringComparison.Ordinal);
    }

    /// <summary>
    /// More orders at once than one write takes events of: those beyond are told to come again, and none is stored
    /// without its event.
    /// </summary>
    [Fact]
    public async Task Orders_beyond_what_one_write_takes_are_refused_rather_than_untold()
    {
        const int orders = 700;
        const int takenMax = 501;
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        world.Stellar.IsDown = true;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Writes.Answering = name => name == "treasury" ? gate.Task : Task.CompletedTask;

        var asked = Enumerable.Range(0, orders).Select(i => world.Treasury(world.StellarTreasury)
            .RequestTransferAsync(new TransferRequest
            {
                Id = TransferId.Refund(PaymentId.Of(world.Stellar.Id, $"order{i}", 0)),
                To = customer.Stellar.Address,
                Amount = new Amount(Xlm, OneXlm),
                User = customer.User,
            })).ToList();
        await Eventually.HoldsAsync(
            () => asked.Count(t => t.IsCompleted) >= orders - takenMax, "those beyond are refused", world.Log.ToString);
        gate.SetResult();
        world.Writes.Answering = null;
        var answers = await Task.WhenAll(asked);

        var taken = answers.Count(a => a.Value is not null);
        Assert.InRange(taken, 1, takenMax);
        Assert.All(
            answers.Where(a => a.Value is null), a => Assert.Equal(ErrorCodes.Overloaded, a.Refusal!.Code));
        var own = await StoredPlatform.ReadAllAsync(world.History, HistoryFilter.OfOwner(customer.User.Value));
        Assert.Equal(taken, own.Count(row => row.Event.Kind == HistoryKinds.TransferOrdered));
    }

    /// <summary>
    /// Asks everybody until all is over: a grain that was dropped comes back when it is called; its reminder, which
    /// would call it, is a minute away.
    /// </summary>
    private static async Task<PaymentId> DoneAsync(World world, QuoteId quote, string transaction)
    {
        var payment = await world.EventuallyAsync(
            async () =>
            {
                try
                {
                    foreach (var treasury in new[] { world.SolanaTreasury, world.StellarTreasury })
                    {
                        await world.Watcher(treasury).GetAsync();
                        await world.Treasury(treasury).GetAsync();
                    }

                    var view = await world.Quote(quote).GetAsync();
                    return view!.Payments.FirstOrDefault(p => p.TransactionId == transaction) is { } known
                        ? await world.Payment(known.Id).GetAsync()
                        : null;
                }
                catch (Exception dropped) when (dropped is InconsistentStateException or IOException)
                {
                    return null;
                }
            },
            p => p?.Status == PaymentStatus.Settled,
            "the payment is settled");
        return payment!.Payment.Id;
    }

    private static async Task AssertStoryAsync(World world, QuoteId quote, PaymentId payment)
    {
        // A payment that arrives right after a restart may wait for the account to be read; the rest is the same.
        Assert.Equal(
            QuoteStory, (await KindsAsync(quote.Value)).Where(kind => kind != HistoryKinds.QuotePaymentHeld));

        // A payment that learns late that it was accepted learns that it was delivered for, and was never in between.
        var paid = (await KindsAsync(payment.Value)).ToList();
        Assert.InRange(paid.Count(kind => kind == HistoryKinds.PaymentAllocated), 0, 1);
        Assert.Equal(PaymentStory, paid.Where(kind => kind != HistoryKinds.PaymentAllocated));
        Assert.Equal(TransferStory, await KindsAsync(TransferId.Delivery(quote).Value));

        async Task<IEnumerable<string>> KindsAsync(string subject) =>
            (await world.AboutAsync(subject)).Select(row => row.Event.Kind);
    }
}
