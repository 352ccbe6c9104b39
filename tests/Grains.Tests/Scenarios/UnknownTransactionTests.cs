using OrleansTrading.Grains.Tests.Worlds;
using OrleansTrading.Grains.Treasury;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>An account of ours has sent what was not signed here.</summary>
public sealed class UnknownTransactionTests
{
    [Fact]
    public async Task A_halt_that_could_not_be_written_is_not_forgotten()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        world.Writes.Judge = (_, state) => state is TreasuryState { Halted: not null } && world.Writes.Failed.IsEmpty
            ? WriteFault.NotWritten
            : WriteFault.None;

        await world.StellarTreasury.PayAsync(customer.Stellar.Address, new Amount(Xlm, OneXlm), null);
        await Eventually.HoldsAsync(() => !world.Writes.Failed.IsEmpty, "the write fails", world.Log.ToString);
        await world.RestartAsync();

        await world.EventuallyAsync(
            world.Treasury(world.StellarTreasury).GetAsync, t => t.Halted is not null, "the account is halted");
    }

    [Fact]
    public async Task A_halt_lists_every_unknown_transaction_and_forgets_them_when_it_ends()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var treasury = world.SolanaTreasury;
        world.Solana.IsHistoryDown = true;
        var sent = new List<string>();
        foreach (var memo in new[] { "first", "second" })
        {
            sent.Add(await treasury.PayAsync(customer.Solana.Address, new Amount(Sol, 1_000), memo));
        }

        await world.EventuallyAsync(() => world.OutgoingAsync(treasury), o => o.Count == 2, "both are final");
        world.Solana.IsHistoryDown = false;
        await world.EventuallyAsync(
            world.Treasury(treasury).GetAsync, t => t.Unknown.Count == 2, "both are listed");
        sent.Add(await treasury.PayAsync(customer.Solana.Address, new Amount(Sol, 1_000), "third"));
        var view = await world.EventuallyAsync(
            world.Treasury(treasury).GetAsync, t => t.Unknown.Count == 3, "a later one is added");

        Assert.Equal(sent.Order(), view.Unknown.Select(u => u.TransactionId).Order());
        Assert.Equal(["first", "second", "third"], view.Unknown.Select(u => u.Memo).Order());
        Assert.All(view.Unknown, u => Assert.Equal(customer.Solana.Address, u.To));
        Assert.All(view.Unknown, u => Assert.Equal(new Amount(Sol, 1_000), u.Amount));
        Assert.Equal(0, view.UnknownBeyond);
        Assert.StartsWith("3 transactions were not signed here", view.Halted, StringComparison.Ordinal);
        Assert.All(sent, id => Assert.Contains($"did not sign {id}", world.Log.ToString(), StringComparison.Ordinal));

        await world.RestartAsync();
        Assert.Equal(3, (await world.Treasury(treasury).GetAsync()).Unknown.Count);
        await world.Treasury(treasury).ResumeAsync("an operator matched them");
        Assert.Empty((await world.Treasury(treasury).GetAsync()).Unknown);
    }

    [Fact]
    public async Task What_a_chain_tells_once_more_is_no_stranger()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var treasury = world.StellarTreasury;
        world.Stellar.RepeatsLastHeight = true;
        var quote = await world.QuoteAsync(world.Command(customer, "solana/USDC", "10", "stellar/XLM"));
        var wrong = await customer.Stellar.PayAsync(treasury.Address, new Amount(Xlm, 5 * OneXlm), quote.Pay.Memo);
        var payment = await world.FinishedPaymentAsync(treasury, wrong);
        Assert.Equal(PaymentStatus.Refunded, payment.Status);
        var met = await world.EventuallyAsync(
            () => world.StoredAsync(treasury), s => s.AwaitingAudit.Count + s.Open.Count == 0, "the audit has met it");

        var later = await customer.Stellar.PayAsync(treasury.Address, new Amount(Xlm, 5 * OneXlm), quote.Pay.Memo);
        await world.FinishedPaymentAsync(treasury, later);
        await world.EventuallyAsync(
            () => world.StoredAsync(treasury),
            s => s.MetHeight > met.MetHeight && s.Open.Count == 0, "the audit has met the second refund");
        world.AssertCalm();

        await treasury.PayAsync(customer.Stellar.Address, new Amount(Xlm, OneXlm), "a stranger");
        await world.EventuallyAsync(
            world.Treasury(treasury).GetAsync, t => t.Halted is not null, "the account is halted");
        var cursor = (await world.StoredAsync(treasury)).AuditCursor;
        await customer.Stellar.PayAsync(treasury.Address, new Amount(Xlm, OneXlm), "more");
        await world.EventuallyAsync(
            () => world.StoredAsync(treasury), s => s.AuditCursor != cursor, "the audit has read on");

        var view = await world.Treasury(treasury).GetAsync();
        Assert.Equal("a stranger", Assert.Single(view.Unknown).Memo);
        Assert.Equal(0, view.UnknownBeyond);
    }

    [Fact]
    public async Task Unknown_transactions_beyond_the_list_are_counted()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        world.Solana.IsHistoryDown = true;
        for (ulong units = 1; units <= 103; units++)
        {
            await world.SolanaTreasury.PayAsync(customer.Solana.Address, new Amount(Sol, units), null);
        }

        await world.EventuallyAsync(
            () => world.OutgoingAsync(world.SolanaTreasury), o => o.Count == 103, "all are final");
        world.Solana.IsHistoryDown = false;

        var view = await world.EventuallyAsync(
            world.Treasury(world.SolanaTreasury).GetAsync, t => t.UnknownBeyond > 0, "the list is full");
        Assert.Equal(100, view.Unknown.Count);
        Assert.Equal(3, view.UnknownBeyond);
        Assert.Contains("103", view.Halted, StringComparison.Ordinal);
    }
}
