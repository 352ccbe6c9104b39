using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Solana.Ledger;

namespace OrleansTrading.Devnet.Solana.Rpc;

/// <summary>Transactions as the RPC prints them, in each of its encodings.</summary>
internal static class TransactionJson
{
    private const int VersionUnsupported = -32015;

    /// <summary>The members <c>meta</c>, <c>transaction</c> and <c>version</c> of a transaction's answer.</summary>
    internal static JsonObject Describe(LedgerRecord record, string? encoding, ulong? versionMax)
    {
        var version = record.Transaction.Message.Version;
        if (version is not null && versionMax is null)
        {
            throw new JsonRpcErrorException(
                VersionUnsupported,
                $"Transaction version ({version}) is not supported by the requesting client. Please try the request "
                + "again with the following configuration parameter: \"maxSupportedTransactionVersion\": 0");
        }

        var described = new JsonObject
        {
            ["meta"] = DescribeMeta(record.Execution),
            ["transaction"] = Encode(record.Transaction, encoding ?? "json"),
        };
        if (versionMax is not null)
        {
            described["version"] = version is null ? "legacy" : JsonValue.Create(version.Value);
        }

        return described;
    }

    internal static JsonNode DescribeStatus(TransactionFailure? failure) => failure is null
        ? new JsonObject { ["Ok"] = null }
        : new JsonObject { ["Err"] = failure.Error() };

    private static JsonObject DescribeMeta(Execution execution) => new()
    {
        ["computeUnitsConsumed"] = execution.UnitsConsumed,
        ["err"] = execution.Failure?.Error(),
        ["fee"] = execution.FeeLamports,
        ["innerInstructions"] = new JsonArray(),
        ["loadedAddresses"] = new JsonObject { ["readonly"] = new JsonArray(), ["writable"] = new JsonArray() },
        ["logMessages"] = Texts(execution.Logs),
        ["postBalances"] = Lamports(execution.After),
        ["postTokenBalances"] = Tokens(execution.TokensAfter),
        ["preBalances"] = Lamports(execution.Before),
        ["preTokenBalances"] = Tokens(execution.TokensBefore),
        ["rewards"] = new JsonArray(),
        ["status"] = DescribeStatus(execution.Failure),
    };

    private static JsonNode Encode(SolanaTransaction transaction, string encoding) => encoding switch
    {
        "base64" => new JsonArray(Convert.ToBase64String(transaction.Encode()), "base64"),
        "base58" => new JsonArray(Base58.Encode(transaction.Encode()), "base58"),
        "json" => WithSignatures(transaction, DescribeMessage(transaction.Message)),
        "jsonParsed" => WithSignatures(transaction, ParseMessage(transaction.Message)),
        _ => throw RpcParameters.Invalid($"unknown encoding '{encoding}'"),
    };

    private static JsonObject WithSignatures(SolanaTransaction transaction, JsonObject message) => new()
    {
        ["message"] = message,
        ["signatures"] = Texts(transaction.Signatures.Select(signature => Base58.Encode(signature))),
    };

    private static JsonObject DescribeMessage(SolanaMessage message) => new()
    {
        ["accountKeys"] = Texts(message.Keys.Select(key => key.ToString())),
        ["header"] = new JsonObject
        {
            ["numReadonlySignedAccounts"] = message.ReadOnlySignerCount,
            ["numReadonlyUnsignedAccounts"] = message.ReadOnlyOtherCount,
            ["numRequiredSignatures"] = message.SignerCount,
        },
        ["instructions"] = new JsonArray([.. message.Instructions.Select(instruction => new JsonObject
        {
            ["accounts"] = new JsonArray([.. instruction.AccountIndexes.Select(index => JsonValue.Create((int)index))]),
            ["data"] = Base58.Encode(instruction.Data),
            ["programIdIndex"] = instruction.ProgramIndex,
            ["stackHeight"] = null,
        })]),
        ["recentBlockhash"] = message.Blockhash.ToString(),
    };

    private static JsonObject ParseMessage(SolanaMessage message) => new()
    {
        ["accountKeys"] = new JsonArray([.. message.Keys.Select((key, index) => new JsonObject
        {
            ["pubkey"] = key.ToString(),
            ["signer"] = message.IsSigner(index),
            ["source"] = "transaction",
            ["writable"] = message.IsWritable(index),
        })]),
        ["instructions"] = new JsonArray(
            [.. message.Instructions.Select(instruction => InstructionJson.Parse(message, instruction))]),
        ["recentBlockhash"] = message.Blockhash.ToString(),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static JsonArray Lamports(IReadOnlyList<LedgerAccount> accounts) =>
        new([.. accounts.Select(account => (JsonNode)account.Lamports)]);

    private static JsonArray Tokens(IReadOnlyList<TokenHolding> holdings) =>
        new([.. holdings.Select(holding => new JsonObject
        {
            ["accountIndex"] = holding.AccountIndex,
            ["mint"] = holding.Mint.ToString(),
            ["owner"] = holding.Owner.ToString(),
            ["programId"] = holding.Program.ToString(),
            ["uiTokenAmount"] = TokenJson.Amount(holding.Units, holding.Decimals),
        })]);
}
