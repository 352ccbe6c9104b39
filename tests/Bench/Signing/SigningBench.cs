using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Bench.Signing;

/// <summary>
/// Ed25519 signatures by one thread, as the treasury makes and the sign-in checks them, beside <c>openssl speed</c>.
/// They take turns, so that both meet the same machine.
/// </summary>
internal static class SigningBench
{
    /// <summary>What <c>openssl speed</c> signs.</summary>
    private const int MessageBytes = 20;
    private const int BatchCalls = 64;

    /// <summary>So many that none of them is still remembered when it comes again.</summary>
    private const int SignaturesCount = 16_384;

    internal static async Task<int> RunAsync(int seconds, int rounds, CancellationToken cancellationToken)
    {
        using var signer = new Ed25519Signer(RandomNumberGenerator.GetBytes(Ed25519.SeedBytes));
        var message = RandomNumberGenerator.GetBytes(MessageBytes);
        var signed = new List<(byte[] Message, byte[] Signature)>();
        for (var i = 0; i < SignaturesCount; i++)
        {
            var each = RandomNumberGenerator.GetBytes(MessageBytes);
            signed.Add((each, await signer.SignAsync(each, cancellationToken)));
        }

        var next = 0;
        var publicKey = signer.PublicKey.ToArray();
        Measure(TimeSpan.FromMilliseconds(500), Sign);
        Measure(TimeSpan.FromMilliseconds(500), Verify);

        var signs = new List<(double Ours, double Theirs)>();
        var verifies = new List<(double Ours, double Theirs)>();
        for (var round = 0; round < rounds; round++)
        {
            var (theirSigns, theirVerifies) = await AskOpenSslAsync(seconds, cancellationToken);
            signs.Add((Measure(TimeSpan.FromSeconds(seconds), Sign), theirSigns));
            verifies.Add((Measure(TimeSpan.FromSeconds(seconds), Verify), theirVerifies));
        }

        Print("sign", signs);
        Print("verify", verifies);
        return 0;

        void Sign()
        {
            var pending = signer.SignAsync(message, cancellationToken);
            if (!pending.IsCompletedSuccessfully || pending.Result.Length != Ed25519.SignatureBytes)
            {
                throw new BenchFailedException("The signer did not sign.");
            }
        }

        void Verify()
        {
            var (each, signature) = signed[next++ % SignaturesCount];
            if (!Ed25519.Verify(publicKey, each, signature))
            {
                throw new BenchFailedException("A good signature did not verify.");
            }
        }
    }

    /// <summary>
    /// Calls for each second of the process's own processor time, as <c>openssl speed</c> counts too: who else uses the
    /// machine matters little.
    /// </summary>
    private static double Measure(TimeSpan time, Action call)
    {
        var calls = 0L;
        var before = Environment.CpuUsage.UserTime;
        var spent = TimeSpan.Zero;
        while (spent < time)
        {
            for (var i = 0; i < BatchCalls; i++)
            {
                call();
            }

            calls += BatchCalls;
            spent = Environment.CpuUsage.UserTime - before;
        }

        return calls / spent.TotalSeconds;
    }

    private static void Print(string what, List<(double Ours, double Theirs)> rounds)
    {
        var theirs = Median(rounds.Select(round => round.Theirs));
        var ratios = rounds.Select(round => round.Ours / round.Theirs).Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-7} {Median(rounds.Select(round => round.Ours)),8:F0}/s   openssl {theirs,8:F0}/s"
            + $"   ratio {ratios[ratios.Count / 2]:F2} (of {rounds.Count}: {ratios[0]:F2} to {ratios[^1]:F2})"));
    }

    private static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();
        return ordered[ordered.Count / 2];
    }

    /// <summary>Runs <c>openssl speed</c> and reads its line for machines: <c>+F6:…:sign:verify</c>.</summary>
    private static async Task<(double Signs, double Verifies)> AskOpenSslAsync(
        int seconds, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("openssl", ["speed", "-mr", "-seconds", $"{seconds}", "ed25519"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new BenchFailedException("openssl cannot be started.");
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        var fields = output.Split('\n').FirstOrDefault(line => line.StartsWith("+F6:", StringComparison.Ordinal))
            ?.Split(':') ?? throw new BenchFailedException($"openssl speed said: {output}{await errors}");
        return (Rate(fields[^2]), Rate(fields[^1]));
    }

    /// <summary>Some versions write calls a second, some seconds a call.</summary>
    private static double Rate(string field)
    {
        var value = double.Parse(field, CultureInfo.InvariantCulture);
        return value < 1 ? 1 / value : value;
    }
}
