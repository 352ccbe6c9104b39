using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Risk.Limits;
using OrleansTrading.Grains.Tests.Wallets;

namespace OrleansTrading.Grains.Tests.Risk;

/// <summary>
/// The grains of the global limits on the real engine and storage, and several processes that use them. A process that
/// crashes is one that nobody uses any more.
/// </summary>
internal sealed class LimitWorld : IAsyncDisposable
{
    internal const long Platform = 1_000;
    internal const long OfUsd = 700;

    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly WalletWorld _world;

    private LimitWorld(WalletWorld world) => _world = world;

    internal WalletWorld World => _world;

    internal IGrainFactory Grains => _world.Platform.Grains;

    internal DateTimeOffset Midnight
    {
        get
        {
            var now = _world.Time.GetUtcNow();
            return new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        }
    }

    internal Asset Usd => Catalog.Find("solana/USD")!;

    internal Asset Eur => Catalog.Find("solana/EUR")!;

    private AssetCatalog Catalog => _world.Platform.Services.GetRequiredService<AssetCatalog>();

    internal static async Task<LimitWorld> StartAsync(Action<RiskOptions>? configure = null)
    {
        var world = new LimitWorld(await WalletWorld.StartAsync(
            services: services => services.Configure<RiskOptions>(Configure)));
        world.NextNoon();
        return world;

        void Configure(RiskOptions options)
        {
            options.PlatformDayUsdCentsMax = Platform;
            options.Assets["solana/USD"] = new LimitOptions { DayUsdCentsMax = OfUsd };
            (options.SlicesMin, options.LeaseTime) = (4, Lease);
            configure?.Invoke(options);
        }
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    /// <summary>A day on which nothing is booked yet.</summary>
    internal void NextNoon()
    {
        var now = _world.Time.GetUtcNow();
        _world.Time.Jump(new DateTimeOffset(now.UtcDateTime.Date.AddDays(1).AddHours(12), TimeSpan.Zero) - now);
    }

    /// <summary>After this every lease that is not renewed is over.</summary>
    internal void PassLease() => _world.Time.Jump(Lease + TimeSpan.FromSeconds(1));

    /// <summary>Another process.</summary>
    internal GlobalLimits NewProcess()
    {
        var services = _world.Platform.Services;
        return new GlobalLimits(
            services.GetRequiredService<LimitCounters>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<IEntropy>(),
            services.GetRequiredService<RiskMetrics>(),
            services.GetRequiredService<IOptions<RiskOptions>>(),
            NullLogger<GlobalLimits>.Instance);
    }

    /// <summary>Books a claim as a quote does: where it is booked is noted before.</summary>
    internal async Task<Refusal?> BookAsync(GlobalLimits process, Claim claim)
    {
        var limits = process.Of(claim.Pay, claim.Receive);
        var outcome = new LimitOutcome(null, HasMoved: true);
        if (claim.Holder is { } noted)
        {
            if (await RepeatAsync(() => GlobalLimits.RepeatAsync(Grains, noted, claim.Id, limits, claim.UsdCents)))
            {
                return null;
            }

            await ReleaseAsync(claim);
        }

        while (outcome.HasMoved)
        {
            claim.Holder = process.Holder;
            outcome = await RepeatAsync(() => process.BookAsync(
                Grains, claim.Holder, claim.Id, limits, claim.UsdCents));
        }

        return outcome.Refusal;
    }

    internal Task ReleaseAsync(Claim claim) =>
        RepeatAsync(() => GlobalLimits.ReleaseAsync(Grains, claim.Holder!, claim.Id));

    internal Task SettleAsync(Claim claim) =>
        RepeatAsync(() => GlobalLimits.SettleAsync(Grains, claim.Holder!, claim.Id));

    internal Task RenewAsync(GlobalLimits process) => RepeatAsync(() => process.RenewAsync(Grains));

    internal Task CloseAsync(GlobalLimits process) => RepeatAsync(() => process.CloseAsync(Grains));

    internal Task<LimitUse> UseAsync(string name = "platform") => RepeatAsync(() =>
        Grains.GetGrain<ILimitCounterGrain>(LimitKeys.Counter(name, Today)).GetAsync());

    internal DateOnly Today => DateOnly.FromDateTime(_world.Time.GetUtcNow().UtcDateTime);

    private static Task<bool> RepeatAsync(Func<Task> ask) => RepeatAsync(async () =>
    {
        await ask();
        return true;
    });

    private static Task<T> RepeatAsync<T>(Func<Task<T>> ask) => WalletWorld.RepeatAsync(ask);
}

/// <summary>What a quote would book.</summary>
internal sealed class Claim(string id, ulong usdCents, Asset pay, Asset receive)
{
    internal string Id { get; } = id;

    internal ulong UsdCents { get; } = usdCents;

    internal Asset Pay { get; } = pay;

    internal Asset Receive { get; } = receive;

    /// <summary>Where it may be booked; null: nowhere.</summary>
    internal string? Holder { get; set; }

    /// <summary>True from when it was told to be booked until it is released.</summary>
    internal bool IsBooked { get; set; }

    internal bool IsSettled { get; set; }
}
