using OrleansTrading.Bridge;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Copy;
using OrleansTrading.Mql5.Tests.Native;

namespace OrleansTrading.Mql5.Tests.RealBridge;

/// <summary>One who copies: a station and its subscription.</summary>
internal sealed record Copier(Station Station, SubscriptionId Subscription)
{
    public BrokerBook Book => Station.Book;
}

/// <summary>
/// A provider's terminal, the platform, and terminals that copy: the programs of mql5/ at both ends of the real bridge
/// and the real grains.
/// </summary>
internal sealed class CopyStage : IAsyncDisposable
{
    private const string Quote = "quote EURUSD 1.08337 1.08345";

    private readonly List<Station> _stations = [];
    private readonly UserId _alice = UserId.Derive(new AccountId("solana:local:alice"));
    private readonly UserId _bob = UserId.Derive(new AccountId("solana:local:bob"));
    private readonly ProviderId _provider;
    private int _names;

    private CopyStage(Platform platform)
    {
        Platform = platform;
        Proxy = new LineProxy(() => Platform.Endpoint);
        _provider = ProviderId.Derive(_bob, "signals");
    }

    public Platform Platform { get; }

    /// <summary>Gets what stands between the bridge and those who copy.</summary>
    public LineProxy Proxy { get; }

    public Station Provider { get; private set; } = null!;

    private IProviderGrain ProviderGrain => Platform.Grains.GetGrain<IProviderGrain>(_provider.Value);

    /// <summary>A provider whose terminal runs and has begun to publish.</summary>
    /// <param name="script">What its terminal begins with.</param>
    public static async Task<CopyStage> OpenAsync(params string[] script) => await OpenAsync(null, script);

    /// <inheritdoc cref="OpenAsync(string[])"/>
    public static Task<CopyStage> OpenAsync(Action<BridgeOptions>? bridge, params string[] script) =>
        OpenAsync(bridge, null, script);

    /// <inheritdoc cref="OpenAsync(string[])"/>
    public static async Task<CopyStage> OpenAsync(
        Action<BridgeOptions>? bridge, Action<CopyOptions>? copy, params string[] script)
    {
        var stage = new CopyStage(await Platform.StartAsync(bridge, copy));
        stage.Proxy.CarriesBytes = stage.Platform.HasTls;
        stage.Provider = await stage.RegisterAsync(stage._bob, TradingRole.Provider, "Provider");
        stage.Provider.Script = script;
        var created = await stage.ProviderGrain.CreateAsync(
            new CreateProvider { User = stage._bob, Name = "Bob", Account = stage.Provider.Account });
        Assert.Null(created.Refusal);
        await stage.Provider.StartAsync();
        await stage.ConnectedAsync(stage.Provider, null);
        return stage;
    }

    public Task<Copier> AddAsync(params string[] script) => AddAsync(1_000_000, script);

    /// <summary>An account that copies, with its terminal running.</summary>
    /// <param name="multiplierMillionths">Of the provider's volumes.</param>
    /// <param name="script">What its terminal begins with, the first time.</param>
    public async Task<Copier> AddAsync(long multiplierMillionths, params string[] script)
    {
        var copier = await SubscribeAsync(multiplierMillionths);
        await copier.Station.StartAsync(script);
        // With its symbol's rules, for which an order would wait while the next is given already.
        await ConnectedAsync(copier.Station, "EURUSD");
        return copier;
    }

    /// <summary>An account that copies, whose terminal was never started.</summary>
    public async Task<Copier> SubscribeAsync(long multiplierMillionths = 1_000_000)
    {
        var station = await RegisterAsync(_alice, TradingRole.Subscriber, "Subscriber");
        station.Script = [Quote];
        var id = SubscriptionId.Derive(_alice, $"subscription-{++_names}");
        var created = await SubscriptionGrain(id).CreateAsync(new CreateSubscription
        {
            User = _alice,
            Account = station.Account,
            Provider = _provider,
            Settings = new SubscriptionSettings
            {
                MultiplierMillionths = multiplierMillionths,
                OpeningWindow = TimeSpan.FromHours(1),
            },
        });
        Assert.Null(created.Refusal);
        return new Copier(station, id);
    }

    /// <summary>The subscription opens nothing any more, and is not told of signals.</summary>
    public async Task LeaveAsync(Copier copier)
    {
        var left = await SubscriptionGrain(copier.Subscription).CommandAsync(SubscriptionCommand.EndNow);
        Assert.Null(left.Refusal);
    }

    /// <summary>Waits until the platform has this many signals of the provider's terminal.</summary>
    public Task PublishedAsync(long number) => UntilAsync(
        [Provider],
        async () => await ProviderGrain.GetAsync() is { LastNumber: var last } && last == number
            ? null
            : $"the provider's signal {number}");

    /// <summary>Waits until the provider's trust has one sample of a feature, and this is it.</summary>
    public Task TrustedAsync(TrustFeature feature, int value) => UntilAsync(
        [Provider],
        async () =>
        {
            var view = await Platform.Grains.GetGrain<ITrustGrain>(_bob.Value).GetAsync();
            return view.Reasons.Any(reason => reason.Feature == feature && (reason.Samples, reason.Value) == (1, value))
                ? null
                : $"{feature} of {value} in {string.Join(';', view.Reasons)}";
        });

    /// <summary>What the provider has open, as the platform knows it.</summary>
    public async Task<IReadOnlyList<ProviderTicket>> OpenTicketsAsync() => (await ProviderGrain.GetAsync())!.Open;

    public Task<SubscriptionView?> ViewAsync(Copier copier) => SubscriptionGrain(copier.Subscription).GetAsync();

    /// <summary>
    /// Waits until all that was published is done, the account has just this, and each order was executed once.
    /// </summary>
    /// <param name="copier">Who copies.</param>
    /// <param name="expected">Positions and pending orders, in any order: type, volume, stop loss, take profit.</param>
    public Task CopiedAsync(Copier copier, params string[] expected) =>
        CopiedAsync(copier, expected.Length, expected);

    /// <inheritdoc cref="CopiedAsync(Copier, string[])"/>
    /// <param name="copier">Who copies.</param>
    /// <param name="copies">How many tickets these are: on a netting account several are one position.</param>
    /// <param name="expected">Positions and pending orders, in any order: type, volume, stop loss, take profit.</param>
    public async Task CopiedAsync(Copier copier, int copies, params string[] expected)
    {
        await UntilAsync([Provider, copier.Station], () => ComplaintAsync(copier, copies, expected));
        await AssertOnceAsync(copier);
    }

    /// <summary>Waits until all that was published is done, or the terminal has ended.</summary>
    public Task CopiedOrEndedAsync(Copier copier, params string[] expected) => UntilAsync(
        [Provider, copier.Station],
        async () => copier.Station.Runs ? await ComplaintAsync(copier, expected.Length, expected) : null);

    /// <summary>Waits for anything while the terminals' time passes.</summary>
    public Task UntilAsync(Func<bool> holds, string what, params Station[] stations) =>
        UntilAsync(stations, () => Task.FromResult(holds() ? null : what));

    public async Task<bool> IsConnectedAsync(Station station) =>
        await AccountGrain(station.Account).GetFactsAsync(null) is { IsConnected: true, Report: not null };

    public async ValueTask DisposeAsync()
    {
        foreach (var station in _stations)
        {
            await station.DisposeAsync();
        }

        await Proxy.DisposeAsync();
        await Platform.DisposeAsync();
    }

    private Task ConnectedAsync(Station station, string? symbol) => UntilAsync(
        [station],
        async () => await IsConnectedAsync(station)
            && (symbol is null || await AccountGrain(station.Account).GetFactsAsync(symbol) is { Symbol: not null })
            ? null
            : $"the terminal of {station.Account}");

    private ISubscriptionGrain SubscriptionGrain(SubscriptionId id) =>
        Platform.Grains.GetGrain<ISubscriptionGrain>(id.Value);

    private ITradingAccountGrain AccountGrain(TradingAccountId id) =>
        Platform.Grains.GetGrain<ITradingAccountGrain>(id.Value);

    private async Task<Station> RegisterAsync(UserId user, TradingRole role, string program)
    {
        var id = TradingAccountId.Derive(user, $"account-{++_names}");
        var registered = await AccountGrain(id).RegisterAsync(new RegisterTradingAccount
        {
            User = user,
            Role = role,
            Login = 5_001_234,
            TradeServer = "Demo-Server",
        });
        Assert.Null(registered.Refusal);
        var station = new Station(
            program,
            registered.Value!,
            () => role == TradingRole.Provider ? Platform.Endpoint : Proxy.Endpoint);
        _stations.Add(station);
        return station;
    }

    private async Task<string?> ComplaintAsync(Copier copier, int copies, string[] expected)
    {
        var published = (await ProviderGrain.GetAsync())!.LastNumber;
        var view = (await ViewAsync(copier))!;
        if (view.SignalNumber != published || view.OrdersWaiting > 0 || view.Copies.Count != copies)
        {
            return $"signal {view.SignalNumber} of {published}, {view.OrdersWaiting} orders wait, copies: "
                + string.Join("; ", view.Copies);
        }

        var book = copier.Book;
        var has = book.Positions.Concat(book.Pending).Select(entry => entry.ToString()).ToList();
        return has.Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal))
            ? null
            : $"the broker has {string.Join("; ", has)}";
    }

    /// <summary>No sequence has two orders at the broker, and all orders are the subscription's.</summary>
    private async Task AssertOnceAsync(Copier copier)
    {
        var sequence = (await ViewAsync(copier))!.Sequence;
        var sent = copier.Book.Orders.Where(magic => magic != 0).ToList();
        var first = Bridge.Macs.Magic(copier.Subscription.Value, 0);
        Assert.Equal(sent.Distinct(), sent);
        Assert.All(sent, magic => Assert.InRange(magic - first, 1, sequence));
    }

    private Task UntilAsync(Station[] stations, Func<Task<string?>> complaint) => Eventually.HoldsAsync(
        async () =>
        {
            foreach (var station in stations.Where(station => station.Runs))
            {
                await station.Terminal.TrySayAsync("advance 20");
            }

            return await complaint();
        },
        () => string.Join('\n', [
            .. _stations.Where(station => station.Runs).SelectMany(station => station.Terminal.Logs.TakeLast(20)),
            Platform.Log.ToString(),
        ]));
}
