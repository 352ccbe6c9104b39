using OrleansTrading.Servers;
using OrleansTrading.Silo.Tests.Customers;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests.Cluster;

/// <summary>
/// Two silos and an API, each a process, on a Redis, a PostgreSQL and local networks of their own. When it goes, what
/// the processes said is searched for the servers' passwords.
/// </summary>
internal sealed class ClusterStage : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RedisServer _redis;
    private readonly LocalPostgres _postgres;
    private readonly string _connection;
    private readonly Secrets _secrets = new();
    private readonly List<ProductProcess> _processes = [];
    private readonly List<ProductRun> _runs = [];

    private ClusterStage(RedisServer redis, LocalPostgres postgres, string connection)
    {
        _redis = redis;
        _postgres = postgres;
        _connection = connection;
        _secrets.Add("the password of Redis", redis.Password);
        _secrets.Add("the password of PostgreSQL", connection.Split("Password=")[1].Split(';')[0]);
    }

    internal Uri Api { get; } = Ports.TakeUrl();

    private Uri Solana { get; } = Ports.TakeUrl();

    private Uri Horizon { get; } = Ports.TakeUrl();

    internal static async Task<ClusterStage> OpenAsync(string provider)
    {
        var redis = await RedisServer.StartAsync();
        var postgres = await LocalPostgres.StartAsync();
        var stage = new ClusterStage(redis, postgres, await postgres.CreateDatabaseAsync());
        try
        {
            stage.Start(
                "devnet", "--solana-port", $"{stage.Solana.Port}", "--horizon-port", $"{stage.Horizon.Port}",
                "--near-port", "0");
            await stage.UntilAsync(stage.Horizon, "/");
            stage.First = await stage.StartSiloAsync(provider);
            stage.Second = await stage.StartSiloAsync(provider);
            stage.Front = stage.Start(["api", .. stage.Server(stage.Api, provider)]);
            await stage.UntilAsync(stage.Api, "/health/ready");
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>The silo that was there first: it runs the treasuries.</summary>
    internal ProductProcess First { get; private set; } = null!;

    internal ProductProcess Second { get; private set; } = null!;

    /// <summary>The API process.</summary>
    internal ProductProcess Front { get; private set; } = null!;

    /// <summary>One trade through the API process.</summary>
    internal async Task<ProductRun> TradeAsync()
    {
        var run = await ProductProcess.RunAsync(
            "demo", "--api", Api.ToString(), "--solana", Solana.ToString(), "--horizon", Horizon.ToString());
        _runs.Add(run);
        return run;
    }

    /// <summary>Ends a process and keeps what it said.</summary>
    internal async Task<ProductRun> EndAsync(ProductProcess process, Func<ProductProcess, Task<ProductRun>> end)
    {
        _processes.Remove(process);
        var run = await end(process);
        _runs.Add(run);
        await process.DisposeAsync();
        return run;
    }

    /// <summary>What was said by the processes that have ended.</summary>
    internal string Log => string.Concat(_runs.Select(run => run.ToString()));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes).ToList())
        {
            await EndAsync(process, p => p.KillAsync());
        }

        await _redis.DisposeAsync();
        await _postgres.DisposeAsync();
        _folder.Dispose();
        Assert.Empty(_secrets.FindIn(Log));
    }

    private async Task<ProductProcess> StartSiloAsync(string provider)
    {
        var url = Ports.TakeUrl();
        var silo = Start(
        [
            .. Server(url, provider), "--set", $"Cluster:SiloPort={Ports.Take()}",
            "--set", $"Cluster:GatewayPort={Ports.Take()}",
        ]);
        await UntilAsync(url, "/health/ready");
        return silo;
    }

    private ProductProcess Start(params string[] arguments)
    {
        var process = ProductProcess.Start(arguments);
        _processes.Add(process);
        return process;
    }

    private string[] Server(Uri url, string provider) =>
    [
        "--data", _folder.Path, "--urls", url.ToString(),
        "--set", $"Cluster:Redis={_redis.Connection}", "--set", "Cluster:AdvertisedAddress=127.0.0.1",
        "--set", $"Storage:Provider={provider}", "--set", $"Storage:ConnectionString={_connection}",
        "--set", $"Local:SolanaUrl={Solana}", "--set", $"Local:HorizonUrl={Horizon}",
    ];

    private async Task UntilAsync(Uri server, string path)
    {
        using var api = new RawApi(server);
        await Eventually.GetAsync($"{server} is ready", async () =>
        {
            foreach (var process in _processes.Where(process => process.HasExited))
            {
                Assert.Fail($"A process ended: {await process.EndAsync()}");
            }

            return await api.TryGetAsync(path) is { Status: 200 } ready ? ready : null;
        });
    }
}
