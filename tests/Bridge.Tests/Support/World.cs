using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using OrleansTrading.Grains;
using OrleansTrading.Terminals;

namespace OrleansTrading.Bridge.Tests.Support;

/// <summary>What the grains of the tests have stored, and where tests look, wait and put spokes in.</summary>
internal sealed class World
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, TestAccount> _accounts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TestSubscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isOpen;

    /// <summary>Called with <c>what:key</c> before a grain's call does anything; throws to make it fail.</summary>
    internal Func<string, Task>? Before { get; set; }

    /// <summary>Called with <c>what:key</c> when a grain's call has done its work, before it answers.</summary>
    internal Func<string, Task>? After { get; set; }

    internal TestAccount AddAccount(string role = "SUBSCRIBER", string? id = null, string? secret = null)
    {
        var account = new TestAccount(
            this,
            id ?? $"acc_{Letters()}",
            secret ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
            role);
        _accounts[account.Login.Account] = account;
        return account;
    }

    internal TestSubscription AddSubscription(TestAccount account, string? id = null)
    {
        var subscription = new TestSubscription(this, account, id ?? $"sub_{Letters()}");
        _subscriptions[subscription.Id.Value] = subscription;
        account.Add(subscription);
        return subscription;
    }

    internal TestAccount? FindAccount(string id) => _accounts.GetValueOrDefault(id);

    internal TestSubscription? FindSubscription(string id) => _subscriptions.GetValueOrDefault(id);

    internal TestAccount FindPublisher(string provider) =>
        _accounts.Values.Single(account => account.Provider?.Value == provider);

    /// <summary>Something changed: who waits looks again.</summary>
    internal void Changed()
    {
        lock (_gate)
        {
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Waits until something is so.</summary>
    internal async Task UntilAsync(Func<bool> isSo)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
            }

            if (isSo())
            {
                return;
            }

            await changed.WaitAsync(Patience);
        }
    }

    /// <summary>Waits until the test opens the gate.</summary>
    internal Task PassAsync(string gate) => _isOpen ? Task.CompletedTask : Gate(gate).Task;

    internal void Open(string gate) => Gate(gate).TrySetResult();

    internal void OpenGates()
    {
        _isOpen = true;
        foreach (var gate in _gates.Values)
        {
            gate.TrySetResult();
        }
    }

    internal Task BeginAsync(string what, string key) => Before?.Invoke($"{what}:{key}") ?? Task.CompletedTask;

    internal async Task EndAsync(string what, string key)
    {
        Changed();
        await (After?.Invoke($"{what}:{key}") ?? Task.CompletedTask);
    }

    private TaskCompletionSource Gate(string name) => _gates.GetOrAdd(
        name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private static string Letters() => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz234567", 26);
}

/// <summary>An account as its grain has stored it.</summary>
internal sealed class TestAccount(World world, string id, string secret, string role)
{
    private readonly Lock _gate = new();
    private readonly List<TestSubscription> _subscriptions = [];
    private readonly List<SymbolReport> _symbols = [];
    private readonly List<AccountReport> _reports = [];
    private readonly List<TerminalSignal> _signals = [];
    private readonly List<TerminalMark> _marks = [];

    internal TerminalLogin Login { get; } = new(id, secret, role);

    internal ProviderId? Provider { get; init; } =
        role == "PROVIDER" ? ProviderId.From($"prov_{id["acc_".Length..]}") : null;

    internal bool HasProvider { get; set; } = true;

    internal string? Session { get; private set; }

    internal IBridgeSession? Terminal { get; private set; }

    internal BridgeHello? Hello { get; private set; }

    internal IReadOnlyList<SymbolReport> Symbols => Copy(_symbols);

    internal IReadOnlyList<AccountReport> Reports => Copy(_reports);

    internal IReadOnlyList<TerminalSignal> Signals => Copy(_signals);

    internal IReadOnlyList<TerminalMark> Marks => Copy(_marks);

    internal IReadOnlyList<SubscriptionId> Subscriptions => [.. Copy(_subscriptions).Select(one => one.Id)];

    internal void Add(TestSubscription subscription) => Change(() => _subscriptions.Add(subscription));

    internal void Remove(TestSubscription subscription) => Change(() => _subscriptions.Remove(subscription));

    internal void Open(BridgeHello hello, IBridgeSession terminal) => Change(() =>
    {
        Hello = hello;
        Session = hello.Session;
        Terminal = terminal;
    });

    internal void Close(string session) => Change(() =>
    {
        if (Session == session)
        {
            Session = null;
            Terminal = null;
        }
    });

    internal void Tell(AccountReport report) => Change(() => _reports.Add(report));

    internal void Tell(IEnumerable<SymbolReport> symbols) => Change(() => _symbols.AddRange(symbols));

    internal PublishAnswer Publish(TerminalSignal signal)
    {
        var answer = new PublishAnswer(PublishStatus.Ok, string.Empty);
        Change(() =>
        {
            if (signal.Number > _signals.Count + 1)
            {
                answer = new PublishAnswer(PublishStatus.Gap, string.Empty);
            }
            else if (signal.Symbol == "BUSY")
            {
                answer = new PublishAnswer(PublishStatus.Gap, ErrorCodes.Overloaded);
            }
            else if (signal.Number == _signals.Count + 1)
            {
                _signals.Add(signal);
                answer = signal.Symbol == "NOTHING" ? new PublishAnswer(PublishStatus.Refused, "no_symbol") : answer;
            }
        });
        return answer;
    }

    internal bool Mark(TerminalMark mark)
    {
        Change(() => _marks.Add(mark));
        return true;
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
        }

        world.Changed();
    }

    private IReadOnlyList<T> Copy<T>(List<T> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }
}

/// <summary>A subscription as its grain has stored it: orders, and reports by their numbers.</summary>
internal sealed class TestSubscription(World world, TestAccount account, string id)
{
    private readonly Lock _gate = new();
    private readonly List<SignedOrder> _orders = [];
    private readonly SortedSet<long> _results = [];
    private readonly SortedDictionary<long, OrderReport> _reports = [];
    private readonly List<OrderRejection> _rejections = [];
    private readonly List<long> _resumes = [];
    private long _behind;

    internal SubscriptionId Id { get; } = SubscriptionId.From(id);

    internal TestAccount Account { get; } = account;

    internal TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    internal bool HasEnded { get; set; }

    /// <summary>The last sequence.</summary>
    internal long Count
    {
        get
        {
            lock (_gate)
            {
                return _behind + _orders.Count;
            }
        }
    }

    internal IReadOnlyList<OrderReport> Reports => Copy(_reports.Values);

    internal IReadOnlyList<OrderRejection> Rejections => Copy(_rejections);

    /// <summary>Behind which sequences it was asked for orders.</summary>
    internal IReadOnlyList<long> Resumes => Copy(_resumes);

    /// <summary>Stores the next order and delivers it, if the terminal is there.</summary>
    internal async Task<SignedOrder> OrderAsync(long time = 1_735_689_660_000)
    {
        var order = Store(time);
        if (Account.Terminal is { } terminal)
        {
            await terminal.DeliverAsync(order);
        }

        return order;
    }

    /// <summary>Stores the next order and delivers nothing.</summary>
    internal SignedOrder Store(long time = 1_735_689_660_000)
    {
        lock (_gate)
        {
            var sequence = _behind + _orders.Count + 1;
            var payload = $"{Id}|{sequence}|{time}|EURUSD|BUY|0.10|1.08345|1.07900|1.09120";
            var order = new SignedOrder
            {
                Subscription = Id,
                Sequence = sequence,
                Payload = payload,
                Signature = TerminalMac.Of(Account.Login.Secret, payload),
            };
            _orders.Add(order);
            return order;
        }
    }

    internal SubscriptionFeed Resume(long last)
    {
        lock (_gate)
        {
            _resumes.Add(last);

            // Only a terminal can be ahead, of a store that was restored: it is believed.
            _behind = Math.Max(_behind, last - _orders.Count);
            var open = _orders.Where(order => !_results.Contains(order.Sequence)).ToList();
            return new SubscriptionFeed
            {
                Subscription = Id,
                Base = open.Count > 0 ? open[0].Sequence - 1 : _behind + _orders.Count,
                Window = Window,
                DeviationPoints = 10,
                SpreadPointsMax = 0,
                Orders = open,
            };
        }
    }

    internal void Report(OrderReport report)
    {
        lock (_gate)
        {
            _reports[report.Number] = report;
            _results.Add(report.Sequence);
        }

        world.Changed();
    }

    internal void Reject(OrderRejection rejection)
    {
        lock (_gate)
        {
            _rejections.Add(rejection);
        }

        world.Changed();
    }

    private List<T> Copy<T>(IEnumerable<T> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }
}
