using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using OrleansTrading.Bench.Children;
using OrleansTrading.Bench.Load;
using OrleansTrading.Bench.Quotes;
using OrleansTrading.Servers;
using OrleansTrading.Silo;
using OrleansTrading.Silo.Demo;

namespace OrleansTrading.Bench.Copy;

/// <summary>
/// Copy trading with the silo's own executable and as many terminals on real sockets: connecting, one signal to all,
/// connecting again, a steady load, and SIGKILL in the middle of telling everybody. What each broker executed is
/// counted.
/// </summary>
internal static class CopyBench
{
    private const int Customers = 10;
    private const int SteadyProviders = 20;
    private const double MedianTargetMs = 500;
    private const double P99TargetMs = 1_000;
    private const double MemoryTargetKiB = 20;
    private const double ReconnectTargetSeconds = 30;

    private static readonly TimeSpan PhaseMax = TimeSpan.FromMinutes(3);

    /// <returns>0 when every order was executed once; the targets are reported, not enforced.</returns>
    internal static async Task<int> RunAsync(CopyPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            await using var postgres = plan.OnPostgres ? await LocalPostgres.StartAsync() : null;
            await using var stage = new Stage(
                ["Bridge:AddressConnectionsMax=1000000", "Bridge:AddressRate=100000", .. plan.Settings],
                postgres is null ? null : await StorageAsync(postgres));
            await MeasureAsync(stage, plan, cancellationToken);
            return 0;
        }
        catch (Exception failure) when (failure
            is BenchFailedException or DemoFailedException or TimeoutException or InvalidOperationException
                or IOException or SocketException)
        {
            await Console.Error.WriteLineAsync($"No result. {failure.Message}");
            return 1;
        }
    }

    /// <summary>By the environment: there is a password among them.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> StorageAsync(LocalPostgres postgres) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [$"{SiloConstants.EnvironmentPrefix}Storage__Provider"] = "Postgres",
            [$"{SiloConstants.EnvironmentPrefix}Storage__ConnectionString"] = await postgres.CreateDatabaseAsync(),
        };

    private static async Task MeasureAsync(Stage stage, CopyPlan plan, CancellationToken cancellationToken)
    {
        await stage.StartSiloAsync(cancellationToken);
        var customers = await Quotes.Customers.SignInAsync(stage, Customers, cancellationToken);
        using var apis = new Apis(stage.SiloUrl, customers);
        var source = await SignalSource.CreateAsync(apis[0], "one", cancellationToken);
        using var crowd = new Crowd(stage.BridgeEndpoint);
        await crowd.SubscribeAsync(stage, customers, [source.Provider], plan.Sessions, cancellationToken);
        var bareP99 = await BareFanOutAsync(stage, plan, cancellationToken);
        var memory = stage.Silo.WorkingSet;
        var took = await TimeAsync(() => crowd.ConnectAsync(PhaseMax));
        Say($"{plan.Sessions} terminals registered, subscribed, connected and authenticated; these in {took:F1} s");
        var kib = (stage.Silo.WorkingSet - memory) / 1024.0 / plan.Sessions;
        Say($"memory of the silo's process: {kib:F1} KiB a session (target {MemoryTargetKiB:F0})");

        await FanOutAsync(stage, plan, crowd, source, bareP99, cancellationToken);
        await crowd.CutAsync();
        took = await TimeAsync(() => crowd.ConnectAsync(PhaseMax));
        Say($"all cut, and all live again in {took:F1} s (target {ReconnectTargetSeconds:F0} s)");
        await KillAsync(stage, plan, crowd, source, cancellationToken);
        await crowd.CutAsync();
        CheckOnce(crowd, source.Published);

        await SteadyAsync(stage, plan, customers, cancellationToken);
    }

    /// <summary>Before the terminals connect: one process may not have twice as many connections.</summary>
    /// <returns>The median of the 99th percentiles, in milliseconds.</returns>
    private static async Task<double> BareFanOutAsync(Stage stage, CopyPlan plan, CancellationToken cancellationToken)
    {
        await using var bare = await BareCrowd.ConnectAsync(
            stage.LogOf("bare-fan-out"), plan.Sessions, cancellationToken);
        for (var i = 0; i < plan.WarmUp; i++)
        {
            await bare.MeasureAsync(PhaseMax, cancellationToken);
        }

        Console.WriteLine($"{"signal to all",-14}{"p50 ms",10}{"p99 ms",10}{"last ms",10}{"done ms",10}{"cpu µs",10}");
        var measured = new List<FanOut>();
        for (var i = 0; i < plan.Signals; i++)
        {
            measured.Add(await bare.MeasureAsync(PhaseMax, cancellationToken));
            Say($"{"bare",-14}{measured[^1]}");
        }

        return Median(measured.Select(one => one.P99));
    }

    private static async Task FanOutAsync(
        Stage stage,
        CopyPlan plan,
        Crowd crowd,
        SignalSource source,
        double bareP99,
        CancellationToken cancellationToken)
    {
        for (var i = 0; i < plan.WarmUp; i++)
        {
            await source.PublishAsync(cancellationToken);
            await crowd.UntilConfirmedAsync((long)source.Published * plan.Sessions, PhaseMax);
        }

        var measured = new List<FanOut>();
        for (var i = 0; i < plan.Signals; i++)
        {
            var processor = stage.Silo.ProcessorTime;
            var began = Stopwatch.GetTimestamp();
            var arrivals = new Arrivals(plan.Sessions);
            crowd.Note(arrivals);
            await source.PublishAsync(cancellationToken);
            await arrivals.UntilAllAsync(PhaseMax);
            await crowd.UntilConfirmedAsync((long)source.Published * plan.Sessions, PhaseMax);
            var done = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            var each = (stage.Silo.ProcessorTime - processor).TotalMicroseconds / plan.Sessions;
            measured.Add(arrivals.Describe());
            Say($"{"silo",-14}{measured[^1]}{done,10:F0}{each,10:F0}");
        }

        var median = Median(measured.Select(one => one.Median));
        var p99 = Median(measured.Select(one => one.P99));
        Say($"median of {plan.Signals}: p50 {median:F0} ms (target {MedianTargetMs:F0})");
        Say($"median of {plan.Signals}: p99 {p99:F0} ms (target {P99TargetMs:F0})");
        Say($"p99 silo/bare: {p99 / bareP99:F1}");
    }

    /// <summary>A signal is acknowledged, some terminals have it, and the silo is gone.</summary>
    private static async Task KillAsync(
        Stage stage, CopyPlan plan, Crowd crowd, SignalSource source, CancellationToken cancellationToken)
    {
        var arrivals = new Arrivals(plan.Sessions) { Part = Math.Max(1, plan.Sessions / 3) };
        crowd.Note(arrivals);
        await source.PublishAsync(cancellationToken);
        await arrivals.UntilPartAsync(PhaseMax);
        await stage.KillSiloAsync();
        var told = crowd.ExecutedCount - ((source.Published - 1L) * plan.Sessions);
        crowd.ForgetLive();
        var began = Stopwatch.GetTimestamp();
        await stage.StartSiloAsync(cancellationToken);
        var ready = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await crowd.UntilLiveAsync(PhaseMax);
        var live = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await arrivals.UntilAllAsync(PhaseMax);
        await crowd.UntilConfirmedAsync((long)source.Published * plan.Sessions, PhaseMax);
        var done = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Say($"killed when {told} had the signal; ready after {ready:F1} s, all live after {live:F1} s");
        Say($"all done after {done:F1} s");
    }

    private static async Task SteadyAsync(
        Stage stage, CopyPlan plan, IReadOnlyList<Customer> customers, CancellationToken cancellationToken)
    {
        using var apis = new Apis(stage.SiloUrl, customers);
        var sources = new List<SignalSource>();
        for (var i = 0; i < SteadyProviders; i++)
        {
            sources.Add(await SignalSource.CreateAsync(apis[i % customers.Count], $"steady-{i}", cancellationToken));
        }

        using var crowd = new Crowd(stage.BridgeEndpoint) { FirstNumber = plan.Sessions };
        await crowd.SubscribeAsync(
            stage, customers, [.. sources.Select(source => source.Provider)], plan.SteadySessions, cancellationToken);
        await crowd.ConnectAsync(PhaseMax);
        var processor = stage.Silo.ProcessorTime;
        var began = Stopwatch.GetTimestamp();
        await PublishAsync(sources, plan, cancellationToken);
        var published = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var orders = sources.Sum(source => (long)source.Published) * (plan.SteadySessions / SteadyProviders);
        await crowd.UntilConfirmedAsync(orders, PhaseMax);
        var after = Stopwatch.GetElapsedTime(began).TotalSeconds - published;
        var each = (stage.Silo.ProcessorTime - processor).TotalMicroseconds / orders;
        await crowd.CutAsync();
        for (var i = 0; i < plan.SteadySessions; i++)
        {
            Check(crowd.Subscribers[i], sources[i % SteadyProviders].Published);
        }

        Say($"steady: {orders} orders over {plan.SteadySessions} terminals, none lost, none twice");
        Say($"{orders / published:F0} a second (asked: {plan.SteadyRate}), {each:F0} µs of the processors each");
        Say($"the last one confirmed {after:F2} s after the last signal");
    }

    /// <summary>
    /// Sources publish in turn, at equal distances; none is waited for but by its own next signal.
    /// </summary>
    private static async Task PublishAsync(
        List<SignalSource> sources, CopyPlan plan, CancellationToken cancellationToken)
    {
        var publishing = sources.Select(_ => Task.CompletedTask).ToArray();
        var period = TimeSpan.FromSeconds((double)plan.SteadySessions / plan.SteadyRate / sources.Count);
        using var timer = new PeriodicTimer(period);
        for (var i = 0; i < (int)(plan.SteadyTime / period); i++)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            publishing[i % sources.Count] = NextAsync(publishing[i % sources.Count], sources[i % sources.Count]);
        }

        await Task.WhenAll(publishing);

        async Task NextAsync(Task last, SignalSource source)
        {
            await last;
            await source.PublishAsync(cancellationToken);
        }
    }

    private static void CheckOnce(Crowd crowd, int signals)
    {
        foreach (var subscriber in crowd.Subscribers)
        {
            Check(subscriber, signals);
        }

        Say($"each of {crowd.Subscribers.Count} brokers has executed each of {signals} signals once");
    }

    private static void Check(Subscriber subscriber, int signals)
    {
        if (subscriber.Executed != signals)
        {
            throw new BenchFailedException(
                $"A broker has executed {subscriber.Executed} orders, and there were {signals} signals.");
        }
    }

    private static async Task<double> TimeAsync(Func<Task> run)
    {
        var began = Stopwatch.GetTimestamp();
        await run();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
