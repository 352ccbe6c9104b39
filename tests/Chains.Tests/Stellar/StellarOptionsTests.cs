using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Tests.Stellar;

public sealed class StellarOptionsTests
{
    private static readonly StellarIssuedAsset Usdc = new("USDC", StellarFixtures.Address(3));

    public static TheoryData<string, StellarOptions> Wrong => new()
    {
        { "ChainId", new StellarOptions { ChainId = "solana:x" } },
        { "ChainId", new StellarOptions { ChainId = "stellar:" } },
        { "belong together", new StellarOptions { ChainId = StellarConstants.PubnetId } },
        { "belong together", new StellarOptions { NetworkPassphrase = StellarConstants.PubnetPassphrase } },
        { "NetworkPassphrase", new StellarOptions { ChainId = "stellar:own", NetworkPassphrase = string.Empty } },
        { "FeePercentile", new StellarOptions { FeePercentile = 96 } },
        { "FeePercentile", new StellarOptions { FeePercentile = 0 } },
        { "BaseFeeStroopsMin", new StellarOptions { BaseFeeStroopsMin = 99 } },
        { "BaseFeeStroopsMax", new StellarOptions { BaseFeeStroopsMin = 1000, BaseFeeStroopsMax = 999 } },
        { "TransactionLifetime", new StellarOptions { TransactionLifetime = TimeSpan.FromSeconds(9) } },
        { "TransactionLifetime", new StellarOptions { TransactionLifetime = TimeSpan.FromSeconds(60.5) } },
        { "IssuedAssets", new StellarOptions { IssuedAssets = [new("US-DC", StellarFixtures.Address(3))] } },
        { "IssuedAssets", new StellarOptions { IssuedAssets = [new("USDC", "GABC")] } },
        { "twice", new StellarOptions { IssuedAssets = [Usdc, Usdc] } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Options_out_of_range_are_named(string name, StellarOptions options)
    {
        var error = Assert.Throws<ArgumentException>(options.Validate);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_are_the_local_network()
    {
        var chain = StellarExtensions.CreateChain(new StellarOptions { IssuedAssets = [Usdc] }, new FakeHorizon());
        Assert.Equal(("stellar", "stellar:devnet", true), (chain.Name, chain.Id, chain.UsesSequence));
        Assert.Equal(("stellar:devnet/slip44:148", 71), (chain.NativeAsset, chain.MemoBytesMax));
    }

    [Fact]
    public async Task A_port_registered_first_takes_the_place_of_http()
    {
        var horizon = new FakeHorizon().OnRoot(DateTimeOffset.UnixEpoch, StellarConstants.DevnetPassphrase);
        using var services = new ServiceCollection()
            .AddKeyedSingleton<IRestTransport>(StellarExtensions.ChainName, horizon)
            .AddSingleton(TimeProvider.System)
            .AddStellarChain(
                new StellarOptions(), HttpTransportOptions.To(new Uri("http://localhost:1")))
            .BuildServiceProvider();
        Assert.Null(await services.GetRequiredService<IChain>().CheckNetworkAsync());
        Assert.Equal([string.Empty], horizon.Asked);
    }

    [Theory]
    [InlineData(50, 100)]
    [InlineData(777, 777)]
    [InlineData(5_000_000, 2_000)]
    public async Task The_bid_follows_the_network_between_its_limits(long charged, ulong bid)
    {
        var to = StellarFixtures.Address(2);
        var horizon = new FakeHorizon().OnRoot(DateTimeOffset.UnixEpoch, StellarConstants.DevnetPassphrase)
            .OnAccount(to, 1, 1)
            .On("fee_stats", $$$"""{"last_ledger_base_fee":"1","fee_charged":{"p50":"{{{charged}}}"}}""");
        var chain = StellarExtensions.CreateChain(
            new StellarOptions { FeePercentile = 50, BaseFeeStroopsMax = 2_000 }, horizon);
        using var signer = new Ed25519Signer(StellarFixtures.SeedFrom(1));
        var order = new TransferOrder(
            StellarFixtures.Address(1), to, new ChainAmount(chain.NativeAsset, 1), null);
        Assert.Equal(bid, await chain.EstimateFeeAsync(order));
        Assert.Equal(bid, (await chain.SignAsync(order, 1, new SigningKeys(signer))).FeeUnitsMax);
    }
}
