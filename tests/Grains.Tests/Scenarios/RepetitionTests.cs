using OrleansTrading.Chains;
using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>Whatever is said a hundred times at once has one effect.</summary>
public sealed class RepetitionTests
{
    private const int Times = 100;

    [Fact]
    public async Task A_hundred_parallel_tellings_of_one_payment_make_one_delivery()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Solana.IsHistoryDown = true;
        var transaction = await PayAsync(quote, customer);
        var payment = await IncomingAsync(world, transaction);

        await Task.WhenAll(Enumerable.Range(0, Times).Select(i => (i % 4) switch
        {
            0 => world.Payment(payment.Id).RecordAsync(payment),
            1 => world.Quote(quote.Id).OfferPaymentAsync(payment),
            2 => world.Watcher(world.SolanaTreasury).WakeAsync(),
            _ => world.Quote(quote.Id).WakeAsync(),
        }));
        world.Solana.IsHistoryDown = false;

        var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        var view = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);
        await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => world.Payment(payment.Id).RecordAsync(payment)));

        Assert.Equal(PaymentStatus.Settled, view.Status);
        Assert.Single(done.Payments);
        Assert.Single(world.Stellar.Signed);
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        Assert.Empty(await world.OutgoingAsync(world.SolanaTreasury));
        var again = await world.Quote(quote.Id).OfferPaymentAsync(payment);
        Assert.Equal(PaymentVerdictKind.Delivered, again.Kind);
        world.AssertCalm();
    }

    [Fact]
    public async Task Parallel_payments_of_one_quote_execute_it_once_and_the_others_go_back()
    {
        const int payers = 12;
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        var transactions = await Task.WhenAll(Enumerable.Range(0, payers).Select(i =>
            PayAsync(quote, customer, quote.Pay.Amount.Units + (ulong)i)));

        var payments = await Task.WhenAll(
            transactions.Select(t => world.FinishedPaymentAsync(world.SolanaTreasury, t)));

        Assert.Single(payments, p => p.Status == PaymentStatus.Settled);
        Assert.Equal(payers - 1, payments.Count(p => p.Status == PaymentStatus.Refunded));
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        var refunds = await world.OutgoingAsync(world.SolanaTreasury);
        Assert.Equal(payers - 1, refunds.Count);
        Assert.Equal(payers - 1, refunds.Select(r => r.Memo).Distinct().Count());
        world.AssertCalm();
    }

    [Fact]
    public async Task Many_quotes_at_once_are_each_delivered_once()
    {
        const int many = 20;
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quotes = await Task.WhenAll(Enumerable.Range(1, many).Select(
            i => world.QuoteAsync(customer, "solana/USDC", $"{i}", "stellar/XLM")));
        await Task.WhenAll(quotes.Select(q => PayAsync(q, customer)));

        await Task.WhenAll(quotes.Select(q => world.ReachedAsync(q.Id, QuoteStatus.Executed)));

        var deliveries = await world.OutgoingAsync(world.StellarTreasury);
        Assert.Equal(quotes.Select(q => q.Id.Value).Order(), deliveries.Select(d => d.Memo).Order());
        Assert.Equal(many, world.Stellar.Signed.Count);
        world.AssertCalm();
    }

    [Fact]
    public async Task The_same_command_gives_the_same_quote_and_another_one_is_refused()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var command = world.Command(customer, "solana/USDC", "10", "stellar/XLM");

        var made = await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => world.CreateAsync(command, "one")));
        var other = await world.CreateAsync(command with { PayAmount = "11" }, "one");
        world.Prices.Set("XLM/USD", 8000_0000);
        var later = await world.CreateAsync(command, "one");

        Assert.Equal(made[0].Value!.Receive.Amount, later.Value!.Receive.Amount);
        Assert.All(made, m => Assert.Equal(made[0].Value!.CreatedAt, m.Value!.CreatedAt));
        Assert.All(made, m => Assert.Equal(made[0].Value!.ExpiresAt, m.Value!.ExpiresAt));
        Assert.Null(other.Value);
        Assert.Equal(ErrorCodes.IdempotencyKeyReused, other.Refusal!.Code);
        Assert.Single(await world.Listing.PageByOwnerAsync("quote", customer.User.Value, null, 10, default));
    }

    [Fact]
    public async Task A_refused_command_stores_nothing_and_its_key_is_still_free()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var command = world.Command(customer, "solana/USDC", "10", "stellar/XLM");
        world.Prices.Remove("XLM/USD");

        var refused = await world.CreateAsync(command, "one");
        var id = QuoteId.Derive(customer.User, "one");
        Assert.Equal(ErrorCodes.PriceUnavailable, refused.Refusal!.Code);
        Assert.Null(await world.Quote(id).GetAsync());
        Assert.Null(await world.Quote(id).GetTimelineAsync());
        Assert.Empty(await world.Listing.PageByOwnerAsync("quote", customer.User.Value, null, 10, default));

        world.Prices.Set("XLM/USD", 4000_0000);
        Assert.NotNull((await world.CreateAsync(command with { PayAmount = "12" }, "one")).Value);
    }

    private static async Task<IncomingPayment> IncomingAsync(World world, string transaction)
    {
        var movement = await world.EventuallyAsync(
            async () => (await world.Solana.Inner.ReadHistoryAsync(world.SolanaTreasury.Address, null, 100))
                .Movements.SingleOrDefault(
                    m => m.TransactionId == transaction && m.Direction == MovementDirection.Incoming),
            m => m is not null,
            "the payment is final");
        return new IncomingPayment
        {
            Id = PaymentId.Of(world.Solana.Id, transaction, movement!.Index),
            Account = world.SolanaTreasury.Account,
            Sender = movement.From,
            Amount = new Amount(new AssetId(movement.Amount!.Asset), movement.Amount.Units),
            Memo = movement.Memo,
            TransactionId = transaction,
            PaidAt = movement.BlockTime,
            Height = movement.Height,
        };
    }
}
