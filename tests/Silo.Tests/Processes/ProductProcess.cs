using System.Diagnostics;
using OrleansTrading.Silo.Demo;

namespace OrleansTrading.Silo.Tests.Processes;

/// <summary>The built executable as a child process. Everything it says is kept.</summary>
internal sealed class ProductProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private ProductProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    internal bool HasExited => _process.HasExited;

    /// <summary>Nothing outlives a test: what still runs is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    internal static ProductProcess Start(params IEnumerable<string> arguments)
    {
        // A limit on the size of files is to make a write fail, as a full disk does, not to end the process.
        var start = new ProcessStartInfo("/bin/bash", ["-c", "trap '' XFSZ; exec \"$@\"", "bash", "dotnet"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Servers run side by side here; a test that needs the bridge says where.
        start.Environment["OT_Bridge__Endpoint"] = "127.0.0.1:0";
        start.ArgumentList.Add(typeof(DemoCommand).Assembly.Location);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new ProductProcess(Process.Start(start)!);
    }

    /// <summary>Runs a command that ends by itself.</summary>
    internal static async Task<ProductRun> RunAsync(params IEnumerable<string> arguments)
    {
        await using var process = Start(arguments);
        return await process.EndAsync();
    }

    /// <summary>Runs a command that reads from standard input.</summary>
    internal static async Task<ProductRun> RunWithInputAsync(string input, params IEnumerable<string> arguments)
    {
        await using var process = Start(arguments);
        await process._process.StandardInput.WriteAsync(input);
        process._process.StandardInput.Close();
        return await process.EndAsync();
    }

    /// <summary>Asks the process to stop, as an operating system does, and waits for its end.</summary>
    internal async Task<ProductRun> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
        return await EndAsync();
    }

    /// <summary>Lets no file of the process grow beyond a size; null: lets them all grow again.</summary>
    internal async Task LimitFilesAsync(long? bytes)
    {
        var limit = bytes is { } size ? $"{size}:unlimited" : "unlimited";
        using var change = Process.Start("prlimit", ["--pid", $"{_process.Id}", $"--fsize={limit}"]);
        await change.WaitForExitAsync();
        Assert.Equal(0, change.ExitCode);
    }

    /// <summary>SIGKILL: the process gets no chance to write anything more.</summary>
    internal async Task<ProductRun> KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        return await EndAsync();
    }

    internal async Task<ProductRun> EndAsync()
    {
        using var limit = new CancellationTokenSource(Eventually.AtMost);
        await _process.WaitForExitAsync(limit.Token);
        return new ProductRun(_process.ExitCode, await _output, await _errors);
    }
}

/// <summary>What a process said and how it ended.</summary>
internal sealed record ProductRun(int ExitCode, string Output, string Errors)
{
    /// <summary>For the message of an assertion that fails.</summary>
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Errors}";
}
