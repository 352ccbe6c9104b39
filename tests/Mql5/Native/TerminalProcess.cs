using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using OrleansTrading.Mql5.Tests.RealBridge;

namespace OrleansTrading.Mql5.Tests.Native;

/// <summary>A program of mql5/ in a process of its own, driven over its standard input.</summary>
internal sealed class TerminalProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<bool> _answers = Channel.CreateUnbounded<bool>();
    private readonly ConcurrentQueue<string> _logs = new();
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private TerminalProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Gets what the program printed so far.</summary>
    public IReadOnlyCollection<string> Logs => _logs;

    /// <summary>Gets a value indicating whether the process has ended, by itself or killed.</summary>
    public bool HasEnded => _process.HasExited;

    public static async Task<TerminalProcess> LaunchAsync(string program, TerminalFolder folder, params string[] script)
    {
        var binaries = await Compiler.BuiltAsync;
        var process = Process.Start(new ProcessStartInfo(Compiler.PathOf(binaries, program), [folder.Path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException($"{program} was not started.");
        var terminal = new TerminalProcess(process);
        foreach (var line in script)
        {
            // A test may have told it when to die.
            await terminal.TrySayAsync(line);
        }

        return terminal;
    }

    /// <summary>A subscriber or provider with its inputs set, quotes there and its OnInit called.</summary>
    public static Task<TerminalProcess> StartAsync(
        string program, TerminalFolder folder, int port, string account, string secret, params string[] script) =>
        LaunchAsync(
            program,
            folder,
            [
                string.Create(CultureInfo.InvariantCulture, $"input port {port}"), $"input account {account}",
                $"input secret {secret}", "quote EURUSD 1.08337 1.08345", .. script, "start",
            ]);

    /// <summary>One command, which the program takes.</summary>
    public async Task SayAsync(string command)
    {
        if (!await TrySayAsync(command))
        {
            Assert.Fail($"The program ended before: {command}. It said: {string.Join("; ", _logs)}");
        }
    }

    /// <summary>One command; false when the program ended before it answered.</summary>
    public async Task<bool> TrySayAsync(string command)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(command);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            return false; // killed: that is what some tests are about
        }

        while (await _answers.Reader.WaitToReadAsync())
        {
            if (_answers.Reader.TryRead(out var good))
            {
                Assert.True(good, $"The program did not take: {command}. It said: {string.Join("; ", _logs)}");
                return true;
            }
        }

        return false;
    }

    /// <summary>Lets its time pass until the program has printed a text.</summary>
    public Task UntilLoggedAsync(string text) => Eventually.HoldsAsync(
        async () =>
        {
            if (_logs.Any(line => line.Contains(text, StringComparison.Ordinal)))
            {
                return null;
            }

            await SayAsync("advance 20");
            return $"the program says: {text}";
        },
        () => string.Join('\n', _logs));

    /// <summary>Killed without a word, as by a power cut.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        await _reading;
        var errors = await _errors;
        _process.Dispose();
        Assert.True(errors.Length == 0, errors); // the sanitizers' words
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line is "ok" or "bad")
            {
                await _answers.Writer.WriteAsync(line == "ok");
            }
            else
            {
                _logs.Enqueue(line);
            }
        }

        _answers.Writer.Complete();
    }
}
