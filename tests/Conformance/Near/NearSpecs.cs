using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Conformance.Tests.Near;

/// <summary>A case's JSON to our types and back, in the shapes of the script.</summary>
internal static class NearSpecs
{
    internal static NearTransaction Build(JsonNode spec) => new(
        (string)spec["signerId"]!,
        Key(spec["publicKey"]),
        Number(spec["nonce"]),
        (string)spec["receiverId"]!,
        NearHash.Parse((string)spec["blockHash"]!),
        [.. spec["actions"]!.AsArray().Select(action => BuildAction(action!))]);

    internal static JsonObject ToJson(NearTransaction transaction) => new()
    {
        ["signerId"] = transaction.SignerId,
        ["publicKey"] = transaction.PublicKey.ToString(),
        ["nonce"] = Text(transaction.Nonce),
        ["receiverId"] = transaction.ReceiverId,
        ["blockHash"] = transaction.BlockHash.ToString(),
        ["actions"] = new JsonArray([.. transaction.Actions.Select(ToJson)]),
    };

    internal static NearDelegate BuildDelegate(JsonNode a) => new(
        (string)a["senderId"]!,
        (string)a["receiverId"]!,
        [.. a["actions"]!.AsArray().Select(action => BuildAction(action!))],
        Number(a["nonce"]),
        Number(a["maxBlockHeight"]),
        Key(a["publicKey"]));

    internal static string Text(UInt128 number) => number.ToString(CultureInfo.InvariantCulture);

    private static NearAction BuildAction(JsonNode a) => (string)a["kind"]! switch
    {
        "createAccount" => new CreateAccountAction(),
        "deployContract" => new DeployContractAction(Bytes(a["code"])),
        "functionCall" => new FunctionCallAction(
            (string)a["methodName"]!, Bytes(a["args"]), Number(a["gas"]), Amount(a["deposit"])),
        "transfer" => new TransferAction(Amount(a["deposit"])),
        "stake" => new StakeAction(Amount(a["stake"]), Key(a["publicKey"])),
        "addKey" => new AddKeyAction(Key(a["publicKey"]), new NearAccessKey(
            Number(a["nonce"]),
            a["limits"] is { } limits
                ? new NearKeyLimits(
                    limits["allowance"] is { } allowance ? Amount(allowance) : null,
                    (string)limits["receiverId"]!,
                    [.. limits["methodNames"]!.AsArray().Select(name => (string)name!)])
                : null)),
        "deleteKey" => new DeleteKeyAction(Key(a["publicKey"])),
        "deleteAccount" => new DeleteAccountAction((string)a["beneficiaryId"]!),
        "delegate" => new SignedDelegateAction(BuildDelegate(a), Signature(a["signature"])),
        var kind => throw new ArgumentException($"There is no action {kind}."),
    };

    private static JsonNode ToJson(NearAction action) => action switch
    {
        CreateAccountAction => new JsonObject { ["kind"] = "createAccount" },
        DeployContractAction a => new JsonObject
        {
            ["kind"] = "deployContract", ["code"] = Convert.ToBase64String(a.Code),
        },
        FunctionCallAction a => new JsonObject
        {
            ["kind"] = "functionCall",
            ["methodName"] = a.MethodName,
            ["args"] = Convert.ToBase64String(a.Args),
            ["gas"] = Text(a.Gas),
            ["deposit"] = Text(a.Deposit),
        },
        TransferAction a => new JsonObject { ["kind"] = "transfer", ["deposit"] = Text(a.Deposit) },
        StakeAction a => new JsonObject
        {
            ["kind"] = "stake", ["stake"] = Text(a.Stake), ["publicKey"] = a.PublicKey.ToString(),
        },
        AddKeyAction a => new JsonObject
        {
            ["kind"] = "addKey",
            ["publicKey"] = a.PublicKey.ToString(),
            ["nonce"] = Text(a.AccessKey.Nonce),
            ["limits"] = ToJson(a.AccessKey.Limits),
        },
        DeleteKeyAction a => new JsonObject { ["kind"] = "deleteKey", ["publicKey"] = a.PublicKey.ToString() },
        DeleteAccountAction a => new JsonObject
        {
            ["kind"] = "deleteAccount", ["beneficiaryId"] = a.BeneficiaryId,
        },
        SignedDelegateAction a => ToJson(a.Delegate, a.Signature),
        _ => throw new ArgumentException(action.GetType().Name),
    };

    private static JsonObject? ToJson(NearKeyLimits? limits) => limits is null
        ? null
        : new JsonObject
        {
            ["allowance"] = limits.Allowance is { } allowance ? Text(allowance) : null,
            ["receiverId"] = limits.ReceiverId,
            ["methodNames"] = new JsonArray([.. limits.MethodNames.Select(name => (JsonNode)name)]),
        };

    private static JsonObject ToJson(NearDelegate signed, NearSignature signature) => new()
    {
        ["kind"] = "delegate",
        ["senderId"] = signed.SenderId,
        ["receiverId"] = signed.ReceiverId,
        ["actions"] = new JsonArray([.. signed.Actions.Select(ToJson)]),
        ["nonce"] = Text(signed.Nonce),
        ["maxBlockHeight"] = Text(signed.MaxBlockHeight),
        ["publicKey"] = signed.PublicKey.ToString(),
        ["signature"] = Base58.Encode(signature.Bytes),
    };

    private static NearSignature Signature(JsonNode? text) =>
        Base58.TryDecode((string)text!, Ed25519.SignatureBytes, out var bytes)
            ? new NearSignature(NearCurve.Ed25519, bytes)
            : throw new ArgumentException($"{text} is no signature.");

    private static NearPublicKey Key(JsonNode? text) => NearPublicKey.Parse((string)text!);

    private static byte[] Bytes(JsonNode? base64) => Convert.FromBase64String((string)base64!);

    private static ulong Number(JsonNode? text) => ulong.Parse((string)text!, CultureInfo.InvariantCulture);

    private static UInt128 Amount(JsonNode? text) => UInt128.Parse((string)text!, CultureInfo.InvariantCulture);
}
