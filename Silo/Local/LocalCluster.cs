using System.Diagnostics;
using System.Globalization;
using OrleansTrading.Devnet;
using OrleansTrading.Silo.Demo;

namespace OrleansTrading.Silo.Local;

/// <summary>
/// A cluster on this machine, each part a process: the local networks, two silos, and an API of its own in front of
/// them. What they say is in files.
/// </summary>
internal sealed class LocalCluster(string dataFolder, Uri api, IReadOnlyDictionary<string, string> settings)
    : IAsyncDisposable
{
    /// <summary>How many silos there are.</summary>
    internal const int SilosCount = 2;

    private const int SiloPort = 11111;
    private const int GatewayPort = 30000;
    private const int BridgePort = 5090;
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(2);

    /// <summary>More than a silo takes to hand over what it runs.</summary>
    private static readonly TimeSpan StopMax = TimeSpan.FromMinutes(2);

    private readonly List<(string Name, Process Process, Task Drained)> _parts = [];

    private string LogFolder => Path.Combine(dataFolder, "logs");

    /// <summary>Where the API of a silo listens, counted from 1.</summary>
    internal Uri SiloApi(int silo) => new UriBuilder(api) { Port = api.Port + silo }.Uri;

    /// <summary>The file with what a part says.</summary>
    internal string LogOf(string name) => Path.Combine(LogFolder, $"{name}.log");

    /// <summary>
    /// Starts everything, one after another: the first silo makes the keys and funds the treasury, and the rest finds
    /// them.
    /// </summary>
    /// <exception cref="InvalidOperationException">A part ended or was not ready in time.</exception>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(LogFolder);
        var horizon = new Uri($"http://127.0.0.1:{DevnetOptions.HorizonPortDefault}");
        Start("networks", ["devnet", "--data", Path.Combine(dataFolder, "devnet")]);
        await UntilAsync("networks", horizon, "/", cancellationToken);
        for (var silo = 1; silo <= SilosCount; silo++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"silo-{silo}");
            Start(name, [.. Server(SiloApi(silo)), "--set", Port("SiloPort", SiloPort, silo),
                "--set", Port("GatewayPort", GatewayPort, silo), "--set", Bridge(silo)]);
            await UntilAsync(name, SiloApi(silo), "/health/ready", cancellationToken);
        }

        Start("api", ["api", .. Server(api)]);
        await UntilAsync("api", api, "/health/ready", cancellationToken);
    }

    /// <summary>Waits until a part ends, which none does by itself.</summary>
    /// <returns>Its name.</returns>
    internal async Task<string> WaitAsync(CancellationToken cancellationToken)
    {
        var ended = await Task.WhenAny(_parts.Select(async part =>
        {
            await part.Process.WaitForExitAsync(cancellationToken);
            return part.Name;
        }));
        return await ended;
    }

    /// <summary>Stops all in order: first who calls, last who is called.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var (_, process, drained) in Enumerable.Reverse(_parts))
        {
            await StopAsync(process);
            await drained;
            process.Dispose();
        }
    }

    private static string Port(string setting, int first, int silo) =>
        string.Create(CultureInfo.InvariantCulture, $"Cluster:{setting}={first + silo - 1}");

    private static string Bridge(int silo) =>
        string.Create(CultureInfo.InvariantCulture, $"Bridge:Endpoint=127.0.0.1:{BridgePort + silo - 1}");

    private string[] Server(Uri urls) => ["--data", dataFolder, "--urls", urls.GetLeftPart(UriPartial.Authority)];

    private void Start(string name, string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Under `dotnet Silo.dll` the process is dotnet itself and the program its first argument.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(LocalCluster).Assembly.Location);
        }

        Array.ForEach(arguments, start.ArgumentList.Add);

        // By the environment: passwords are among them, and a command line can be read by every user of the machine.
        foreach (var (setting, value) in settings)
        {
            start.Environment[SiloConstants.EnvironmentPrefix + setting.Replace(":", "__", StringComparison.Ordinal)] =
                value;
        }

        var process = Process.Start(start)
            ?? throw new InvalidOperationException($"{start.FileName} could not be started.");
        var drained = Task.WhenAll(
            DrainAsync(process.StandardOutput, LogOf(name)), DrainAsync(process.StandardError, $"{LogOf(name)}.err"));
        _parts.Add((name, process, drained));
    }

    private async Task UntilAsync(string name, Uri address, string path, CancellationToken cancellationToken)
    {
        using var client = new ApiClient(address);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ready = client.UntilAsync(path, _ => true, StartMax, done.Token);
        var ended = WaitAsync(done.Token);
        var first = await Task.WhenAny(ready, ended);
        await done.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        if (first == ended)
        {
            var gone = await ended;
            await _parts.Single(part => part.Name == gone).Drained;
            throw new InvalidOperationException(
                $"{gone} ended: {(await File.ReadAllTextAsync($"{LogOf(gone)}.err", cancellationToken)).Trim()}");
        }

        try
        {
            await ready;
        }
        catch (DemoFailedException failure)
        {
            throw new InvalidOperationException($"{name} was not ready: {failure.Message} See {LogOf(name)}.", failure);
        }
    }

    private static async Task StopAsync(Process process)
    {
        if (!OperatingSystem.IsWindows() && !process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await kill.WaitForExitAsync();
            using var limit = new CancellationTokenSource(StopMax);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                // It has had its time. Nothing that it answered is lost.
            }
        }

        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    private static async Task DrainAsync(StreamReader reader, string path)
    {
        await using var log = new StreamWriter(path, append: false);
        while (await reader.ReadLineAsync() is { } line)
        {
            await log.WriteLineAsync(line);
            await log.FlushAsync();
        }
    }
}
