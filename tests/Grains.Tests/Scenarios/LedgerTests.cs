using System.Numerics;
using OrleansTrading.Chains;
using OrleansTrading.Audit.Ledger;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Payments;
using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>
/// What the ledger reads like. That it agrees with the stored states and with the chains is also checked at the end of
/// every other test (<see cref="LedgerAudit"/>).
/// </summary>
public sealed class LedgerTests
{
    [Fact]
    public async Task A_trade_is_booked_once_by_each_who_moves_something()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        var transaction = await PayAsync(quote, customer);
        var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);

        var books = await ReadAsync(world);
        Assert.Equal(["PAYMENT_IN"], Kinds(books, payment.Payment.Id.Value));
        Assert.Equal(["EXCHANGE"], Kinds(books, quote.Id.Value));
        Assert.Equal(["DELIVERY", "FEE_NETWORK"], Kinds(books, TransferId.Delivery(quote.Id).Value));
        var platformFee = quote.Fees.Single(fee => fee.Kind == FeeKind.Platform).Amount.Units;
        var networkFee = quote.Fees.Single(fee => fee.Kind == FeeKind.Network).Amount.Units;
        Assert.True(platformFee > 0 && networkFee > 0);
        Assert.Equal(-(BigInteger)platformFee, books.Balance(LedgerAccounts.RevenuePlatformFee, Usdc.Value));
        Assert.Equal(-(BigInteger)networkFee, books.Balance(LedgerAccounts.RevenueNetworkFee, Xlm.Value));
        Assert.Equal(
            -(BigInteger)(quote.Pay.Amount.Units - platformFee), books.Balance(LedgerAccounts.Exchange, Usdc.Value));
        Assert.Equal(
            (BigInteger)(quote.Receive.Amount.Units + networkFee), books.Balance(LedgerAccounts.Exchange, Xlm.Value));
        var delivery = books.Entries.Single(e => e.Booking.Kind == LedgerKinds.Delivery);
        Assert.Equal(customer.User.Value, delivery.Booking.Owner);
        Assert.Equal(done.DeliveryTransactionId, delivery.Booking.Reference);
        world.AssertCalm();
    }

    [Fact]
    public async Task An_excess_and_a_refund_leave_their_fee_and_nothing_else()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        var tooMuch = await PayAsync(quote, customer, quote.Pay.Amount.Units + OneUsdc);
        var nobodys = await customer.Solana.PayAsync(
            world.SolanaTreasury.Address, new Amount(Usdc, 2 * OneUsdc), "hello");

        await world.FinishedPaymentAsync(world.SolanaTreasury, tooMuch);
        await world.FinishedPaymentAsync(world.SolanaTreasury, nobodys);

        var books = await ReadAsync(world);
        Assert.Equal(2, books.Entries.Count(e => e.Booking.Kind == LedgerKinds.Refund));
        Assert.Equal(-(BigInteger)(2 * 50_000), books.Balance(LedgerAccounts.RevenueRefundFee, Usdc.Value));
        Assert.True(books.Balance(LedgerAccounts.ExpenseNetworkFee, Sol.Value) > 0);
        Assert.True(books.Balance(LedgerAccounts.ExpenseAccountOpening, Sol.Value).IsZero);
    }

    [Fact]
    public async Task Opening_a_recipients_account_is_an_expense_of_its_own()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync(usdcUnits: 0);
        var quote = await world.QuoteAsync(customer, "stellar/XLM", "100", "solana/USDC");
        await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        var books = await ReadAsync(world);
        const int rentOfATokenAccount = 2_039_280;
        Assert.Equal(rentOfATokenAccount, books.Balance(LedgerAccounts.ExpenseAccountOpening, Sol.Value));
    }

    [Fact]
    public async Task A_failed_delivery_undoes_the_exchange_and_an_undecided_one_waits_for_a_person()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var failed = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Stellar.Submissions = SubmissionFault.Dropped;
        world.Stellar.LookUp = _ => new(TransferFate.Failed, "op_no_destination", 0, 1, DateTimeOffset.UnixEpoch);
        await PayAsync(failed, customer);
        await world.ReachedAsync(failed.Id, QuoteStatus.Refunded);
        world.Stellar.LookUp = _ => new(TransferFate.Unknown, "nobody knows", 0, 0, null);
        var undecided = await world.QuoteAsync(customer, "solana/USDC", "11", "stellar/XLM");
        await PayAsync(undecided, customer);
        await world.ReachedAsync(undecided.Id, QuoteStatus.Parked);

        var books = await ReadAsync(world);
        Assert.Equal(["EXCHANGE", "REVERSAL"], Kinds(books, failed.Id.Value));
        Assert.Equal(["EXCHANGE", "PARK"], Kinds(books, undecided.Id.Value));
        var (exchange, reversal) = (Entry(books, failed.Id, 0), Entry(books, failed.Id, 1));
        Assert.Equal(exchange.Id, reversal.Booking.Reverses);
        Assert.Equal(
            exchange.Booking.Postings.Select(p => p with { Units = -p.Units }), reversal.Booking.Postings);
        Assert.Equal(
            -(BigInteger)undecided.Receive.Amount.Units, books.Balance(LedgerAccounts.SuspenseParked, Xlm.Value));
    }

    [Fact]
    public async Task What_lands_although_its_transfer_ended_unknown_is_booked_with_its_fee()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        world.Stellar.LookUp = _ => new(TransferFate.Unknown, "nobody knows", 0, 0, null);
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Parked);
        await world.EventuallyAsync(() => world.OutgoingAsync(world.StellarTreasury), o => o.Count == 1, "it lands");

        var held = (BigInteger)await world.StellarTreasury.BalanceAsync(Xlm);
        var books = await world.EventuallyAsync(
            () => ReadAsync(world),
            b => b.Balance(LedgerAccounts.Treasury(world.StellarTreasury.Account), Xlm.Value) == held,
            "the books agree with the chain");

        var unmatched = books.Balance(LedgerAccounts.SuspenseUnmatched, Xlm.Value);
        Assert.True(unmatched > (BigInteger)quote.Receive.Amount.Units, $"{unmatched}");
        world.AssertCalm();
    }

    [Fact]
    public async Task What_the_owner_brings_is_capital_and_the_books_begin_with_what_was_there()
    {
        await using var world = await World.StartAsync();
        var held = await world.SolanaTreasury.BalanceAsync(Sol);
        await world.FundAsync(world.Funding, lamports: 10 * OneSol);
        var transaction = await world.Funding.PayAsync(world.SolanaTreasury.Address, new Amount(Sol, OneSol), null);

        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);

        var books = await ReadAsync(world);
        Assert.Equal(["PAYMENT_IN", "TOP_UP"], Kinds(books, payment.Payment.Id.Value));
        Assert.Equal(-(BigInteger)(held + OneSol), books.Balance(LedgerAccounts.Capital, Sol.Value));
    }

    [Fact]
    public async Task What_nobody_here_ordered_is_booked_and_its_fee_once_an_operator_has_matched_it()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        await world.StellarTreasury.PayAsync(customer.Stellar.Address, new Amount(Xlm, OneXlm), null);
        await world.EventuallyAsync(
            world.Treasury(world.StellarTreasury).GetAsync, t => t.Unknown.Count == 1, "the account is halted");
        await world.EventuallyAsync(
            () => world.Ledger.BalancesAsync(LedgerAccounts.SuspenseUnmatched, null, default),
            balances => balances.SingleOrDefault().Units == OneXlm,
            "what it sent is booked");

        await world.Treasury(world.StellarTreasury).ResumeAsync("it was us, by hand");
        BigInteger held = await world.StellarTreasury.BalanceAsync(Xlm);
        var account = LedgerAccounts.Treasury(world.StellarTreasury.Account);
        await world.EventuallyAsync(
            () => world.Ledger.BalancesAsync(account, null, default),
            balances => balances.Single(b => b.Asset == Xlm.Value).Units == held,
            "the fee is booked");

        Assert.True((await ReadAsync(world)).Balance(LedgerAccounts.SuspenseUnmatched, Xlm.Value) > OneXlm);
        Assert.Empty((await world.Treasury(world.StellarTreasury).GetAsync()).Differences);
    }

    [Fact]
    public async Task A_resume_accepts_no_difference_that_comes_from_a_node_that_is_behind()
    {
        await using var world = await World.StartAsync();
        var treasury = world.Treasury(world.SolanaTreasury);
        await world.FundAsync(world.Funding, lamports: 10 * OneSol);
        await PayByHandAsync(world, await world.CustomerAsync());

        // The node goes on, but stays before what the owner brings now.
        var old = await world.Solana.Inner.GetBalancesAsync(world.SolanaTreasury.Address);
        var reads = 0;
        world.Solana.Balances = _ => old with
        {
            Height = ulong.Min((ulong)Interlocked.Increment(ref reads), old.Height),
        };
        var brought = await world.Funding.PayAsync(world.SolanaTreasury.Address, new Amount(Sol, OneSol), null);
        await world.FinishedPaymentAsync(world.SolanaTreasury, brought);
        await treasury.ResumeAsync("it was us, by hand");
        var resumed = (await treasury.GetAsync()).ReconciledAt;
        await world.EventuallyAsync(
            treasury.GetAsync, t => t.ReconciledAt >= resumed + TimeSpan.FromSeconds(4), "it is audited some times");

        Assert.Equal(OneSol, (await ReadAsync(world)).Balance(LedgerAccounts.SuspenseUnmatched, Sol.Value));
        world.Solana.Balances = null;
        await BookedAsync(world);
    }

    [Fact]
    public async Task A_resume_accepts_no_difference_that_a_history_has_yet_to_tell()
    {
        await using var world = await World.StartAsync();
        var treasury = world.Treasury(world.SolanaTreasury);
        var customer = await world.CustomerAsync();
        await PayByHandAsync(world, customer);

        world.Solana.HistoryStandsAt =
            (await world.Solana.Inner.GetBalancesAsync(world.SolanaTreasury.Address)).Height;
        var held = await world.SolanaTreasury.BalanceAsync(Sol);
        await world.SolanaTreasury.PayAsync(customer.Solana.Address, new Amount(Sol, OneSol), null);
        await world.EventuallyAsync(
            () => world.SolanaTreasury.BalanceAsync(Sol), units => units < held, "the balance tells of it");
        await treasury.ResumeAsync("it was us, by hand");
        var resumed = (await treasury.GetAsync()).ReconciledAt;
        await world.EventuallyAsync(
            treasury.GetAsync, t => t.ReconciledAt >= resumed + TimeSpan.FromSeconds(4), "it is audited some times");

        Assert.Equal(OneSol, (await ReadAsync(world)).Balance(LedgerAccounts.SuspenseUnmatched, Sol.Value));
        world.Solana.HistoryStandsAt = null;
        await world.EventuallyAsync(treasury.GetAsync, t => t.Unknown.Count == 1, "the history tells of it");
        await treasury.ResumeAsync("this one too");
        await BookedAsync(world);
    }

    [Fact]
    public async Task A_resume_accepts_no_difference_while_payments_are_being_recorded()
    {
        // Each audit is commanded by a jump, so that it reads only what the test lets it.
        await using var world = await World.StartAsync(
            new WorldOptions { Treasury = o => o.AuditPeriod = TimeSpan.FromMinutes(1) });
        var treasury = world.Treasury(world.SolanaTreasury);
        await world.FundAsync(world.Funding, lamports: 10 * OneSol);
        await PayByHandAsync(world, await world.CustomerAsync(), () => AuditAsync(world));

        // The servers of balances and of the history end up before what the owner brings, which is booked by then, but
        // its page is not known to be recorded.
        var old = await world.Solana.Inner.GetBalancesAsync(world.SolanaTreasury.Address);
        await world.EventuallyAsync(
            () => world.Solana.Inner.GetBalancesAsync(world.SolanaTreasury.Address),
            balances => balances.Height > old.Height + 40,
            "the chain goes on");
        world.Writes.Judge = (_, state) =>
            state is WatcherState { PaymentsRecorded: > 0 } ? WriteFault.NotWritten : WriteFault.None;
        var brought = await world.Funding.PayAsync(world.SolanaTreasury.Address, new Amount(Sol, OneSol), null);
        await world.FinishedPaymentAsync(world.SolanaTreasury, brought);
        world.Solana.HistoryStandsAt = old.Height + 40;
        await treasury.ResumeAsync("it was us, by hand");
        foreach (var later in new ulong[] { 10, 20, 30, 40 })
        {
            world.Solana.Balances = _ => old with { Height = old.Height + later };
            await AuditAsync(world);
        }

        Assert.Equal(OneSol, (await ReadAsync(world)).Balance(LedgerAccounts.SuspenseUnmatched, Sol.Value));
        (world.Solana.HistoryStandsAt, world.Solana.Balances, world.Writes.Judge) = (null, null, null);
        await BookedAsync(world, () => AuditAsync(world));
    }

    [Fact]
    public async Task A_balance_that_is_not_booked_is_told_and_no_more_once_it_is_right_again()
    {
        await using var world = await World.StartAsync();
        world.Stellar.Balances = read => read with
        {
            Held = [.. read.Held.Select(held => held with { Units = held.Units - 1 })],
        };
        var view = await world.EventuallyAsync(
            world.Treasury(world.StellarTreasury).GetAsync, t => t.Differences.Count > 0, "the difference is told");

        var difference = Assert.Single(view.Differences);
        Assert.Equal(Xlm, difference.Asset);
        Assert.Equal(difference.LedgerUnits, (difference.ChainUnits + 1).ToString(null, null));
        Assert.Contains("Error 1416", world.Log.ToString(), StringComparison.Ordinal);
        world.Stellar.Balances = null;
        await world.EventuallyAsync(
            world.Treasury(world.StellarTreasury).GetAsync, t => t.Differences.Count == 0, "it is right again");
    }

    [Fact]
    public async Task The_audit_gets_to_the_end_and_finds_nothing()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        await world.RestartAsync();

        var audit = await world.EventuallyAsync(
            world.Grains.GetGrain<ILedgerAuditGrain>("0").GetAsync,
            view => view.CaughtUpAt is not null && view.Entries >= 6,
            "the audit has caught up");

        Assert.Null(audit.Problem);
        Assert.NotNull(audit.FullPassAt);
        world.AssertCalm();
    }

    /// <summary>Pays from Solana's treasury what nobody here ordered, and waits until an audit has met it.</summary>
    private static async Task PayByHandAsync(World world, Customer customer, Func<Task>? audit = null)
    {
        await world.SolanaTreasury.PayAsync(customer.Solana.Address, new Amount(Sol, OneSol), null);
        await world.EventuallyAsync(
            async () =>
            {
                await (audit?.Invoke() ?? Task.CompletedTask);
                return await world.Treasury(world.SolanaTreasury).GetAsync();
            },
            t => t.Unknown.Count == 1,
            "the account is halted");
    }

    /// <summary>Once the books have what Solana's treasury holds, so with the fee of what was paid by hand.</summary>
    private static async Task BookedAsync(World world, Func<Task>? audit = null)
    {
        var account = LedgerAccounts.Treasury(world.SolanaTreasury.Account);
        BigInteger held = await world.SolanaTreasury.BalanceAsync(Sol);
        await world.EventuallyAsync(
            async () =>
            {
                await (audit?.Invoke() ?? Task.CompletedTask);
                return await ReadAsync(world);
            },
            books => books.Balance(account, Sol.Value) == held,
            "the fee is booked");
    }

    /// <summary>Makes a minute pass, after which Solana's treasury has been audited and compared.</summary>
    private static async Task AuditAsync(World world)
    {
        world.Time.Jump(TimeSpan.FromMinutes(1));
        var jumped = world.Time.GetUtcNow();
        await world.EventuallyAsync(
            world.Treasury(world.SolanaTreasury).GetAsync,
            t => t.ReconciledAt > jumped + TimeSpan.FromSeconds(1),
            "it is audited");
    }

    private static Task<LedgerBooks> ReadAsync(World world) => LedgerBooks.ReadAsync(world.Platform.Services);

    private static LedgerEntry Entry(LedgerBooks books, QuoteId quote, int place) =>
        books.Entries.Where(e => e.Booking.Subject == quote.Value).ElementAt(place);

    private static IEnumerable<string> Kinds(LedgerBooks books, string subject) => books.Entries
        .Where(e => e.Booking.Subject == subject && e.Booking.Kind != LedgerKinds.FeeRefund)
        .Select(e => e.Booking.Kind);
}
