using System.Text.Json.Nodes;
using OrleansTrading.Bench.Children;
using OrleansTrading.Bench.Load;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Silo.Demo;
using OrleansTrading.Silo.Local;

namespace OrleansTrading.Bench.Quotes;

/// <summary>Customers with a funded Stellar wallet each, signed in by proving it over the API.</summary>
internal static class Customers
{
    internal static async Task<IReadOnlyList<Customer>> SignInAsync(
        Stage stage, int count, CancellationToken cancellationToken)
    {
        using var ports = new ChainPorts(new NetworkUrls(stage.SolanaUrl, stage.HorizonUrl, Near: null));
        using var api = new ApiClient(stage.SiloUrl);
        var faucet = new LocalFaucet(ports);
        var customers = new List<Customer>(count);
        for (var i = 0; i < count; i++)
        {
            using var wallet = new Wallet(StellarExtensions.CreateChain(LocalNetworks.StellarOptions, ports.Horizon));
            customers.Add(await SignInAsync(api, wallet, cancellationToken));
            await faucet.GiveXlmAsync(wallet.Address, cancellationToken);
        }

        return customers;
    }

    private static async Task<Customer> SignInAsync(ApiClient api, Wallet wallet, CancellationToken cancellationToken)
    {
        var challenge = await api.PostAsync(
            "/v1/auth/challenges",
            new JsonObject { ["chain"] = wallet.Chain.Name, ["address"] = wallet.Address },
            cancellationToken);
        var signedIn = await api.PostAsync(
            "/v1/auth/verifications",
            new JsonObject
            {
                ["challengeId"] = challenge["challengeId"]!.GetValue<string>(),
                ["signature"] = await wallet.SignMessageAsync(challenge["message"]!.GetValue<string>()),
            },
            cancellationToken);
        var request = new JsonObject
        {
            ["pay"] = new JsonObject { ["asset"] = "solana/USDC", ["amount"] = "25" },
            ["receive"] = new JsonObject { ["asset"] = "stellar/XLM", ["address"] = wallet.Address },
        };
        return new Customer(
            signedIn["user"]!["id"]!.GetValue<string>(),
            signedIn["token"]!.GetValue<string>(),
            request.ToJsonString());
    }
}
