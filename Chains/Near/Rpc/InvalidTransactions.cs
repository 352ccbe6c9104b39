using System.Text.Json;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Near.Rpc;

/// <summary>Says in words why a node calls a transaction invalid (nearcore, InvalidTxError).</summary>
internal static class InvalidTransactions
{
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["InvalidNonce"] = "the access key has used this nonce or a later one; a twin may have landed",
        ["NonceTooLarge"] = "the nonce is too far ahead of the chain",
        ["Expired"] = "its block is too old; it can no longer be taken",
        ["InvalidChain"] = "its block is not of the chain that the node follows",
        ["NotEnoughBalance"] = "the account cannot cover the amount and the gas",
        ["LackBalanceForState"] = "the account would not cover its storage any more",
        ["SignerDoesNotExist"] = "the paying account does not exist",
        ["InvalidSignature"] = "the signature does not verify",
        ["AccessKeyNotFound"] = "the account no longer has the access key",
        ["NotEnoughAllowance"] = "the access key's allowance is used up",
        ["RequiresFullAccess"] = "the access key has no full access",
        ["DepositWithFunctionCall"] = "the access key has no full access",
        ["ReceiverMismatch"] = "the access key is limited to another contract",
        ["MethodNameMismatch"] = "the access key is limited to other methods",
        ["InvalidSignerId"] = "the payer's id is none",
        ["InvalidReceiverId"] = "the receiver's id is none",
        ["CostOverflow"] = "its cost has more than 128 bits",
        ["ActionsValidation"] = "its actions break a limit of the network",
        ["TransactionSizeExceeded"] = "it is too large",
        ["InvalidTransactionVersion"] = "the network does not take this version",
        ["ShardCongested"] = "the shard is congested; it takes the transaction later",
        ["ShardStuck"] = "the shard is stuck; it takes the transaction later",
    };

    internal static string Describe(JsonRpcErrorException exception)
    {
        var raw = RpcFailures.Describe(exception);
        return exception.ErrorData is { } data && FindKind(data) is { } kind
            ? $"{kind}: {Reasons[kind]} ({raw})"
            : raw;
    }

    /// <summary>
    /// The innermost name that is known: errors are nested, and a kind without details is a text or an object without
    /// members, depending on the node's age.
    /// </summary>
    internal static string? FindKind(JsonElement data)
    {
        const int DepthMax = 6;
        string? found = null;
        for (var depth = 0; depth < DepthMax; depth++)
        {
            var name = data.ValueKind switch
            {
                JsonValueKind.String => data.GetString(),
                JsonValueKind.Object => data.EnumerateObject().Select(member => member.Name).FirstOrDefault(),
                _ => null,
            };
            if (name is null)
            {
                break;
            }

            found = Reasons.ContainsKey(name) ? name : found;
            if (data.ValueKind != JsonValueKind.Object)
            {
                break;
            }

            data = data.GetProperty(name);
        }

        return found;
    }
}
