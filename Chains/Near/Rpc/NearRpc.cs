using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near.Wire;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Near.Rpc;

/// <summary>
/// The calls of NEAR's JSON-RPC (docs.near.org/api/rpc) that this chain needs, typed. Whatever a node answers, the
/// result is either usable or a <see cref="ChainUnavailableException"/>.
/// </summary>
internal sealed class NearRpc(string chain, IJsonRpc rpc)
{
    private const int DetailLengthMax = 400;

    internal IJsonRpc Port => rpc;

    /// <summary>The same calls, all answered by one server; see <see cref="IJsonRpc.Pin"/>.</summary>
    internal NearRpc Pin() => new(chain, rpc.Pin());

    internal async Task<NodeStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        await ReadAsync("status", new JsonArray(), RecordReader.ReadStatus, [], cancellationToken) ?? throw Absent();

    /// <summary>How many blocks a transaction stays valid, as the network was begun with.</summary>
    internal async Task<ulong> GetValidityBlocksAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(
            "EXPERIMENTAL_genesis_config",
            null,
            result => (object)result.GetProperty("transaction_validity_period").GetUInt64(),
            [],
            cancellationToken)) is ulong blocks ? blocks : throw Absent();

    /// <summary>yoctoNEAR for each unit of gas at the last block.</summary>
    internal async Task<UInt128> GetGasPriceAsync(CancellationToken cancellationToken) =>
        (await ReadAsync(
            "gas_price",
            new JsonArray((JsonNode?)null),
            result => (object)RecordReader.ReadAmount(result, "gas_price"),
            [],
            cancellationToken)) is UInt128 price ? price : throw Absent();

    /// <summary>A block's header; null when there is none at that height or the node does not know it.</summary>
    internal Task<BlockHeader?> FindBlockAsync(BlockReference block, CancellationToken cancellationToken)
    {
        var parameters = new JsonObject();
        block.WriteTo(parameters);
        return ReadAsync(
            "block", parameters, RecordReader.ReadBlock, [RpcFailure.UnknownBlock], cancellationToken);
    }

    internal async Task<BlockHeader> GetFinalBlockAsync(CancellationToken cancellationToken) =>
        await FindBlockAsync(BlockReference.Final, cancellationToken)
        ?? throw Unusable("block", "it knows no final block");

    /// <summary>An account; null when it does not exist at that block.</summary>
    internal Task<AccountState?> FindAccountAsync(
        string account, BlockReference block, CancellationToken cancellationToken) => QueryAsync(
            "view_account",
            new JsonObject { ["account_id"] = account },
            block,
            RecordReader.ReadAccount,
            [RpcFailure.UnknownAccount],
            cancellationToken);

    /// <summary>An access key; null when the account or the key does not exist at that block.</summary>
    internal Task<AccessKeyState?> FindAccessKeyAsync(
        string account, string publicKey, BlockReference block, CancellationToken cancellationToken) => QueryAsync(
            "view_access_key",
            new JsonObject { ["account_id"] = account, ["public_key"] = publicKey },
            block,
            RecordReader.ReadAccessKey,
            [RpcFailure.UnknownAccount, RpcFailure.UnknownAccessKey],
            cancellationToken);

    /// <summary>All access keys of an account; none when it does not exist at that block.</summary>
    internal async Task<SortedDictionary<string, AccessKeyState>> GetAccessKeysAsync(
        string account, BlockReference block, CancellationToken cancellationToken) => await QueryAsync(
            "view_access_key_list",
            new JsonObject { ["account_id"] = account },
            block,
            RecordReader.ReadAccessKeys,
            [RpcFailure.UnknownAccount],
            cancellationToken) ?? new SortedDictionary<string, AccessKeyState>(StringComparer.Ordinal);

    /// <summary>
    /// Calls a view method and reads the JSON it returns; null when the account has no such contract or method, or the
    /// contract panics.
    /// </summary>
    internal async Task<JsonElement?> CallAsync(
        string contract, string method, JsonObject args, BlockReference block, CancellationToken cancellationToken) =>
        (await QueryAsync(
            "call_function",
            new JsonObject
            {
                ["account_id"] = contract,
                ["method_name"] = method,
                ["args_base64"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(args.ToJsonString())),
            },
            block,
            result => (object)RecordReader.ReadCall(result),
            [RpcFailure.UnknownAccount, RpcFailure.ContractFailed],
            cancellationToken)) is JsonElement value ? value : null;

    /// <summary>
    /// A transaction with its receipts' outcomes, without waiting for any; null when the node does not know it. Inside,
    /// null when it knows it and nothing of its execution.
    /// </summary>
    internal Task<Known<TransactionRecord>?> FindTransactionAsync(
        NearHash hash, string signer, CancellationToken cancellationToken) => ReadAsync(
            "EXPERIMENTAL_tx_status",
            new JsonObject
            {
                ["tx_hash"] = hash.ToString(),
                ["sender_account_id"] = signer,
                ["wait_until"] = "NONE",
            },
            result => new Known<TransactionRecord>(TransactionReader.Read(result)),
            [RpcFailure.UnknownTransaction],
            cancellationToken);

    /// <summary>A receipt; null when the node does not know it.</summary>
    internal Task<RpcReceipt?> FindReceiptAsync(NearHash id, CancellationToken cancellationToken) => ReadAsync(
        "EXPERIMENTAL_receipt",
        new JsonObject { ["receipt_id"] = id.ToString() },
        RecordReader.ReadReceipt,
        [RpcFailure.UnknownReceipt],
        cancellationToken);

    /// <summary>What changed an account at a block; null when the node does not know the block.</summary>
    internal Task<IReadOnlyList<StateChange>?> FindAccountChangesAsync(
        string account, BlockReference block, CancellationToken cancellationToken) => ChangesAsync(
            new JsonObject { ["changes_type"] = "account_changes", ["account_ids"] = new JsonArray(account) },
            block,
            cancellationToken);

    /// <summary>What changed contracts' data at a block; null when the node does not know the block.</summary>
    internal Task<IReadOnlyList<StateChange>?> FindDataChangesAsync(
        IEnumerable<string> contracts, BlockReference block, CancellationToken cancellationToken) => ChangesAsync(
            new JsonObject
            {
                ["changes_type"] = "data_changes",
                ["account_ids"] = new JsonArray([.. contracts.Select(contract => (JsonNode)contract)]),
                ["key_prefix_base64"] = string.Empty,
            },
            block,
            cancellationToken);

    /// <summary>What changed an account's access keys at a block; null when the node does not know the block.</summary>
    internal Task<IReadOnlyList<StateChange>?> FindKeyChangesAsync(
        string account, BlockReference block, CancellationToken cancellationToken) => ChangesAsync(
            new JsonObject { ["changes_type"] = "all_access_key_changes", ["account_ids"] = new JsonArray(account) },
            block,
            cancellationToken);

    /// <summary>The sum of amounts that a node told; there are not 2^128 yoctoNEAR, so one that has more
    /// lies.</summary>
    internal UInt128 Total(IEnumerable<UInt128> amounts)
    {
        var total = UInt128.Zero;
        foreach (var amount in amounts)
        {
            total = UInt128.MaxValue - total >= amount
                ? total + amount
                : throw Unusable("the node", "it told amounts that together have more than 128 bits");
        }

        return total;
    }

    internal ChainUnavailableException Unusable(string method, string cause, Exception? inner = null) =>
        new(chain, $"{chain}: {method} gave no usable answer: {Shorten(cause)}.", inner);

    internal static string Shorten(string text) =>
        text.Length <= DetailLengthMax ? text : text[..DetailLengthMax] + "…";

    private Task<IReadOnlyList<StateChange>?> ChangesAsync(
        JsonObject parameters, BlockReference block, CancellationToken cancellationToken)
    {
        block.WriteTo(parameters);
        return ReadAsync(
            "EXPERIMENTAL_changes",
            parameters,
            RecordReader.ReadChanges,
            [RpcFailure.UnknownBlock],
            cancellationToken);
    }

    private Task<T?> QueryAsync<T>(
        string request,
        JsonObject parameters,
        BlockReference block,
        Func<JsonElement, T> parse,
        RpcFailure[] absences,
        CancellationToken cancellationToken)
        where T : class
    {
        parameters["request_type"] = request;
        block.WriteTo(parameters);
        return ReadAsync(
            "query",
            parameters,
            result =>
            {
                // Two failures of queries come as results for the sake of old clients.
                if (!result.TryGetProperty("error", out var error))
                {
                    return parse(result);
                }

                var isAbsence = request is "view_access_key" or "call_function";
                return isAbsence
                    ? null!
                    : throw new FormatException($"the answer is an error: {error.GetRawText()}");
            },
            absences,
            cancellationToken,
            request);
    }

    /// <summary>Asks and reads; null for a failure that stands for "there is none".</summary>
    private async Task<T?> ReadAsync<T>(
        string method,
        JsonNode? parameters,
        Func<JsonElement, T> parse,
        RpcFailure[] absences,
        CancellationToken cancellationToken,
        string? request = null)
        where T : class
    {
        var what = request is null ? method : $"{method} {request}";
        JsonElement result;
        try
        {
            result = await rpc.CallAsync(method, parameters, RequestKind.Read, cancellationToken);
        }
        catch (JsonRpcErrorException exception) when (absences.Contains(RpcFailures.Of(exception)))
        {
            return null;
        }
        catch (JsonRpcErrorException exception)
        {
            var remedy = RpcFailures.Of(exception) == RpcFailure.GarbageCollected
                ? ". The node has deleted that block; use an archival node"
                : string.Empty;
            throw Unusable(what, RpcFailures.Describe(exception) + remedy, exception);
        }

        try
        {
            return parse(result);
        }
        catch (Exception exception) when (exception
            is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException
            or OverflowException or JsonException)
        {
            throw Unusable(what, exception.Message, exception);
        }
    }

    private ChainUnavailableException Absent() => Unusable("the node", "it left out the answer");
}

/// <summary>Something that a node knows of, though it may have nothing to show yet.</summary>
/// <param name="Value">What it has; null when nothing yet.</param>
internal sealed record Known<T>(T? Value)
    where T : class;
