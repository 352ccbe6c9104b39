using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Clocks;

namespace OrleansTrading.Chains.Tests.Transport.Endpoints;

/// <summary>Horizon servers are judged by passphrase, ledger and hash, again and again while the host runs.</summary>
public sealed class HorizonEndpointTests : IAsyncLifetime
{
    private readonly ManualTime _clock = new();
    private readonly List<Horizon> _servers = [];

    public async Task InitializeAsync()
    {
        for (var place = 0; place < 3; place++)
        {
            _servers.Add(await Horizon.StartAsync($"h{place}"));
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Another_passphrase_another_hash_and_an_old_ledger_each_set_a_server_aside()
    {
        await using var services = Build();
        var rest = services.GetRequiredKeyedService<IRestTransport>(StellarExtensions.ChainName);
        var endpoints = services.GetRequiredService<IChainEndpoints>();
        _servers[0].Passphrase = "Test SDF Network ; September 2015";
        _servers[1].Ledger -= 13;

        Assert.Equal("h2", await AskAsync(rest));
        Assert.Equal(
            [EndpointState.WrongNetwork, EndpointState.Behind, EndpointState.Usable],
            endpoints.List().Select(status => status.State));
    }

    [Fact]
    public async Task A_forked_server_is_outvoted_and_a_404_is_an_answer()
    {
        await using var services = Build();
        var rest = services.GetRequiredKeyedService<IRestTransport>(StellarExtensions.ChainName);
        _servers[0].Branch = "fork";

        Assert.Equal("h1", await AskAsync(rest));
        Assert.Equal(404, (await rest.GetAsync("accounts/GNOBODY")).Status);
        Assert.Equal(EndpointState.Contradicting, services.GetRequiredService<IChainEndpoints>().List()[0].State);
    }

    [Fact]
    public async Task A_submission_that_was_not_taken_goes_on_and_the_last_words_are_kept()
    {
        await using var services = Build();
        var rest = services.GetRequiredKeyedService<IRestTransport>(StellarExtensions.ChainName);
        var form = new Dictionary<string, string> { ["tx"] = "AAAA" };
        _servers[0].Submission = new NodeAnswer(503, """{"tx_status":"TRY_AGAIN_LATER"}""");

        Assert.Equal(201, (await rest.PostFormAsync("transactions_async", form)).Status);

        foreach (var server in _servers)
        {
            server.Submission = new NodeAnswer(503, """{"tx_status":"TRY_AGAIN_LATER"}""");
        }

        var last = await rest.PostFormAsync("transactions_async", form);
        Assert.Equal(503, last.Status);
        Assert.Equal("TRY_AGAIN_LATER", last.ReadJson().GetProperty("tx_status").GetString());
        Assert.All(_servers, server => Assert.InRange(server.Submissions, 1, 2));
    }

    [Fact]
    public async Task Servers_are_checked_on_the_clock_while_the_host_runs()
    {
        await using var services = Build();
        var watches = services.GetServices<IHostedService>().ToList();
        var armed = _clock.NextTimerAsync(due => due == HttpTransportOptions.CheckPeriodDefault);
        foreach (var watch in watches)
        {
            await watch.StartAsync(CancellationToken.None);
        }

        await armed;
        Assert.All(_servers, server => Assert.Equal(0, server.Checks));
        _clock.Advance(HttpTransportOptions.CheckPeriodDefault);

        await Task.WhenAll(_servers.Select(server => server.Checked.Task));
        foreach (var watch in watches)
        {
            await watch.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<string> AskAsync(IRestTransport rest) =>
        (await rest.GetAsync("who")).ReadJson().GetProperty("name").GetString()!;

    private ServiceProvider Build() => new ServiceCollection()
        .AddSingleton<TimeProvider>(_clock)
        .AddLogging()
        .AddStellarChain(
            new StellarOptions(),
            HttpTransportOptions.To(_servers.Select(server => server.Url)) with { RetryDelay = TimeSpan.Zero })
        .BuildServiceProvider();

    private sealed class Horizon : IAsyncDisposable
    {
        private NodeServer _server = null!;

        public string Passphrase { get; set; } = StellarConstants.DevnetPassphrase;

        public uint Ledger { get; set; } = 5000;

        public string Branch { get; set; } = "main";

        public NodeAnswer Submission { get; set; } = new(201, """{"tx_status":"PENDING"}""");

        public Uri Url => _server.Url;

        public int Checks => _server.Requests.Count(request => request.Path == "/");

        public int Submissions => _server.Requests.Count(request => request.Method == "POST");

        public TaskCompletionSource Checked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public static async Task<Horizon> StartAsync(string name)
        {
            var horizon = new Horizon();
            horizon._server = await NodeServer.StartAsync(
                (request, _) => Task.FromResult(horizon.Answer(name, request)));
            return horizon;
        }

        public ValueTask DisposeAsync() => _server.DisposeAsync();

        private NodeAnswer Answer(string name, NodeRequest request)
        {
            if (request.Method == "POST")
            {
                return Submission;
            }

            if (request.Path.StartsWith("/ledgers/", StringComparison.Ordinal))
            {
                Checked.TrySetResult();
                var ledger = request.Path["/ledgers/".Length..];
                return new NodeAnswer(200, $$"""
                    {"sequence":{{ledger}},"hash":"{{Branch}}{{ledger}}","closed_at":"2026-01-01T00:00:00Z",
                     "base_fee_in_stroops":100,"base_reserve_in_stroops":5000000}
                    """);
            }

            return request.Path switch
            {
                "/" => new NodeAnswer(200, $$"""
                    {"network_passphrase":"{{Passphrase}}","history_elder_ledger":2,
                     "history_latest_ledger":{{Ledger}},"history_latest_ledger_closed_at":"2026-01-01T00:00:00Z"}
                    """),
                "/who" => new NodeAnswer(200, $$"""{"name":"{{name}}"}"""),
                _ => new NodeAnswer(404, """{"type":"https://stellar.org/horizon-errors/not_found"}"""),
            };
        }
    }
}
