using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansTrading.Chains;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Copy;
using OrleansTrading.Grains.Payments;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Treasury;
using OrleansTrading.Grains.Withdrawals;
using OrleansTrading.Market;
using OrleansTrading.Simulation.Disk;
using OrleansTrading.Simulation.Faults;
using OrleansTrading.Simulation.Loop;
using OrleansTrading.Simulation.Wire;

namespace OrleansTrading.Simulation.Worlds;

/// <summary>
/// One process of the platform, from its start to its death: the real grains on the real engine with the real chain
/// clients, on a disk, a network, a clock and prices that are the world's.
/// </summary>
internal sealed class SimulatedPlatform : IDisposable
{
    private readonly ServiceProvider services;

    internal SimulatedPlatform(SimulatedWorld world, VirtualProcess process)
    {
        Process = process;
        var registered = new ServiceCollection();
        Compose(registered, world);
        services = registered.BuildServiceProvider();
        Grains = services.GetRequiredService<IGrainFactory>();
    }

    internal VirtualProcess Process { get; }

    internal IGrainFactory Grains { get; }

    /// <summary>True once it takes calls.</summary>
    internal bool IsUp { get; private set; }

    /// <summary>Starts as the server does; fails as it does.</summary>
    internal async Task StartAsync()
    {
        foreach (var each in services.GetServices<IHostedService>())
        {
            await each.StartAsync(CancellationToken.None);
        }

        IsUp = true;
    }

    /// <summary>Dies as a process does: nothing of it runs any more.</summary>
    internal void Kill()
    {
        IsUp = false;
        Process.Kill();
    }

    /// <summary>Gives back what the dead process's objects hold of this one's: instruments, above all.</summary>
    public void Dispose() => services.Dispose();

    private void Compose(ServiceCollection registered, SimulatedWorld world)
    {
        registered.AddSingleton<TimeProvider>(Process.Time);
        registered.AddSingleton<IActivationScheduler>(Process);
        registered.AddSingleton<ILoggerFactory>(new SimulatedLog(world));
        registered.AddSingleton<IHostApplicationLifetime, SimulatedLifetime>();
        registered.AddSingleton<StorageOptions>(new SimulatedStorageOptions { Json = GrainJson.Options });
        registered.AddSingleton<IStore>(new SimulatedStore(world.Disk, Process, world.Faults, world.Trace));
        registered.AddStorage();
        registered.AddEmbeddedEngine(options =>
        {
            options.AddGrains(typeof(GrainServices).Assembly);
            options.ReminderStartDelay = TimeSpan.FromMilliseconds(50);
            options.MaxQueuedRequests = world.Faults.Has(FaultClass.EngineOverload) && !world.Faults.IsOver
                ? 4
                : EngineConstants.MaxQueuedRequestsDefault;
        });
        registered.AddGrains();
        registered.AddPlatformStarter();
        if (world.Floor.Copiers.Count > 0)
        {
            registered.AddCopyStarter();
        }

        registered.AddSingleton<IEntropy>(new SimulatedEntropy(world.Seed, Process.Name));
        registered.AddSingleton<ITreasuryKeys>(new SimulatedKeys(world));
        registered.AddSingleton<ISecretBox, SimulatedBox>();
        registered.AddSingleton<IPriceSource>(
            new SimulatedPrices(Process, world.Loop, world.Seed, world.Faults));
        registered.AddSingleton(new PriceRules(new PriceRuleOptions()));
        foreach (var chain in world.Networks.Connect((chain, network) => new SimulatedNodes(
            chain, network, Process, world.Loop, world.Seed, world.Faults, world.Trace)))
        {
            registered.AddSingleton(chain);
        }

        Configure(registered, world);
    }

    private static void Configure(ServiceCollection registered, SimulatedWorld world)
    {
        registered.Configure<PlatformOptions>(platform =>
        {
            platform.Domain = "pay.example.com";
            platform.Uri = "https://pay.example.com/";
            platform.Chains =
            [
                .. world.Treasuries.Zip(world.Vaults).Select(pair => new ChainAccountOptions
                {
                    Name = pair.First.Chain.Name,
                    Id = pair.First.Chain.Id,
                    Treasury = pair.First.Address,
                    FundingAddresses = [pair.Second.Address],
                    Lanes = [.. world.LanesOf(pair.First.Account).Select(lane => lane.Id)],
                }),
            ];
            platform.Assets = [.. SimulatedAssets.All.Select(asset => asset.ToOptions())];
        });
        registered.Configure<PaymentOptions>(o =>
        {
            (o.WatchPeriod, o.PollPeriod) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(8));
            o.WatchPageMax = 20;
        });
        registered.Configure<QuoteOptions>(o =>
        {
            o.LockTiers = [new LockTier { SpreadBasisPointsMax = 10_000, Lock = TimeSpan.FromSeconds(45) }];
            o.FinalityAllowance = TimeSpan.FromSeconds(30);
            o.PollPeriod = TimeSpan.FromSeconds(8);
        });
        registered.Configure<TreasuryOptions>(o =>
        {
            o.PumpPeriod = TimeSpan.FromSeconds(3);
            o.AuditPeriod = TimeSpan.FromSeconds(15);
            o.RaiseFeeAfter = TimeSpan.FromSeconds(10);
            o.RetryDelayMax = TimeSpan.FromSeconds(10);
        });
        registered.Configure<WithdrawalOptions>(o =>
        {
            (o.Delay, o.ExecuteWithin) = (TimeSpan.FromSeconds(20), world.ExecuteWithin);
            (o.OneUsdCentsMax, o.DayUsdCentsMax) =
                (Math.Min(o.OneUsdCentsMax, world.DayUsdCentsMax), world.DayUsdCentsMax);
            o.PollPeriod = TimeSpan.FromSeconds(8);
        });
        registered.Configure<CopyOptions>(o => (o.AnswerWait, o.HoldWait) =
            (TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(10)));
        registered.Configure<RiskOptions>(o => o.DayUsdCentsMax = world.DayUsdCentsMax);
    }

    private sealed class SimulatedStorageOptions : StorageOptions;

    private sealed class SimulatedLifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => throw new InvalidOperationException("A simulated process is killed.");
    }

    private sealed class SimulatedEntropy(ulong seed, string process) : IEntropy
    {
        private readonly SplitMix draw = SplitMix.Of(seed, $"entropy of {process}");

        public void Fill(Span<byte> buffer) => draw.Bytes(buffer.Length).CopyTo(buffer);
    }

    /// <summary>Nobody reads this disk.</summary>
    private sealed class SimulatedBox : ISecretBox
    {
        public string Seal(string secret, string context) => secret;

        public string Open(string sealedText, string context) => sealedText;
    }

    private sealed class SimulatedKeys(SimulatedWorld world) : ITreasuryKeys
    {
        public ISigner GetSigner(AccountId account) => world.Treasuries.First(t => t.Account == account).Signer;

        public IReadOnlyList<SigningLane> GetLanes(AccountId account) => world.LanesOf(account);
    }
}
