using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Devnet.Solana;
using OrleansTrading.Silo.Keys;
using OrleansTrading.Silo.Keys.Keystore;
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
        Assert.Equal(4, stage.Secrets.Count("a treasury seed"));
    }

    private static async Task<string> WriteConfigAsync(Stage stage)
    {
        var keys = Path.Combine(stage.Data, "keys");
        var accounts = AddKeys(stage, keys);
        using var horizon = new RawApi(stage.Horizon);
        await Eventually.GetAsync("the networks answer", () => horizon.TryGetAsync("/"));
        using var ports = new ChainPorts(stage.Networks);
        await new LocalFaucet(ports).FundTreasuryAsync(accounts, CancellationToken.None);

        var file = Path.Combine(stage.Folder, "config.json");
        await File.WriteAllTextAsync(file, Config(stage, keys, accounts).ToJsonString());
        return file;
    }

    /// <summary>A keystore as the commands <c>keys</c> make it, at less cost.</summary>
    private static LocalAccounts AddKeys(Stage stage, string folder)
    {
        const string words = "a passphrase of the test";
        var file = Path.Combine(stage.Folder, "passphrase");
        File.WriteAllText(file, words);
        PrivateModeOf(file);
        using var passphrase = Passphrase.Read(file, string.Empty);
        var keystore = new KeystoreKeys(Path.Combine(folder, "keystore.json"), Scrypt.CostMin);
        stage.Secrets.Add("the keystore's passphrase", words);
        return new LocalAccounts(Add(SolanaExtensions.ChainName), Add(StellarExtensions.ChainName), Near: null);

        string Add(string chain)
        {
            var seed = RandomNumberGenerator.GetBytes(Ed25519.SeedBytes);
            stage.Secrets.Add("a treasury seed", Convert.ToHexString(seed));
            stage.Secrets.Add("a treasury seed", Convert.ToBase64String(seed));
            var address = KeyNames.AddressOf(chain, Ed25519.PublicKeyFromSeed(seed));
            keystore.Add(KeyNames.Of(chain, address), seed, passphrase);
            return address;
        }
    }

    private static void PrivateModeOf(string file)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
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
        ["Keys"] = new JsonObject
        {
            ["Folder"] = keys,
            ["PassphraseFile"] = Path.Combine(stage.Folder, "passphrase"),
        },
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
