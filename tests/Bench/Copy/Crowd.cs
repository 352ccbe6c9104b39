using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using OrleansTrading.Bench.Children;
using OrleansTrading.Bench.Load;
using OrleansTrading.Silo.Demo;
using OrleansTrading.Terminals;

namespace OrleansTrading.Bench.Copy;

/// <summary>The terminals that copy, and what they count together.</summary>
internal sealed class Crowd(IPEndPoint bridge) : IDisposable
{
    private const int CallersMax = 32;
    private const int PercentMin = 50;
    private const int PercentMax = 150;

    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(20);

    private readonly List<Subscriber> _subscribers = [];
    private readonly ConcurrentDictionary<string, int> _ends = new(StringComparer.Ordinal);
    private CancellationTokenSource _connected = new();
    private Task _running = Task.CompletedTask;
    private Arrivals? _arrivals;
    private long _executed;
    private long _confirmed;
    private int _live;

    /// <summary>Gets the number of its first terminal: those of other crowds have others.</summary>
    internal int FirstNumber { get; init; }

    internal IReadOnlyList<Subscriber> Subscribers => _subscribers;

    /// <summary>Gets how many orders were confirmed.</summary>
    internal long ConfirmedCount => Interlocked.Read(ref _confirmed);

    /// <summary>Gets how many orders brokers have executed.</summary>
    internal long ExecutedCount => Interlocked.Read(ref _executed);

    /// <summary>Gets why connections ended that nobody here cut.</summary>
    internal IReadOnlyDictionary<string, int> Ends => _ends;

    public void Dispose() => _connected.Dispose();

    /// <summary>
    /// Registers accounts over the API and subscribes each to one provider, in turn, each with another multiplier.
    /// </summary>
    internal async Task SubscribeAsync(
        Stage stage,
        IReadOnlyList<Customer> customers,
        IReadOnlyList<string> providers,
        int count,
        CancellationToken cancellationToken)
    {
        using var apis = new Apis(stage.SiloUrl, customers);
        var made = new Subscriber[count];
        await Parallel.ForAsync(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = CallersMax, CancellationToken = cancellationToken },
            async (i, cancelled) => made[i] = await SubscribeAsync(
                apis[i % customers.Count], providers[i % providers.Count], FirstNumber + i, cancelled));
        _subscribers.AddRange(made);
    }

    /// <summary>Connects all, and waits until each is told that it is live.</summary>
    internal async Task ConnectAsync(TimeSpan atMost)
    {
        Interlocked.Exchange(ref _live, 0);
        Run();
        await UntilLiveAsync(atMost);
    }

    /// <summary>All connect, and come again by themselves; the count of those that are live begins anew.</summary>
    internal void ForgetLive() => Interlocked.Exchange(ref _live, 0);

    internal Task UntilLiveAsync(TimeSpan atMost) =>
        UntilAsync(() => Volatile.Read(ref _live) >= _subscribers.Count, "terminals are live", atMost);

    /// <summary>Waits until so many orders were confirmed in all.</summary>
    internal Task UntilConfirmedAsync(long count, TimeSpan atMost) =>
        UntilAsync(() => ConfirmedCount >= count, $"{count} orders are confirmed", atMost);

    /// <summary>Cuts all connections.</summary>
    internal async Task CutAsync()
    {
        await _connected.CancelAsync();
        await _running;
    }

    /// <summary>Has arrivals noted from now on.</summary>
    internal void Note(Arrivals arrivals) => Volatile.Write(ref _arrivals, arrivals);

    internal void Executed()
    {
        Interlocked.Increment(ref _executed);
        Volatile.Read(ref _arrivals)?.Note();
    }

    internal void Confirmed() => Interlocked.Increment(ref _confirmed);

    internal void WentLive() => Interlocked.Increment(ref _live);

    internal void Count(string end) => _ends.AddOrUpdate(end, 1, (_, count) => count + 1);

    private void Run()
    {
        _connected.Dispose();
        _connected = new CancellationTokenSource();
        _running = Task.WhenAll(_subscribers.Select(one => Task.Run(() => one.RunAsync(bridge, _connected.Token))));
    }

    private async Task<Subscriber> SubscribeAsync(
        ApiClient api, string provider, int number, CancellationToken cancellationToken)
    {
        var registered = await api.PostAsync(
            "/v1/trading-accounts",
            new JsonObject { ["role"] = "subscriber", ["login"] = 5_001_234, ["tradeServer"] = "Demo-Server" },
            cancellationToken,
            $"account-{number}");
        var account = registered["account"]!["id"]!.GetValue<string>();
        var percent = PercentMin + (number % (PercentMax - PercentMin));
        await api.PostAsync(
            "/v1/subscriptions",
            new JsonObject
            {
                ["account"] = account,
                ["provider"] = provider,
                ["settings"] = new JsonObject
                {
                    ["multiplier"] = $"{percent / 100}.{percent % 100:D2}",
                    ["openingWindowSeconds"] = 3_600,
                },
            },
            cancellationToken,
            $"subscription-{number}");
        return new Subscriber(new TerminalLogin(account, registered["secret"]!.GetValue<string>()), this);
    }

    private async Task UntilAsync(Func<bool> holds, string what, TimeSpan atMost)
    {
        using var limit = new CancellationTokenSource(atMost);
        using var period = new PeriodicTimer(PollPeriod);
        try
        {
            while (!holds())
            {
                await period.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            var ends = string.Join(", ", _ends.Select(end => $"{end.Key} {end.Value}"));
            throw new BenchFailedException(
                $"Waited {atMost} until {what}: live {_live}, executed {ExecutedCount}, confirmed {ConfirmedCount}; "
                + $"connections ended: {(ends.Length == 0 ? "none" : ends)}.");
        }
    }
}
