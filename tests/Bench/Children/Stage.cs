using System.Net;
using OrleansTrading.Bench.Load;
using OrleansTrading.Servers;
using OrleansTrading.Silo.Hosting;

namespace OrleansTrading.Bench.Children;

/// <summary>The silo and the bare server, each in its process, with a folder that goes away with them.</summary>
/// <param name="settings">Settings of the silo, <c>Section:Name=value</c>.</param>
/// <param name="secrets">Settings that have no place on a command line, by their environment variables.</param>
internal sealed class Stage(IReadOnlyList<string> settings, IReadOnlyDictionary<string, string>? secrets = null)
    : IAsyncDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(2);

    /// <summary>
    /// What the silo's own runtime configuration says, said to both; the environment of the run may say otherwise.
    /// </summary>
    private static readonly Dictionary<string, string> Runtime = new(StringComparer.Ordinal)
    {
        ["DOTNET_gcServer"] = "0", ["DOTNET_gcConcurrent"] = "1", ["DOTNET_TieredPGO"] = "0",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("orleanstrading-bench-").FullName;
    private readonly int _bridgePort = Ports.Take();
    private readonly int _siloPort = Ports.Take();
    private readonly int _barePort = Ports.Take();
    private readonly int _solanaPort = Ports.Take();
    private readonly int _horizonPort = Ports.Take();
    private DotnetProcess? _silo;
    private DotnetProcess? _bare;

    internal Uri SiloUrl => Local(_siloPort);

    internal Uri BareUrl => Local(_barePort);

    internal Uri SolanaUrl => Local(_solanaPort);

    internal Uri HorizonUrl => Local(_horizonPort);

    /// <summary>Gets where the silo's terminals connect.</summary>
    internal IPEndPoint BridgeEndpoint => new(IPAddress.Loopback, _bridgePort);

    internal string Database => Path.Combine(DataFolder, OrleansTrading.Silo.SiloConstants.DatabaseFile);

    internal DotnetProcess Silo => _silo ?? throw new InvalidOperationException("The silo was not started.");

    internal DotnetProcess Bare => _bare ?? throw new InvalidOperationException("The bare server was not started.");

    private Dictionary<string, string> Environment =>
        new(Runtime.Concat(secrets ?? new Dictionary<string, string>()), StringComparer.Ordinal);

    private string DataFolder => Path.Combine(_folder, "data");

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
        {
            await _silo.DisposeAsync();
        }

        if (_bare is not null)
        {
            await _bare.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Starts the silo on the stage's data: empty at first, what the last one left afterwards.</summary>
    internal async Task StartSiloAsync(CancellationToken cancellationToken)
    {
        List<string> arguments = ["--data", DataFolder, "--urls", SiloUrl.ToString()];
        Set($"Local:SolanaPort={_solanaPort}");
        Set($"Local:HorizonPort={_horizonPort}");
        Set("Local:NearPort=0");
        Set($"Bridge:Endpoint={BridgeEndpoint}");

        // The limits stay on and do their work; they are only too high to be met.
        foreach (var limit in (string[])["Auth", "Reads", "Writes"])
        {
            Set($"Api:RateLimits:{limit}:PerSecond=1000000");
            Set($"Api:RateLimits:{limit}:Burst=1000000");
        }

        foreach (var setting in settings)
        {
            Set(setting);
        }

        _silo = DotnetProcess.Start(
            typeof(SiloArguments).Assembly.Location, LogOf("silo"), arguments, Environment);
        await _silo.UntilReadyAsync(new Uri(SiloUrl, "/health/ready"), StartMax, cancellationToken);

        void Set(string setting) => arguments.AddRange(["--set", setting]);
    }

    /// <summary>The file for what a process of the stage says.</summary>
    internal string LogOf(string process) => Path.Combine(_folder, $"{process}.log");

    internal async Task KillSiloAsync() => await Silo.DisposeAsync();

    /// <summary>Starts the bare server with the silo's own answer.</summary>
    internal async Task StartBareAsync(CreatedAnswer answer, CancellationToken cancellationToken)
    {
        var file = Path.Combine(_folder, "answer.json");
        await File.WriteAllBytesAsync(file, answer.Json, cancellationToken);
        _bare = DotnetProcess.Start(
            typeof(Stage).Assembly.Location,
            LogOf("bare"),
            ["bare", "--url", BareUrl.ToString(), "--answer", file, "--location", answer.Location],
            Runtime);
        await _bare.UntilReadyAsync(new Uri(BareUrl, BareServer.Path), StartMax, cancellationToken);
    }

    private static Uri Local(int port) => new($"http://127.0.0.1:{port}");
}
