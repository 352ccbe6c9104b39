using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansTrading.Audit;
using OrleansTrading.Audit.History;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Tests.Worlds;
using OrleansTrading.Grains.Trust;

namespace OrleansTrading.Grains.Tests.Trust;

/// <summary>
/// Trust on the real engine and storage, without any network. A test lets writes fail, moves the clock, and kills the
/// platform and starts it again. At the end its history is audited against its stored states.
/// </summary>
internal sealed class TrustWorld : IAsyncDisposable
{
    private const int RepeatsMax = 50;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"trust-{Guid.NewGuid():N}");
    private readonly Action<TrustOptions>? _configure;
    private ITestPlatform? _platform;

    private TrustWorld(Action<TrustOptions>? configure) => _configure = configure;

    internal static UserId Alice { get; } = UserId.Derive(new AccountId("solana:local:alice"));

    internal JumpingTime Time { get; } = new();

    internal WriteFaults Writes { get; } = new();

    internal ITestPlatform Platform => _platform ?? throw new InvalidOperationException("The platform is down.");

    internal ITrustGrain Grain => Platform.Grains.GetGrain<ITrustGrain>(Alice.Value);

    internal static async Task<TrustWorld> StartAsync(Action<TrustOptions>? configure = null)
    {
        var world = new TrustWorld(configure);
        Directory.CreateDirectory(world._folder);
        await world.StartPlatformAsync();
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        if (_platform is not null)
        {
            await _platform.DisposeAsync();
        }

        await using (var stored = await StoredPlatform.OpenSqliteAsync(DatabasePath))
        {
            var findings = new Findings();
            var rows = await StoredPlatform.ReadAllAsync(stored.History, HistoryFilter.All);
            await HistoryAudit.CheckAsync(stored, rows, findings);
            Assert.Empty(findings.Kept);
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Ends the platform without letting it finish anything, and starts it on what it had stored.</summary>
    internal async Task RestartAsync()
    {
        var platform = Platform;
        _platform = null;
        await platform.KillAsync();
        await StartPlatformAsync();
    }

    /// <summary>Asks until there is an answer: after a failure nobody knows whether it was done.</summary>
    internal async Task<T> RepeatAsync<T>(Func<ITrustGrain, Task<T>> call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call(Grain);
            }
            catch (Exception failure) when (attempt < RepeatsMax && failure is IOException or OrleansException)
            {
                // Its activation is being dropped, and the next call meets a new one.
            }
        }
    }

    internal async Task<TrustReceipt> ObserveAsync(TrustReport report) =>
        Done(await Grain.ObserveAsync(report));

    internal static T Done<T>(Outcome<T> outcome)
        where T : class
    {
        Assert.Null(outcome.Refusal);
        return outcome.Value!;
    }

    internal static Refusal Refused<T>(string code, Outcome<T> outcome)
        where T : class
    {
        Assert.Null(outcome.Value);
        Assert.Equal(code, outcome.Refusal!.Code);
        return outcome.Refusal;
    }

    /// <summary>All events about the user, oldest first.</summary>
    internal async Task<IReadOnlyList<HistoryRow>> EventsAsync()
    {
        var history = Platform.Services.GetRequiredService<IHistoryStore>();
        return [.. (await history.PageAsync(HistoryFilter.OfSubject(Alice.Value), null, 100, default)).Reverse()];
    }

    private string DatabasePath => Path.Combine(_folder, "test.db");

    private async Task StartPlatformAsync()
    {
        _platform = EngineClusterFixture.Build(Compose);
        await _platform.StartAsync();
    }

    private void Compose(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IEntropy, TestEntropy>();
        services.AddSqliteStorage(storage =>
        {
            storage.Path = DatabasePath;
            storage.Json = GrainJson.Options;
            storage.ExclusiveOwner = !EngineClusterFixture.IsShared;
        });
        var real = services.Single(s => s.ServiceType == typeof(IGrainStorage) && s.IsKeyedService);
        services.Remove(real);
        services.AddKeyedSingleton<IGrainStorage>(real.ServiceKey, (p, key) =>
            new FaultyStorage((IGrainStorage)real.KeyedImplementationFactory!(p, key), Writes));
        services.AddGrains();
        services.Configure<PlatformOptions>(Configure);
        services.Configure<TrustOptions>(o => _configure?.Invoke(o));
    }

    private static void Configure(PlatformOptions platform)
    {
        (platform.Domain, platform.Uri) = ("pay.example.com", "https://pay.example.com/");
        platform.Chains = [new ChainAccountOptions { Name = "solana", Id = "solana:local", Treasury = "treasury" }];
        platform.Assets =
        [
            new AssetOptions
            {
                Alias = "solana/USD",
                Id = "solana:local/token:usd",
                Decimals = 6,
                PriceFeed = "USDC/USD",
                Min = "1",
                Max = "5000",
                RefundFee = "0.05",
                Dust = "0.08",
            },
        ];
    }
}
