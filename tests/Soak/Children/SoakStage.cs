using System.Security.Cryptography;
using System.Text;
using OrleansTrading.Audit;
using OrleansTrading.Servers;
using OrleansTrading.Silo;
using OrleansTrading.Silo.Hosting;
using OrleansTrading.Silo.Local;

namespace OrleansTrading.Soak.Children;

/// <summary>
/// The server under test, the networks beside it, and PostgreSQL where it stores there: each a process, and only the
/// server is killed. What all say is in files of one folder.
/// </summary>
internal sealed class SoakStage : IAsyncDisposable
{
    /// <summary>A quote's price is locked for so long, so that a run sees many end unpaid.</summary>
    internal static readonly TimeSpan Lock = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Allowance = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan CommandMax = TimeSpan.FromMinutes(2);
    private static readonly string Program = typeof(SiloArguments).Assembly.Location;

    private readonly Dictionary<string, string> _settings;
    private readonly DotnetProcess _networks;
    private readonly LocalPostgres? _postgres;
    private readonly string? _connectionString;
    private DotnetProcess? _server;

    private SoakStage(string folder, LocalPostgres? postgres, string? connectionString)
    {
        Folder = folder;
        _postgres = postgres;
        _connectionString = connectionString;
        int[] ports = [Ports.Take(), Ports.Take(), Ports.Take()];
        Networks = new NetworkUrls(Loopback(ports[0]), Loopback(ports[1]), Loopback(ports[2]));
        Api = Loopback(Ports.Take());
        OperatorKey = $"otk_soak_{RandomNumberGenerator.GetHexString(64, lowercase: true)}";
        _settings = Settings();
        _networks = DotnetProcess.Start(
            Program,
            Path.Combine(folder, "networks.log"),
            ["devnet", "--data", Path.Combine(folder, "networks"), "--solana-port", $"{ports[0]}", "--horizon-port",
                $"{ports[1]}", "--near-port", $"{ports[2]}"]);

        static Uri Loopback(int port) => new($"http://127.0.0.1:{port}/");
    }

    internal string Folder { get; }

    internal Uri Api { get; }

    internal NetworkUrls Networks { get; }

    internal string OperatorKey { get; }

    internal string KeyFolder => Path.Combine(DataFolder, "keys");

    internal string? DatabaseFile =>
        _postgres is null ? Path.Combine(DataFolder, SiloConstants.DatabaseFile) : null;

    /// <summary>False while a run keeps what it found.</summary>
    internal bool RemovesFolder { get; set; }

    private string DataFolder => Path.Combine(Folder, "data");

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await _networks.DisposeAsync();
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        if (RemovesFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>Starts all but the server, and waits until the networks answer.</summary>
    internal static async Task<SoakStage> OpenAsync(SoakPlan plan, CancellationToken cancellationToken)
    {
        var postgres = plan.Storage == SoakStorage.Postgres ? await LocalPostgres.StartAsync() : null;
        var connectionString = postgres is null ? null : await postgres.CreateDatabaseAsync();
        var stage = new SoakStage(
            Directory.CreateTempSubdirectory("orleanstrading-soak-").FullName, postgres, connectionString);
        try
        {
            await stage._networks.UntilReadyAsync(stage.Networks.Horizon, StartMax, cancellationToken);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the server and does not wait for it.</summary>
    internal void Start() => _server = DotnetProcess.Start(
        Program,
        Path.Combine(Folder, "server.log"),
        ["--data", DataFolder, "--urls", Api.GetLeftPart(UriPartial.Authority)],
        _settings);

    /// <summary>Waits until the server is ready, which a kill may come before.</summary>
    internal Task UntilReadyAsync(CancellationToken cancellationToken) =>
        Server.UntilReadyAsync(new Uri(Api, "health/ready"), StartMax, cancellationToken);

    /// <summary>SIGKILL.</summary>
    /// <returns>False when the server was not there any more: it ended by itself, which it must not.</returns>
    internal async Task<bool> KillAsync()
    {
        var server = Server;
        _server = null;
        var lived = await server.KillAsync();
        await server.DisposeAsync();
        return lived;
    }

    /// <summary>SIGTERM.</summary>
    /// <returns>The exit code.</returns>
    internal async Task<int> StopAsync()
    {
        var exitCode = await Server.StopAsync(StopMax);
        await Server.DisposeAsync();
        _server = null;
        return exitCode;
    }

    /// <summary>Runs another command of the executable on the server's data.</summary>
    /// <returns>Its exit code; what it said is in <c>command.log</c>.</returns>
    internal async Task<int> RunAsync(params string[] arguments)
    {
        await using var command = DotnetProcess.Start(
            Program, Path.Combine(Folder, "command.log"), [.. arguments, "--data", DataFolder], _settings);
        return await command.EndAsync(CommandMax);
    }

    /// <summary>What the server has stored, once it has ended.</summary>
    internal Task<StoredPlatform> OpenStoredAsync() => DatabaseFile is { } file
        ? StoredPlatform.OpenSqliteAsync(file)
        : StoredPlatform.OpenPostgresAsync(_connectionString!);

    private DotnetProcess Server => _server ?? throw new InvalidOperationException("The server does not run.");

    /// <summary>By the environment: there is a password among them.</summary>
    private Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        Set("Local:SolanaUrl", Networks.Solana.ToString());
        Set("Local:HorizonUrl", Networks.Horizon.ToString());
        Set("Local:NearUrl", Networks.Near!.ToString());
        Set("Bridge:Endpoint", "127.0.0.1:0");
        Set("Api:RateLimits:Enabled", "false");
        Set("Api:OperatorKeys:soak", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(OperatorKey))));
        Set("Quotes:LockTiers:0:SpreadBasisPointsMax", "10000");
        Set("Quotes:LockTiers:0:Lock", $"{Lock:c}");
        Set("Quotes:FinalityAllowance", $"{Allowance:c}");
        if (_connectionString is not null)
        {
            Set("Storage:Provider", "Postgres");
            Set("Storage:ConnectionString", _connectionString);
        }

        return settings;

        void Set(string setting, string value) => settings.Add(
            SiloConstants.EnvironmentPrefix + setting.Replace(":", "__", StringComparison.Ordinal), value);
    }
}
