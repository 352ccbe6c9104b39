using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Tests.Worlds;
using OrleansTrading.Grains.Wallets;
using static OrleansTrading.Grains.Tests.Wallets.WalletWorld;

namespace OrleansTrading.Grains.Tests.Wallets;

/// <summary>
/// Writes fail, their answers are lost, and the process dies at each of them: what comes out is the same.
/// </summary>
public sealed class WalletFaultTests
{
    /// <summary>More writes than the story takes; the last rows show that a run without a fault is no other.</summary>
    private const int WritesMax = 16;

    public static TheoryData<TrappedWrite> Faults => [.. WriteTrap.All];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_at_each_write_of_either_wallet_changes_nothing_for_who_repeats_what_was_not_answered(
        TrappedWrite fault)
    {
        var reached = 0;
        for (var at = 1; at <= WritesMax; at++)
        {
            await using var world = await WalletWorld.StartAsync();
            var trap = new WriteTrap(world, fault, at, "wallet");

            await TellAsync(world, trap);

            await HasAsync(world.Wallet(Alice), 100 - 10 - 20 - 30 + 10 - 5, 0);
            await HasAsync(world.Wallet(Bob), 30, 0);
            Assert.Equal(8, (await world.EntriesAsync(WalletId.Of(Alice, "main"))).Count);
            Assert.Single(await world.EntriesAsync(WalletId.Of(Bob, "main")));
            reached += trap.WasSprung ? 1 : 0;
        }

        // Eight operations and the taking of the transfer; the note that it was taken may share a write with the next.
        Assert.InRange(reached, 9, WritesMax - 1);
    }

    [Fact]
    public async Task What_is_sent_is_not_handed_over_before_it_is_stored()
    {
        await using var world = await WalletWorld.StartAsync();
        var (alice, bob) = (WalletId.Of(Alice, "main"), WalletId.Of(Bob, "main"));
        var wallet = await world.FilledAsync(100);

        // A first transfer that is not taken keeps the courier on his way.
        world.Writes.Judge = (_, state) => IsOf(state, 1) ? WriteFault.NotWritten : WriteFault.None;
        Done(await wallet.TransferAsync(world.Transfer(bob, 1)));
        var released = new TaskCompletionSource();
        var writing = new TaskCompletionSource();
        world.Writes.Writing = _ =>
        {
            writing.TrySetResult();
            return released.Task;
        };
        var second = wallet.TransferAsync(world.Transfer(WalletId.Of(Bob, "other"), 2));
        await writing.Task;
        Assert.Empty((await LookAsync(world, WalletId.Of(Bob, "other"))).Balances);
        await world.RestartAsync(() => (world.Writes.Judge, world.Writes.Writing) = (null, null));
        await world.SettledAsync(alice);

        Assert.False(second.IsCompletedSuccessfully);
        await HasAsync(world.Wallet(alice), 99, 0);
        await HasAsync(world.Wallet(bob), 1, 0);
        Assert.Empty((await world.Wallet(Bob, "other").GetAsync()).Balances);

        // Bob's first wallet is the only one whose only asset has so much.
        static bool IsOf(object? state, UInt128 units) =>
            state is WalletState { Funds: [{ Available: var available }] } && available == units;
    }

    [Fact]
    public async Task What_is_on_its_way_is_owed_to_the_receiver_and_arrives_although_nobody_asks_for_the_sender()
    {
        await using var world = await WalletWorld.StartAsync();
        var (alice, bob) = (WalletId.Of(Alice, "main"), WalletId.Of(Bob, "main"));
        var wallet = await world.FilledAsync(100);
        world.Writes.Judge = (name, state) =>
            state is WalletState { Outgoing: [] } and { Funds: [{ Available: var has }] } && has == 30
                ? WriteFault.NotWritten
                : WriteFault.None;

        Done(await wallet.TransferAsync(world.Transfer(bob, 30)));
        var pending = Assert.Single(
            await world.Ledger.BalancesAsync(LedgerAccounts.WalletPendingIn(bob), null, default));
        Assert.Equal(-30, pending.Units);
        await world.RestartAsync();
        world.Writes.Judge = null;

        await Eventually.GetAsync(
            () => world.Ledger.BalancesAsync(LedgerAccounts.WalletAvailable(bob), null, default),
            has => has.Count == 1,
            "the sweeper has woken the sender");
        await world.SettledAsync(alice);
        await HasAsync(world.Wallet(bob), 30, 0);
    }

    [Fact]
    public async Task A_group_whose_write_fails_is_done_for_none_and_the_wallet_goes_on()
    {
        await using var world = await WalletWorld.StartAsync();
        var wallet = await world.FilledAsync(100);
        var failures = 0;
        world.Writes.Judge = (_, state) => state is WalletState && failures++ == 0
            ? WriteFault.NotWritten
            : WriteFault.None;
        var fees = Enumerable.Range(0, 20).Select(_ => world.Fee(1)).ToList();

        var tried = fees.Select(fee => wallet.DebitAsync(fee)).ToList();
        await Task.WhenAll(tried.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default)));
        Assert.Contains(tried, task => task.IsFaulted);
        foreach (var fee in fees)
        {
            Done(await world.RepeatAsync(WalletId.Of(Alice, "main"), w => w.DebitAsync(fee)));
        }

        await HasAsync(world.Wallet(Alice), 80, 0);
    }

    /// <summary>The story: each operation of two wallets. What is not answered is repeated.</summary>
    private static async Task TellAsync(WalletWorld world, WriteTrap trap)
    {
        var (alice, bob) = (WalletId.Of(Alice, "main"), WalletId.Of(Bob, "main"));
        var (fee, hold) = (world.Fee(10), world.Hold(35));
        Func<IWalletGrain, Task<Outcome<WalletReceipt>>>[] story =
        [
            Once(world.Adjustment(100), (w, m) => w.CreditAsync(m)),
            Once(fee, (w, m) => w.DebitAsync(m)),
            Once(hold, (w, m) => w.HoldAsync(m)),
            Once(world.Capture(hold, 20), (w, m) => w.CaptureAsync(m)),
            Once(new WalletRelease { Id = world.NewId(), Hold = hold.Id }, (w, m) => w.ReleaseAsync(m)),
            Once(world.Transfer(bob, 30), (w, m) => w.TransferAsync(m)),
            Once(new WalletReversal { Reverses = fee.Id }, (w, m) => w.ReverseAsync(m)),
            Once(world.Fee(5), (w, m) => w.DebitAsync(m)),
        ];
        foreach (var step in story)
        {
            Done(await trap.RunAsync(() => world.RepeatAsync(alice, step)));
        }

        await trap.RunAsync(() => world.SettledAsync(alice));

        static Func<IWalletGrain, Task<Outcome<WalletReceipt>>> Once<T>(
            T message, Func<IWalletGrain, T, Task<Outcome<WalletReceipt>>> call) => wallet => call(wallet, message);
    }

    private static Task<WalletView> LookAsync(WalletWorld world, WalletId id) => world.Wallet(id).GetAsync();
}
