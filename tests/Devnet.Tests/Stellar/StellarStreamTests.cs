using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Chains.Transport.Events;
using OrleansTrading.Clocks;

namespace OrleansTrading.Devnet.Tests.Stellar;

/// <summary>The local network's streams of payments and the client's hints, over a real socket.</summary>
[SuppressMessage("Design", "CA1001", Justification = "DisposeAsync is called by the test runner.")]
public sealed class StellarStreamTests : IAsyncLifetime
{
    private readonly ManualTime _clock = new();
    private DevnetHost _host = null!;
    private ServiceProvider _services = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _host = await DevnetHost.StartAsync(
            new DevnetOptions { SolanaPort = 0, HorizonPort = 0, NearPort = 0 }, _clock);
        _services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddStellarChain(new StellarOptions(), HttpTransportOptions.To(_host.HorizonUrl))
            .AddStellarHints(new StellarOptions(), new EventStreamOptions { BaseAddresses = [_host.HorizonUrl] })
            .BuildServiceProvider();
        _http = new HttpClient { BaseAddress = _host.HorizonUrl };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _services.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Who_listens_hears_of_a_payment_and_goes_on_after_the_server_ended_the_stream()
    {
        var (treasury, user) = (new Party(1), new Party(2));
        await FundAsync(treasury);
        await FundAsync(user);
        var hints = _services.GetRequiredService<IChainHints>();
        Assert.Equal(StellarConstants.DevnetId, hints.ChainId);
        await using var heard = hints.ListenAsync(treasury.Address).GetAsyncEnumerator();

        Assert.Equal(ChainHintKind.Connected, await NextAsync(heard));
        await PayAsync(user, treasury);
        Assert.Equal(ChainHintKind.Moved, await NextAsync(heard));

        // Its time is over; what happens before the next connection stands is heard after it, by the last place.
        await PayAsync(user, treasury);
        _clock.Advance(TimeSpan.FromSeconds(60));
        var kinds = new List<ChainHintKind>();
        while (!kinds.Contains(ChainHintKind.Connected) || !kinds.Contains(ChainHintKind.Moved))
        {
            kinds.Add(await NextAsync(heard));
        }

        Assert.Contains(ChainHintKind.Interrupted, kinds);
        Assert.Single(kinds, kind => kind == ChainHintKind.Moved);
    }

    [Fact]
    public async Task A_stream_sends_what_is_after_its_cursor_with_places_as_ids()
    {
        var treasury = new Party(1);
        await FundAsync(treasury);
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri($"accounts/{treasury.Address}/payments?cursor=0", UriKind.Relative));
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        string[] hello = ["retry: 1000", "event: open", "data: \"hello\"", ""];
        foreach (var line in hello)
        {
            Assert.Equal(line, await reader.ReadLineAsync());
        }

        Assert.Matches("^id: [0-9]+$", await reader.ReadLineAsync());
        Assert.Contains("\"create_account\"", await reader.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_is_none_has_no_stream()
    {
        var hints = _services.GetRequiredService<IChainHints>();
        await using var heard = hints.ListenAsync(new Party(99).Address).GetAsyncEnumerator();
        Assert.True(await heard.MoveNextAsync());
        Assert.Equal(ChainHintKind.Interrupted, heard.Current.Kind);
        Assert.Contains("HTTP 404", heard.Current.Reason, StringComparison.Ordinal);
        await using var malformed = hints.ListenAsync("nobody").GetAsyncEnumerator();
        await Assert.ThrowsAsync<ArgumentException>(async () => await malformed.MoveNextAsync());
    }

    /// <summary>
    /// Waits for the next hint. The server may set a timer just after the clock was moved, so the clock is moved on a
    /// little meanwhile: too little to close a ledger.
    /// </summary>
    private async Task<ChainHintKind> NextAsync(IAsyncEnumerator<ChainHint> heard)
    {
        var next = heard.MoveNextAsync().AsTask();
        while (!next.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromTicks(10));
            await Task.Yield();
        }

        Assert.True(await next);
        return heard.Current.Kind;
    }

    private async Task PayAsync(Party from, Party to)
    {
        var chain = _services.GetRequiredService<IChain>();
        var transfer = await chain.SignAsync(
            new TransferOrder(from.Address, to.Address, new ChainAmount(StellarBench.Xlm, 5), null),
            await chain.GetSequenceAsync(from.Address, lane: null) + 1,
            new SigningKeys(from.Signer));
        Assert.Equal("PENDING", (await chain.SubmitAsync(transfer)).Detail);
        _clock.Advance(DevnetOptions.LedgerTimeDefault);
        Assert.Equal(TransferFate.Landed, (await chain.LookUpAsync(from.Address, transfer)).Fate);
    }

    /// <summary>The faucet holds the request until a ledger closes, so the clock is pushed until it answers.</summary>
    private async Task FundAsync(Party party)
    {
        var funding = _http.GetAsync(new Uri("friendbot?addr=" + party.Address, UriKind.Relative));
        while (!funding.IsCompleted)
        {
            _clock.Advance(DevnetOptions.LedgerTimeDefault);
            await Task.Yield();
        }

        using var funded = await funding;
        Assert.Equal(200, (int)funded.StatusCode);
    }
}
