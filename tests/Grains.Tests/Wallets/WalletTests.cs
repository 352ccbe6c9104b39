using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Tests.Worlds;
using OrleansTrading.Grains.Withdrawals;
using static OrleansTrading.Grains.Tests.Wallets.WalletWorld;

namespace OrleansTrading.Grains.Tests.Wallets;

/// <summary>What each operation of a wallet does, and what it is refused for.</summary>
public sealed class WalletTests
{
    [Fact]
    public async Task Credits_and_debits_move_what_is_available_and_are_booked_against_their_accounts()
    {
        await using var world = await WalletWorld.StartAsync();
        var id = WalletId.Of(Alice, "main");
        var (credit, fee) = (world.Adjustment(100), world.Fee(30) with { Reference = "order 7" });

        var came = Done(await world.Wallet(id).CreditAsync(credit));
        var went = Done(await world.Wallet(id).DebitAsync(fee));

        await HasAsync(world.Wallet(id), 70, 0);
        Assert.Equal((credit.Id, 1L, LedgerKinds.Adjustment), (came.Id, came.Sequence, came.Kind));
        Assert.Equal((fee.Id, 2L, LedgerKinds.FeePlatform), (went.Id, went.Sequence, went.Kind));
        Assert.Equal(fee.Amount, went.Amount);
        var entries = await world.EntriesAsync(id);
        Assert.Equal(
            [new(LedgerAccounts.Capital, Usd.Value, 100), new(LedgerAccounts.WalletAvailable(id), Usd.Value, -100)],
            entries[0].Booking.Postings);
        Assert.Equal(
            [new(LedgerAccounts.WalletAvailable(id), Usd.Value, 30),
                new(LedgerAccounts.RevenuePlatformFee, Usd.Value, -30)],
            entries[1].Booking.Postings);
        Assert.Equal(
            (Alice.Value, id.Value, "order 7", went.At),
            (entries[1].Booking.Owner, entries[1].Booking.Subject, entries[1].Booking.Reference,
                entries[1].Booking.At));
    }

    [Fact]
    public async Task More_than_is_available_is_never_taken()
    {
        await using var world = await WalletWorld.StartAsync();
        var wallet = await world.FilledAsync(10);
        Done(await wallet.HoldAsync(world.Hold(4)));

        Refused(ErrorCodes.FundsInsufficient, await wallet.DebitAsync(world.Fee(7)));
        Refused(ErrorCodes.FundsInsufficient, await wallet.HoldAsync(world.Hold(7)));
        Refused(
            ErrorCodes.FundsInsufficient, await wallet.TransferAsync(world.Transfer(WalletId.Of(Bob, "main"), 7)));
        Refused(
            ErrorCodes.FundsInsufficient,
            await wallet.DebitAsync(world.Fee(1) with { Amount = new Amount(Eur, 1) }));

        await HasAsync(wallet, 6, 4);
    }

    [Fact]
    public async Task What_was_refused_was_not_done_and_may_be_done_later_under_its_id()
    {
        await using var world = await WalletWorld.StartAsync();
        var wallet = await world.FilledAsync(1);
        var fee = world.Fee(2);
        Refused(ErrorCodes.FundsInsufficient, await wallet.DebitAsync(fee));

        Done(await wallet.CreditAsync(world.Adjustment(1)));
        Done(await wallet.DebitAsync(fee));

        await HasAsync(wallet, 0, 0);
        Assert.Empty((await wallet.GetAsync()).Balances);
    }

    [Fact]
    public async Task A_hold_is_captured_in_parts_and_its_rest_is_released()
    {
        await using var world = await WalletWorld.StartAsync();
        var wallet = await world.FilledAsync(100);
        var hold = world.Hold(60);

        Done(await wallet.HoldAsync(hold));
        await HasAsync(wallet, 40, 60);
        Done(await wallet.CaptureAsync(world.Capture(hold, 25)));
        Done(await wallet.CaptureAsync(world.Capture(hold, 5)));
        Refused(ErrorCodes.HoldExceeded, await wallet.CaptureAsync(world.Capture(hold, 31)));
        await HasAsync(wallet, 40, 30);
        var release = new WalletRelease { Id = world.NewId(), Hold = hold.Id };
        var released = Done(await wallet.ReleaseAsync(release));

        await HasAsync(wallet, 70, 0);
        Assert.Equal((UInt128)30, released.Amount.Units);
        Assert.Equal(released, Done(await wallet.ReleaseAsync(release)));
        Refused(ErrorCodes.HoldUnknown, await wallet.CaptureAsync(world.Capture(hold, 1)));
        Refused(ErrorCodes.HoldUnknown, await wallet.ReleaseAsync(release with { Id = world.NewId() }));
        Assert.Empty((await wallet.GetAsync()).Holds);
    }

    [Fact]
    public async Task A_hold_that_is_captured_whole_is_gone()
    {
        await using var world = await WalletWorld.StartAsync();
        var wallet = await world.FilledAsync(10);
        var hold = world.Hold(10);
        Done(await wallet.HoldAsync(hold));

        Refused(
            ErrorCodes.HoldUnknown,
            await wallet.CaptureAsync(world.Capture(hold, 1) with { Amount = new Amount(Eur, 1) }));
        Done(await wallet.CaptureAsync(world.Capture(hold, 10)));

        var view = await wallet.GetAsync();
        Assert.Empty(view.Balances);
        Assert.Empty(view.Holds);
    }

    [Fact]
    public async Task A_hold_ends_with_its_time_before_anything_else_is_done()
    {
        await using var world = await WalletWorld.StartAsync(o => o.SweepPeriod = TimeSpan.FromHours(1));
        var wallet = await world.FilledAsync(10);
        var (early, late) = (world.Hold(4), world.Hold(6, TimeSpan.FromHours(3)));
        Done(await wallet.HoldAsync(early));
        Done(await wallet.HoldAsync(late));

        world.Time.Jump(TimeSpan.FromHours(2));
        Refused(ErrorCodes.HoldUnknown, await wallet.CaptureAsync(world.Capture(early, 1)));
        Done(await wallet.DebitAsync(world.Fee(4)));

        await HasAsync(wallet, 0, 6);
        Assert.Equal(late.Id, Assert.Single((await wallet.GetAsync()).Holds).Id);
        var entries = await world.EntriesAsync(WalletId.Of(Alice, "main"));
        var end = Assert.Single(entries, entry => entry.Booking.Kind == LedgerKinds.Release);
        Assert.Equal("expired", end.Booking.Reference);
    }

    [Fact]
    public async Task A_hold_ends_with_its_time_although_nobody_asks_for_its_wallet()
    {
        await using var world = await WalletWorld.StartAsync();
        var wallet = await world.FilledAsync(10);
        Done(await wallet.HoldAsync(world.Hold(4)));
        await world.RestartAsync();

        world.Time.Jump(TimeSpan.FromHours(2));
        var name = LedgerAccounts.WalletHeld(WalletId.Of(Alice, "main"));
        await Eventually.GetAsync(
            () => world.Ledger.BalancesAsync(name, null, default),
            held => held is [{ Units.IsZero: true }],
            "the hold is released");

        await HasAsync(world.Wallet(Alice), 10, 0);
    }

    [Fact]
    public async Task A_hold_lasts_neither_into_the_past_nor_for_ever_and_there_are_not_too_many()
    {
        await using var world = await WalletWorld.StartAsync(
            o => o.HoldTimeMax = TimeSpan.FromHours(2),
            services => services.Configure<WithdrawalOptions>(o => o.ExecuteWithin = TimeSpan.FromHours(1)));
        var wallet = await world.FilledAsync(1_000);

        Refused(ErrorCodes.HoldTimeOutOfRange, await wallet.HoldAsync(world.Hold(1, TimeSpan.FromHours(-1))));
        Refused(ErrorCodes.HoldTimeOutOfRange, await wallet.HoldAsync(world.Hold(1, TimeSpan.FromHours(3))));
        var made = await Task.WhenAll(
            Enumerable.Range(0, WalletConstants.HoldsMax).Select(_ => wallet.HoldAsync(world.Hold(1))));
        Assert.All(made, outcome => Done(outcome));
        Refused(ErrorCodes.HoldsTooMany, await wallet.HoldAsync(world.Hold(1)));

        world.Time.Jump(TimeSpan.FromHours(1.5));
        Done(await wallet.DebitAsync(world.Fee(1_000)));
        await HasAsync(wallet, 0, 0);
    }

    [Fact]
    public async Task Credits_debits_and_captures_are_undone_once_by_an_entry_that_names_them()
    {
        await using var world = await WalletWorld.StartAsync();
        var wallet = world.Wallet(Alice);
        var (credit, fee, hold) = (world.Adjustment(100), world.Fee(30), world.Hold(20));
        Done(await wallet.CreditAsync(credit));
        Done(await wallet.DebitAsync(fee));
        Done(await wallet.HoldAsync(hold));
        var capture = world.Capture(hold, 15);
        Done(await wallet.CaptureAsync(capture));

        var undone = Done(await wallet.ReverseAsync(new WalletReversal { Reverses = fee.Id }));
        Done(await wallet.ReverseAsync(new WalletReversal { Reverses = capture.Id }));
        await HasAsync(wallet, 95, 5);
        Refused(
            ErrorCodes.FundsInsufficient, await wallet.ReverseAsync(new WalletReversal { Reverses = credit.Id }));
        Done(await wallet.ReleaseAsync(new WalletRelease { Id = world.NewId(), Hold = hold.Id }));
        Done(await wallet.ReverseAsync(new WalletReversal { Reverses = credit.Id }));

        Assert.Empty((await wallet.GetAsync()).Balances);
        Assert.Equal(undone, Done(await wallet.ReverseAsync(new WalletReversal { Reverses = fee.Id })));
        Refused(
            ErrorCodes.OperationIdReused,
            await wallet.ReverseAsync(new WalletReversal { Reverses = fee.Id, Reference = "other" }));
        var entries = await world.EntriesAsync(WalletId.Of(Alice, "main"));
        Assert.Equal(
            [fee.Id, capture.Id, credit.Id],
            entries.Where(e => e.Booking.Kind == LedgerKinds.Reversal).Select(e => e.Booking.Reverses!.Value));
    }

    [Fact]
    public async Task Holds_releases_transfers_reversals_and_what_never_was_are_not_undone()
    {
        await using var world = await WalletWorld.StartAsync();
        var wallet = await world.FilledAsync(100);
        var (hold, fee) = (world.Hold(20), world.Fee(1));
        var bob = WalletId.Of(Bob, "main");
        var share = world.Transfer(bob, 5) with { Reason = WalletReason.FeePerformance };
        Done(await wallet.HoldAsync(hold));
        Done(await wallet.TransferAsync(share));
        Done(await wallet.DebitAsync(fee));
        var undone = Done(await wallet.ReverseAsync(new WalletReversal { Reverses = fee.Id }));
        await world.SettledAsync(WalletId.Of(Alice, "main"));
        var arrival = Assert.Single(await world.EntriesAsync(bob));

        foreach (var id in (UInt128[])[hold.Id, share.Id, undone.Id, 12345])
        {
            Refused(ErrorCodes.EntryIrreversible, await wallet.ReverseAsync(new WalletReversal { Reverses = id }));
        }

        Refused(
            ErrorCodes.EntryIrreversible,
            await world.Wallet(bob).ReverseAsync(new WalletReversal { Reverses = arrival.Id }));
    }

    [Fact]
    public async Task A_transfer_is_two_entries_about_the_same_thing()
    {
        await using var world = await WalletWorld.StartAsync();
        var (from, to) = (WalletId.Of(Alice, "main"), WalletId.Of(Bob, "savings"));
        await world.FilledAsync(100);
        var transfer = world.Transfer(to, 40) with { Reference = "rent" };

        Done(await world.Wallet(from).TransferAsync(transfer));
        await world.SettledAsync(from);

        await HasAsync(world.Wallet(from), 60, 0);
        await HasAsync(world.Wallet(to), 40, 0);
        var sent = (await world.EntriesAsync(from))[^1].Booking;
        var taken = Assert.Single(await world.EntriesAsync(to)).Booking;
        Assert.Equal((LedgerKinds.Transfer, "rent"), (sent.Kind, sent.Reference));
        Assert.Equal((sent.Kind, sent.Subject, sent.Reference), (taken.Kind, taken.Subject, taken.Reference));
        Assert.Equal((Alice.Value, Bob.Value), (sent.Owner, taken.Owner));
    }

    [Fact]
    public async Task Nonsense_is_refused_before_anything_else()
    {
        await using var world = await WalletWorld.StartAsync();
        var wallet = await world.FilledAsync(10);
        var (fee, own) = (world.Fee(1), WalletId.Of(Alice, "main"));

        Refused(ErrorCodes.AmountZero, await wallet.DebitAsync(world.Fee(0)));
        Refused(ErrorCodes.RequestMalformed, await wallet.DebitAsync(fee with { Reference = new string('x', 201) }));
        Refused(ErrorCodes.RequestMalformed, await wallet.DebitAsync(fee with { Reference = "two\nlines" }));
        Refused(ErrorCodes.RequestMalformed, await wallet.DebitAsync(fee with { Account = "" }));
        Refused(ErrorCodes.RequestMalformed, await wallet.TransferAsync(world.Transfer(own, 1)));
        Refused(ErrorCodes.RequestMalformed, await wallet.TransferAsync(world.Transfer(new WalletId("bob"), 1)));
        Refused(
            ErrorCodes.CounterAccountRefused,
            await wallet.TransferAsync(
                world.Transfer(WalletId.Of(Bob, "main"), 1) with { Reason = WalletReason.Adjustment }));
        Refused(
            ErrorCodes.AssetUnknown,
            await wallet.CreditAsync(world.Adjustment(1) with { Amount = new Amount(new AssetId("x/y"), 1) }));

        await HasAsync(wallet, 10, 0);
    }

    [Fact]
    public async Task More_than_128_bits_are_not_credited_and_a_transfer_that_would_be_waits()
    {
        await using var world = await WalletWorld.StartAsync();
        var (rich, bob) = (WalletId.Of(Alice, "rich"), WalletId.Of(Bob, "main"));
        var all = world.Adjustment(1) with { Amount = new Amount(Usd, UInt128.MaxValue) };
        Done(await world.Wallet(rich).CreditAsync(all));
        Done(await world.Wallet(rich).HoldAsync(world.Hold(5)));
        Refused(ErrorCodes.BalanceOverflow, await world.Wallet(rich).CreditAsync(world.Adjustment(1)));

        await world.FilledAsync(7, Bob);
        Done(await world.Wallet(bob).TransferAsync(world.Transfer(rich, 7)));
        await Eventually.HoldsAsync(
            () => world.Log.ToString().Contains("stays pending in", StringComparison.Ordinal), "it is told");
        Assert.Single((await world.Wallet(bob).GetAsync()).Outgoing);
        Done(await world.Wallet(rich).DebitAsync(world.Fee(7)));
        await world.SettledAsync(bob);

        await HasAsync(world.Wallet(rich), UInt128.MaxValue - 5, 5);
    }
}
