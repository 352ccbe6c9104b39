using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using OrleansTrading.Engine.CrashChild;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>One run of the child process and the lines it printed.</summary>
internal static class CrashChildRun
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(60);

    /// <summary>Arguments that run the child on a file.</summary>
    public static string[] Arguments(string path, int round, int callers, int writesMax) =>
    [
        DotnetHost(),
        typeof(CrashState).Assembly.Location,
        path,
        round.ToString(CultureInfo.InvariantCulture),
        callers.ToString(CultureInfo.InvariantCulture),
        writesMax.ToString(CultureInfo.InvariantCulture),
    ];

    /// <summary>Runs the child until it ends by itself.</summary>
    public static Task<List<string>> ToTheEndAsync(string[] arguments) => RunAsync(arguments, killAfter: null);

    /// <summary>Kills the child with SIGKILL once it has printed so many lines.</summary>
    public static Task<List<string>> KilledAsync(string[] arguments, int killAfter) => RunAsync(arguments, killAfter);

    private static async Task<List<string>> RunAsync(string[] arguments, int? killAfter)
    {
        var start = new ProcessStartInfo(arguments[0], arguments[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The runtime otherwise maps its code through a file, which a limit on the size of files would forbid.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync();
            using var limit = new CancellationTokenSource(TimeMax);
            var lines = new List<string>();
            while (killAfter is { } count && lines.Count < count)
            {
                lines.Add(await process.StandardOutput.ReadLineAsync(limit.Token)
                    ?? throw new InvalidOperationException($"The child ended by itself: {await errors}"));
            }

            if (killAfter is not null)
            {
                process.Kill(); // SIGKILL: no handler, no finally, no flush.
            }

            // What is in the pipe was printed before the end, so it was acknowledged too. The last line may be cut.
            var rest = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(killAfter is not null || process.ExitCode == 0, await errors);
            var whole = rest.LastIndexOf('\n');
            lines.AddRange(whole < 0 ? [] : rest[..whole].Split('\n'));
            return lines;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    /// <summary>The program this test itself runs on.</summary>
    private static string DotnetHost() => Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(),
        "../../..",
        OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
}
