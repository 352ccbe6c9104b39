using System.Text.Json;
using OrleansTrading.Audit;
using OrleansTrading.Audit.History;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>
/// What the history reads like. That it agrees with the stored states is also checked at the end of every other test
/// (<see cref="HistoryAudit"/>).
/// </summary>
public sealed class HistoryTests
{
    private static readonly string[] Trade =
    [
        HistoryKinds.QuoteCreated, HistoryKinds.PaymentReceived, HistoryKinds.RiskBooked, HistoryKinds.QuoteCommitted,
        HistoryKinds.PaymentAllocated, HistoryKinds.TransferOrdered, HistoryKinds.QuoteExecuting,
        HistoryKinds.TransferSigned, HistoryKinds.TransferLanded, HistoryKinds.QuoteExecuted,
        HistoryKinds.PaymentSettled,
    ];

    [Fact]
    public async Task A_trade_tells_each_of_its_steps_once_to_its_owner()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var stranger = await world.CustomerAsync();
        await world.QuoteAsync(stranger, "solana/USDC", "7", "stellar/XLM");
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        var payment = await PayThroughAsync(world, customer, quote);

        var delivery = TransferId.Delivery(quote.Id);
        Assert.Equal(
            ["quote.created", "risk.booked", "quote.committed", "quote.executing", "quote.executed"],
            Kinds(await world.AboutAsync(quote.Id.Value)));
        Assert.Equal(
            ["payment.received", "payment.allocated", "payment.settled"],
            Kinds(await world.AboutAsync(payment.Value)));
        Assert.Equal(
            ["transfer.ordered", "transfer.signed", "transfer.landed"],
            Kinds(await world.AboutAsync(delivery.Value)));

        // All of it is the customer's, but for the payment's arrival: by then nobody had looked whose it is.
        var own = await StoredPlatform.ReadAllAsync(world.History, HistoryFilter.OfOwner(customer.User.Value));
        Assert.Equal(
            Trade.Except([HistoryKinds.PaymentReceived]).Concat(["address.claimed", "address.claimed"]).Order(),
            Kinds(own).Order());
        Assert.Equal(
            ["address.claimed", "address.claimed", "quote.created"],
            Kinds(await StoredPlatform.ReadAllAsync(world.History, HistoryFilter.OfOwner(stranger.User.Value))));
    }

    [Fact]
    public async Task Details_say_what_it_was_about_exactly()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        var payment = await PayThroughAsync(world, customer, quote);
        var done = (await world.Quote(quote.Id).GetAsync())!;

        var created = Details(await world.AboutAsync(quote.Id.Value), HistoryKinds.QuoteCreated);
        AssertAmount(quote.Pay.Amount, created.GetProperty("pay"));
        AssertAmount(quote.Receive.Amount, created.GetProperty("receive"));
        Assert.Equal(customer.Stellar.Address, created.GetProperty("receiveAddress").GetString());
        Assert.Equal("1000", created.GetProperty("usdCents").GetString());
        Assert.Equal(quote.ExpiresAt, created.GetProperty("expiresAt").GetDateTimeOffset());
        Assert.False(created.TryGetProperty("refundAddress", out _));

        var executed = Details(await world.AboutAsync(quote.Id.Value), HistoryKinds.QuoteExecuted);
        AssertAmount(quote.Receive.Amount, executed.GetProperty("delivered"));
        AssertAmount(quote.Pay.Amount, executed.GetProperty("paid"));
        Assert.Equal(payment.Value, executed.GetProperty("payment").GetString());
        Assert.Equal(done.DeliveryTransactionId, executed.GetProperty("transactionId").GetString());

        var received = Details(await world.AboutAsync(payment.Value), HistoryKinds.PaymentReceived);
        AssertAmount(quote.Pay.Amount, received.GetProperty("amount"));
        Assert.Equal(customer.Solana.Address, received.GetProperty("sender").GetString());
        Assert.Equal(quote.Id.Value, received.GetProperty("memo").GetString());

        var transfer = await world.AboutAsync(TransferId.Delivery(quote.Id).Value);
        Assert.Equal(
            done.DeliveryTransactionId,
            Details(transfer, HistoryKinds.TransferSigned).GetProperty("transactionId").GetString());
        var landed = Details(transfer, HistoryKinds.TransferLanded);
        AssertAmount(quote.Receive.Amount, landed.GetProperty("amount"));
        Assert.Equal("100", landed.GetProperty("feeUnits").GetString());
        Assert.Equal(1, landed.GetProperty("attempt").GetInt32());
    }

    [Fact]
    public async Task Refunds_are_told_by_the_payment_and_by_its_quote()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        var tooLittle = await PayAsync(quote, customer, OneUsdc);
        var back = (await world.FinishedPaymentAsync(world.SolanaTreasury, tooLittle)).Payment.Id;
        var tooMuch = await PayThroughAsync(world, customer, quote, quote.Pay.Amount.Units + OneUsdc);
        await world.QuoteWhenAsync(quote.Id, q => !q.Refunded.IsZero, "the excess is told");

        Assert.Equal(
            [
                "quote.created", "quote.payment_refused", "quote.payment_refunded", "risk.booked", "quote.committed",
                "quote.executing", "quote.executed", "quote.excess_refunded",
            ],
            Kinds(await world.AboutAsync(quote.Id.Value)));
        var refunded = await world.AboutAsync(back.Value);
        Assert.Equal(["payment.received", "payment.refunding", "payment.refunded"], Kinds(refunded));
        Assert.Equal(
            ["payment.received", "payment.allocated", "payment.refunding", "payment.settled"],
            Kinds(await world.AboutAsync(tooMuch.Value)));
        Assert.Equal(
            ["transfer.ordered", "transfer.signed", "transfer.landed"],
            Kinds(await world.AboutAsync(TransferId.Excess(tooMuch).Value)));

        var details = Details(refunded, HistoryKinds.PaymentRefunded);
        Assert.Equal(PaymentReasons.Underpaid, details.GetProperty("reason").GetString());
        Assert.Equal(TransferId.Refund(back).Value, details.GetProperty("transfer").GetString());
        AssertAmount(new Amount(Usdc, OneUsdc - 50_000), details.GetProperty("givenBack"));
        Assert.All(refunded.Skip(1), e => Assert.Equal(customer.User.Value, e.Event.Owner));
    }

    [Fact]
    public async Task A_quote_that_merely_expires_has_two_events()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        Assert.Equal(["quote.created"], Kinds(await world.AboutAsync(quote.Id.Value)));

        world.Time.Jump(TimeSpan.FromMinutes(8));
        await world.ReachedAsync(quote.Id, QuoteStatus.Expired);

        var events = await world.AboutAsync(quote.Id.Value);
        Assert.Equal(["quote.created", "quote.expired"], Kinds(events));
        Assert.Equal(
            PaymentReasons.NotPaid, Details(events, HistoryKinds.QuoteExpired).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_halt_and_its_end_are_the_platforms_with_who_decided_and_why()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var treasury = world.StellarTreasury;
        var foreign = await treasury.PayAsync(customer.Stellar.Address, new Amount(Xlm, OneXlm), "not ours");
        await world.EventuallyAsync(world.Treasury(treasury).GetAsync, t => t.Halted is not null, "it is halted");
        await world.RestartAsync();
        await world.Treasury(treasury).ResumeAsync("alice: matched it by hand");
        await world.Treasury(treasury).ResumeAsync("alice: and again, which changes nothing");

        var events = await world.AboutAsync(treasury.Account.Value);

        Assert.Equal(
            ["treasury.started", "treasury.unknown_transaction", "treasury.halted", "treasury.resumed"],
            Kinds(events));
        Assert.All(events, e => Assert.Equal(HistoryOwners.Platform, e.Event.Owner));
        var unknown = Details(events, HistoryKinds.TreasuryUnknownTransaction);
        Assert.Equal(foreign, unknown.GetProperty("transactionId").GetString());
        Assert.Equal(customer.Stellar.Address, unknown.GetProperty("to").GetString());
        Assert.Equal("not ours", unknown.GetProperty("memo").GetString());
        AssertAmount(new Amount(Xlm, OneXlm), unknown.GetProperty("amount"));
        Assert.Contains(
            foreign,
            Details(events, HistoryKinds.TreasuryHalted).GetProperty("reason").GetString(),
            StringComparison.Ordinal);
        Assert.Equal(
            "alice: matched it by hand",
            Details(events, HistoryKinds.TreasuryResumed).GetProperty("note").GetString());
    }

    [Fact]
    public async Task A_session_is_told_by_its_public_id_and_never_by_its_secret()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var secretHash = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);
        var session = world.Grains.GetGrain<ISessionGrain>("publichalf");
        await session.OpenAsync(new OpenSession
        {
            User = customer.User,
            SecretHash = secretHash,
            Lifetime = TimeSpan.FromHours(1),
        });
        await session.CloseAsync();
        await session.CloseAsync();

        var events = await world.AboutAsync("publichalf");

        Assert.Equal(["session.opened", "session.closed"], Kinds(events));
        Assert.All(events, e => Assert.Equal(customer.User.Value, e.Event.Owner));
        Assert.All(events, e =>
        {
            using var details = JsonDocument.Parse(e.Event.Details);
            Assert.Equal(["expiresAt"], details.RootElement.EnumerateObject().Select(p => p.Name));
        });
    }

    private static async Task<PaymentId> PayThroughAsync(
        World world, Customer customer, QuoteView quote, UInt128? units = null)
    {
        var transaction = await PayAsync(quote, customer, units);
        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);
        Assert.Equal(PaymentStatus.Settled, payment.Status);
        return payment.Payment.Id;
    }

    private static IEnumerable<string> Kinds(IEnumerable<HistoryRow> rows) => rows.Select(row => row.Event.Kind);

    private static JsonElement Details(IEnumerable<HistoryRow> rows, string kind)
    {
        using var document = JsonDocument.Parse(rows.Single(row => row.Event.Kind == kind).Event.Details);
        return document.RootElement.Clone();
    }

    private static void AssertAmount(Amount expected, JsonElement actual)
    {
        Assert.Equal(["asset", "units"], actual.EnumerateObject().Select(p => p.Name));
        Assert.Equal(expected.Asset.Value, actual.GetProperty("asset").GetString());
        Assert.Equal($"{expected.Units}", actual.GetProperty("units").GetString());
    }
}
