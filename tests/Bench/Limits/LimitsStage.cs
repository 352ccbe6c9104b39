using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Risk.Limits;

namespace OrleansTrading.Bench.Limits;

/// <summary>The limits' grains on the engine and a database of their own.</summary>
internal sealed class LimitsStage : IAsyncDisposable
{
    private const long Plenty = 1_000_000_000_000;
    private const string Solana = "solana:local";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleanstrading-bench-");
    private readonly IHost _host;

    private LimitsStage()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var services = builder.Services;
        services.AddLogging(logging => logging.ClearProviders());
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IEntropy, Entropy>();
        services.AddSqliteStorage(storage =>
        {
            storage.Path = Path.Combine(_folder.FullName, "bench.db");
            storage.Json = GrainJson.Options;
        });
        services.AddEmbeddedEngine(engine =>
        {
            engine.AddGrains(typeof(GrainServices).Assembly);
            engine.AddGrains(typeof(OneCounterGrain).Assembly);
        });
        services.AddGrains();
        services.Configure<PlatformOptions>(Configure);
        services.Configure<RiskOptions>(risk =>
        {
            risk.PlatformDayUsdCentsMax = Plenty;
            foreach (var alias in new[] { "solana/USD", "solana/EUR" })
            {
                risk.Assets[alias] = new LimitOptions { QuoteUsdCentsMax = Plenty, DayUsdCentsMax = Plenty };
            }

            risk.Chains["solana"] = new LimitOptions { QuoteUsdCentsMax = Plenty, DayUsdCentsMax = Plenty };
        });
        _host = builder.Build();
    }

    internal IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    internal GlobalLimits Limits => _host.Services.GetRequiredService<GlobalLimits>();

    /// <summary>Four limits: the platform's, the chain's and those of two assets.</summary>
    internal IReadOnlyList<LimitCounter> Counters
    {
        get
        {
            var catalog = _host.Services.GetRequiredService<AssetCatalog>();
            return Limits.Of(catalog.Find("solana/USD")!, catalog.Find("solana/EUR")!);
        }
    }

    internal static async Task<LimitsStage> StartAsync(CancellationToken cancellationToken)
    {
        var stage = new LimitsStage();
        await stage._host.StartAsync(cancellationToken);
        return stage;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _folder.Delete(recursive: true);
    }

    private static void Configure(PlatformOptions platform)
    {
        (platform.Domain, platform.Uri) = ("pay.example.com", "https://pay.example.com/");
        platform.Chains = [new ChainAccountOptions { Name = "solana", Id = Solana, Treasury = "treasury" }];
        platform.Assets = [Asset("usd"), Asset("eur")];
    }

    private static AssetOptions Asset(string token) => new()
    {
        Alias = $"solana/{token.ToUpperInvariant()}",
        Id = $"{Solana}/token:{token}",
        Decimals = 6,
        PriceFeed = "USDC/USD",
        Min = "1",
        Max = "5000",
        RefundFee = "0.05",
        Dust = "0.08",
    };

    private sealed class Entropy : IEntropy
    {
        public void Fill(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);
    }
}
