using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Near;
using OrleansTrading.Devnet.Solana;
using OrleansTrading.Devnet.Stellar;

namespace OrleansTrading.Silo.Local;

/// <summary>
/// Asks the local networks' faucets for money, over the same HTTP that their other customers use, and waits until the
/// chain has it.
/// </summary>
internal sealed class LocalFaucet(ChainPorts ports)
{
    private const ulong TreasuryLamports = 1_000_000_000_000;
    private const ulong TreasuryUsdcUnits = 1_000_000_000_000;
    private const string TreasuryIssuedUsdc = "1000000";
    private const int AttemptsMax = 300;
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(100);

    /// <summary>100,000 NEAR.</summary>
    private static readonly UInt128 TreasuryYocto = (UInt128)100_000 * 1_000_000_000_000 * 1_000_000_000_000;

    private readonly IJsonRpc _solana = ports.Solana;
    private readonly IRestTransport _horizon = ports.Horizon;

    /// <summary>
    /// Funds the treasury accounts that have nothing yet, before anybody watches them; all networks at once, because
    /// each takes its time to make it final.
    /// </summary>
    internal async Task FundTreasuryAsync(LocalAccounts accounts, CancellationToken cancellationToken)
    {
        Task[] networks =
        [
            FundOnSolanaAsync(accounts.Solana, cancellationToken),
            FundOnStellarAsync(accounts.Stellar, cancellationToken),
            accounts.Near is { } near ? FundOnNearAsync(near, cancellationToken) : Task.CompletedTask,
        ];
        await Task.WhenAll(networks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // WhenAll would throw the failure that came first; who reads it needs the same one at every try.
        foreach (var network in networks)
        {
            await network;
        }
    }

    private async Task FundOnSolanaAsync(string treasury, CancellationToken cancellationToken)
    {
        if (await GetLamportsAsync(treasury, cancellationToken) == 0)
        {
            await GiveSolAsync(treasury, TreasuryLamports, cancellationToken);
            await GiveUsdcAsync(treasury, TreasuryUsdcUnits, cancellationToken);
        }
    }

    private async Task FundOnStellarAsync(string treasury, CancellationToken cancellationToken)
    {
        if (!await StellarExistsAsync(treasury, cancellationToken))
        {
            await GiveXlmAsync(treasury, cancellationToken);
        }

        if (!await HoldsIssuedUsdcAsync(treasury, cancellationToken))
        {
            await GiveIssuedUsdcAsync(treasury, TreasuryIssuedUsdc, cancellationToken);
        }
    }

    private async Task FundOnNearAsync(string treasury, CancellationToken cancellationToken)
    {
        if (!await NearExistsAsync(treasury, cancellationToken))
        {
            await GiveNearAsync(treasury, TreasuryYocto, cancellationToken);
            await GiveNearUsdcAsync(treasury, TreasuryUsdcUnits, cancellationToken);
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

    /// <summary>
    /// The local dollar of Stellar to an account that exists, which then trusts it; returns once its ledger has closed.
    /// </summary>
    internal async Task GiveIssuedUsdcAsync(string account, string amount, CancellationToken cancellationToken)
    {
        var order = new Dictionary<string, string>
        {
            ["account"] = account, ["amount"] = amount, ["trust"] = "true",
        };
        await _horizon.PostFormAsync("devnet/mint", order, cancellationToken);
        await UntilAsync(() => HoldsIssuedUsdcAsync(account, cancellationToken), account, cancellationToken);
    }

    /// <summary>yoctoNEAR to an account, which is opened if need be; returns once they are final.</summary>
    internal Task GiveNearAsync(string account, UInt128 yocto, CancellationToken cancellationToken) =>
        GiveOnNearAsync("devnet_fund", account, yocto, cancellationToken);

    /// <summary>Units of NEAR's local dollar token to an account; returns once they are final.</summary>
    internal Task GiveNearUsdcAsync(string account, UInt128 units, CancellationToken cancellationToken) =>
        GiveOnNearAsync("devnet_mint", account, units, cancellationToken);

    private IJsonRpc Near => ports.Near ?? throw new InvalidOperationException("No local NEAR is served.");

    private async Task GiveOnNearAsync(
        string method, string account, UInt128 amount, CancellationToken cancellationToken)
    {
        var order = new JsonObject
        {
            ["account_id"] = account, ["amount"] = amount.ToString(CultureInfo.InvariantCulture),
        };
        var hash = await Near.CallAsync(method, order, RequestKind.Submission, cancellationToken);
        await UntilAsync(
            async () =>
            {
                var status = await Near.CallAsync(
                    "tx",
                    new JsonObject
                    {
                        ["tx_hash"] = hash.GetString()!,
                        ["sender_account_id"] = NearDevnet.FaucetAccount,
                        ["wait_until"] = "NONE",
                    },
                    RequestKind.Read,
                    cancellationToken);
                return status.GetProperty("final_execution_status").GetString() == "FINAL";
            },
            account,
            cancellationToken);
    }

    private async Task<bool> NearExistsAsync(string account, CancellationToken cancellationToken)
    {
        try
        {
            await Near.CallAsync(
                "query",
                new JsonObject
                {
                    ["request_type"] = "view_account", ["finality"] = "final", ["account_id"] = account,
                },
                RequestKind.Read,
                cancellationToken);
            return true;
        }
        catch (JsonRpcErrorException failure) when (failure.ErrorCause is { } cause
            && cause.GetProperty("name").GetString() == "UNKNOWN_ACCOUNT")
        {
            return false;
        }
    }

    private async Task<bool> HoldsIssuedUsdcAsync(string account, CancellationToken cancellationToken)
    {
        var reply = await _horizon.GetAsync($"accounts/{account}", cancellationToken);
        return reply.Status == 200 && reply.ReadJson().GetProperty("balances").EnumerateArray().Any(balance =>
            balance.TryGetProperty("asset_code", out var code)
            && code.GetString() == StellarDevnet.UsdcCode
            && balance.GetProperty("balance").GetString() != "0.0000000");
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
