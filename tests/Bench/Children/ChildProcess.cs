using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OrleansTrading.Bench.Children;

/// <summary>A server in a process of its own. Its output goes to a file, so that a failure can be read.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _log;

    private ChildProcess(Process process, string log)
    {
        _process = process;
        _log = log;
    }

    /// <summary>Processor time used so far, for the cost of one request.</summary>
    internal TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    /// <param name="assembly">The program's assembly, run by the same dotnet as this one.</param>
    /// <param name="log">The file for its output.</param>
    /// <param name="arguments">Its arguments.</param>
    internal static ChildProcess Start(string assembly, string log, params string[] arguments)
    {
        var start = new ProcessStartInfo(DotnetPath())
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { assembly },
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // What the silo's own runtime configuration says, said to both; the environment of the run may say otherwise.
        foreach (var name in (string[])["DOTNET_gcServer", "DOTNET_gcConcurrent", "DOTNET_TieredPGO"])
        {
            _ = start.Environment.TryAdd(name, "1");
        }

        var process = Process.Start(start)
            ?? throw new BenchFailedException($"{start.FileName} {assembly} could not be started.");
        _ = DrainAsync(process.StandardOutput, log);
        _ = DrainAsync(process.StandardError, $"{log}.err");
        return new ChildProcess(process, log);
    }

    /// <summary>Asks until it answers with success.</summary>
    internal async Task UntilReadyAsync(Uri url, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(atMost);
        using var http = new HttpClient();
        using var period = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            if (_process.HasExited)
            {
                throw new BenchFailedException($"A server ended with {_process.ExitCode}; see {_log}.");
            }

            try
            {
                using var answer = await http.GetAsync(url, limit.Token);
                if (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.MethodNotAllowed)
                {
                    return;
                }

                await period.WaitForNextTickAsync(limit.Token);
            }
            catch (HttpRequestException)
            {
                await period.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new BenchFailedException($"{url} was not ready within {atMost}; see {_log}.");
            }
        }
    }

    /// <summary>SIGKILL: what is not durable by now is lost.</summary>
    internal async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string DotnetPath() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? Environment.ProcessPath!
            : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static async Task DrainAsync(StreamReader reader, string path)
    {
        await using var log = new StreamWriter(path, append: true);
        while (await reader.ReadLineAsync() is { } line)
        {
            await log.WriteLineAsync(line);
        }
    }
}
