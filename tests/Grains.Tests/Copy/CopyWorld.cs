using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Grains.Copy;
using OrleansTrading.Grains.Copy.Fees;
using OrleansTrading.Grains.Tests.Wallets;
using OrleansTrading.Grains.Tests.Worlds;

namespace OrleansTrading.Grains.Tests.Copy;

/// <summary>A provider, and accounts that copy it, in a world without networks.</summary>
internal sealed class CopyWorld : IAsyncDisposable
{
    /// <summary>Of an asset with six decimals.</summary>
    internal const long UnitsPerCent = 10_000;

    private readonly WalletWorld _world;
    private readonly List<ScriptedTerminal> _terminals = [];
    private int _keys;

    private CopyWorld(WalletWorld world) => _world = world;

    internal static UserId Bob => WalletWorld.Bob;

    internal static UserId Alice => WalletWorld.Alice;

    internal WalletWorld Wallets => _world;

    internal JumpingTime Time => _world.Time;

    internal WriteFaults Writes => _world.Writes;

    internal LogTail Log => _world.Log;

    internal ITestPlatform Platform => _world.Platform;

    internal IGrainFactory Grains => _world.Platform.Grains;

    internal ProviderId ProviderKey { get; } = ProviderId.Derive(Bob, "signals");

    internal IProviderGrain Provider => Grains.GetGrain<IProviderGrain>(ProviderKey.Value);

    /// <summary>A platform with Bob as a provider.</summary>
    internal static async Task<CopyWorld> StartAsync(Action<CopyOptions>? copy = null)
    {
        var world = new CopyWorld(await WalletWorld.StartAsync(services: services =>
        {
            services.AddSingleton<ISecretBox, PlainBox>();
            services.Configure<CopyOptions>(options =>
            {
                (options.AnswerWait, options.HoldWait, options.RulesPeriod) = (Brief, Brief, Brief);
                (options.EquityPeriod, options.RetryPeriod, options.SweepPeriod) = (Brief, Brief, Brief);
                options.FeePlatformShareBasisPoints = 2_000;
                options.FeeCurrencies =
                [
                    new FeeCurrencyOptions { Currency = "USD", Asset = "solana/USD", UnitsPerCent = UnitsPerCent },
                ];
                copy?.Invoke(options);
            });
        }));
        await world.StartSweepersAsync();
        Assert.Null((await world.Provider.CreateAsync(new CreateProvider { User = Bob, Name = "Bob" })).Refusal);
        return world;
    }

    private static TimeSpan Brief => TimeSpan.FromMilliseconds(100);

    public async ValueTask DisposeAsync()
    {
        foreach (var terminal in _terminals)
        {
            await terminal.DisposeAsync();
        }

        await _world.DisposeAsync();
    }

    internal ISubscriptionGrain Subscription(SubscriptionId id) => Grains.GetGrain<ISubscriptionGrain>(id.Value);

    internal IPositionGrain Position(SubscriptionId id, long ticket) =>
        Grains.GetGrain<IPositionGrain>(PositionId.Derive(id, ticket).Value);

    /// <summary>Kills the platform and starts it again; terminals have to connect again.</summary>
    internal async Task RestartAsync()
    {
        await _world.RestartAsync();
        await StartSweepersAsync();
    }

    internal async Task<ScriptedTerminal> RegisterAsync(UserId user, TradingRole role = TradingRole.Subscriber)
    {
        var id = TradingAccountId.Derive(user, $"account-{++_keys}");
        var registered = await Grains.GetGrain<ITradingAccountGrain>(id.Value).RegisterAsync(new RegisterTradingAccount
        {
            User = user,
            Role = role,
            Login = Copied.Account.Login,
            TradeServer = Copied.Account.TradeServer,
        });
        Assert.Null(registered.Refusal);
        var terminal = new ScriptedTerminal(this, registered.Value!);
        _terminals.Add(terminal);
        return terminal;
    }

    internal async Task<(ScriptedTerminal Terminal, SubscriptionId Id)> SubscribeAsync(
        SubscriptionSettings? settings = null, bool connects = true, CopyFee? fee = null)
    {
        var terminal = await RegisterAsync(Alice);
        if (connects)
        {
            await terminal.ConnectAsync();
        }

        return (terminal, await SubscribeAsync(terminal, settings, fee));
    }

    internal async Task<SubscriptionId> SubscribeAsync(
        ScriptedTerminal terminal, SubscriptionSettings? settings = null, CopyFee? fee = null)
    {
        var id = NewSubscription();
        var created = await Subscription(id).CreateAsync(Copying(terminal, settings, fee));
        Assert.Null(created.Refusal);
        return id;
    }

    internal SubscriptionId NewSubscription() => SubscriptionId.Derive(Alice, $"subscription-{++_keys}");

    internal CreateSubscription Copying(
        ScriptedTerminal terminal, SubscriptionSettings? settings = null, CopyFee? fee = null) => new()
    {
        User = Alice,
        Account = terminal.Id,
        Provider = ProviderKey,
        Settings = settings ?? new SubscriptionSettings(),
        Fee = fee,
    };

    internal PublishSignal Open(long ticket, long lots = 100, OrderKind kind = OrderKind.Buy) => new()
    {
        Key = $"key-{++_keys}",
        Action = SignalAction.Open,
        Ticket = ticket,
        Symbol = "EURUSD",
        Kind = kind,
        Volume = new Lots(lots),
        Price = new SymbolPrice(108_345, 5),
    };

    internal PublishSignal Do(SignalAction action, long ticket) =>
        new() { Key = $"key-{++_keys}", Action = action, Ticket = ticket };

    internal async Task<CopySignal> PublishAsync(PublishSignal command)
    {
        var published = await UntilDoneAsync(() => Provider.PublishAsync(command));
        Assert.Null(published.Refusal);
        return published.Value!;
    }

    /// <summary>The subscription once it has seen all signals and a condition holds.</summary>
    internal Task<SubscriptionView> UntilAsync(
        SubscriptionId id, Func<SubscriptionView, bool> holds, string what) => Eventually.GetAsync(
            async () => await UntilDoneAsync(() => Subscription(id).GetAsync()),
            view => view is not null && holds(view),
            what,
            Log.ToString)!;

    internal Task<PositionView> UntilAsync(
        SubscriptionId id, long ticket, Func<PositionView, bool> holds, string what) => Eventually.GetAsync(
            async () => await UntilDoneAsync(() => Position(id, ticket).GetAsync()),
            view => view is not null && holds(view),
            what,
            Log.ToString)!;

    internal Task<PositionView> UntilAsync(SubscriptionId id, long ticket, PositionStatus status) =>
        UntilAsync(id, ticket, view => view.Status == status, $"ticket {ticket} is {status}");

    /// <summary>Asks until there is an answer.</summary>
    internal Task<T> UntilDoneAsync<T>(Func<Task<T>> call) => WalletWorld.RepeatAsync(call);

    /// <inheritdoc cref="UntilDoneAsync{T}"/>
    internal Task UntilDoneAsync(Func<Task> call) => WalletWorld.RepeatAsync(async () =>
    {
        await call();
        return true;
    });

    private async Task StartSweepersAsync()
    {
        await Grains.GetGrain<IProviderSweeperGrain>("0").StartAsync();
        await Grains.GetGrain<ISubscriberShardSweeperGrain>("0").StartAsync();
        await Grains.GetGrain<ISubscriptionSweeperGrain>("0").StartAsync();
    }

    /// <summary>Seals nothing, and knows whose it is.</summary>
    private sealed class PlainBox : ISecretBox
    {
        public string Seal(string secret, string context) =>
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{context}:{secret}"));

        public string Open(string sealedText, string context)
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(sealedText));
            Assert.StartsWith($"{context}:", text, StringComparison.Ordinal);
            return text[(context.Length + 1)..];
        }
    }
}
