using System.Text.Json.Nodes;
using OrleansTrading.Silo.Local;

namespace OrleansTrading.Silo.Demo;

/// <summary>Somebody with a fresh wallet on each chain, who proves all of them to the platform.</summary>
internal sealed class DemoCustomer : IDisposable
{
    private readonly Dictionary<string, Wallet> _wallets;

    internal DemoCustomer(ChainPorts ports) =>
        _wallets = ports.CreateChains()
            .ToDictionary(chain => chain.Name, chain => new Wallet(chain), StringComparer.Ordinal);

    internal Wallet On(string chain) => _wallets.TryGetValue(chain, out var wallet)
        ? wallet
        : throw new DemoFailedException($"The demo has no wallet on {chain}.");

    public void Dispose()
    {
        foreach (var wallet in _wallets.Values)
        {
            wallet.Dispose();
        }
    }

    /// <summary>Signs in with the first of the wallets and links the others.</summary>
    internal async Task ProveAsync(
        ApiClient api, IEnumerable<string> chains, DemoPrinter printer, CancellationToken cancellationToken)
    {
        var isSignedIn = false;
        foreach (var wallet in chains.Distinct(StringComparer.Ordinal).Select(On))
        {
            var answer = await ProveAsync(api, wallet, cancellationToken);
            if (isSignedIn)
            {
                printer.Step("linked", wallet.Address);
            }
            else
            {
                api.SignIn(answer["token"]!.GetValue<string>());
                printer.Step("signed in", $"{answer["user"]!["id"]} by proving {wallet.Address}");
                isSignedIn = true;
            }
        }
    }

    private static async Task<JsonObject> ProveAsync(
        ApiClient api, Wallet wallet, CancellationToken cancellationToken)
    {
        var challenge = await api.PostAsync(
            "/v1/auth/challenges",
            new JsonObject { ["chain"] = wallet.Chain.Name, ["address"] = wallet.Address },
            cancellationToken);
        return await api.PostAsync(
            "/v1/auth/verifications",
            new JsonObject
            {
                ["challengeId"] = challenge["challengeId"]!.GetValue<string>(),
                ["signature"] = await wallet.SignMessageAsync(challenge["message"]!.GetValue<string>()),
            },
            cancellationToken);
    }
}
