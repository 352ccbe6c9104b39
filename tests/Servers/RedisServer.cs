using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace OrleansTrading.Servers;

/// <summary>
/// A Redis of a test's own: on a free port of loopback, with a password, in memory alone. It ends with the test.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "redis-server";
    private const string ReadyLine = "Ready to accept connections";
    private const int AttemptsMax = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly string folder;
    private readonly Task drained;

    private RedisServer(Process process, string folder, int port, string password, Task drained)
    {
        this.process = process;
        this.folder = folder;
        this.drained = drained;
        Port = port;
        Password = password;
    }

    public int Port { get; }

    public string Password { get; }

    /// <summary>As <c>Cluster:Redis</c> takes it.</summary>
    public string Connection =>
        string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port},password={Password}");

    /// <summary>Starts one and waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">It is not installed, or does not start.</exception>
    public static async Task<RedisServer> StartAsync()
    {
        var said = string.Empty;
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            // The port was free a moment ago; another program may have been quicker.
            var (server, output) = await TryStartAsync();
            if (server is not null)
            {
                return server;
            }

            said = output;
        }

        throw new InvalidOperationException($"{Program} did not start {AttemptsMax} times. It said: {said}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
        await drained;
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(RedisServer? Server, string Output)> TryStartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("orleanstrading-redis-").FullName;
        var port = Ports.Take();
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var process = Launch();

        // Its settings by its input: a command line can be read by every user of the machine.
        await process.StandardInput.WriteAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"port {port}\nbind 127.0.0.1\ndir {folder}\nsave \"\"\nappendonly no\nrequirepass {password}\n"));
        process.StandardInput.Close();
        var output = await ReadUntilReadyAsync(process);
        if (output.EndsWith(ReadyLine, StringComparison.Ordinal))
        {
            var drained = process.StandardOutput.ReadToEndAsync();
            return (new RedisServer(process, folder, port, password, drained), output);
        }

        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
        return (null, output);
    }

    private static Process Launch()
    {
        var start = new ProcessStartInfo(Program, ["-"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new InvalidOperationException(
                $"{Program} cannot be started ({failure.Message}). Install it: apt-get install {Program}", failure);
        }
    }

    /// <summary>What it said until it was ready, or until it ended without being so.</summary>
    private static async Task<string> ReadUntilReadyAsync(Process process)
    {
        using var limit = new CancellationTokenSource(Limit);
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Contains(ReadyLine, StringComparison.Ordinal))
            {
                said.Add(ReadyLine);
                break;
            }

            said.Add(line);
        }

        return string.Join('\n', said);
    }
}
