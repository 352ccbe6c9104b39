using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace OrleansTrading.Servers;

/// <summary>
/// A .NET program in a process of its own. What it says goes to files, so that a failure can be read.
/// </summary>
public sealed class DotnetProcess : IAsyncDisposable
{
    private static readonly TimeSpan AskPeriod = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;
    private readonly Task _drained;
    private readonly string _log;

    private DotnetProcess(Process process, string log)
    {
        _process = process;
        _log = log;
        _drained = Task.WhenAll(
            DrainAsync(process.StandardOutput, log), DrainAsync(process.StandardError, $"{log}.err"));
    }

    /// <summary>Gets the processor time used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Gets the bytes of memory that it has in use.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    /// <summary>Starts a program.</summary>
    /// <param name="assembly">The program's assembly, run by the same dotnet as this one.</param>
    /// <param name="log">The file for its output; what is in it already stays.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables that it gets unless this process has others of the name.</param>
    public static DotnetProcess Start(
        string assembly,
        string log,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null)
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

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            _ = start.Environment.TryAdd(name, value);
        }

        var process = Process.Start(start)
            ?? throw new InvalidOperationException($"{start.FileName} {assembly} could not be started.");
        return new DotnetProcess(process, log);
    }

    /// <summary>Asks until it answers with success.</summary>
    /// <exception cref="InvalidOperationException">The program ended.</exception>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    public async Task UntilReadyAsync(Uri url, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(atMost);
        using var http = new HttpClient();
        using var period = new PeriodicTimer(AskPeriod);
        while (true)
        {
            if (_process.HasExited)
            {
                throw new InvalidOperationException($"A server ended with {_process.ExitCode}; see {_log}.");
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
                throw new TimeoutException($"{url} was not ready within {atMost}; see {_log}.");
            }
        }
    }

    /// <summary>SIGKILL: what is not durable by now is lost.</summary>
    /// <returns>False when the process had ended by itself before.</returns>
    public async Task<bool> KillAsync()
    {
        var lived = !_process.HasExited;
        if (lived)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        await _drained;
        return lived;
    }

    /// <summary>Asks the program to stop, as an operating system does (SIGTERM), and waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="OperationCanceledException">It did not end in time.</exception>
    public async Task<int> StopAsync(TimeSpan atMost)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        return await EndAsync(atMost);
    }

    /// <summary>Waits for the program's own end.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="OperationCanceledException">It did not end in time.</exception>
    public async Task<int> EndAsync(TimeSpan atMost)
    {
        using var limit = new CancellationTokenSource(atMost);
        await _process.WaitForExitAsync(limit.Token);
        await _drained;
        return _process.ExitCode;
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
