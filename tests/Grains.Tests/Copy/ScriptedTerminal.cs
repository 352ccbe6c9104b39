using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;

namespace OrleansTrading.Grains.Tests.Copy;

/// <summary>An order as a terminal reads it.</summary>
internal sealed record ReceivedOrder(SignedOrder Signed)
{
    private string[] Fields { get; } = Signed.Payload.Split('|');

    internal long Sequence => long.Parse(Fields[1], null);

    internal string Symbol => Fields[3];

    internal string Type => Fields[4];

    internal Lots Volume => Lots.TryParse(Fields[5], out var lots) ? lots : throw new FormatException(Fields[5]);

    internal string Price => Fields[6];

    internal string StopLoss => Fields[7];

    internal string TakeProfit => Fields[8];
}

/// <summary>What a terminal's broker says to an order.</summary>
internal sealed record BrokerAnswer(ReportKind Kind, int Retcode = 10009, string Reason = "")
{
    internal SymbolPrice Price { get; init; } = new(108_347, 5);

    internal Lots? Volume { get; init; }

    internal long ProfitCents { get; init; }

    internal static BrokerAnswer Filled { get; } = new(ReportKind.Filled);

    internal static BrokerAnswer Placed { get; } = new(ReportKind.Placed, 10008);

    internal static BrokerAnswer Done { get; } = new(ReportKind.Done);

    internal static BrokerAnswer Rejected(int retcode) => new(ReportKind.Rejected, retcode);
}

/// <summary>
/// A terminal without the wire: it checks signatures and sequences as the protocol has it, executes each order once
/// with a broker that a test scripts, and reports. Its journal survives when it disconnects.
/// </summary>
internal sealed class ScriptedTerminal : IBridgeSession, IAsyncDisposable
{
    private readonly CopyWorld _world;
    private readonly TradingAccountSecret _account;
    private readonly Channel<object> _inbox = Channel.CreateUnbounded<object>();
    private readonly Dictionary<SubscriptionId, long> _last = [];
    private readonly List<OrderReport> _reports = [];
    private readonly Task _pump;
    private TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IBridgeSession? _reference;
    private long _tickets = 70_000;
    private int _wordsToLose;

    internal ScriptedTerminal(CopyWorld world, TradingAccountSecret account)
    {
        (_world, _account) = (world, account);
        _pump = PumpAsync();
    }

    internal TradingAccountId Id => _account.Account.Id;

    internal string Session { get; private set; } = "";

    internal AccountReport Report { get; set; } = Copied.Account;

    internal List<SymbolReport> Symbols { get; } = [Copied.Rules("EURUSD")];

    /// <summary>What the broker says to each order; by default it does what it is told.</summary>
    internal Func<ReceivedOrder, BrokerAnswer?> Broker { get; set; } = Obey;

    /// <summary>What the broker says when the terminal looks an order up.</summary>
    internal Func<long, BrokerAnswer?> LookUp { get; set; } = static _ => null;

    internal List<ReceivedOrder> Orders { get; } = [];

    internal List<string> Ends { get; } = [];

    internal List<string> Watched { get; } = [];

    /// <summary>How often the word that a subscription is new, or was changed, is lost on its way here.</summary>
    internal int WordsToLose
    {
        set => Volatile.Write(ref _wordsToLose, value);
    }

    /// <summary>By which the bridge of this terminal calls grains, and is called; by default the world's.</summary>
    internal IGrainFactory? Bridge { get; set; }

    internal ITradingAccountGrain Account => Grains.GetGrain<ITradingAccountGrain>(Id.Value);

    private IGrainFactory Grains => Bridge ?? _world.Grains;

    public async ValueTask DisposeAsync()
    {
        _inbox.Writer.Complete();
        Cut();
        await _pump;
    }

    /// <summary>The platform has died: nobody waits for its answers any more.</summary>
    internal void Cut() => Interlocked.Exchange(
        ref _cut, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    public Task DeliverAsync(SignedOrder order) => Put(order);

    public Task AskAsync(SubscriptionId subscription, long sequence) => Put((subscription, sequence));

    public Task RefreshAsync(SubscriptionId subscription) =>
        Interlocked.Decrement(ref _wordsToLose) >= 0 ? Task.CompletedTask : Put(subscription);

    public Task WatchAsync(string symbol)
    {
        lock (Watched)
        {
            Watched.Add(symbol);
        }

        return Task.CompletedTask;
    }

    public Task EndAsync(string code)
    {
        lock (Ends)
        {
            Ends.Add(code);
        }

        return Task.CompletedTask;
    }

    internal async Task<BridgeGrant?> TryConnectAsync(string? secret = null, TradingRole role = TradingRole.Subscriber)
    {
        Session = Guid.NewGuid().ToString("N");
        _reference = Grains.CreateObjectReference<IBridgeSession>(this);
        var text = $"HELLO|{Session}";
        return await Account.OpenSessionAsync(
            new BridgeHello
            {
                Session = Session,
                Role = role,
                Text = text,
                Proof = Hmac(secret ?? _account.Secret!.Text, text),
                Remote = "127.0.0.1",
                ClientTime = _world.Time.GetUtcNow(),
            },
            _reference);
    }

    internal async Task ConnectAsync()
    {
        while (_inbox.Reader.TryRead(out _))
        {
            // What an earlier connection brought and nobody has read is gone with it.
        }

        Assert.NotNull(await TryConnectAsync());
        await TellAsync();
        await ResumeAsync();
    }

    /// <summary>Tells account and symbols.</summary>
    internal async Task TellAsync()
    {
        Assert.Null(await Account.ReportAsync(Session, Report));
        Assert.Null(await Account.ReportSymbolsAsync(Session, Symbols));
    }

    internal Task DisconnectAsync() => Account.CloseSessionAsync(Session);

    /// <summary>Something happened without an order.</summary>
    internal Task HappenAsync(SubscriptionId subscription, long opened, ReportKind kind, BrokerAnswer answer) =>
        SendAsync(Make(subscription, opened, answer with { Kind = kind }, answer.Volume ?? default));

    /// <summary>It took orders up to a sequence that the platform knows nothing of: that is older.</summary>
    internal void Take(SubscriptionId subscription, long last) => _last[subscription] = last;

    /// <summary>Says all that it ever said again.</summary>
    internal async Task RepeatReportsAsync()
    {
        foreach (var report in _reports.ToList())
        {
            Assert.True(await _world.Subscription(report.Subscription).ReportAsync(Id, report));
        }
    }

    private static BrokerAnswer Obey(ReceivedOrder order) => order.Type switch
    {
        "BUY" or "SELL" => BrokerAnswer.Filled,
        var type when type.StartsWith("CLOSE", StringComparison.Ordinal) => BrokerAnswer.Filled,
        var type when type.Contains('#', StringComparison.Ordinal) => BrokerAnswer.Done,
        _ => BrokerAnswer.Placed,
    };

    private static string Hmac(string key, string text) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.ASCII.GetBytes(key), Encoding.UTF8.GetBytes(text)));

    private Task Put(object item)
    {
        _inbox.Writer.TryWrite(item);
        return Task.CompletedTask;
    }

    private async Task PumpAsync()
    {
        await foreach (var item in _inbox.Reader.ReadAllAsync())
        {
            var cut = Volatile.Read(ref _cut).Task;
            var taking = _world.UntilDoneAsync(() => cut.IsCompleted
                ? throw new InvalidOperationException("The connection is gone.")
                : item switch
                {
                    SignedOrder order => TakeAsync(order),
                    (SubscriptionId subscription, long sequence) => LookAsync(subscription, sequence),
                    _ => ResumeAsync((SubscriptionId)item),
                });
            try
            {
                await await Task.WhenAny(taking, cut);
            }
            catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
            {
                // The connection dies with the platform, or because it stores nothing; what is missing comes when it
                // resumes.
            }
        }
    }

    private async Task ResumeAsync()
    {
        foreach (var subscription in await Account.GetSubscriptionsAsync(Session) ?? [])
        {
            await Put(subscription);
        }
    }

    private async Task ResumeAsync(SubscriptionId subscription)
    {
        var feed = await _world.Subscription(subscription).ResumeAsync(Id, _last.GetValueOrDefault(subscription));
        if (feed is null)
        {
            return;
        }

        _last[subscription] = Math.Max(feed.Base, _last.GetValueOrDefault(subscription));
        foreach (var order in feed.Orders)
        {
            await TakeAsync(order);
        }
    }

    private async Task TakeAsync(SignedOrder signed)
    {
        Assert.Equal(Hmac(_account.Secret!.Text, signed.Payload), signed.Signature);
        Assert.StartsWith($"{signed.Subscription}|{signed.Sequence}|", signed.Payload, StringComparison.Ordinal);
        var last = _last.GetValueOrDefault(signed.Subscription);
        if (signed.Sequence <= last)
        {
            foreach (var known in _reports.Where(r => r.Subscription == signed.Subscription
                && r.Sequence == signed.Sequence && r.Kind < ReportKind.Opened).ToList())
            {
                await _world.Subscription(signed.Subscription).ReportAsync(Id, known);
            }

            return;
        }

        if (signed.Sequence > last + 1)
        {
            await ResumeAsync(signed.Subscription);
            return;
        }

        _last[signed.Subscription] = signed.Sequence;
        var order = new ReceivedOrder(signed);
        lock (Orders)
        {
            Orders.Add(order);
        }

        if (Broker(order) is { } answer)
        {
            await SendAsync(Make(signed.Subscription, signed.Sequence, answer, answer.Volume ?? order.Volume));
        }
    }

    private async Task LookAsync(SubscriptionId subscription, long sequence)
    {
        if (LookUp(sequence) is { } answer)
        {
            var order = Orders.Last(order => order.Sequence == sequence);
            await SendAsync(Make(subscription, sequence, answer, answer.Volume ?? order.Volume));
        }
    }

    private async Task SendAsync(OrderReport report)
    {
        _reports.Add(report);
        Assert.True(await _world.Subscription(report.Subscription).ReportAsync(Id, report));
    }

    private OrderReport Make(SubscriptionId subscription, long sequence, BrokerAnswer answer, Lots volume) => new()
    {
        Number = _reports.Count + 1,
        Subscription = subscription,
        Sequence = sequence,
        Kind = answer.Kind,
        Retcode = answer.Retcode,
        Reason = answer.Reason,
        Order = ++_tickets,
        Deal = answer.Kind is ReportKind.Filled or ReportKind.Partial or ReportKind.Opened or ReportKind.Closed
            or ReportKind.Reduced ? ++_tickets : 0,
        Volume = volume,
        Price = answer.Price,
        ProfitCents = answer.ProfitCents,
        CommissionCents = 0,
        SwapCents = 0,
        At = _world.Time.GetUtcNow(),
    };
}
