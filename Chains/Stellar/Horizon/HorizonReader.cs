using System.Globalization;
using System.Text;
using System.Text.Json;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Stellar.Horizon;

/// <summary>
/// Horizon's JSON to what is used of it. Throws <see cref="FormatException"/> for anything unexpected.
/// </summary>
internal static class HorizonReader
{
    private const string MemoRequiredKey = "config.memo_required";

    internal static HorizonRoot ReadRoot(JsonElement root) => new(
        root.RequiredText("network_passphrase"),
        root.RequiredLedger("history_elder_ledger"),
        root.RequiredLedger("history_latest_ledger"),
        root.RequiredTime("history_latest_ledger_closed_at"));

    internal static HorizonLedger ReadLedger(JsonElement ledger) => new(
        ledger.RequiredLedger("sequence"),
        ledger.RequiredText("hash"),
        ledger.RequiredTime("closed_at"),
        ledger.RequiredLong("base_fee_in_stroops"),
        ledger.RequiredLong("base_reserve_in_stroops"));

    /// <summary>
    /// The fee charged at one percentile of the last ledgers, but not below the last ledger's base fee.
    /// </summary>
    internal static long ReadFee(JsonElement stats, int percentile) => Math.Max(
        stats.RequiredLong("last_ledger_base_fee"),
        stats.RequiredObject("fee_charged").RequiredLong(
            "p" + percentile.ToString(CultureInfo.InvariantCulture)));

    internal static HorizonAccount ReadAccount(JsonElement account, uint? asOfLedger)
    {
        var reserves = StellarConstants.AccountBaseReserves
            + account.RequiredLong("subentry_count")
            + (account.OptionalLong("num_sponsoring") ?? 0)
            - (account.OptionalLong("num_sponsored") ?? 0);
        var balances = account.RequiredArray("balances").EnumerateArray()
            .Select(ReadBalance).OfType<HorizonBalance>().ToArray();
        return new HorizonAccount(
            account.RequiredText("account_id"),
            account.RequiredLong("sequence"),
            reserves,
            balances,
            account.Field("data") is { } data && RequiresMemo(data),
            asOfLedger);
    }

    internal static HorizonSigners ReadSigners(JsonElement account) => new(
        [.. account.RequiredArray("signers").EnumerateArray().Select(
            signer => new HorizonSigner(signer.RequiredText("key"), signer.RequiredLong("weight")))],
        account.RequiredObject("thresholds").RequiredLong("low_threshold"),
        account.RequiredObject("thresholds").RequiredLong("med_threshold"));

    internal static HorizonTransaction ReadTransaction(JsonElement transaction) => new(
        transaction.RequiredText("hash"),
        transaction.Field("inner_transaction")?.RequiredText("hash"),
        transaction.RequiredText("paging_token"),
        transaction.OptionalBool("successful") ?? throw new FormatException("The field 'successful' is absent."),
        transaction.RequiredLedger("ledger"),
        transaction.RequiredTime("created_at"),
        transaction.RequiredText("source_account"),
        transaction.RequiredText("fee_account"),
        transaction.RequiredLong("source_account_sequence"),
        transaction.RequiredLong("fee_charged"),
        ReadMemo(transaction),
        transaction.OptionalText("envelope_xdr"),
        transaction.OptionalText("result_xdr"));

    private static HorizonBalance? ReadBalance(JsonElement balance)
    {
        if (balance.RequiredAsset() is not { } asset)
        {
            return null;
        }

        return new HorizonBalance(
            asset,
            balance.RequiredAmount("balance"),
            asset.IsNative ? long.MaxValue : balance.RequiredAmount("limit"),
            balance.OptionalAmount("buying_liabilities"),
            balance.OptionalAmount("selling_liabilities"),
            asset.IsNative || (balance.OptionalBool("is_authorized") ?? false));
    }

    /// <summary>SEP-29: the data entry exists with the value "1", in base64.</summary>
    private static bool RequiresMemo(JsonElement data) => data.OptionalText(MemoRequiredKey) == "MQ==";

    internal static HorizonPath ReadPath(JsonElement path) => new(
        path.RequiredArray("path").EnumerateArray()
            .Select(hop => hop.RequiredAsset() ?? throw new FormatException("A path leads through pool shares."))
            .ToArray(),
        path.RequiredAmount("source_amount"),
        path.RequiredAmount("destination_amount"));

    private static string? ReadMemo(JsonElement transaction)
    {
        var type = transaction.OptionalText("memo_type") ?? "none";
        return MemoText.Format(type switch
        {
            "none" => StellarMemo.None.Instance,
            "text" => new StellarMemo.Text(ReadTextMemo(transaction)),
            "id" => new StellarMemo.Number(
                ulong.TryParse(
                    transaction.RequiredText("memo"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw new FormatException("The field 'memo' is no number.")),
            "hash" => new StellarMemo.Hash(ReadHashMemo(transaction)),
            "return" => new StellarMemo.Return(ReadHashMemo(transaction)),
            _ => throw new FormatException($"Memo type '{type}' is unknown."),
        });
    }

    private static byte[] ReadHashMemo(JsonElement transaction) =>
        Convert.FromBase64String(transaction.RequiredText("memo"));

    private static byte[] ReadTextMemo(JsonElement transaction) =>
        transaction.OptionalText("memo_bytes") is { } bytes
            ? Convert.FromBase64String(bytes)
            : Encoding.UTF8.GetBytes(transaction.OptionalText("memo") ?? string.Empty);
}
