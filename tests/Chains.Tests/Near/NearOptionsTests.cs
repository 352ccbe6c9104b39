using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Tests.Near;

public sealed class NearOptionsTests
{
    [Fact]
    public void The_defaults_are_valid_and_those_of_the_public_networks()
    {
        var options = new NearOptions { Network = "mainnet", Tokens = [new NearToken { Contract = NearBench.Usdc }] };
        options.Validate();
        Assert.Equal((86_400, 1_000_000_000UL), (options.ValidityBlocks, options.GasPriceMax));
        var chain = NearExtensions.CreateChain(options, new FakeNear());
        Assert.Equal(("near:mainnet", "near:mainnet/slip44:397"), (chain.Id, chain.NativeAsset));
    }

    [Fact]
    public void What_is_out_of_range_is_named()
    {
        Reject("Network", new NearOptions { Network = "main net" });
        Reject("Network", new NearOptions { Network = string.Empty });
        Reject("GenesisHash", new NearOptions { GenesisHash = "x" });
        Reject("ValidityBlocks", new NearOptions { ValidityBlocks = 0 });
        Reject("GasPriceMax", new NearOptions { GasPriceMax = 0 });
        Reject("RegistrationTeraGas", new NearOptions { RegistrationTeraGas = 0 });
        Reject("HistoryBlocksMax", new NearOptions { HistoryBlocksMax = 0 });
        Reject("no account", new NearOptions { Tokens = [new NearToken { Contract = "USDC" }] });
        Reject("TransferTeraGas", new NearOptions
        {
            Tokens = [new NearToken { Contract = "a.b", TransferTeraGas = 0 }],
        });
        Reject("twice", new NearOptions
        {
            Tokens = [new NearToken { Contract = "a.b" }, new NearToken { Contract = "a.b" }],
        });
        Reject("ed25519", new NearOptions { AccountKeys = new Dictionary<string, string> { ["a.near"] = "key" } });
        Reject("no account", new NearOptions { AccountKeys = new Dictionary<string, string> { ["A"] = "key" } });
    }

    [Fact]
    public async Task A_node_is_judged_by_its_networks_name_and_genesis_and_by_its_final_blocks()
    {
        var node = new FakeNear { ChainId = "mainnet" };
        var probe = new NearProbe(new NearOptions { Network = "mainnet" });
        Assert.Contains(
            "genesis", await probe.FindNetworkProblemAsync(node, CancellationToken.None), StringComparison.Ordinal);
        node.GenesisHash = "EPnLgE7iEq9s7yTkos96M3cWymH5avBAPm3qx3NXqR8H";
        Assert.Null(await probe.FindNetworkProblemAsync(node, CancellationToken.None));
        node.ChainId = "testnet";
        Assert.Contains(
            "testnet", await probe.FindNetworkProblemAsync(node, CancellationToken.None), StringComparison.Ordinal);

        var height = await probe.ReadFinalHeightAsync(node, CancellationToken.None);
        Assert.Equal(node.Tip.Height, height);
        Assert.Equal(
            node.Tip.Hash.ToString(), await probe.ReadHashAsync(node, height, CancellationToken.None));
        Assert.Null(await probe.ReadHashAsync(node, height + 1, CancellationToken.None));
    }

    [Fact]
    public async Task Nears_door_registers_a_chain_and_leaves_a_port_that_is_there_in_place()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System);
        services.AddKeyedSingleton<IJsonRpc>(NearExtensions.ChainName, new FakeNear());
        services.AddNearChain(
            new NearOptions { ValidityBlocks = 100 },
            new HttpTransportOptions
            {
                Endpoints = [new EndpointOptions { Name = "one", Url = new Uri("http://localhost:1/") }],
            });
        await using var provider = services.BuildServiceProvider();
        var chain = provider.GetRequiredService<IChain>();
        Assert.Equal("near", chain.Name);
        Assert.Null(await chain.CheckNetworkAsync());
    }

    private static void Reject(string word, NearOptions options) => Assert.Contains(
        word, Assert.Throws<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);
}
