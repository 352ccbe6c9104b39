using System.Collections.Concurrent;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Tests.Worlds;
using OrleansTrading.Grains.Wallets;
using static OrleansTrading.Grains.Tests.Wallets.WalletWorld;

namespace OrleansTrading.Grains.Tests.Wallets;

/// <summary>Many callers of one wallet, and the same operation more than once.</summary>
public sealed class WalletQueueTests
{
    [Fact]
    public async Task A_hot_wallet_serves_everybody_in_few_writes_and_takes_not_one_unit_too_many()
    {
        const int callers = 2_000;
        const int covered = 1_500;
        await using var world = await WalletWorld.StartAsync();
        var wallet = await world.FilledAsync(covered);
        var writes = 0;
        world.Writes.Stored = state => writes += state is WalletState ? 1 : 0;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => wallet.DebitAsync(world.Fee(1))));

        var done = outcomes.Where(outcome => outcome.Value is not null).Select(outcome => outcome.Value!).ToList();
        Assert.Equal(covered, done.Count);
        Assert.All(outcomes.Where(o => o.Value is null), o => Refused(ErrorCodes.FundsInsufficient, o));
        Assert.Equal(covered, done.Select(receipt => receipt.Sequence).Distinct().Count());
        Assert.InRange(writes, 1, callers / 20);
        await HasAsync(wallet, 0, 0);
    }

    [Fact(Skip = EngineClusterFixture.NoOrder)]
    public async Task Operations_are_done_in_the_order_in_which_they_came()
    {
        await using var world = await WalletWorld.StartAsync();
        var wallet = await world.FilledAsync(1);

        // One call is under way while the others queue behind it.
        var released = new TaskCompletionSource();
        world.Writes.Writing = name => name == "wallet" ? released.Task : Task.CompletedTask;
        var first = wallet.DebitAsync(world.Fee(1));
        var second = wallet.DebitAsync(world.Fee(1));
        var third = wallet.CreditAsync(world.Adjustment(2));
        var fourth = wallet.DebitAsync(world.Fee(2));
        released.SetResult();

        Done(await first);
        Refused(ErrorCodes.FundsInsufficient, await second);
        Done(await third);
        Done(await fourth);
    }

    [Fact]
    public async Task Nobody_is_answered_before_what_he_asked_for_is_stored()
    {
        await using var world = await WalletWorld.StartAsync();
        var wallet = await world.FilledAsync(10);
        var released = new TaskCompletionSource();
        var writing = new TaskCompletionSource();
        world.Writes.Writing = name =>
        {
            writing.TrySetResult();
            return name == "wallet" ? released.Task : Task.CompletedTask;
        };

        var debit = wallet.DebitAsync(world.Fee(10));
        await writing.Task;
        var refused = wallet.DebitAsync(world.Fee(1));
        var look = wallet.GetAsync();
        world.Writes.Writing = null;
        Assert.False(debit.IsCompleted || refused.IsCompleted || look.IsCompleted);
        released.SetResult();

        Done(await debit);
        Refused(ErrorCodes.FundsInsufficient, await refused);
        Assert.Empty((await look).Balances);
    }

    [Fact]
    public async Task More_callers_than_may_wait_are_told_so_and_lose_nothing()
    {
        await using var world = await WalletWorld.StartAsync(o => (o.QueueMax, o.GroupMax) = (5, 1));
        var wallet = await world.FilledAsync(100);
        var released = new TaskCompletionSource();
        var writing = new TaskCompletionSource();
        world.Writes.Writing = name =>
        {
            writing.TrySetResult();
            return name == "wallet" ? released.Task : Task.CompletedTask;
        };
        var first = wallet.DebitAsync(world.Fee(1));
        await writing.Task;

        var fees = Enumerable.Range(0, 8).Select(_ => world.Fee(1)).ToList();
        var waiting = fees.Select(fee => wallet.DebitAsync(fee)).ToList();
        var told = await Task.WhenAny(waiting);
        Refused(ErrorCodes.Overloaded, await told);
        released.SetResult();
        var outcomes = await Task.WhenAll(waiting);

        Done(await first);
        Assert.Equal(3, outcomes.Count(outcome => outcome.Refusal?.Code == ErrorCodes.Overloaded));
        foreach (var fee in fees)
        {
            Done(await wallet.DebitAsync(fee));
        }

        await HasAsync(wallet, 91, 0);
    }

    [Fact]
    public async Task A_repeat_that_is_looked_up_while_the_first_is_stored_changes_nothing_and_another_is_refused()
    {
        await using var world = await WalletWorld.StartAsync(o => o.GroupMax = 2);
        var wallet = await world.FilledAsync(100);
        var (released, writing) = (new TaskCompletionSource(), new TaskCompletionSource());
        world.Writes.Writing = name =>
        {
            writing.TrySetResult();
            return name == "wallet" ? released.Task : Task.CompletedTask;
        };
        var gate = wallet.DebitAsync(world.Fee(1));
        await writing.Task;

        // Two whole groups wait: each is looked up while the one before it is stored.
        var fee = world.Fee(5);
        var first = new[] { wallet.DebitAsync(fee), wallet.DebitAsync(world.Fee(1)) };
        var second = new[] { wallet.DebitAsync(fee), wallet.DebitAsync(fee with { Amount = new Amount(Usd, 6) }) };
        var third = new[] { wallet.DebitAsync(fee), wallet.DebitAsync(world.Fee(1)) };
        released.SetResult();

        Done(await gate);
        var done = Done(await first[0]);
        Assert.Equal(done, Done(await second[0]));
        Refused(ErrorCodes.OperationIdReused, await second[1]);
        Assert.Equal(done, Done(await third[0]));
        Done(await first[1]);
        Done(await third[1]);
        await HasAsync(wallet, 92, 0);
    }

    [Theory]
    [InlineData(WriteFault.NotWritten, 0, 0)]
    [InlineData(WriteFault.AnswerLost, 1, 4)]
    internal async Task A_write_that_fails_fails_the_groups_behind_it_and_who_repeats_learns_what_became_of_it(
        WriteFault fault, int storedMin, int storedMax)
    {
        await using var world = await WalletWorld.StartAsync(o => o.GroupMax = 4);
        var wallet = await world.FilledAsync(100);
        var fees = Enumerable.Range(0, 16).Select(_ => world.Fee(1)).ToList();
        var sprung = 0;
        world.Writes.Judge = (name, _) => name == "wallet" && Interlocked.Exchange(ref sprung, 1) == 0
            ? fault
            : WriteFault.None;

        var failed = await Task.WhenAll(fees.Select(async fee =>
        {
            try
            {
                return (await wallet.DebitAsync(fee)).Value is null;
            }
            catch (Exception failure) when (failure is InconsistentStateException or IOException)
            {
                return true;
            }
        }));

        // What was answered is stored; what was not, only where the answer alone was lost, and that of one group.
        Assert.Contains(true, failed);
        var taken = 100 - (int)(await wallet.GetAsync()).Balances.Single().Available;
        Assert.InRange(taken - failed.Count(one => !one), storedMin, storedMax);
        foreach (var fee in fees)
        {
            Done(await wallet.DebitAsync(fee));
        }

        await HasAsync(wallet, 84, 0);
    }

    [Fact]
    public async Task Each_operation_repeated_after_a_restart_gives_the_same_answer_and_changes_nothing()
    {
        await using var world = await WalletWorld.StartAsync();
        var operations = await AllAsync(world);
        var first = new List<WalletReceipt>();
        foreach (var (run, _) in operations)
        {
            first.Add(Done(await run(world.Wallet(Alice))));
        }

        await world.SettledAsync(WalletId.Of(Alice, "main"));
        var before = await world.Wallet(Alice).GetAsync();
        await world.RestartAsync();

        for (var i = 0; i < operations.Count; i++)
        {
            Assert.Equal(first[i], Done(await operations[i].Run(world.Wallet(Alice))));
        }

        var again = await Task.WhenAll(operations.Select(operation => operation.Run(world.Wallet(Alice))));
        Assert.Equal(first, again.Select(Done));
        await world.SettledAsync(WalletId.Of(Alice, "main"));
        Assert.Equivalent(before, await world.Wallet(Alice).GetAsync(), strict: true);
        await HasAsync(world.Wallet(Bob), 6, 0);
    }

    [Fact]
    public async Task An_id_with_any_other_parameter_is_refused_with_its_own_code_whatever_it_was_used_for()
    {
        await using var world = await WalletWorld.StartAsync();
        var operations = await AllAsync(world);
        foreach (var (run, _) in operations)
        {
            Done(await run(world.Wallet(Alice)));
        }

        await world.SettledAsync(WalletId.Of(Alice, "main"));
        var before = await world.Wallet(Alice).GetAsync();
        foreach (var other in operations.SelectMany(operation => operation.Others))
        {
            Refused(ErrorCodes.OperationIdReused, await other(world.Wallet(Alice)));
        }

        Assert.Equivalent(before, await world.Wallet(Alice).GetAsync(), strict: true);
    }

    [Fact]
    public async Task The_same_operation_by_many_callers_at_once_is_done_once()
    {
        await using var world = await WalletWorld.StartAsync(o => o.GroupMax = 7);
        var wallet = await world.FilledAsync(100);
        var fee = world.Fee(10);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
            wallet.DebitAsync(i % 5 == 4 ? fee with { Reference = "other" } : fee)));

        // Whichever came first took the id, for all that are like it.
        var groups = outcomes.Select((outcome, i) => (outcome, IsOther: i % 5 == 4))
            .ToLookup(each => each.IsOther, each => each.outcome);
        var isOtherFirst = groups[true].First().Refusal is null;
        Assert.Single(groups[isOtherFirst].Select(Done).Distinct());
        Assert.All(groups[!isOtherFirst], o => Refused(ErrorCodes.OperationIdReused, o));
        await HasAsync(wallet, 90, 0);
    }

    [Fact]
    public async Task Two_wallets_may_use_the_same_ids_and_send_each_other_transfers_with_them()
    {
        await using var world = await WalletWorld.StartAsync();
        var (alice, bob) = (WalletId.Of(Alice, "main"), WalletId.Of(Bob, "main"));
        var credit = world.Adjustment(10);
        Done(await world.Wallet(alice).CreditAsync(credit));
        Done(await world.Wallet(bob).CreditAsync(credit));
        var (there, back) = (world.Transfer(bob, 3), world.Transfer(alice, 4));
        var same = there.Id;

        await Task.WhenAll(
            world.Wallet(alice).TransferAsync(there), world.Wallet(bob).TransferAsync(back with { Id = same }));
        await world.SettledAsync(alice);
        await world.SettledAsync(bob);

        await HasAsync(world.Wallet(alice), 11, 0);
        await HasAsync(world.Wallet(bob), 9, 0);
    }

    [Fact]
    public async Task The_state_stays_as_small_as_what_is_open_whatever_was_done()
    {
        await using var world = await WalletWorld.StartAsync();
        var wallet = await world.FilledAsync(1_000);
        var stored = new ConcurrentQueue<int>();
        world.Writes.Stored = state => stored.Enqueue(
            state is WalletState ? System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
                (WalletState)state, GrainJson.Options).Length : 0);
        Done(await wallet.DebitAsync(world.Fee(1)));

        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => wallet.DebitAsync(world.Fee(1))));
        Done(await wallet.DebitAsync(world.Fee(1)));

        Assert.InRange(stored.Last(), stored.First() - 5, stored.First() + 5);
    }

    [Fact]
    public async Task What_another_activation_has_credited_is_seen_before_a_debit_is_refused()
    {
        await using var world = await WalletWorld.StartAsync();
        var id = WalletId.Of(Alice, "main");
        var wallet = await world.FilledAsync(1);

        // In a partitioned cluster there may be two activations for a while; this one writes past the first.
        var grain = wallet.GetGrainId();
        var other = new GrainState<WalletState>(new WalletState());
        await world.Storage.ReadStateAsync("wallet", grain, other);
        other.State!.Funds[0] = other.State.Funds[0] with { Available = 6 };
        other.State.Ledger.Book(new LedgerBooking(
            LedgerKinds.Adjustment,
            Alice.Value,
            id.Value,
            world.Time.GetUtcNow(),
            new LedgerPostings().Move(
                LedgerAccounts.Capital, LedgerAccounts.WalletAvailable(id), Usd.Value, 5)));
        await world.Storage.WriteStateAsync("wallet", grain, other);

        Done(await wallet.DebitAsync(world.Fee(6)));

        await HasAsync(wallet, 0, 0);
    }

    /// <summary>One operation of each kind, in an order in which all of them can be done, each with others like it.
    /// </summary>
    private static async Task<List<Case>> AllAsync(WalletWorld world)
    {
        await world.FilledAsync(1_000, Alice);
        var bob = WalletId.Of(Bob, "main");
        var (credit, fee, hold) = (world.Adjustment(100), world.Fee(7), world.Hold(50));
        var (capture, transfer) = (world.Capture(hold, 20), world.Transfer(bob, 6));
        var release = new WalletRelease { Id = world.NewId(), Hold = hold.Id };
        var reversal = new WalletReversal { Reverses = fee.Id };
        var more = new Amount(Usd, 8);
        return
        [
            new(w => w.CreditAsync(credit),
            [
                w => w.CreditAsync(credit with { Amount = more }),
                w => w.CreditAsync(credit with { Amount = new Amount(Eur, 100) }),
                w => w.CreditAsync(credit with { Account = LedgerAccounts.SuspenseParked }),
                w => w.CreditAsync(credit with { Reference = "other" }),
                w => w.DebitAsync(credit),
                w => w.HoldAsync(hold with { Id = credit.Id }),
            ]),
            new(w => w.DebitAsync(fee),
            [
                w => w.DebitAsync(fee with { Amount = more }),
                w => w.TransferAsync(transfer with { Id = fee.Id }),
                w => w.DebitAsync(fee with
                {
                    Reason = WalletReason.Withdrawal, Account = LedgerAccounts.TransferPrefix + "w",
                }),
            ]),
            new(w => w.HoldAsync(hold),
            [
                w => w.HoldAsync(hold with { Amount = more }),
                w => w.HoldAsync(hold with { Until = hold.Until.AddTicks(1) }),
                w => w.HoldAsync(hold with { Reference = "other" }),
                w => w.ReleaseAsync(release with { Id = hold.Id }),
            ]),
            new(w => w.CaptureAsync(capture),
            [
                w => w.CaptureAsync(capture with { Amount = more }),
                w => w.CaptureAsync(capture with { Hold = 1 }),
                w => w.CaptureAsync(capture with
                {
                    Reason = WalletReason.FeePerformance, Account = LedgerAccounts.RevenuePerformanceFee,
                }),
            ]),
            new(w => w.ReleaseAsync(release),
            [
                w => w.ReleaseAsync(release with { Hold = 1 }),
                w => w.ReleaseAsync(release with { Reference = "other" }),
                w => w.CaptureAsync(capture with { Id = release.Id }),
            ]),
            new(w => w.TransferAsync(transfer),
            [
                w => w.TransferAsync(transfer with { Amount = more }),
                w => w.TransferAsync(transfer with { To = WalletId.Of(Bob, "other") }),
                w => w.TransferAsync(transfer with { Reason = WalletReason.FeePerformance }),
                w => w.TransferAsync(transfer with { Reference = "other" }),
            ]),
            new(w => w.ReverseAsync(reversal), [w => w.ReverseAsync(reversal with { Reference = "other" })]),
        ];
    }

    private sealed record Case(
        Func<IWalletGrain, Task<Outcome<WalletReceipt>>> Run,
        IReadOnlyList<Func<IWalletGrain, Task<Outcome<WalletReceipt>>>> Others);
}
