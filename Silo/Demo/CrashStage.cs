using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using OrleansTrading.Silo.Local;

namespace OrleansTrading.Silo.Demo;

/// <summary>
/// A server and local networks of the demo's own, as processes: the server is killed with SIGKILL right after the
/// delivery left it and started again, while the networks live on as real ones would.
/// </summary>
internal sealed class CrashStage : IAsyncDisposable
{
    private const int LedgerMs = 3000;
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("orleanstrading-demo-").FullName;
    private readonly Process _networks;
    private Process? _server;

    private CrashStage()
    {
        int[] ports = [FreePort(), FreePort(), FreePort(), FreePort()];
        Api = At(ports[0]);
        Networks = new NetworkUrls(At(ports[1]), At(ports[2]), At(ports[3]));

        // Slow ledgers, so that the kill falls between submission and inclusion.
        _networks = Start(
            "networks",
            "devnet", "--solana-port", $"{ports[1]}", "--horizon-port", $"{ports[2]}", "--near-port",
            $"{ports[3]}", "--ledger-ms", $"{LedgerMs}");

        static Uri At(int port) => new($"http://127.0.0.1:{port}");
    }

    internal Uri Api { get; }

    internal NetworkUrls Networks { get; }

    public async ValueTask DisposeAsync()
    {
        await KillAsync(_server);
        await KillAsync(_networks);
        Directory.Delete(_folder, recursive: true);
    }

    internal static async Task<CrashStage> OpenAsync(CancellationToken cancellationToken)
    {
        var stage = new CrashStage();
        try
        {
            using var horizon = new ApiClient(stage.Networks.Horizon);
            await horizon.UntilAsync("/", _ => true, StartMax, cancellationToken);
            await stage.ServeAsync(cancellationToken);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for the submission, kills the server, and starts it again on the same data.</summary>
    internal async Task CrashAsync(Trade trade, CancellationToken cancellationToken)
    {
        await trade.AwaitSubmissionAsync(cancellationToken);
        await KillAsync(_server);
        Console.WriteLine($"{"killed",-11}the server, with SIGKILL");
        await ServeAsync(cancellationToken);
        Console.WriteLine($"{"restarted",-11}the server, on what it had written");
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        _server = Start(
            "server",
            "--data", Path.Combine(_folder, "data"), "--urls", Api.ToString(),
            "--set", $"Local:SolanaUrl={Networks.Solana}", "--set", $"Local:HorizonUrl={Networks.Horizon}",
            "--set", $"Local:NearUrl={Networks.Near}", "--set", "Bridge:Enabled=false");
        using var api = new ApiClient(Api);
        await api.UntilAsync("/health/ready", _ => true, StartMax, cancellationToken);
    }

    private Process Start(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Under `dotnet Silo.dll` the process is dotnet itself and the program its first argument.
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(CrashStage).Assembly.Location);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start) ?? throw new DemoFailedException($"{start.FileName} could not be started.");
        var log = Path.Combine(_folder, $"{name}.log");
        _ = DrainAsync(process.StandardOutput, log);
        _ = DrainAsync(process.StandardError, $"{log}.err");
        return process;
    }

    private static async Task DrainAsync(StreamReader reader, string path)
    {
        await using var log = new StreamWriter(path, append: true);
        while (await reader.ReadLineAsync() is { } line)
        {
            await log.WriteLineAsync(line);
        }
    }

    private static async Task KillAsync(Process? process)
    {
        if (process is null)
        {
            return;
        }

        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
