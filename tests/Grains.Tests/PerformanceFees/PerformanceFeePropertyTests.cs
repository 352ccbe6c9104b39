using FsCheck;
using FsCheck.Fluent;
using OrleansTrading.Grains.PerformanceFees;
using OrleansTrading.Grains.Tests.Wallets;
using OrleansTrading.Grains.Tests.Worlds;
using OrleansTrading.Grains.Wallets;
using Xunit.Abstractions;
using static OrleansTrading.Grains.Tests.PerformanceFees.FeeStage;

namespace OrleansTrading.Grains.Tests.PerformanceFees;

/// <summary>
/// Random years of a subscription: profits, losses, deposits, withdrawals, a wallet that has too little, periods asked
/// again with the same and with other figures, writes that fail and answers that are lost. What is charged, what is
/// paid and what is owed are the model's after each step, and at the end the ledger is.
/// </summary>
public sealed class PerformanceFeePropertyTests(ITestOutputHelper output)
{
    private const int Sequences = 60;

    public enum Act
    {
        /// <summary>The next period is closed.</summary>
        Close,

        /// <summary>A period is asked again as it was closed.</summary>
        Repeat,

        /// <summary>A period is asked again with another equity.</summary>
        Change,

        /// <summary>The wallet gets money.</summary>
        Fund,

        /// <summary>What is owed is collected.</summary>
        Collect,
    }

    private static Gen<Step> AnyStep { get; } =
        from act in Gen.Frequency(
            (6, Gen.Constant(Act.Close)),
            (1, Gen.Constant(Act.Repeat)),
            (1, Gen.Constant(Act.Change)),
            (3, Gen.Constant(Act.Fund)),
            (2, Gen.Constant(Act.Collect)))
        from move in Gen.Choose(-300, 600)
        from deposits in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 500)))
        from withdrawals in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 500)))
        from units in Gen.Choose(1, 120)
        from target in Gen.Choose(0, 1_000)
        from fault in Gen.Choose(0, 9)
        from state in Gen.Elements("wallet", "performancefee")
        select new Step(act, move, deposits, withdrawals, units, target, fault, state);

    private static Gen<Step[]> Steps { get; } =
        from count in Gen.Choose(5, 40)
        from steps in AnyStep.ArrayOf(count)
        select steps;

    [Fact]
    public async Task Fees_are_what_the_model_says()
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
            (string[])["charged", "no fee", "owed", "paid late", "fault", .. Enum.GetNames<Act>()],
            expected => Assert.True(met.ContainsKey(expected), $"{expected} was never met."));
    }

    private static async Task<bool> RunAsync(
        WalletWorld world, int sequence, Step[] steps, SortedDictionary<string, int> met)
    {
        var (stage, model) = (new FeeStage(world, sequence), new PerformanceFeeModel());
        var closed = new List<CloseFeePeriod>();
        world.Writes.Judge = null;
        await stage.OpenAsync();
        foreach (var step in steps)
        {
            var act = closed.Count == 0 && step.Act is Act.Repeat or Act.Change ? Act.Close : step.Act;
            Count(met, $"{act}");
            SetFault(world, step, met);
            switch (act)
            {
                case Act.Close:
                    var figures = model.Next(step.Move, step.Deposits, step.Withdrawals);
                    closed.Add(Period(closed.Count + 1, figures.Equity, (uint)step.Deposits, (uint)step.Withdrawals));
                    var charge = (await stage.CloseAsync(
                        closed.Count, figures.Equity, (uint)step.Deposits, (uint)step.Withdrawals)).Charge;
                    Assert.Equal(figures.Fee, (long)charge.Fee);
                    Count(met, figures.Fee > 0 ? "charged" : "no fee");
                    break;
                case Act.Repeat:
                    await RepeatAsync(stage, closed[step.Target % closed.Count]);
                    break;
                case Act.Change:
                    var other = closed[step.Target % closed.Count];
                    Refused(ErrorCodes.FeePeriodClosed, await WalletWorld.RepeatAsync(() => stage.Grain.CloseAsync(
                        other with { Figures = other.Figures with { Equity = other.Figures.Equity + 1 } })));
                    break;
                case Act.Fund:
                    await stage.FundAsync((uint)step.Units);
                    model.Funds += step.Units;
                    break;
            }

            // A fault may have kept something from being collected that is there: it is tried until nothing is.
            world.Writes.Judge = null;
            var owed = model.Owed;
            model.Collect();
            await stage.CollectAsync();
            await stage.CollectAsync();
            Count(met, model.Owed > 0 ? "owed" : owed > 0 ? "paid late" : "nothing owed");
            var view = (await stage.Grain.GetAsync())!;
            Assert.Equal(
                (model.Charged, model.Owed, model.Mark), ((long)view.Charged, (long)view.Owed, (long)view.Mark));
            Assert.Equal((model.Funds, model.Provider), await stage.AvailableAsync());
        }

        Assert.Equal(model.Paid, (await stage.PaidAsync()).Select(paid => (long)paid.Units));
        return true;
    }

    /// <summary>The same answer, but for what was paid meanwhile.</summary>
    private static async Task RepeatAsync(FeeStage stage, CloseFeePeriod close)
    {
        var before = (await stage.Grain.GetStatementAsync(close.Period + 1, 1))!.Periods[0];
        var again = Done(await WalletWorld.RepeatAsync(() => stage.Grain.CloseAsync(close)));
        Assert.Equal(
            before,
            again with
            {
                ProviderPaidAt = before.ProviderPaidAt, PlatformPaidAt = before.PlatformPaidAt, Owed = before.Owed,
            });
    }

    private static void SetFault(WalletWorld world, Step step, SortedDictionary<string, int> met)
    {
        var left = 1;
        var fault = step.Fault switch { 0 => WriteFault.NotWritten, 1 => WriteFault.AnswerLost, _ => WriteFault.None };
        world.Writes.Judge = (name, state) =>
        {
            var isFault = fault != WriteFault.None && name == step.State
                && state is WalletState or PerformanceFeeState && Interlocked.Exchange(ref left, 0) == 1;
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

    private static void Count(SortedDictionary<string, int> met, string what)
    {
        lock (met)
        {
            met[what] = met.GetValueOrDefault(what) + 1;
        }
    }

    /// <summary>Something that happens to a subscription, and to one write of a state meanwhile.</summary>
    internal sealed record Step(
        Act Act, int Move, int Deposits, int Withdrawals, int Units, int Target, int Fault, string State);
}

/// <summary>
/// What fees should be, said another way: of all profit there ever was, that above the highest so far; and a queue of
/// parts that are paid while there is money. Written without a look at the grain's code.
/// </summary>
internal sealed class PerformanceFeeModel
{
    private const long Opening = 10_000;

    private readonly Queue<(long Units, bool IsProvider)> _due = [];
    private long _equity = Opening;
    private long _flows;
    private long _highest;

    internal long Funds { get; set; }

    internal long Provider { get; private set; }

    internal long Charged { get; private set; }

    internal long Owed => _due.Sum(part => part.Units);

    internal long Mark => Opening + _flows + _highest;

    /// <summary>The parts that were paid, in order.</summary>
    internal List<long> Paid { get; } = [];

    /// <summary>A period ends: 30 % of what is new, of which the platform has a fifth.</summary>
    internal (long Equity, long Fee) Next(int move, int deposits, int withdrawals)
    {
        _equity += move + deposits - withdrawals;
        _flows += deposits - withdrawals;
        var profit = _equity - Opening - _flows;
        var fee = Math.Max(0, profit - _highest) * 3 / 10;
        _highest = Math.Max(_highest, profit);
        var platform = fee / 5;
        Charged += fee;
        Add(fee - platform, isProvider: true);
        Add(platform, isProvider: false);
        return (_equity, fee);
    }

    internal void Collect()
    {
        while (_due.TryPeek(out var part) && part.Units <= Funds)
        {
            _due.Dequeue();
            Funds -= part.Units;
            Provider += part.IsProvider ? part.Units : 0;
            Paid.Add(part.Units);
        }
    }

    private void Add(long units, bool isProvider)
    {
        if (units > 0)
        {
            _due.Enqueue((units, isProvider));
        }
    }
}
