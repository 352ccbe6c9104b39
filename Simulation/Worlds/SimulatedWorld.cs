using OrleansTrading.Chains;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Grains;
using OrleansTrading.Simulation.Audit;
using OrleansTrading.Simulation.Copying;
using OrleansTrading.Simulation.Disk;
using OrleansTrading.Simulation.Faults;
using OrleansTrading.Simulation.Loop;

namespace OrleansTrading.Simulation.Worlds;

/// <summary>
/// A whole world by seed: networks, customers, an operator, a disk, and the platform, which is started, killed and
/// started again. First everything goes wrong that the seed has drawn; then nothing does any more, and all that was
/// begun has to come to its end; then the books are compared with the chains.
/// </summary>
internal sealed partial class SimulatedWorld : IDisposable
{
    private const uint Plenty = 2_000;
    private const int DepositorsMany = 6;
    private const long StepsMax = 3_000_000;
    private static readonly TimeSpan SetUpMax = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan CalmMax = TimeSpan.FromMinutes(40);

    /// <summary>
    /// The money is there long before the platform first looks: even for a node that is behind it is the past.
    /// </summary>
    private static readonly TimeSpan FundedBefore = TimeSpan.FromSeconds(130);

    /// <summary>By then what a network took is final.</summary>
    private static readonly TimeSpan FinalTime = TimeSpan.FromSeconds(30);

    /// <summary>
    /// So long must it stay quiet before it counts as quiet: by then what was paid last is final, and was looked for.
    /// </summary>
    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(25);

    /// <summary>
    /// Longer than any transaction of the networks stays valid: what is not on them by then never will be.
    /// </summary>
    private static readonly TimeSpan AftermathTime = TimeSpan.FromMinutes(6);

    private readonly List<SimulatedCustomer> customers = [];
    private readonly List<SimulatedSaver> savers = [];
    private readonly List<SimulatedDepositor> depositors = [];
    private readonly List<Task> scripts = [];
    private TimeSpan? quietSince;
    private readonly bool isCrowded;
    private readonly bool isMultitude;
    private readonly Dictionary<AccountId, IReadOnlyList<SigningLane>> lanes = [];
    private bool isShort;

    internal SimulatedWorld(ulong seed, SimulationSettings settings)
    {
        Seed = seed;
        Settings = settings;
        Loop = new VirtualLoop(seed);
        Trace = new Trace(Loop, settings.KeepsTrace);
        Faults = new SeedFaults(seed, settings, Coverage);
        Networks = new SimulatedNetworks(Loop.Outside);
        var keys = SplitMix.Of(seed, "treasuries");
        Treasuries = [.. Networks.Chains.Select(chain => new SimulatedParty(chain, keys))];
        Vaults = [.. Networks.Chains.Select(chain => new SimulatedParty(chain, keys))];
        var draw = SplitMix.Of(seed, "world");
        DayUsdCentsMax = draw.Chance(15) ? 20_000 : 5_000_000;
        isCrowded = draw.Chance(70);
        var count = isCrowded ? draw.Between(20, 50) : draw.Between(4, 10);
        isMultitude = isCrowded && SplitMix.Of(seed, "multitude").Chance(40);
        count = Math.Min(settings.CustomersMax ?? int.MaxValue, isMultitude ? 4 * count : count);
        for (var i = 0; i < count; i++)
        {
            customers.Add(new SimulatedCustomer(this, i));
        }

        var savers = draw.Chance(60) ? draw.Between(2, 3) : 0;
        for (var i = 0; i < Math.Min(settings.CustomersMax ?? int.MaxValue, savers); i++)
        {
            this.savers.Add(new SimulatedSaver(this, i));
        }

        var inAndOut = SplitMix.Of(seed, "depositors");
        var few = inAndOut.Chance(50) ? inAndOut.Between(1, 2) : 0;
        few = few > 0 && inAndOut.Chance(25) ? DepositorsMany : few;
        for (var i = 0; i < Math.Min(settings.CustomersMax ?? int.MaxValue, few); i++)
        {
            depositors.Add(new SimulatedDepositor(this, i));
        }

        Floor = new SimulatedFloor(this);
        ExecuteWithin = TimeSpan.FromMinutes(SplitMix.Of(seed, "patience").Chance(40) ? 1 : 10);
        Books = new Books(this);
        Disk.Stored += Books.Look;
    }

    internal ulong Seed { get; }

    internal SimulationSettings Settings { get; }

    internal VirtualLoop Loop { get; }

    internal Trace Trace { get; }

    internal SeedFaults Faults { get; }

    internal Coverage Coverage { get; } = new();

    internal DiskTables Disk { get; } = new();

    internal SimulatedNetworks Networks { get; }

    /// <summary>The platform's account on each chain.</summary>
    internal IReadOnlyList<SimulatedParty> Treasuries { get; }

    /// <summary>Where the operator keeps what the treasuries do not need, on each chain.</summary>
    internal IReadOnlyList<SimulatedParty> Vaults { get; }

    internal IReadOnlyList<SimulatedCustomer> Customers => customers;

    /// <summary>Those with wallets, in most worlds.</summary>
    internal IReadOnlyList<SimulatedSaver> Savers => savers;

    /// <summary>Those who pay into wallets and out of them, in every second world.</summary>
    internal IReadOnlyList<SimulatedDepositor> Depositors => depositors;

    /// <summary>Those who publish signals and those who copy them, in each third world.</summary>
    internal SimulatedFloor Floor { get; }

    internal Books Books { get; }

    /// <summary>What a customer's quotes of a day may be worth.</summary>
    internal long DayUsdCentsMax { get; }

    /// <summary>
    /// How long a withdrawal that cannot be paid is tried: in some worlds no longer than a treasury is halted for.
    /// </summary>
    internal TimeSpan ExecuteWithin { get; }

    /// <summary>The lanes of a treasury.</summary>
    internal IReadOnlyList<SigningLane> LanesOf(AccountId treasury) => lanes[treasury];

    /// <summary>The first violation; null: none so far.</summary>
    internal Violation? Violation { get; private set; }

    /// <summary>Lives the world's whole life.</summary>
    internal Violation? Run()
    {
        try
        {
            SetUp();
            BeginLife();
            Settle();
            Conclude();
        }
        catch (Exception failure)
        {
            Violate(FailureKind.Crash, "simulation", failure.ToString());
        }

        return Violation;
    }

    internal void Violate(string invariant, string detail) => Violate(FailureKind.Correctness, invariant, detail);

    internal void Violate(FailureKind kind, string invariant, string detail)
    {
        Violation ??= new Violation(kind, invariant, detail, Loop.Steps);
        Trace.Note("violation", 0, $"{invariant}: {detail}");
    }

    public void Dispose()
    {
        foreach (var platform in platforms)
        {
            platform.Kill();
            platform.Dispose();
        }

        Networks.Dispose();
    }

    /// <summary>Everybody gets what they start with, before anything can go wrong.</summary>
    private void SetUp()
    {
        Faults.Suspend();
        var done = Loop.Outside.Start(async () =>
        {
            var draw = SplitMix.Of(Seed, "wealth");
            isShort = Faults.Has(FaultClass.ShortTreasury) && draw.Chance(50);
            if (isShort)
            {
                Faults.Note(FaultClass.ShortTreasury);
            }

            await Task.WhenAll(
            [
                .. Treasuries.Select(treasury => FundAsync(treasury, isShort ? 6u : Plenty)),
                .. Vaults.Where(_ => isShort).Select(vault => FundAsync(vault, 2 * Plenty)),
                .. customers.SelectMany(customer => customer.Parties).Select(party => FundAsync(party, 200)),
                .. customers.SelectMany(customer => customer.Savings).Select(party => FundAsync(party, 1)),
                .. depositors.SelectMany(depositor => depositor.Parties).Select(party => FundAsync(party, 50)),
            ]);
            await Loop.Outside.DelayAsync(FinalTime);
            await Task.WhenAll(Treasuries.Select(OpenLanesAsync));
            await Loop.Outside.DelayAsync(FundedBefore);
            await Books.OpenAsync();
        });
        Expect(done, SetUpMax, "setting up");
        Faults.Resume();
    }

    /// <summary>Most operators have lanes on each chain, so that transfers need not wait for each other.</summary>
    private async Task OpenLanesAsync(SimulatedParty treasury)
    {
        var draw = SplitMix.Of(Seed, $"lanes on {treasury.Chain.Name}");
        var opened = new List<SigningLane>();

        // Without them a multitude would take hours on chains where an account's transactions wait for each other.
        var count = isMultitude ? draw.Between(8, 12) : draw.Chance(30) ? 0 : draw.Between(1, isCrowded ? 8 : 3);
        for (var left = count; left > 0; left--)
        {
            opened.Add(await Networks.OpenLaneAsync(treasury, new SimulatedSigner(draw.Bytes(Ed25519.SeedBytes))));

            // The next key takes the account's next number.
            await Loop.Outside.DelayAsync(FinalTime);
        }

        lanes.Add(treasury.Account, opened);
        Coverage.Hit($"{(opened.Count == 0 ? "no lanes" : "lanes")} on {treasury.Chain.Name}");
    }

    /// <summary>So many everyday quotes' worth of the chain's coin and of its dollar.</summary>
    private async Task FundAsync(SimulatedParty party, uint everydays)
    {
        UInt128 coins = 0, dollars = 0;
        foreach (var asset in SimulatedAssets.All.Where(asset => asset.Chain == party.Chain.Name))
        {
            if (asset.IsNative)
            {
                coins = asset.EverydayUnits * everydays;
            }
            else
            {
                dollars = asset.EverydayUnits * everydays;
            }
        }

        await Networks.FundAsync(party, coins, dollars);
    }

    private void BeginLife()
    {
        LaunchPlatform();
        Loop.Outside.After(TickPeriod, Tick);
        scripts.AddRange(customers.Select(customer => Loop.Outside.Start(customer.LiveAsync)));
        scripts.AddRange(savers.Select(saver => Loop.Outside.Start(saver.LiveAsync)));
        scripts.AddRange(depositors.Select(depositor => Loop.Outside.Start(depositor.LiveAsync)));
        scripts.AddRange(Floor.Begin());
        PlanRestore();
        RunUntil(() => IsQuiet(), Loop.Elapsed + FaultTime);
    }

    private void Settle()
    {
        EndFaults();

        // Nodes may have been silent until now: only from here on does quiet mean that there is nothing to be seen.
        quietSince = null;
        if (!RunUntil(() => IsQuiet(), Loop.Elapsed + CalmMax) || !IsQuiet())
        {
            Violate(FailureKind.Liveness, "I4", $"Not at its end after {CalmMax}: {Books.Describe()}"
                + $" {string.Join("; ", customers.Where(c => !c.IsDone).Select(c => c.Describe()))}"
                + $" {string.Join("; ", savers.Where(saver => !saver.IsDone).Select(saver => saver.Wallet))}"
                + $" {string.Join("; ", depositors.Where(each => !each.IsDone).Select(each => each.Wallet))}"
                + $" {Floor.Describe()}");
        }
    }

    /// <summary>What a network still holds back takes effect or never will; then everything is counted.</summary>
    private void Conclude()
    {
        KillAll();
        RunUntil(() => false, Loop.Elapsed + AftermathTime);
        if (Violation is null)
        {
            Expect(Loop.Outside.Start(() => new FinalAudit(this).RunAsync()), SetUpMax, "the audit");
        }
    }

    private bool IsQuiet()
    {
        if (Violation is not null)
        {
            return true;
        }

        if (isDown || !scripts.TrueForAll(script => script.IsCompleted) || !Books.IsQuiet)
        {
            quietSince = null;
            return false;
        }

        quietSince ??= Loop.Elapsed;
        return Loop.Elapsed - quietSince >= QuietTime;
    }

    private bool RunUntil(Func<bool> until, TimeSpan latest)
    {
        var came = Loop.Run(() => Violation is not null || until(), latest, StepsMax);
        if (Loop.Escape is { } escape)
        {
            Violate(FailureKind.Crash, "simulation", escape);
        }

        if (!came)
        {
            Violate(FailureKind.Liveness, "I11", $"More than {StepsMax} steps without an end: {Books.Describe()}");
        }

        foreach (var script in scripts.Where(script => script.IsFaulted))
        {
            Violate(FailureKind.Crash, "customer", script.Exception!.InnerException!.ToString());
        }

        return came && Violation is null;
    }

    private void Expect(Task done, TimeSpan within, string what)
    {
        RunUntil(() => done.IsCompleted, Loop.Elapsed + within);
        if (done.IsFaulted)
        {
            Violate(FailureKind.Crash, "simulation", $"{what}: {done.Exception.InnerException}");
        }
        else if (!done.IsCompleted)
        {
            Violate(FailureKind.Crash, "simulation", $"{what} did not end");
        }
    }
}
