using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using OrleansTrading.Servers;
using OrleansTrading.Silo.Tests.Customers;
using OrleansTrading.Silo.Tests.Processes;
using OrleansTrading.Terminals;

namespace OrleansTrading.Silo.Tests;

/// <summary>From a provider's signal over the API to orders in terminals over TCP, through SIGKILLs.</summary>
public sealed class CopyTradingTests
{
    private const int Terminals = 6;
    private const int Tickets = 24;
    private const int KillEvery = 6;

    [Fact]
    public async Task Whatever_is_killed_each_terminal_executes_each_signal_once()
    {
        var bridge = new IPEndPoint(IPAddress.Loopback, Ports.Take());
        await using var stage = await Stage.OpenBesideNetworksAsync(
            "Api:RateLimits:Enabled=false",
            $"Bridge:Endpoint={bridge}",
            "Bridge:AddressRate=1000",
            "Copy:SweepPeriod=00:00:00.500");
        using var bob = await Customer.SignInAsync(stage);
        using var alice = await Customer.SignInAsync(stage);
        var provider = Id(await PostAsync(bob, "/v1/providers", "provider", new JsonObject { ["name"] = "Bob" }));
        using var over = new CancellationTokenSource();
        var traders = new List<Trader>();
        for (var i = 0; i < Terminals; i++)
        {
            traders.Add(await SubscribeAsync(stage, alice, provider, i));
        }

        var running = traders.Select(trader => RunAsync(trader, bridge, over.Token)).ToList();
        for (var ticket = 1; ticket <= Tickets; ticket++)
        {
            await SignalAsync(bob, provider, Open(ticket));
            if (ticket % 2 == 0)
            {
                if (ticket % KillEvery != 0)
                {
                    await Eventually.GetAsync($"everybody has opened {ticket}", () => Task.FromResult(
                        traders.TrueForAll(trader => trader.HasOpened(Lots(ticket))) ? traders : null));
                }

                await SignalAsync(bob, provider, Close(ticket));
            }

            if (ticket % KillEvery == 0)
            {
                // In the middle of telling everybody: whoever was told and whoever was not is chance.
                await stage.KillAsync();
                await stage.ServeAsync();
            }
        }

        var expected = Enumerable.Range(1, Tickets).Where(ticket => ticket % 2 != 0).Select(Lots).ToList();
        foreach (var trader in traders)
        {
            await Eventually.GetAsync($"{trader.Subscription} has what the provider has", async () =>
            {
                var view = (await alice.Api.GetAsync($"/v1/subscriptions/{trader.Subscription}", alice.Token))
                    .Expect(200);
                return view["ordersWaiting"]!.GetValue<int>() == 0 && expected.SequenceEqual(view["copies"]!.AsArray()
                    .Select(copy => copy!["volume"]!.GetValue<string>())) ? view : null;
            });
        }

        await over.CancelAsync();
        await Task.WhenAll(running);
        Assert.All(traders, trader => AssertOnce(trader.Executed));
    }

    /// <summary>
    /// Each ticket was opened once and, if it was closed, closed once, with its volume, by which it is known here.
    /// What the provider closed before a terminal could be asked to open it is not opened at all, and not closed.
    /// </summary>
    private static void AssertOnce(IEnumerable<TerminalOrder> executed)
    {
        var orders = executed.OrderBy(order => order.Sequence).ToList();
        Assert.Equal(Enumerable.Range(1, orders.Count).Select(n => (long)n), orders.Select(order => order.Sequence));
        var opened = VolumesOf(orders, order => order.Type == "BUY");
        var tickets = Enumerable.Range(1, Tickets).Where(
            ticket => ticket % KillEvery != 0 || opened.Contains(Lots(ticket))).ToList();
        Assert.Equal(tickets.Select(Lots), opened);
        Assert.Equal(
            tickets.Where(ticket => ticket % 2 == 0).Select(Lots),
            VolumesOf(orders, order => order.Type != "BUY"));
    }

    /// <summary>
    /// As tickets: a terminal that tells its symbol between two signals is asked to open the second before the first.
    /// </summary>
    private static List<string> VolumesOf(IEnumerable<TerminalOrder> orders, Func<TerminalOrder, bool> isMeant) =>
        [.. orders.Where(isMeant).Select(order => order.Volume).Order(StringComparer.Ordinal)];

    /// <summary>A terminal comes again whenever its connection ends, as the programs do.</summary>
    internal static async Task RunAsync(Trader trader, IPEndPoint bridge, CancellationToken cancellationToken)
    {
        var terminal = new ScriptedTerminal(trader.Login, trader.Journal, order =>
        {
            trader.Executed.Enqueue(order);
            var filled = ScriptedTerminal.Fill(order);
            return order.Type.StartsWith("CLOSE", StringComparison.Ordinal)
                ? filled.Replace("|0.00|0.00|0.00|", $"|{trader.Profit}|0.00|0.00|", StringComparison.Ordinal)
                : filled;
        });
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await terminal.RunAsync(bridge, cancellationToken: cancellationToken);
            }
            catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException)
            {
                // The server was killed, or the test is over.
            }

            await pause.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static async Task<Trader> SubscribeAsync(Stage stage, Customer alice, string provider, int number)
    {
        var registered = await PostAsync(alice, "/v1/trading-accounts", $"account-{number}", new JsonObject
        {
            ["role"] = "subscriber",
            ["login"] = 5_001_234,
            ["tradeServer"] = "Demo-Server",
        });
        var (account, secret) = (Id(registered["account"]!), registered["secret"]!.GetValue<string>());
        stage.Secrets.Add("a trading account's secret", secret);
        var subscription = await PostAsync(alice, "/v1/subscriptions", $"subscription-{number}", new JsonObject
        {
            ["account"] = account,
            ["provider"] = provider,
            ["settings"] = new JsonObject { ["openingWindowSeconds"] = 3_600 },
        });
        return new Trader(Id(subscription), new TerminalLogin(account, secret));
    }

    private static JsonObject Open(int ticket) => new()
    {
        ["action"] = "open",
        ["ticket"] = ticket,
        ["symbol"] = "EURUSD",
        ["kind"] = "buy",
        ["volume"] = Lots(ticket),
        ["price"] = "1.08345",
    };

    private static JsonObject Close(int ticket) => new() { ["action"] = "close", ["ticket"] = ticket };

    private static string Lots(int ticket) => string.Create(CultureInfo.InvariantCulture, $"0.{ticket:D2}");

    private static Task<JsonObject> SignalAsync(Customer bob, string provider, JsonObject signal) => PostAsync(
        bob, $"/v1/providers/{provider}/signals", $"{signal["action"]}-{signal["ticket"]}", signal);

    internal static async Task<JsonObject> PostAsync(Customer customer, string path, string key, JsonObject body)
    {
        var request = RawApi.Request("POST", path, body, customer.Token);
        request.Headers.Add("Idempotency-Key", key);
        return (await customer.Api.SendAsync(request)).Expect(201);
    }

    internal static string Id(JsonNode body) => body["id"]!.GetValue<string>();

    /// <summary>An account, its terminal's journal, and what its broker has executed.</summary>
    internal sealed record Trader(string Subscription, TerminalLogin Login)
    {
        /// <summary>What its broker earns with each closing.</summary>
        internal string Profit { get; init; } = "0.00";

        internal TerminalJournal Journal { get; } = new();

        internal ConcurrentQueue<TerminalOrder> Executed { get; } = new();

        internal bool HasOpened(string volume) =>
            Executed.Any(order => order.Type == "BUY" && order.Volume == volume);
    }
}
