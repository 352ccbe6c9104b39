using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Bridge;
using OrleansTrading.Bridge.Hosting;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Copy;

namespace OrleansTrading.Mql5.Tests.RealBridge;

/// <summary>
/// The platform's bridge and grains on a database, in this process. It is stopped or killed and started again on what
/// it had stored, at the same address.
/// </summary>
internal sealed class Platform : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mql5-platform-").FullName;
    private readonly Action<BridgeOptions>? _bridge;
    private readonly Action<CopyOptions>? _copy;
    private IHost? _host;

    private Platform(Action<BridgeOptions>? bridge, Action<CopyOptions>? copy) => (_bridge, _copy) = (bridge, copy);

    public IPEndPoint Endpoint { get; private set; } = new(IPAddress.Loopback, 0);

    public bool HasTls => _host!.Services.GetRequiredService<IOptions<BridgeOptions>>().Value.Certificate is not null;

    public LogTail Log { get; } = new();

    public IGrainFactory Grains =>
        (_host ?? throw new InvalidOperationException("The platform is down.")).Services
            .GetRequiredService<IGrainFactory>();

    public static async Task<Platform> StartAsync(Action<BridgeOptions>? bridge, Action<CopyOptions>? copy)
    {
        var platform = new Platform(bridge, copy);
        await platform.StartAsync();
        return platform;
    }

    public async Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.AddProvider(Log);
        Compose(builder.Services);
        _host = builder.Build();
        await _host.StartAsync();
        Endpoint = _host.Services.GetRequiredService<BridgeServer>().Endpoint!;
    }

    /// <summary>A stop as an operator does it: terminals are told to come again.</summary>
    public async Task StopAsync()
    {
        await _host!.StopAsync();
        _host.Dispose();
        _host = null;
    }

    /// <summary>An end in the middle of everything: what was under way is abandoned.</summary>
    public async Task KillAsync()
    {
        try
        {
            await _host!.StopAsync(new CancellationToken(canceled: true));
        }
        catch (OperationCanceledException)
        {
            // What was under way is abandoned, which is the purpose.
        }

        _host!.Dispose();
        _host = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await KillAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private void Compose(IServiceCollection services)
    {
        services.AddSingleton<IHostLifetime, NoSignals>();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IEntropy, Entropy>();
        services.AddSingleton<ISecretBox, OpenBox>();
        services.AddSqliteStorage(storage =>
        {
            storage.Path = Path.Combine(_folder, "platform.db");
            storage.Json = GrainJson.Options;
            storage.ExclusiveOwner = true;
        });
        services.AddEmbeddedEngine(engine => engine.AddGrains(typeof(GrainServices).Assembly));
        services.AddGrains();
        services.Configure<PlatformOptions>(Configure);
        services.Configure<CopyOptions>(copy =>
        {
            (copy.AnswerWait, copy.HoldWait) = (TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(200));
            (copy.RulesPeriod, copy.RetryPeriod) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100));
            copy.SweepPeriod = TimeSpan.FromMilliseconds(500);
            _copy?.Invoke(copy);
        });
        services.AddBridge(bridge =>
        {
            bridge.Endpoint = Endpoint.ToString();
            bridge.AddressRate = 1_000;
            _bridge?.Invoke(bridge);
        });
        services.AddCopyStarter();
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

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Entropy : IEntropy
    {
        public void Fill(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);
    }

    /// <summary>Seals nothing: who sees this database is the test.</summary>
    private sealed class OpenBox : ISecretBox
    {
        public string Seal(string secret, string context) => Convert.ToHexString(Encoding.UTF8.GetBytes(secret));

        public string Open(string sealedText, string context) =>
            Encoding.UTF8.GetString(Convert.FromHexString(sealedText));
    }
}
