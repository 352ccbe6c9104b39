using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrleansTrading.Grains;
using OrleansTrading.Simulation.Loop;
using OrleansTrading.Simulation.Worlds;

namespace OrleansTrading.Simulation.Copying;

/// <summary>
/// A subscriber's terminal with its journal: connects, takes each sequence once, reports until it is confirmed. Its
/// connection breaks, and it dies in the middle of an order.
/// </summary>
internal sealed partial class SimulatedTerminal
{
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WelcomeTime = TimeSpan.FromSeconds(20);

    private readonly SimulatedWorld world;
    private readonly SplitMix draw;
    private readonly RegisterTradingAccount terms;
    private readonly TerminalJournal journal = new();
    private readonly HashSet<string> watched = [];
    private readonly HashSet<SubscriptionId> begun = [];
    private readonly Dictionary<SubscriptionId, TimeSpan> windows = [];
    private SimulatedLink? link;
    private SimulatedSession? session;
    private string secret = "";
    private bool isWelcome;
    private bool isOver;

    internal SimulatedTerminal(
        SimulatedWorld world, TradingAccountId account, RegisterTradingAccount terms, SplitMix draw)
    {
        (this.world, Account, this.terms, this.draw) = (world, account, terms, draw);
        Broker = new SimulatedBroker(world, draw) { Happened = Hear };
        if (draw.Chance(70))
        {
            watched.UnionWith(SimulatedFloor.Symbols);
        }
    }

    internal TradingAccountId Account { get; }

    internal SimulatedBroker Broker { get; }

    /// <summary>The highest sequence that it knows of a subscription.</summary>
    internal long LastOf(SubscriptionId subscription) => journal.LastOf(subscription);

    /// <summary>Whether it is connected, and nothing is under way.</summary>
    internal bool IsIdle => isWelcome && link is { Stands: true } && journal.Unconfirmed.Count == 0
        && journal.Open.Count == 0 && untold.Count == 0;

    internal string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Account} {(isWelcome ? "connected" : "away")}, {journal.Unconfirmed.Count} reports not confirmed,"
        + $" {journal.Open.Count} orders under way");

    /// <summary>The account has another secret from now on.</summary>
    internal void Use(string text) => secret = text;

    /// <summary>Connects again and again, and has its broker live.</summary>
    internal async Task LiveAsync()
    {
        while (!isOver)
        {
            if (isDead)
            {
                await ReviveAsync();
            }

            if (world.AnyUp(draw) is { } platform)
            {
                await ConnectAsync(platform);
            }

            Part();
            await world.Loop.Outside.DelayAsync(TimeSpan.FromMilliseconds(draw.Between(1_000, 4_000)));
        }
    }

    /// <summary>Nobody needs it any more.</summary>
    internal void End() => isOver = true;

    /// <summary>The bridge has let it in: it says what it knows, and then what is new.</summary>
    internal void Welcome(SimulatedLink from)
    {
        if (from != link)
        {
            return;
        }

        isWelcome = true;
        begun.Clear();
        var to = session!;
        link.Up(() => to.Tell(Report(), [.. watched.Order(StringComparer.Ordinal).Select(SimulatedFloor.RulesOf)]));
        foreach (var (subscription, last) in journal.Last.OrderBy(each => each.Key.Value, StringComparer.Ordinal))
        {
            link.Up(() => to.Know(subscription, last));
        }

        foreach (var report in journal.Unconfirmed)
        {
            link.Up(() => to.Report(report));
        }

        link.Up(to.Ready);
    }

    /// <summary>The bridge asks for a symbol's rules.</summary>
    internal void Watch(SimulatedLink from, string symbol)
    {
        if (from == link && session is { } to)
        {
            watched.Add(symbol);
            link.Up(() => to.Tell(Report(), [SimulatedFloor.RulesOf(symbol)]));
        }
    }

    /// <summary>The bridge ends the session.</summary>
    internal void Bye(SimulatedLink from, string code)
    {
        world.Coverage.Hit($"session ended {code}");
        from.Cut();
    }

    /// <summary>The platform has stored a report.</summary>
    internal void Confirm(long number) => journal.Confirm(number);

    private async Task ConnectAsync(SimulatedPlatform platform)
    {
        var id = Convert.ToHexStringLower(draw.Bytes(16));
        link = new SimulatedLink(world, platform.Process, draw);
        session = new SimulatedSession(world, platform, this, link, id);
        var (to, text) = (session, $"HELLO|{id}");
        link.Up(() => to.Open(new BridgeHello
        {
            Session = id,
            Role = terms.Role,
            Text = text,
            Proof = Hmac(text),
            Remote = "terminal",
            ClientTime = world.Loop.Now,
        }));
        var since = world.Loop.Elapsed;
        while (link.Stands && !isDead && !isOver && (isWelcome || world.Loop.Elapsed - since < WelcomeTime))
        {
            await world.Loop.Outside.DelayAsync(LookPeriod);
            Broker.Live();
        }
    }

    /// <summary>The other side learns of it later, if it is there.</summary>
    private void Part()
    {
        isWelcome = false;
        link?.Cut();
        link = null;
        if (session is { } ended)
        {
            session = null;
            world.Loop.Outside.After(TimeSpan.FromMilliseconds(draw.Between(0, 20_000)), ended.Close);
        }
    }

    private AccountReport Report() => new()
    {
        Login = terms.Login,
        TradeServer = terms.TradeServer,
        Currency = "USD",
        Mode = PositionMode.Hedging,
        Leverage = 100,
        BalanceCents = 1_000_000,
        EquityCents = 1_000_000 + draw.Between(-100_000, 100_000),
        FreeMarginCents = 900_000,
        CanTrade = true,
        ServerOffset = TimeSpan.FromHours(2),
    };

    private string Hmac(string text) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.ASCII.GetBytes(secret), Encoding.UTF8.GetBytes(text)));
}
