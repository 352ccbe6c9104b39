using FsCheck;
using FsCheck.Fluent;
using OrleansTrading.Grains.Tests.Worlds;
using OrleansTrading.Grains.Wallets;
using Xunit.Abstractions;
using static OrleansTrading.Grains.Tests.Wallets.WalletWorld;

namespace OrleansTrading.Grains.Tests.Wallets;

/// <summary>
/// Random sequences of all operations on three wallets with two assets, with repeats, reused ids, time that passes,
/// writes that fail and answers that are lost, one after the other and together: at each step the answer is the
/// model's, and at the end the balances are, and the ledger.
/// </summary>
public sealed class WalletPropertyTests(ITestOutputHelper output)
{
    private const int Sequences = 80;
    private const int Wallets = 3;
    private const int LastFault = 1;
    private const int Ids = 30;
    private static readonly AssetId[] Assets = [Usd, Eur];

    [Fact]
    public async Task Wallets_do_what_the_model_does()
    {
        await using var world = await WalletWorld.StartAsync();
        var (sequence, met) = (0, new SortedDictionary<string, int>(StringComparer.Ordinal));

        await Task.Run(() => FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Sequences),
            Prop.ForAll(
                Steps.ToArbitrary(),
                steps => RunAsync(world, ++sequence, steps, met).GetAwaiter().GetResult())));

        output.WriteLine(string.Join('\n', met.Select(pair => $"{pair.Value,7} {pair.Key}")));
        Assert.All(
            (string[])
            [
                ErrorCodes.FundsInsufficient, ErrorCodes.OperationIdReused, ErrorCodes.HoldUnknown,
                ErrorCodes.HoldExceeded, ErrorCodes.EntryIrreversible, .. Enum.GetNames<Act>().Select(n => $"{n} done"),
                "repeat", "fault", .. EngineClusterFixture.KeepsOrder ? (string[])["together"] : [],
            ],
            expected => Assert.True(met.ContainsKey(expected), $"{expected} was never met."));
    }

    private static Gen<Step> AnyStep { get; } =
        from act in Gen.Frequency(
            (4, Gen.Constant(Act.Credit)),
            (4, Gen.Constant(Act.Debit)),
            (3, Gen.Constant(Act.Hold)),
            (4, Gen.Constant(Act.Capture)),
            (2, Gen.Constant(Act.Release)),
            (2, Gen.Constant(Act.Transfer)),
            (2, Gen.Constant(Act.Reverse)))
        from wallet in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Constant(1)), (1, Gen.Constant(2)))
        from other in Gen.Choose(1, Wallets - 1)
        from id in Gen.Choose(1, Ids)
        from asset in Gen.Frequency((4, Gen.Constant(0)), (1, Gen.Constant(1)))
        from units in Gen.Choose(0, act is Act.Capture ? 6 : 14)
        from target in Gen.Choose(1, Ids)
        from aims in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        from time in Gen.Frequency((24, Gen.Constant(0)), (1, Gen.Choose(1, 3)))
        from ends in Gen.Choose(1, 5)
        from fault in Gen.Choose(0, 11)
        from again in Gen.Frequency((8, Gen.Constant(0)), (1, Gen.Choose(1, 10)))
        from together in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new Step
        {
            Act = act,
            Wallet = wallet,
            Id = id,
            Asset = asset,
            Units = act == Act.Credit ? units * 5 : units,
            Target = target,
            Other = (wallet + other) % Wallets,
            Passing = time,
            EndsAt = ends,
            Fault = fault,
            Again = again,
            Aims = aims,
            IsTogether = together,
        };

    private static Gen<Step[]> Steps { get; } =
        from count in Gen.Choose(10, 80)
        from steps in Gen.ArrayOf(AnyStep, count)
        select steps;

    /// <summary>
    /// A step at what is there: a hold that is open, an operation that can be undone, an id that is new. Blind steps
    /// would mostly be refused.
    /// </summary>
    private static Step Aim(WalletModel model, Step step, int index)
    {
        if (!step.Aims)
        {
            return step;
        }

        var purse = model[step.Wallet];
        var ids = step.Act switch
        {
            Act.Capture or Act.Release => [.. purse.Holds.Keys.Order()],
            Act.Reverse => purse.Done.Values
                .Where(done => done.Act is Act.Credit or Act.Debit or Act.Capture).Select(done => done.Id).ToList(),
            _ => [],
        };
        return step with
        {
            Id = Ids + index,
            Target = ids.Count == 0 ? step.Target : ids[step.Target % ids.Count],
            Asset = step.Act == Act.Capture && ids.Count > 0
                ? purse.Holds[ids[step.Target % ids.Count]].Asset
                : step.Asset,
        };
    }

    private static async Task<bool> RunAsync(
        WalletWorld world, int sequence, Step[] steps, SortedDictionary<string, int> met)
    {
        var (model, made) = (new WalletModel(), new List<Step>());
        var began = world.Time.GetUtcNow();
        var group = new List<(Step Step, string? Expected, Task<Outcome<WalletReceipt>> Answer)>();
        for (var i = 0; i < steps.Length; i++)
        {
            var drawn = steps[i].Again == 0 || i == 0
                ? Aim(model, steps[i], i + 1)
                : made[Math.Max(0, i - steps[i].Again)];
            // After a failure those who waited together come again in any order.
            if (drawn.Passing > 0 || drawn.Fault <= LastFault)
            {
                await AnsweredAsync();
                world.Time.Jump(TimeSpan.FromHours(drawn.Passing));
                model.Hours += drawn.Passing;
            }

            made.Add(drawn);

            // A hold lasts for some hours from where its id is first used; repeated it must end at the same time.
            var step = drawn with { EndsAt = EndOf(model, drawn) };
            SetFault(world, step.Fault, met);
            var wasDone = model[step.Wallet].Done.ContainsKey($"{step.Id}");
            var expected = model.Run(step);
            Count(met, expected ?? (wasDone ? "repeat" : $"{step.Act} done"));
            var wallet = WalletOf(sequence, step.Wallet);
            group.Add((step, expected, world.RepeatAsync(wallet, Call(sequence, step, began))));

            // Only what goes to one wallet has an order; a transfer's arrival at the other one is waited for.
            if (!EngineClusterFixture.KeepsOrder || !step.IsTogether
                || step.Act == Act.Transfer || step.Fault <= LastFault)
            {
                await AnsweredAsync();
                await world.SettledAsync(wallet);
            }
            else
            {
                Count(met, "together");
            }
        }

        await AnsweredAsync();
        for (var i = 0; i < Wallets; i++)
        {
            Same(model[i], await world.SettledAsync(WalletOf(sequence, i)));
        }

        return true;

        async Task AnsweredAsync()
        {
            foreach (var (step, expected, answer) in group)
            {
                Assert.True(expected == (await answer).Refusal?.Code, $"{step}: {expected}, but {await answer}");
            }

            group.Clear();
        }
    }

    private static void Same(WalletModel.Purse purse, WalletView view)
    {
        var expected = Enumerable.Range(0, Assets.Length)
            .Select(asset => (
                Assets[asset],
                (UInt128)purse.Available.GetValueOrDefault(asset),
                (UInt128)purse.Holds.Values.Where(hold => hold.Asset == asset).Sum(hold => hold.Left)))
            .Where(one => one.Item2 > 0 || one.Item3 > 0)
            .OrderBy(one => one.Item1.Value, StringComparer.Ordinal);
        Assert.Equal(expected, view.Balances.Select(balance => (balance.Asset, balance.Available, balance.Held)));
        Assert.Equal(
            purse.Holds.Select(hold => ((UInt128)hold.Key, (UInt128)hold.Value.Left)).Order(),
            view.Holds.Select(hold => (hold.Id, hold.Left.Units)).Order());
    }

    private static int EndOf(WalletModel model, Step step) =>
        model[step.Wallet].Done.TryGetValue($"{step.Id}", out var done) && done.Act == Act.Hold && step.EndsAt < 3
            ? done.EndsAt
            : model.Hours + step.EndsAt;

    private static WalletId WalletOf(int sequence, int wallet) =>
        WalletId.Of(wallet == 2 ? Bob : Alice, $"s{sequence}-{wallet}");

    private static void SetFault(WalletWorld world, int drawn, SortedDictionary<string, int> met)
    {
        var left = 1;
        var fault = drawn switch { 0 => WriteFault.NotWritten, 1 => WriteFault.AnswerLost, _ => WriteFault.None };
        world.Writes.Judge = (_, state) =>
        {
            var isFault = fault != WriteFault.None && state is WalletState && Interlocked.Exchange(ref left, 0) == 1;
            if (isFault)
            {
                lock (met)
                {
                    Count(met, "fault");
                }
            }

            return isFault ? fault : WriteFault.None;
        };
    }

    private static Func<IWalletGrain, Task<Outcome<WalletReceipt>>> Call(
        int sequence, Step step, DateTimeOffset began)
    {
        var (id, target) = ((UInt128)(uint)step.Id, (UInt128)(uint)step.Target);
        var amount = new Amount(Assets[step.Asset], (UInt128)(uint)step.Units);
        var movement = new WalletMovement
        {
            Id = id,
            Amount = amount,
            Reason = step.Act == Act.Credit ? WalletReason.Adjustment : WalletReason.FeePlatform,
            Account = step.Act == Act.Credit ? LedgerAccounts.Capital : LedgerAccounts.RevenuePlatformFee,
        };
        return step.Act switch
        {
            Act.Credit => wallet => wallet.CreditAsync(movement),
            Act.Debit => wallet => wallet.DebitAsync(movement),

            // Half an hour early, so that the seconds which a sequence takes do not matter.
            Act.Hold => wallet => wallet.HoldAsync(new WalletHold
            {
                Id = id, Amount = amount, Until = began.AddHours(step.EndsAt).AddMinutes(-30),
            }),
            Act.Capture => wallet => wallet.CaptureAsync(new WalletCapture
            {
                Id = id,
                Hold = target,
                Amount = amount,
                Reason = movement.Reason,
                Account = movement.Account,
            }),
            Act.Release => wallet => wallet.ReleaseAsync(new WalletRelease { Id = id, Hold = target }),
            Act.Transfer => wallet => wallet.TransferAsync(new WalletTransfer
            {
                Id = id, Amount = amount, To = WalletOf(sequence, step.Other), Reason = WalletReason.Transfer,
            }),
            _ => wallet => wallet.ReverseAsync(new WalletReversal { Reverses = target }),
        };
    }

    private static void Count(SortedDictionary<string, int> met, string what) =>
        met[what] = met.GetValueOrDefault(what) + 1;
}
