using System.Globalization;
using OrleansTrading.Bench.Children;
using OrleansTrading.Bench.Load;
using OrleansTrading.Silo.Demo;

namespace OrleansTrading.Bench.Quotes;

/// <summary>
/// Durable quote creation over HTTP: the silo's executable and a bare Kestrel with the same answer take turns under the
/// same load; then the silo alone at half its saturated rate; then it is killed, and what it acknowledged is counted.
/// </summary>
internal static class QuotesBench
{
    private const string SiloName = "silo";
    private const string BareName = "bare";
    private const double RatioTarget = 0.5;
    private const double P99TargetMs = 20;

    private static readonly TimeSpan WarmUpMax = TimeSpan.FromSeconds(15);

    /// <returns>0 when everything acknowledged was stored; the targets are reported, not enforced.</returns>
    internal static async Task<int> RunAsync(QuotesPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            await using var stage = new Stage(plan.Settings);
            await MeasureAsync(stage, plan, cancellationToken);
            return 0;
        }
        catch (Exception failure) when (failure
            is BenchFailedException or DemoFailedException or TimeoutException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync($"No result. {failure.Message}");
            return 1;
        }
    }

    private static async Task MeasureAsync(Stage stage, QuotesPlan plan, CancellationToken cancellationToken)
    {
        await stage.StartSiloAsync(cancellationToken);
        var customers = await Customers.SignInAsync(stage, plan.Users, cancellationToken);
        var answer = await RecordAsync(stage.SiloUrl, customers[0], cancellationToken);
        await stage.StartBareAsync(answer, cancellationToken);
        using var silo = await LoadGenerator.OpenAsync(
            stage.Silo, stage.SiloUrl, customers, plan.Connections, cancellationToken);
        using var bare = await LoadGenerator.OpenAsync(
            stage.Bare, stage.BareUrl, customers, plan.Connections, cancellationToken);

        Say($"{plan.Connections} connections, {plan.Users} customers, answers of {answer.Json.Length} bytes");
        Say($"{Environment.ProcessorCount} processors, shared with the load generator");
        await SaturateAsync(stage, plan, silo, bare, cancellationToken);
        await CheckAsync(stage, customers, silo, cancellationToken);
    }

    private static async Task SaturateAsync(
        Stage stage, QuotesPlan plan, LoadGenerator silo, LoadGenerator bare, CancellationToken cancellationToken)
    {
        var warmUp = plan.PhaseTime < WarmUpMax ? plan.PhaseTime : WarmUpMax;
        await bare.SaturateAsync(BareName, warmUp, cancellationToken);
        await silo.SaturateAsync(SiloName, warmUp, cancellationToken);
        Console.WriteLine(PhaseReport.Header);
        var pairs = new List<(PhaseReport Silo, PhaseReport Bare)>();
        for (var i = 0; i < plan.Pairs; i++)
        {
            var atSilo = await silo.SaturateAsync(SiloName, plan.PhaseTime, cancellationToken);
            Console.WriteLine(atSilo);
            var atBare = await bare.SaturateAsync(BareName, plan.PhaseTime, cancellationToken);
            Console.WriteLine(atBare);
            pairs.Add((atSilo, atBare));
        }

        var ratio = Median(pairs.Select(p => p.Silo.PerSecond / p.Bare.PerSecond));
        var half = Median(pairs.Select(p => p.Silo.PerSecond)) / 2;
        var paced = await silo.PaceAsync("silo, half", plan.PhaseTime, half, cancellationToken);
        Console.WriteLine(paced);
        Say($"ratio silo/bare, median of {plan.Pairs}: {ratio:F3} (target {RatioTarget:F1})");
        Say($"p99 at half load: {paced.P99:F2} ms (target {P99TargetMs:F0} ms)");
        Say($"p99 saturated, median of {plan.Pairs}: {Median(pairs.Select(p => p.Silo.P99)):F2} ms");
    }

    private static async Task CheckAsync(
        Stage stage, IReadOnlyList<Customer> customers, LoadGenerator silo, CancellationToken cancellationToken)
    {
        await stage.KillSiloAsync();

        // One more was made to record the answer.
        var acknowledged = silo.Acknowledged + 1;
        var (states, rows) = StoredQuotes.Count(stage.Database);
        if (states != acknowledged || rows != acknowledged)
        {
            throw new BenchFailedException(
                $"{acknowledged} quotes were acknowledged, but {states} states and {rows} list rows are stored.");
        }

        await stage.StartSiloAsync(cancellationToken);
        var asked = await StoredQuotes.ReadSampleAsync(stage, customers, [.. silo.Samples], cancellationToken);
        Say($"errors 0; after SIGKILL {states} states and {rows} list rows are stored of {acknowledged} acknowledged");
        Say($"{asked} of them asked for after the restart, all there");
    }

    private static async Task<CreatedAnswer> RecordAsync(
        Uri silo, Customer customer, CancellationToken cancellationToken)
    {
        using var connection = new QuoteConnection(silo, customer, series: 0);
        await connection.OpenAsync(cancellationToken);
        return await connection.PostAsync(cancellationToken) is not null
            ? connection.Record()
            : throw new BenchFailedException($"The silo made no quote: {connection.Describe()}");
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
