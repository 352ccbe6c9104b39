using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Solana;

namespace OrleansTrading.Silo.Local;

/// <summary>
/// Asks the local networks' faucets for money, over the same HTTP that their other customers use, and waits until the
/// chain has it.
/// </summary>
internal sealed class LocalFaucet(ChainPorts ports)
{
    private const ulong TreasuryLamports = 1_000_000_000_000;
    private const ulong TreasuryUsdcUnits = 1_000_000_000_000;
    private const int AttemptsMax = 300;
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(100);

    private readonly IJsonRpc _solana = ports.Solana;
    private readonly IRestTransport _horizon = ports.Horizon;

    /// <summary>Funds the treasury accounts that have nothing yet, before anybody watches them.</summary>
    internal async Task FundTreasuryAsync(LocalAccounts accounts, CancellationToken cancellationToken)
    {
        if (await GetLamportsAsync(accounts.Solana, cancellationToken) == 0)
        {
            await GiveSolAsync(accounts.Solana, TreasuryLamports, cancellationToken);
            await GiveUsdcAsync(accounts.Solana, TreasuryUsdcUnits, cancellationToken);
        }

        if (!await StellarExistsAsync(accounts.Stellar, cancellationToken))
        {
            await GiveXlmAsync(accounts.Stellar, cancellationToken);
        }
    }

    /// <summary>Lamports to a wallet; returns once they are final.</summary>
    internal async Task GiveSolAsync(string wallet, ulong lamports, CancellationToken cancellationToken)
    {
        var signature = await _solana.CallAsync(
            "requestAirdrop", new JsonArray(wallet, lamports), RequestKind.Submission, cancellationToken);
        await UntilFinalAsync(signature.GetString()!, cancellationToken);
    }

    /// <summary>Units of the local dollar token to a wallet; returns once they are final.</summary>
    internal async Task GiveUsdcAsync(string wallet, ulong units, CancellationToken cancellationToken)
    {
        var order = new JsonObject
        {
            ["owner"] = wallet,
            ["mint"] = SolanaDevnet.UsdcMint,
            ["amount"] = units.ToString(CultureInfo.InvariantCulture),
        };
        var signature = await _solana.CallAsync(
            "devnet_mintTo", new JsonArray(order), RequestKind.Submission, cancellationToken);
        await UntilFinalAsync(signature.GetString()!, cancellationToken);
    }

    /// <summary>A new Stellar account with friendbot's 10,000 XLM; returns once its ledger has closed.</summary>
    internal async Task GiveXlmAsync(string account, CancellationToken cancellationToken)
    {
        await _horizon.GetAsync($"friendbot?addr={account}", cancellationToken);
        await UntilAsync(() => StellarExistsAsync(account, cancellationToken), account, cancellationToken);
    }

    private async Task<ulong> GetLamportsAsync(string wallet, CancellationToken cancellationToken)
    {
        var reply = await _solana.CallAsync(
            "getBalance", new JsonArray(wallet, Finalized()), RequestKind.Read, cancellationToken);
        return reply.GetProperty("value").GetUInt64();
    }

    private async Task<bool> StellarExistsAsync(string account, CancellationToken cancellationToken) =>
        (await _horizon.GetAsync($"accounts/{account}", cancellationToken)).Status == 200;

    private Task UntilFinalAsync(string signature, CancellationToken cancellationToken) => UntilAsync(
        async () =>
        {
            var reply = await _solana.CallAsync(
                "getSignatureStatuses", new JsonArray(new JsonArray(signature)), RequestKind.Read, cancellationToken);
            var status = reply.GetProperty("value")[0];
            return status.ValueKind == JsonValueKind.Object
                && status.GetProperty("confirmationStatus").GetString() == "finalized";
        },
        signature,
        cancellationToken);

    private static JsonObject Finalized() => new() { ["commitment"] = "finalized" };

    private static async Task UntilAsync(Func<Task<bool>> holds, string what, CancellationToken cancellationToken)
    {
        using var period = new PeriodicTimer(PollPeriod);
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            if (await holds())
            {
                return;
            }

            await period.WaitForNextTickAsync(cancellationToken);
        }

        throw new TimeoutException($"The local network did not settle {what} in time. Is its clock running?");
    }
}
