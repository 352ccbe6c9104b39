using System.Diagnostics;

namespace OrleansTrading.Servers;

/// <summary>
/// A server that runs as a child process and ends with this one, however this one ends: a shell between them waits for
/// its input to close and then stops the server.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const string Script = """
        exec 3<&0
        "$@" 3<&- & server=$!
        while kill -0 $server 2>/dev/null; do
          read -t 0.2 -r _ <&3
          if (($? == 1)); then # the input's end, not the time's
            kill -s "$SIGNAL" $server
            wait $server
            rm -rf -- "$FOLDER"
          fi
        done
        """;

    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    /// <summary>Starts a server and waits until it says that it is ready.</summary>
    /// <param name="folder">What it works in: removed once this process has gone or has disposed of it.</param>
    /// <param name="signal">What stops it, for example <c>INT</c>.</param>
    /// <param name="ready">A part of the line that says it is ready, on either output.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <exception cref="InvalidOperationException">It ended, or said nothing in time; with what it said.</exception>
    public static async Task<ServerProcess> StartAsync(
        string folder,
        string signal,
        string ready,
        params string[] command)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-c", Script, "server", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SIGNAL"] = signal;
        start.Environment["FOLDER"] = folder;
        var process = Process.Start(start)!;
        var said = new List<string>();
        var isReady = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(StartMax);
        var ended = process.WaitForExitAsync(patience.Token);
        if (await Task.WhenAny(isReady.Task, ended) == isReady.Task)
        {
            return new ServerProcess(process);
        }

        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        lock (said)
        {
            throw new InvalidOperationException($"{command[0]} did not start: {string.Join('\n', said)}");
        }

        void Hear(string? line)
        {
            if (line is null)
            {
                return;
            }

            lock (said)
            {
                if (said.Count < 200)
                {
                    said.Add(line);
                }
            }

            if (line.Contains(ready, StringComparison.Ordinal))
            {
                isReady.TrySetResult(true);
            }
        }
    }

    /// <summary>Waits until the server, which somebody else has ended, is gone. Its folder stays.</summary>
    public Task WaitAsync() => _process.WaitForExitAsync();

    /// <summary>Stops the server and waits until it and its folder are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
