using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near.Wire;
using OrleansTrading.Devnet.Near.Ledger;

namespace OrleansTrading.Devnet.Near.Rpc;

/// <summary>Transactions, receipts and outcomes as nodes print them.</summary>
internal static class NearJson
{
    internal static string Text(UInt128 amount) => NearFailures.Text(amount);

    internal static JsonObject Transaction(NearSignedTransaction signed) => new()
    {
        ["signer_id"] = signed.Transaction.SignerId,
        ["public_key"] = signed.Transaction.PublicKey.ToString(),
        ["nonce"] = signed.Transaction.Nonce,
        ["receiver_id"] = signed.Transaction.ReceiverId,
        ["actions"] = Actions(signed.Transaction.Actions),
        ["priority_fee"] = 0,
        ["signature"] = signed.Signature.ToString(),
        ["hash"] = signed.Transaction.Hash().ToString(),
    };

    internal static JsonObject Receipt(NearReceipt receipt) => new()
    {
        ["predecessor_id"] = receipt.PredecessorId,
        ["receiver_id"] = receipt.ReceiverId,
        ["receipt_id"] = receipt.Id.ToString(),
        ["priority"] = 0,
        ["receipt"] = new JsonObject
        {
            ["Action"] = new JsonObject
            {
                ["signer_id"] = receipt.SignerId,
                ["signer_public_key"] = receipt.SignerKey.ToString(),
                ["gas_price"] = receipt.IsRefund ? "0" : Text(NearGas.Price),
                ["output_data_receivers"] = new JsonArray(),
                ["input_data_ids"] = new JsonArray(),
                ["actions"] = Actions(receipt.Actions),
                ["is_promise_yield"] = false,
            },
        },
    };

    internal static JsonObject Outcome(NearOutcome outcome, NearHash block, JsonNode status) => new()
    {
        ["proof"] = new JsonArray(),
        ["block_hash"] = block.ToString(),
        ["id"] = outcome.Id.ToString(),
        ["outcome"] = new JsonObject
        {
            ["logs"] = new JsonArray([.. outcome.Logs.Select(log => (JsonNode)log)]),
            ["receipt_ids"] = new JsonArray([.. outcome.ReceiptIds.Select(id => (JsonNode)id.ToString())]),
            ["gas_burnt"] = outcome.GasBurnt,
            ["tokens_burnt"] = Text(outcome.TokensBurnt),
            ["executor_id"] = outcome.ExecutorId,
            ["status"] = status,
            ["metadata"] = new JsonObject { ["version"] = 3, ["gas_profile"] = new JsonArray() },
        },
    };

    internal static JsonNode Status(NearOutcome outcome) => outcome.Failure is { } failure
        ? new JsonObject { ["Failure"] = JsonNode.Parse(failure) }
        : new JsonObject { ["SuccessValue"] = Convert.ToBase64String(outcome.Value) };

    internal static JsonObject AccessKey(NearAccessKey key) => new()
    {
        ["nonce"] = key.Nonce,
        ["permission"] = Permission(key),
    };

    internal static JsonObject Account(NearAccount account) => new()
    {
        ["amount"] = Text(account.Amount),
        ["locked"] = "0",
        ["code_hash"] = account.HasContract ? CodeHash : default(NearHash).ToString(),
        ["storage_usage"] = account.StorageBytes,
        ["storage_paid_at"] = 0,
    };

    private static string CodeHash { get; } = NearHash.Of("the local token"u8).ToString();

    private static JsonNode Permission(NearAccessKey key) => key.Limits is not { } limits
        ? "FullAccess"
        : new JsonObject
        {
            ["FunctionCall"] = new JsonObject
            {
                ["allowance"] = limits.Allowance is { } allowance ? Text(allowance) : null,
                ["receiver_id"] = limits.ReceiverId,
                ["method_names"] = new JsonArray([.. limits.MethodNames.Select(name => (JsonNode)name)]),
            },
        };

    private static JsonArray Actions(IReadOnlyList<NearAction> actions) => new([.. actions.Select(Action)]);

    private static JsonNode Action(NearAction action) => action switch
    {
        CreateAccountAction => "CreateAccount",
        TransferAction transfer => Named("Transfer", new JsonObject { ["deposit"] = Text(transfer.Deposit) }),
        FunctionCallAction call => Named("FunctionCall", new JsonObject
        {
            ["method_name"] = call.MethodName,
            ["args"] = Convert.ToBase64String(call.Args),
            ["gas"] = call.Gas,
            ["deposit"] = Text(call.Deposit),
        }),
        AddKeyAction add => Named("AddKey", new JsonObject
        {
            ["public_key"] = add.PublicKey.ToString(),
            ["access_key"] = AccessKey(add.AccessKey),
        }),
        DeleteKeyAction delete => Named("DeleteKey", new JsonObject { ["public_key"] = delete.PublicKey.ToString() }),
        DeleteAccountAction delete => Named(
            "DeleteAccount", new JsonObject { ["beneficiary_id"] = delete.BeneficiaryId }),
        _ => throw new InvalidOperationException($"{action.Kind} cannot be in a block here."),
    };

    private static JsonObject Named(string name, JsonObject details) => new() { [name] = details };

    internal static string Nanoseconds(DateTimeOffset time) =>
        ((UInt128)(time - DateTimeOffset.UnixEpoch).Ticks * 100).ToString(CultureInfo.InvariantCulture);
}
