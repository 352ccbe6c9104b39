using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Servers;

namespace OrleansTrading.Bench.Payments;

/// <summary>
/// Building, signing and encoding payments beside the chains' own JavaScript SDKs: one thread each, in turn, counted by
/// the second of processor time, which is what one core makes whoever else uses the machine.
/// </summary>
internal static class PaymentsBench
{
    private const int RecipientCount = 64;
    private const int ComparedCount = 200;
    private const int CheckEvery = 64;

    /// <summary>About a payment on Solana; of the other chains' a hash is signed.</summary>
    private const int MessageBytes = 256;
    private const double RatioAim = 5;

    /// <returns>0, or 1 without a result: the two did not make the same bytes, or Node.js is not there.</returns>
    internal static async Task<int> RunAsync(int seconds, int rounds, CancellationToken cancellationToken)
    {
        try
        {
            Say($"{Environment.ProcessorCount} processors, medians of {rounds} rounds; aim: {RatioAim} times theirs");
            Say($"{"payment",-38}{"ours/s",10}  {"library",-12}{"theirs/s",10}{"ratio",8}");
            await MeasureAsync(TimeSpan.FromSeconds(seconds), rounds, cancellationToken);
            return 0;
        }
        catch (Exception failure) when (failure is BenchFailedException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync($"No result. {failure.Message}");
            return 1;
        }
    }

    private static async Task MeasureAsync(TimeSpan time, int rounds, CancellationToken cancellationToken)
    {
        var seed = Enumerable.Range(1, Ed25519.SeedBytes).Select(i => (byte)i).ToArray();
        var recipients = Enumerable.Range(0, RecipientCount)
            .Select(i => Ed25519.PublicKeyFromSeed([.. seed[..^1], (byte)(i + 100)])).ToArray();
        using var solana = new SolanaLoads(seed, recipients);
        using var stellar = new StellarLoads(seed, recipients);
        using var near = new NearLoads(seed, recipients);
        await using var script = NodeScript.Start("bench.mjs");
        await script.CallAsync("prepare", new JsonObject
        {
            ["web3"] = solana.Settings,
            ["kit"] = solana.Settings,
            ["stellar"] = stellar.Settings,
            ["near"] = near.Settings,
        });
        using var signer = new Ed25519Signer(seed);
        var message = new byte[MessageBytes];
        await RunAsync(_ => signer.SignAsync(message), time);
        Say($"{"Ed25519 signature alone (OpenSSL)",-38}{await RunAsync(_ => signer.SignAsync(message), time),10:N0}");
        foreach (var (chain, loads) in new[]
        {
            ("solana", solana.Loads), ("stellar", stellar.Loads), ("near", near.Loads),
        })
        {
            foreach (var load in loads)
            {
                foreach (var rival in load.Rivals)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await CompareAsync(script, load, rival.Sdk, rival.Load, rival.Library);
                    await MeasureAsync(script, chain, load, rival, time, rounds);
                }
            }
        }
    }

    /// <summary>A rate counts only if both make the same payments.</summary>
    private static async Task CompareAsync(NodeScript script, PaymentLoad load, string sdk, string name, string library)
    {
        for (var index = 0; index < ComparedCount; index++)
        {
            var ours = await load.Make(index);
            var theirs = Convert.FromBase64String((string)(await script.CallAsync("make", new JsonObject
            {
                ["sdk"] = sdk, ["load"] = name, ["index"] = index,
            }))!);
            if (!ours.AsSpan().SequenceEqual(theirs))
            {
                throw new BenchFailedException($"{load.Title}, {index}: {library} makes other bytes.");
            }
        }
    }

    private static async Task MeasureAsync(
        NodeScript script,
        string chain,
        PaymentLoad load,
        (string Library, string Sdk, string Load) rival,
        TimeSpan time,
        int rounds)
    {
        var (ours, theirs) = (new List<double>(), new List<double>());

        // The round before the first warms up.
        for (var round = 0; round <= rounds; round++)
        {
            var mine = await RunAsync(load.Make, time);
            var other = (await script.CallAsync("run", new JsonObject
            {
                ["sdk"] = rival.Sdk, ["load"] = rival.Load, ["milliseconds"] = (int)time.TotalMilliseconds,
            }))!;
            if (round > 0)
            {
                ours.Add(mine);
                theirs.Add(1_000_000.0 * (int)other["count"]! / (int)other["micros"]!);
            }
        }

        var (us, them) = (Median(ours), Median(theirs));
        Say($"{chain + ": " + load.Title,-38}{us,10:N0}  {rival.Library,-12}{them,10:N0}{us / them,8:F1}");
    }

    private static async Task<double> RunAsync(Func<int, ValueTask<byte[]>> make, TimeSpan time)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var start = Stopwatch.GetTimestamp();
        var count = 0;
        while (count % CheckEvery != 0 || Stopwatch.GetElapsedTime(start) < time)
        {
            await make(count++);
        }

        process.Refresh();
        return count / (process.TotalProcessorTime - before).TotalSeconds;
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
