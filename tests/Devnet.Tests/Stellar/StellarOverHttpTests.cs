using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Clocks;

namespace OrleansTrading.Devnet.Tests.Stellar;

/// <summary>The same client over a real socket, with everything registered as a host does it.</summary>
public sealed class StellarOverHttpTests
{
    private readonly ManualTime _clock = new();

    [Fact]
    public async Task A_payment_is_made_over_http_and_a_lost_one_is_proven_dead()
    {
        await using var host = await DevnetHost.StartAsync(
            new DevnetOptions { SolanaPort = 0, HorizonPort = 0, NearPort = 0 }, _clock);
        await using var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddStellarChain(new StellarOptions(), HttpTransportOptions.To(host.HorizonUrl))
            .BuildServiceProvider();
        var chain = services.GetRequiredService<IChain>();
        using var http = new HttpClient { BaseAddress = host.HorizonUrl };
        var (treasury, user) = (new Party(1), new Party(2));
        await FundAsync(http, treasury);
        await FundAsync(http, user);

        Assert.Null(await chain.CheckNetworkAsync());
        var order = new TransferOrder(
            treasury.Address, user.Address, new ChainAmount(StellarBench.Xlm, 5), "over http");
        var sequence = await chain.GetSequenceAsync(treasury.Address, lane: null) + 1;
        var transfer = await chain.SignAsync(order, sequence, new SigningKeys(treasury.Signer));
        Assert.Equal(SubmitReply.Accepted, (await chain.SubmitAsync(transfer)).Reply);
        Assert.Equal(TransferFate.InFlight, (await chain.LookUpAsync(treasury.Address, transfer)).Fate);
        _clock.Advance(DevnetOptions.LedgerTimeDefault);
        Assert.Equal(TransferFate.Landed, (await chain.LookUpAsync(treasury.Address, transfer)).Fate);
        var page = await chain.ReadHistoryAsync(user.Address, null, 10);
        Assert.Equal("over http", page.Movements[^1].Memo);

        var lost = await chain.SignAsync(order, sequence + 1, new SigningKeys(treasury.Signer));
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(TransferFate.Dead, (await chain.LookUpAsync(treasury.Address, lost)).Fate);
        using var missing = await http.GetAsync(new Uri("transactions/" + lost.TransactionId, UriKind.Relative));
        Assert.Equal(404, (int)missing.StatusCode);
        Assert.Equal("application/problem+json", missing.Content.Headers.ContentType!.MediaType);
    }

    /// <summary>The faucet holds the request until a ledger closes, so the clock is pushed until it answers.</summary>
    private async Task FundAsync(HttpClient http, Party party)
    {
        var funding = http.GetAsync(new Uri("friendbot?addr=" + party.Address, UriKind.Relative));
        while (!funding.IsCompleted)
        {
            _clock.Advance(DevnetOptions.LedgerTimeDefault);
            await Task.Yield();
        }

        using var funded = await funding;
        Assert.Equal(200, (int)funded.StatusCode);
        Assert.Equal("application/hal+json", funded.Content.Headers.ContentType!.MediaType);
    }
}
