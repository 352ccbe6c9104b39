using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Solana;

/// <summary>An account as the RPC tells it.</summary>
internal sealed record RpcAccount(ulong Lamports, SolanaKey Owner, bool IsExecutable, byte[] Data);

/// <summary>Where the finalized chain stands.</summary>
internal sealed record RpcTip(ulong Slot, ulong BlockHeight);

/// <summary>Accounts, and the finalized slot at which they were so.</summary>
internal sealed record RpcAccounts(ulong Slot, IReadOnlyList<RpcAccount?> Accounts);

/// <summary>How a transaction would run: the units it used, or why it failed.</summary>
internal sealed record RpcSimulation(ulong? UnitsConsumed, string? Error);

/// <summary>A blockhash and the last block height that accepts it.</summary>
internal sealed record RpcBlockhash(SolanaKey Hash, ulong LastValidBlockHeight);

/// <summary>What a node knows of a signature.</summary>
/// <param name="ContextSlot">The slot the node had reached when it answered.</param>
/// <param name="IsKnown">Whether it knows the signature.</param>
/// <param name="IsFinal">Whether its block is finalized.</param>
internal sealed record RpcSignatureStatus(ulong ContextSlot, bool IsKnown, bool IsFinal);

/// <summary>One line of an address's history.</summary>
internal sealed record RpcSignature(string Signature, ulong Slot);

/// <summary>
/// The calls of Solana's JSON-RPC (solana.com/docs/rpc/http) that this chain needs, typed. Whatever a node answers, the
/// result is either usable or a <see cref="ChainUnavailableException"/>.
/// </summary>
internal sealed class SolanaRpc(string chain, IJsonRpc rpc)
{
    /// <summary>The most signatures a node returns at once.</summary>
    internal const int SignaturesMax = 1000;

    private const int DetailLengthMax = 300;

    internal IJsonRpc Port => rpc;

    /// <summary>For one sequence of calls that only prove something together: one node answers them all.</summary>
    internal SolanaRpc Pin() => new(chain, rpc.Pin());

    internal Task<string> GetGenesisHashAsync(CancellationToken cancellationToken) =>
        ReadAsync("getGenesisHash", [], result => result.GetString()!, cancellationToken);

    internal Task<RpcTip> GetTipAsync(CancellationToken cancellationToken) => ReadAsync(
        "getEpochInfo",
        [Finalized()],
        result => new RpcTip(
            result.GetProperty("absoluteSlot").GetUInt64(), result.GetProperty("blockHeight").GetUInt64()),
        cancellationToken);

    internal Task<RpcBlockhash> GetLatestBlockhashAsync(CancellationToken cancellationToken) => ReadAsync(
        "getLatestBlockhash",
        [Finalized()],
        result =>
        {
            var value = result.GetProperty("value");
            return new RpcBlockhash(
                SolanaKey.Parse(value.GetProperty("blockhash").GetString()!),
                value.GetProperty("lastValidBlockHeight").GetUInt64());
        },
        cancellationToken);

    internal Task<ulong> GetFirstAvailableBlockAsync(CancellationToken cancellationToken) =>
        ReadAsync("getFirstAvailableBlock", [], result => result.GetUInt64(), cancellationToken);

    /// <summary>The height of the block in a slot; null when the node does not say.</summary>
    internal Task<ulong?> GetBlockHeightOfAsync(ulong slot, CancellationToken cancellationToken)
    {
        var options = Finalized();
        options["transactionDetails"] = "none";
        options["rewards"] = false;
        options["maxSupportedTransactionVersion"] = 0;
        return ReadAsync(
            "getBlock",
            [slot, options],
            result => result.ValueKind == JsonValueKind.Object
                && result.TryGetProperty("blockHeight", out var height)
                && height.ValueKind == JsonValueKind.Number
                    ? height.GetUInt64()
                    : (ulong?)null,
            cancellationToken);
    }

    internal Task<ulong> GetRentMinimumAsync(int bytes, CancellationToken cancellationToken) => ReadAsync(
        "getMinimumBalanceForRentExemption", [bytes, Finalized()], result => result.GetUInt64(), cancellationToken);

    /// <summary>The accounts in the order asked for, null where there is none; all at one slot.</summary>
    internal async Task<IReadOnlyList<RpcAccount?>> GetAccountsAsync(
        IReadOnlyList<SolanaKey> keys, CancellationToken cancellationToken) =>
        await GetAccountsAsync(keys, result => ReadAccounts(result, keys.Count), cancellationToken);

    /// <summary>The same, with the slot they were read at.</summary>
    internal Task<RpcAccounts> GetAccountsAtAsync(
        IReadOnlyList<SolanaKey> keys, CancellationToken cancellationToken) => GetAccountsAsync(
            keys,
            result => new RpcAccounts(
                result.GetProperty("context").GetProperty("slot").GetUInt64(), ReadAccounts(result, keys.Count)),
            cancellationToken);

    internal Task<ulong> GetEpochAsync(CancellationToken cancellationToken) => ReadAsync(
        "getEpochInfo", [Finalized()], result => result.GetProperty("epoch").GetUInt64(), cancellationToken);

    /// <summary>
    /// Runs a transaction on the node's present state, with whatever signatures and a blockhash of the node's own.
    /// </summary>
    internal Task<RpcSimulation> SimulateAsync(byte[] transaction, CancellationToken cancellationToken) => ReadAsync(
        "simulateTransaction",
        [
            Convert.ToBase64String(transaction),
            new JsonObject
            {
                ["encoding"] = "base64",
                ["commitment"] = "processed",
                ["sigVerify"] = false,
                ["replaceRecentBlockhash"] = true,
            },
        ],
        result =>
        {
            var value = result.GetProperty("value");
            var error = value.GetProperty("err");
            return new RpcSimulation(
                value.TryGetProperty("unitsConsumed", out var units) && units.ValueKind == JsonValueKind.Number
                    ? units.GetUInt64()
                    : null,
                error.ValueKind == JsonValueKind.Null ? null : error.GetRawText());
        },
        cancellationToken);

    /// <summary>Priority fees that recent transactions writing these accounts paid, in micro-lamports.</summary>
    internal Task<IReadOnlyList<ulong>> GetRecentPricesAsync(
        IReadOnlyList<SolanaKey> written, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<ulong>>(
            "getRecentPrioritizationFees",
            [new JsonArray([.. written.Select(key => (JsonNode)key.ToString())])],
            result => [.. result.EnumerateArray().Select(one => one.GetProperty("prioritizationFee").GetUInt64())],
            cancellationToken);

    internal Task<RpcSignatureStatus> GetSignatureStatusAsync(string signature, CancellationToken cancellationToken) =>
        ReadAsync(
            "getSignatureStatuses",
            [new JsonArray(signature), new JsonObject { ["searchTransactionHistory"] = true }],
            result =>
            {
                var contextSlot = result.GetProperty("context").GetProperty("slot").GetUInt64();
                var status = result.GetProperty("value")[0];
                return status.ValueKind == JsonValueKind.Null
                    ? new RpcSignatureStatus(contextSlot, IsKnown: false, IsFinal: false)
                    : new RpcSignatureStatus(contextSlot, IsKnown: true, IsFinal(status));
            },
            cancellationToken);

    /// <summary>A page of an address's finalized history, newest first.</summary>
    /// <param name="address">The account.</param>
    /// <param name="before">Start after (older than) this signature; null for the newest.</param>
    /// <param name="until">Stop before this signature; null for the oldest.</param>
    /// <param name="slotMin">A node that has not finalized this slot refuses (<c>minContextSlot</c>).</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal Task<IReadOnlyList<RpcSignature>> GetSignaturesAsync(
        SolanaKey address, string? before, string? until, ulong slotMin, CancellationToken cancellationToken)
    {
        var options = Finalized();
        options["limit"] = SignaturesMax;
        options["minContextSlot"] = slotMin;
        options["before"] = before;
        options["until"] = until;
        return ReadAsync<IReadOnlyList<RpcSignature>>(
            "getSignaturesForAddress",
            [address.ToString(), options],
            result =>
            [
                .. result.EnumerateArray().Select(one => new RpcSignature(
                    one.GetProperty("signature").GetString()!, one.GetProperty("slot").GetUInt64())),
            ],
            cancellationToken);
    }

    /// <summary>A finalized transaction with our own reading of it; null when the node does not have it.</summary>
    internal Task<T?> GetTransactionAsync<T>(
        string signature, Func<JsonElement, T> parse, CancellationToken cancellationToken)
        where T : class
    {
        var options = Finalized();
        options["encoding"] = "base64";
        options["maxSupportedTransactionVersion"] = 0;
        return ReadAsync(
            "getTransaction",
            [signature, options],
            result => result.ValueKind == JsonValueKind.Null ? null : parse(result),
            cancellationToken);
    }

    internal ChainUnavailableException Unusable(string method, string cause, Exception? inner = null) =>
        new(chain, $"{chain}: {method} gave no usable answer: {Shorten(cause)}.", inner);

    internal static string Shorten(string text) =>
        text.Length <= DetailLengthMax ? text : text[..DetailLengthMax] + "…";

    private static JsonObject Finalized() => new() { ["commitment"] = "finalized" };

    private static bool IsFinal(JsonElement status) =>
        status.TryGetProperty("confirmationStatus", out var level) && level.ValueKind == JsonValueKind.String
            ? level.GetString() == "finalized"
            : status.GetProperty("confirmations").ValueKind == JsonValueKind.Null;

    private static RpcAccount? ReadAccount(JsonElement account)
    {
        if (account.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var data = account.GetProperty("data");
        return data[1].GetString() == "base64"
            ? new RpcAccount(
                account.GetProperty("lamports").GetUInt64(),
                SolanaKey.Parse(account.GetProperty("owner").GetString()!),
                account.GetProperty("executable").GetBoolean(),
                data[0].GetBytesFromBase64())
            : throw new FormatException("the account's data is not base64");
    }

    private Task<T> GetAccountsAsync<T>(
        IReadOnlyList<SolanaKey> keys, Func<JsonElement, T> parse, CancellationToken cancellationToken)
    {
        var options = Finalized();
        options["encoding"] = "base64";
        var addresses = new JsonArray([.. keys.Select(key => (JsonNode)key.ToString())]);
        return ReadAsync("getMultipleAccounts", [addresses, options], parse, cancellationToken);
    }

    private static List<RpcAccount?> ReadAccounts(JsonElement result, int count)
    {
        var accounts = result.GetProperty("value").EnumerateArray().Select(ReadAccount).ToList();
        return accounts.Count == count
            ? accounts
            : throw new FormatException($"{accounts.Count} accounts for {count} addresses");
    }

    private async Task<T> ReadAsync<T>(
        string method, JsonArray parameters, Func<JsonElement, T> parse, CancellationToken cancellationToken)
    {
        JsonElement result;
        try
        {
            result = await rpc.CallAsync(
                method, parameters.Count == 0 ? null : parameters, RequestKind.Read, cancellationToken);
        }
        catch (JsonRpcErrorException exception)
        {
            throw Unusable(method, $"error {exception.Code}, {exception.Message}", exception);
        }

        try
        {
            return parse(result);
        }
        catch (Exception exception) when (exception
            is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException
            or OverflowException or IndexOutOfRangeException)
        {
            throw Unusable(method, exception.Message, exception);
        }
    }
}
