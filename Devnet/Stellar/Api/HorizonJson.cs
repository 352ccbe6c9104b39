using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Devnet.Stellar.Ledger;

namespace OrleansTrading.Devnet.Stellar.Api;

/// <summary>Accounts, ledgers and fees as Horizon writes them.</summary>
internal static class HorizonJson
{
    private const string MaxTrust = "922337203685.4775807";

    internal static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    internal static JsonObject Link(string href, bool templated = false)
    {
        var link = new JsonObject { ["href"] = href };
        if (templated)
        {
            link["templated"] = true;
        }

        return link;
    }

    internal static void AddAsset(JsonObject target, StellarAsset asset, string prefix = "")
    {
        if (asset.IsNative)
        {
            target[prefix + "asset_type"] = "native";
            return;
        }

        target[prefix + "asset_type"] = asset.Code.Length <= StellarAsset.ShortCodeLengthMax
            ? "credit_alphanum4"
            : "credit_alphanum12";
        target[prefix + "asset_code"] = asset.Code;
        target[prefix + "asset_issuer"] = asset.Issuer;
    }

    internal static JsonObject Root(string baseUrl, string passphrase, LedgerView view) => new()
    {
        ["_links"] = new JsonObject
        {
            ["account"] = Link(baseUrl + "/accounts/{account_id}", true),
            ["account_transactions"] =
                Link(baseUrl + "/accounts/{account_id}/transactions{?cursor,limit,order}", true),
            ["fee_stats"] = Link(baseUrl + "/fee_stats"),
            ["friendbot"] = Link(baseUrl + "/friendbot{?addr}", true),
            ["ledger"] = Link(baseUrl + "/ledgers/{sequence}", true),
            ["ledgers"] = Link(baseUrl + "/ledgers{?cursor,limit,order}", true),
            ["payments"] = Link(baseUrl + "/payments{?cursor,limit,order,include_failed}", true),
            ["self"] = Link(baseUrl + "/"),
            ["transaction"] = Link(baseUrl + "/transactions/{hash}", true),
        },
        ["horizon_version"] = "devnet",
        ["core_version"] = "devnet",
        ["ingest_latest_ledger"] = view.LatestLedger,
        ["history_latest_ledger"] = view.LatestLedger,
        ["history_latest_ledger_closed_at"] = Time(view.ClosedAt),
        ["history_elder_ledger"] = view.ElderLedger,
        ["core_latest_ledger"] = view.LatestLedger,
        ["network_passphrase"] = passphrase,
        ["current_protocol_version"] = LedgerRules.ProtocolVersion,
        ["supported_protocol_version"] = LedgerRules.ProtocolVersion,
        ["core_supported_protocol_version"] = LedgerRules.ProtocolVersion,
    };

    internal static JsonObject Account(string baseUrl, DevnetAccount account)
    {
        var self = $"{baseUrl}/accounts/{account.Id}";
        var data = new JsonObject();
        foreach (var (name, value) in account.Data)
        {
            data[name] = Convert.ToBase64String(value);
        }

        return new JsonObject
        {
            ["_links"] = new JsonObject
            {
                ["self"] = Link(self),
                ["transactions"] = Link(self + "/transactions{?cursor,limit,order}", true),
                ["operations"] = Link(self + "/operations{?cursor,limit,order}", true),
                ["payments"] = Link(self + "/payments{?cursor,limit,order}", true),

                // The JavaScript SDK finds the account's data only if this link is there.
                ["data"] = Link(self + "/data/{key}", true),
            },
            ["id"] = account.Id,
            ["account_id"] = account.Id,
            ["sequence"] = Text(account.Sequence),
            ["subentry_count"] = account.Subentries,
            ["last_modified_ledger"] = account.ModifiedLedger,
            ["thresholds"] = new JsonObject
            {
                ["low_threshold"] = 0, ["med_threshold"] = 0, ["high_threshold"] = 0,
            },
            ["flags"] = new JsonObject
            {
                ["auth_required"] = false,
                ["auth_revocable"] = false,
                ["auth_immutable"] = false,
                ["auth_clawback_enabled"] = false,
            },
            ["balances"] = Balances(account),
            ["signers"] = new JsonArray(new JsonObject
            {
                ["weight"] = 1, ["key"] = account.Id, ["type"] = "ed25519_public_key",
            }),
            ["data"] = data,
            ["num_sponsoring"] = account.Sponsoring,
            ["num_sponsored"] = 0,
            ["paging_token"] = account.Id,
        };
    }

    internal static JsonObject Ledger(string baseUrl, LedgerView view, string passphrase, uint sequence)
    {
        var transactions = view.History.InLedger(sequence);
        var successful = transactions.Count(transaction => transaction.Result.IsSuccess);
        var self = $"{baseUrl}/ledgers/{Text(sequence)}";
        return new JsonObject
        {
            ["_links"] = new JsonObject { ["self"] = Link(self) },
            ["id"] = LedgerHash(passphrase, view, sequence),
            ["paging_token"] = Text((long)sequence << LedgerRules.LedgerShift),
            ["hash"] = LedgerHash(passphrase, view, sequence),
            ["prev_hash"] = LedgerHash(passphrase, view, sequence - 1),
            ["sequence"] = sequence,
            ["successful_transaction_count"] = successful,
            ["failed_transaction_count"] = transactions.Count - successful,
            ["operation_count"] = transactions.Where(transaction => transaction.Result.IsSuccess)
                .Sum(transaction => transaction.Transaction.Operations.Count),
            ["tx_set_operation_count"] =
                transactions.Sum(transaction => transaction.Transaction.Operations.Count),
            ["closed_at"] = Time(view.CloseOf(sequence)),
            ["total_coins"] = StellarAmount.Format(LedgerRules.TotalCoins),
            ["fee_pool"] = StellarAmount.Format(view.State.FeePool),
            ["base_fee_in_stroops"] = LedgerRules.BaseFee,
            ["base_reserve_in_stroops"] = LedgerRules.BaseReserve,
            ["max_tx_set_size"] = StellarDevnet.PendingMax,
            ["protocol_version"] = LedgerRules.ProtocolVersion,
        };
    }

    /// <param name="view">The network.</param>
    /// <param name="spike">How many times the usual fee is being paid.</param>
    internal static JsonObject FeeStats(LedgerView view, uint spike)
    {
        string[] percentiles =
            ["max", "min", "mode", "p10", "p20", "p30", "p40", "p50", "p60", "p70", "p80", "p90", "p95", "p99"];
        var fee = Text(view.BaseFee * spike);
        JsonObject Spread() => new(percentiles.Select(
            percentile => KeyValuePair.Create(percentile, (JsonNode?)JsonValue.Create(fee))));
        return new JsonObject
        {
            ["last_ledger"] = Text(view.LatestLedger),
            ["last_ledger_base_fee"] = Text(LedgerRules.BaseFee),
            ["ledger_capacity_usage"] = spike > 1 || view.BaseFee > LedgerRules.BaseFee ? "1" : "0.01",
            ["fee_charged"] = Spread(),
            ["max_fee"] = Spread(),
        };
    }

    private static JsonArray Balances(DevnetAccount account)
    {
        var balances = new JsonArray();
        foreach (var line in account.Trustlines.Values)
        {
            var balance = new JsonObject
            {
                ["balance"] = StellarAmount.Format(line.Balance),
                ["limit"] = line.Limit == long.MaxValue ? MaxTrust : StellarAmount.Format(line.Limit),
                ["buying_liabilities"] = StellarAmount.Format(0),
                ["selling_liabilities"] = StellarAmount.Format(0),
                ["last_modified_ledger"] = account.ModifiedLedger,
                ["is_authorized"] = true,
                ["is_authorized_to_maintain_liabilities"] = true,
            };
            AddAsset(balance, line.Asset);
            balances.Add(balance);
        }

        balances.Add(new JsonObject
        {
            ["balance"] = StellarAmount.Format(account.Balance),
            ["buying_liabilities"] = StellarAmount.Format(0),
            ["selling_liabilities"] = StellarAmount.Format(0),
            ["asset_type"] = "native",
        });
        return balances;
    }

    /// <summary>Unlike the public network's it does not cover the contents; nothing here relies on that.</summary>
    private static string LedgerHash(string passphrase, LedgerView view, uint sequence) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(
            $"{passphrase}/{Text(sequence)}/{Time(view.CloseOf(LedgerRules.GenesisLedger))}")));
}
