using OrleansTrading.Devnet;
using OrleansTrading.Silo.Hosting;

namespace OrleansTrading.Silo.Cli;

/// <summary>Runs the local networks until it is stopped.</summary>
internal static class DevnetCommand
{
    /// <returns>The process's exit code; 1 with a message when the networks could not start.</returns>
    internal static async Task<int> RunAsync(DevnetOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await ServeAsync(options, cancellationToken);
        }
        catch (Exception failure) when (StartFailures.IsExpected(failure))
        {
            var remedy = StartFailures.IsPortTaken(failure)
                ? " Stop what listens there, or choose other ports with --solana-port, --horizon-port and"
                    + " --near-port."
                : string.Empty;
            await Console.Error.WriteLineAsync($"Could not start: {failure.Message}{remedy}");
            return 1;
        }
    }

    private static async Task<int> ServeAsync(DevnetOptions options, CancellationToken cancellationToken)
    {
        await using var devnet = await DevnetHost.StartAsync(
            options, TimeProvider.System, cancellationToken: cancellationToken);
        Console.WriteLine($"Solana   {devnet.SolanaUrl}");
        Console.WriteLine($"Horizon  {devnet.HorizonUrl}");
        Console.WriteLine($"NEAR     {devnet.NearUrl}");
        var stopped = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(stopped.SetResult);
        await stopped.Task;
        return 0;
    }
}
