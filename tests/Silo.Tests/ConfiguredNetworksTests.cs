using System.Text.Json.Nodes;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Devnet.Solana;
using OrleansTrading.Silo.Keys;
using OrleansTrading.Silo.Local;
using OrleansTrading.Silo.Tests.Customers;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests;

/// <summary>A server configured as for real networks: addresses, own accounts, keys and an allow list.</summary>
public sealed class ConfiguredNetworksTests
{
    [Fact]
    public async Task Server_on_configured_networks_delivers()
    {
        await using var stage = await Stage.OpenConfiguredAsync(WriteConfigAsync);
        using var customer = await Customer.SignInAsync(stage);

        var quote = await customer.QuoteAsync("10");
        await customer.PayAsync(quote);

        Assert.Equal("executed", (await customer.AwaitEndAsync(quote))["status"]!.GetValue<string>());
        Assert.Single(await customer.DeliveriesAsync(quote));
        var assets = await customer.GetAsync("/v1/assets");
        Assert.Equal(2, assets["items"]!.AsArray().Count);
    }

    private static async Task<string> WriteConfigAsync(Stage stage)
    {
        var keys = Path.Combine(stage.Data, "keys");
        FileTreasuryKeys.CreateIfMissing(keys, SolanaExtensions.ChainName);
        FileTreasuryKeys.CreateIfMissing(keys, StellarExtensions.ChainName);
        var accounts = LocalAccounts.Read(keys);
        using var horizon = new RawApi(stage.Horizon);
        await Eventually.GetAsync("the networks answer", () => horizon.TryGetAsync("/"));
        using var ports = new ChainPorts(stage.Networks);
        await new LocalFaucet(ports).FundTreasuryAsync(accounts, CancellationToken.None);

        var file = Path.Combine(stage.Folder, "config.json");
        await File.WriteAllTextAsync(file, Config(stage, keys, accounts).ToJsonString());
        return file;
    }

    /// <summary>The shape that docs/operating.md shows.</summary>
    private static JsonObject Config(Stage stage, string keys, LocalAccounts accounts) => new()
    {
        ["Solana"] = new JsonObject
        {
            ["Endpoints"] = new JsonArray(new JsonObject { ["Url"] = stage.Solana.ToString(), ["Name"] = "own" }),
            ["Chain"] = new JsonObject
            {
                ["Cluster"] = "local",
                ["Tokens"] = new JsonArray(new JsonObject { ["Mint"] = SolanaDevnet.UsdcMint, ["Decimals"] = 6 }),
                ["DeadMarginBlocks"] = 4,
                ["HistoryLagSlots"] = 0,
            },
        },
        ["Stellar"] = new JsonObject
        {
            ["Endpoints"] = new JsonArray(new JsonObject { ["Url"] = stage.Horizon.ToString() }),
            ["Chain"] = new JsonObject
            {
                ["ChainId"] = StellarConstants.DevnetId,
                ["NetworkPassphrase"] = StellarConstants.DevnetPassphrase,
            },
        },
        ["Keys"] = new JsonObject { ["Folder"] = keys },
        ["Platform"] = new JsonObject
        {
            ["Chains"] = new JsonArray(
                Account("solana", SolanaClusters.Local, accounts.Solana),
                Account("stellar", StellarConstants.DevnetId, accounts.Stellar)),
            ["Assets"] = new JsonArray(
                Asset("solana/USDC", $"{SolanaClusters.Local}/token:{SolanaDevnet.UsdcMint}", 6, "USDC/USD", "0.02"),
                Asset("stellar/XLM", $"{StellarConstants.DevnetId}/slip44:148", 7, "XLM/USD", "0.001")),
        },
    };

    private static JsonObject Account(string name, string id, string treasury) =>
        new() { ["Name"] = name, ["Id"] = id, ["Treasury"] = treasury };

    private static JsonObject Asset(string alias, string id, int decimals, string feed, string refundFee) => new()
    {
        ["Alias"] = alias,
        ["Id"] = id,
        ["Decimals"] = decimals,
        ["PriceFeed"] = feed,
        ["Min"] = "1",
        ["Max"] = "10000",
        ["RefundFee"] = refundFee,
        ["Dust"] = refundFee,
    };
}
