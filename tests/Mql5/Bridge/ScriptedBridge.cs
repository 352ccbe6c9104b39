using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OrleansTrading.Mql5.Tests.Bridge;

/// <summary>A report as the bridge stored it.</summary>
internal sealed record StoredReport(long Number, string Subscription, long Sequence, string Kind, string[] Fields);

/// <summary>
/// The bridge's side of docs/bridge-protocol.md for one account and one subscription, in memory: keeps each order until
/// it has a result, confirms reports, takes what a provider publishes. For what only the lines themselves show; all
/// else is tested with the real bridge.
/// </summary>
internal sealed class ScriptedBridge : IAsyncDisposable
{
    public const string Account = "acc_abcdefghijklmnopqrstuvwxyz";
    public const string Secret = "7d9f1dc164ca0e47f73008a6ff358c4ba6f1db473fa693d7b797a1355517c915";
    public const string Subscription = "sub_aaaaaaaaaaaaaaaaaaaaaaaaaa";

    private const long WindowMs = 600_000;
    private const int HeartbeatMs = 15_000;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly string[] s_results =
        ["FILLED", "PARTIAL", "PLACED", "DONE", "REJECTED", "DROPPED", "NONE"];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _gate = new();
    private readonly List<string> _orders = [];
    private readonly Dictionary<long, StoredReport> _reports = [];
    private readonly List<string[]> _lines = [];
    private readonly List<string[]> _published = [];
    private readonly Task _accepting;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ScriptedSession? _session;
    private int _sessions;
    private int _entered;

    public ScriptedBridge()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Gets how many connections came.</summary>
    public int Sessions => Read(() => _sessions);

    /// <summary>Gets how many of them shook hands. With the last of them <see cref="IsLive"/> begins anew.</summary>
    public int Entered => Read(() => _entered);

    public IReadOnlyList<string[]> Lines => Read(() => _lines.ToArray());

    public IReadOnlyList<string[]> Published => Read(() => _published.ToArray());

    public IReadOnlyList<StoredReport> Reports =>
        Read(() => _reports.Values.OrderBy(report => report.Number).ToArray());

    public StoredReport? Result(long sequence) => Reports.LastOrDefault(
        report => report.Sequence == sequence && s_results.Contains(report.Kind, StringComparer.Ordinal));

    /// <summary>A new order, which is delivered now or when the terminal comes; its sequence.</summary>
    public async Task<long> SignalAsync(string rest)
    {
        ScriptedSession? session;
        long sequence;
        lock (_gate)
        {
            sequence = _orders.Count + 1;
            var time = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            var payload = string.Create(CultureInfo.InvariantCulture, $"{Subscription}|{sequence}|{time}|{rest}");
            _orders.Add($"SIG|{payload}|{Macs.Of(Secret, payload)}");
            session = IsLive ? _session : null;
        }

        if (session is not null)
        {
            await DeliverAsync(session, (int)sequence);
        }

        return sequence;
    }

    public bool IsLive { get; private set; }

    public Task SayAsync(string text) => _session!.SayAsync(text);

    /// <summary>Waits for the bridge to be so; each line that comes is looked at.</summary>
    public async Task UntilAsync(Func<bool> holds, string what)
    {
        using var patience = new CancellationTokenSource(s_patience);
        for (; ; )
        {
            Task changed;
            lock (_gate)
            {
                changed = _changed.Task;
            }

            if (holds())
            {
                return;
            }

            try
            {
                await changed.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                var said = string.Join('\n', Lines.TakeLast(20).Select(line => string.Join('|', line)));
                Assert.Fail($"Never came: {what}. The last lines:\n{said}");
            }
        }
    }

    public Task UntilResultsAsync(int count) => UntilAsync(
        () => Enumerable.Range(1, count).All(sequence => Result(sequence) is not null), $"{count} results");

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        lock (_gate)
        {
            _session?.Close();
        }

        await _accepting;
        _listener.Dispose();
    }

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            change();
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            for (; ; )
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync()));
            }
        }
        catch (Exception exception) when (exception is SocketException or InvalidOperationException)
        {
            // Stopped, in the middle of a wait or between two.
            await Task.WhenAll(serving); // what a session found wrong is thrown here
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var id = "";
        Change(() => id = string.Create(CultureInfo.InvariantCulture, $"{++_sessions:x32}"));
        using var session = new ScriptedSession(client, Secret, id);
        if (!await session.ShakeHandsAsync(Account, HeartbeatMs))
        {
            return;
        }

        ScriptedSession? older = null;
        Change(() =>
        {
            (older, _session) = (_session, session);
            _entered++;
            IsLive = false;
        });
        if (older is not null)
        {
            await older.SayAsync("BYE|REPLACED|a newer session");
            older.Close();
        }

        while (await session.ReadAsync() is { } fields)
        {
            await HearAsync(session, fields);
            Change(() => _lines.Add(fields));
        }

        Change(() =>
        {
            if (_session == session)
            {
                (_session, IsLive) = (null, false);
            }
        });
    }

    private async Task HearAsync(ScriptedSession session, string[] fields)
    {
        switch (fields[0])
        {
            case "READY":
                await BeginAsync(session);
                break;
            case "REP":
                Store(fields);
                await session.SayAsync($"FIN|{fields[1]}");
                break;
            case "ACC" when session.Role == "PROVIDER" && !IsLive:
                IsLive = true;
                await session.SayAsync(string.Create(CultureInfo.InvariantCulture, $"LAST|{Published.Count}"));
                break;
            case "PUB":
                await TakeAsync(session, fields);
                break;
            default:
                break;
        }
    }

    private async Task BeginAsync(ScriptedSession session)
    {
        var begun = Read(() => Enumerable.Range(1, _orders.Count).FirstOrDefault(n => Result(n) is null));
        var orders = Read(() => _orders.Count);
        var goesOn = begun == 0 ? orders : begun - 1;
        await session.SayAsync(
            string.Create(CultureInfo.InvariantCulture, $"SUB|{Subscription}|{goesOn}|{WindowMs}|10|0"));
        await DeliverAsync(session, goesOn + 1);
        await session.SayAsync("LIVE");
        Change(() => IsLive = true);
        await DeliverAsync(session, orders + 1); // what was signalled meanwhile
    }

    private async Task DeliverAsync(ScriptedSession session, int from)
    {
        for (var n = from; n <= Read(() => _orders.Count); n++)
        {
            var index = n - 1;
            await session.SayBareAsync(Read(() => _orders[index]));
        }
    }

    private void Store(string[] fields)
    {
        var report = new StoredReport(
            long.Parse(fields[1], CultureInfo.InvariantCulture), fields[2],
            long.Parse(fields[3], CultureInfo.InvariantCulture), fields[4], fields);
        Assert.Equal(15, fields.Length);
        lock (_gate)
        {
            // A report comes as often as it likes, and is always the same.
            if (!_reports.TryAdd(report.Number, report))
            {
                Assert.Equal(_reports[report.Number].Fields, fields);
            }
        }
    }

    private async Task TakeAsync(ScriptedSession session, string[] fields)
    {
        var number = int.Parse(fields[1], CultureInfo.InvariantCulture);
        var next = Published.Count + 1;
        if (number > next)
        {
            await session.SayAsync($"PUBACK|{fields[1]}|GAP|");
            await session.SayAsync(string.Create(CultureInfo.InvariantCulture, $"LAST|{next - 1}"));
            return;
        }

        if (number == next)
        {
            Change(() => _published.Add(fields));
        }
        else
        {
            Assert.Equal(Published[number - 1], fields);
        }

        await session.SayAsync($"PUBACK|{fields[1]}|OK|");
    }
}
