using FsCheck;
using FsCheck.Fluent;
using OrleansTrading.Grains.Risk.Limits;
using OrleansTrading.Grains.Tests.Worlds;
using Xunit.Abstractions;

namespace OrleansTrading.Grains.Tests.Risk;

/// <summary>
/// Random bookings, releases, renewals, crashes and ends of several processes, with writes that fail and answers that
/// are lost, many at once: what was sold never exceeds a limit, and at the end, once all leases are over, exactly what
/// was not sold can be.
/// </summary>
public sealed class LimitPropertyTests(ITestOutputHelper output)
{
    private const int Sequences = 20;
    private const int Processes = 3;
    private const int Claims = 24;

    private enum Act
    {
        Book,
        Release,
        Settle,
        Renew,
        Crash,
        Stop,
        Pass,
    }

    private sealed record Step(Act Act, int Process, int Claim, int UsdCents, bool OfUsd, int Fault, bool IsTogether);

    private static Gen<Step[]> Steps { get; } =
        from count in Gen.Choose(10, 70)
        from steps in Gen.ArrayOf(AnyStep, count)
        select steps;

    private static Gen<Step> AnyStep =>
        from act in Gen.Frequency(
            (10, Gen.Constant(Act.Book)),
            (3, Gen.Constant(Act.Release)),
            (2, Gen.Constant(Act.Settle)),
            (2, Gen.Constant(Act.Renew)),
            (1, Gen.Constant(Act.Crash)),
            (1, Gen.Constant(Act.Stop)),
            (1, Gen.Constant(Act.Pass)))
        from process in Gen.Choose(0, Processes - 1)
        from claim in Gen.Choose(0, Claims - 1)
        from cents in Gen.Choose(1, 180)
        from ofUsd in Gen.Elements(true, false)
        from fault in Gen.Choose(0, 9)
        from together in Gen.Frequency((2, Gen.Constant(true)), (1, Gen.Constant(false)))
        select new Step(act, process, claim, cents, ofUsd, fault, together);

    [Fact]
    public async Task Slices_are_never_oversold_and_what_is_not_sold_comes_back()
    {
        await using var limits = await LimitWorld.StartAsync();
        var met = new SortedDictionary<string, int>(StringComparer.Ordinal);

        await Task.Run(() => FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Sequences),
            Prop.ForAll(Steps.ToArbitrary(), steps => new Run(limits, met).RunAsync(steps).GetAwaiter().GetResult())));

        output.WriteLine(string.Join('\n', met.Select(pair => $"{pair.Value,7} {pair.Key}")));
        Assert.All(
            (string[])["booked", "refused", "repeated", "fault", "released", "settled", "together", "Crash", "Stop"],
            expected => Assert.True(met.ContainsKey(expected), $"{expected} was never met."));
    }

    /// <summary>One sequence, on a day of its own.</summary>
    private sealed class Run(LimitWorld limits, SortedDictionary<string, int> met)
    {
        private readonly GlobalLimits[] _processes = new GlobalLimits[Processes];
        private readonly Claim?[] _claims = new Claim?[Claims];
        private readonly List<Claim> _ended = [];
        private readonly List<Task> _group = [];
        private readonly HashSet<int> _busy = [];

        internal async Task<bool> RunAsync(Step[] steps)
        {
            limits.NextNoon();
            for (var i = 0; i < Processes; i++)
            {
                _processes[i] = limits.NewProcess();
            }

            foreach (var step in steps)
            {
                // What happens to one quote has an order.
                if (!step.IsTogether || _busy.Contains(step.Claim) || step.Act is Act.Crash or Act.Stop or Act.Pass)
                {
                    await AnsweredAsync();
                }

                SetFault(step.Fault);
                _busy.Add(step.Claim);
                _group.Add(DoAsync(step));
                Count(met, _group.Count > 1 ? "together" : "alone");
            }

            await AnsweredAsync();
            await AssertRestComesBackAsync();
            return true;
        }

        private async Task AnsweredAsync()
        {
            await Task.WhenAll(_group);
            _group.Clear();
            _busy.Clear();
            limits.World.Writes.Judge = null;
            Assert.True(Sold(ofUsd: false) <= LimitWorld.Platform, $"{Sold(ofUsd: false)} sold of the platform's");
            Assert.True(Sold(ofUsd: true) <= LimitWorld.OfUsd, $"{Sold(ofUsd: true)} sold of the dollar's");
            Assert.InRange((long)(await limits.UseAsync()).LeasedUsdCents, Sold(ofUsd: false), LimitWorld.Platform);
            Assert.InRange(
                (long)(await limits.UseAsync("asset:solana/USD")).LeasedUsdCents, Sold(ofUsd: true), LimitWorld.OfUsd);
        }

        private Task DoAsync(Step step)
        {
            var process = _processes[step.Process];
            switch (step.Act)
            {
                case Act.Book:
                    return BookAsync(process, step);
                case Act.Release:
                    return EndAsync(step.Claim, isFinal: false);
                case Act.Settle:
                    return EndAsync(step.Claim, isFinal: true);
                case Act.Renew:
                    return limits.RenewAsync(process);
                case Act.Crash:
                    Count(met, "Crash");
                    _processes[step.Process] = limits.NewProcess();
                    return Task.CompletedTask;
                case Act.Stop:
                    Count(met, "Stop");
                    _processes[step.Process] = limits.NewProcess();
                    return limits.CloseAsync(process);
                default:
                    limits.World.Time.Jump(TimeSpan.FromSeconds(step.UsdCents / 4));
                    return Task.CompletedTask;
            }
        }

        private async Task BookAsync(GlobalLimits process, Step step)
        {
            var pay = step.OfUsd ? limits.Usd : limits.Eur;
            var claim = _claims[step.Claim] ??= new Claim(
                $"q{step.Claim}-{_ended.Count}-{step.UsdCents}", (ulong)step.UsdCents, pay, limits.Eur);
            var wasBooked = claim.IsBooked;
            var refusal = await limits.BookAsync(process, claim);
            claim.IsBooked = refusal is null;
            Count(met, (wasBooked, refusal) switch
            {
                (true, null) => "repeated",
                (false, null) => "booked",
                (false, { Code: ErrorCodes.LimitExceeded }) => "refused",
                _ => throw new InvalidOperationException($"{claim.Id} was booked: {wasBooked}, and then {refusal}"),
            });
            if (refusal is not null)
            {
                // As a quote does that fails.
                await limits.ReleaseAsync(claim);
                _claims[step.Claim] = null;
            }
        }

        private async Task EndAsync(int index, bool isFinal)
        {
            if (_claims[index] is not { IsBooked: true } claim)
            {
                return;
            }

            await (isFinal ? limits.SettleAsync(claim) : limits.ReleaseAsync(claim));
            _claims[index] = null;
            Count(met, isFinal ? "settled" : "released");
            if (isFinal)
            {
                lock (_ended)
                {
                    _ended.Add(claim);
                }
            }
        }

        private long Sold(bool ofUsd)
        {
            lock (_ended)
            {
                return _claims.OfType<Claim>().Where(claim => claim.IsBooked).Concat(_ended)
                    .Where(claim => !ofUsd || claim.Pay == limits.Usd)
                    .Sum(claim => (long)claim.UsdCents);
            }
        }

        private async Task AssertRestComesBackAsync()
        {
            var sold = Sold(ofUsd: false);
            limits.PassLease();
            var last = limits.NewProcess();
            var rest = new Claim($"rest-{limits.Today}", (ulong)(LimitWorld.Platform - sold), limits.Eur, limits.Eur);

            // The first to ask meets leases that are over, closes their holders, and is told to come again.
            for (var attempt = 0; attempt < Processes * 20 && !rest.IsBooked; attempt++)
            {
                rest.IsBooked = await limits.BookAsync(last, rest) is null;
                limits.World.Time.Jump(TimeSpan.FromSeconds(2));
            }

            Assert.True(rest.IsBooked, $"{sold} is sold, and {rest.UsdCents} cannot be: {await limits.UseAsync()}");
            Assert.NotNull(await limits.BookAsync(last, new Claim("a cent", 1, limits.Eur, limits.Eur)));
            Assert.Equal((ulong)LimitWorld.Platform, (await limits.UseAsync()).LeasedUsdCents);
        }

        private void SetFault(int drawn)
        {
            var fault = drawn switch { 0 => WriteFault.NotWritten, 1 => WriteFault.AnswerLost, _ => WriteFault.None };
            if (fault == WriteFault.None)
            {
                return;
            }

            var left = 1;
            limits.World.Writes.Judge = (_, state) =>
            {
                if (state is not (LimitHolderState or LimitCounterState) || Interlocked.Exchange(ref left, 0) == 0)
                {
                    return WriteFault.None;
                }

                Count(met, "fault");
                return fault;
            };
        }

        private static void Count(SortedDictionary<string, int> met, string what)
        {
            lock (met)
            {
                met[what] = met.GetValueOrDefault(what) + 1;
            }
        }
    }
}
