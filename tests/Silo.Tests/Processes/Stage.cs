using System.Text;
using OrleansTrading.Servers;
using OrleansTrading.Silo.Tests.Customers;
using OrleansTrading.Silo.Local;

namespace OrleansTrading.Silo.Tests.Processes;

/// <summary>
/// One server on its own data folder, with local networks of its own or, for tests that kill the server, in a process
/// beside it. When it goes, its whole log is searched for secrets.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orleanstrading-test-").FullName;
    private readonly string[] _settings;
    private string[] _networkArguments;
    private readonly StringBuilder _log = new();
    private ProductProcess? _networks;
    private ProductProcess? _server;

    private Stage(string[] settings)
    {
        _settings = settings;
        _networkArguments = Set(
            $"Local:SolanaPort={Solana.Port}", $"Local:HorizonPort={Horizon.Port}", $"Local:NearPort={Near.Port}");
    }

    internal Uri Api { get; } = Ports.TakeUrl();

    internal Uri Solana { get; } = Ports.TakeUrl();

    internal Uri Horizon { get; } = Ports.TakeUrl();

    internal Uri Near { get; } = Ports.TakeUrl();

    internal NetworkUrls Networks => new(Solana, Horizon, Near);

    internal Secrets Secrets { get; } = new();

    internal string Data => Path.Combine(_folder, "data");

    /// <summary>A place for the test's own files.</summary>
    internal string Folder => _folder;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await KillAsync();
        }

        if (_networks is not null)
        {
            await _networks.DisposeAsync();
        }

        AssertNoSecretInLog();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Starts a server that runs its own local networks.</summary>
    /// <param name="settings">Section:Name=value.</param>
    internal static Task<Stage> OpenAsync(params string[] settings) => OpenAsync(new Stage(settings));

    /// <summary>Starts the local networks in one process and a server in another.</summary>
    internal static async Task<Stage> OpenBesideNetworksAsync(params string[] settings)
    {
        var stage = new Stage(settings);
        stage.StartNetworks();
        stage._networkArguments = Set(
            $"Local:SolanaUrl={stage.Solana}", $"Local:HorizonUrl={stage.Horizon}", $"Local:NearUrl={stage.Near}");
        return await OpenAsync(stage);
    }

    /// <summary>
    /// Starts the local networks in one process and a server in another, which knows them as an operator configures
    /// real ones: by a file with addresses, accounts and assets.
    /// </summary>
    internal static async Task<Stage> OpenConfiguredAsync(Func<Stage, Task<string>> writeConfig)
    {
        var stage = new Stage([]);
        stage.StartNetworks();
        try
        {
            stage._networkArguments = ["--config", await writeConfig(stage)];
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }

        return await OpenAsync(stage);
    }

    /// <summary>Starts the server and waits until it is ready.</summary>
    internal async Task ServeAsync()
    {
        _server = ProductProcess.Start(
            ["--data", Data, "--urls", Api.ToString(), .. _networkArguments, .. Set(_settings)]);
        using var api = new RawApi(Api);
        await Eventually.GetAsync("the server is ready", async () =>
        {
            if (_server.HasExited)
            {
                Assert.Fail($"The server ended: {await _server.EndAsync()}");
            }

            return await api.TryGetAsync("/health/ready") is { Status: 200 } ready ? ready : null;
        });
        foreach (var seed in Directory.EnumerateFiles(Path.Combine(Data, "keys"), "*.seed"))
        {
            Secrets.Add("a treasury seed", await File.ReadAllTextAsync(seed));
        }
    }

    /// <summary>Lets no file of the server grow beyond a size; null: lets them all grow again.</summary>
    internal Task LimitFilesAsync(long? bytes) =>
        (_server ?? throw new InvalidOperationException("The server does not run.")).LimitFilesAsync(bytes);

    /// <summary>SIGTERM, and what the process left behind.</summary>
    internal Task<ProductRun> StopAsync() => LeaveAsync(server => server.StopAsync());

    /// <summary>SIGKILL.</summary>
    internal Task<ProductRun> KillAsync() => LeaveAsync(server => server.KillAsync());

    internal string Log => _log.ToString();

    internal void AssertNoSecretInLog() => Assert.Empty(Secrets.FindIn(Log));

    private async Task<ProductRun> LeaveAsync(Func<ProductProcess, Task<ProductRun>> end)
    {
        await using var server = _server ?? throw new InvalidOperationException("The server does not run.");
        _server = null;
        var run = await end(server);
        _log.Append(run.Output).Append(run.Errors);
        return run;
    }

    private void StartNetworks() => _networks = ProductProcess.Start(
        "devnet", "--solana-port", $"{Solana.Port}", "--horizon-port", $"{Horizon.Port}", "--near-port",
        $"{Near.Port}");

    private static string[] Set(params string[] settings) =>
        [.. settings.SelectMany(setting => new[] { "--set", setting })];

    private static async Task<Stage> OpenAsync(Stage stage)
    {
        try
        {
            await stage.ServeAsync();
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }
}
