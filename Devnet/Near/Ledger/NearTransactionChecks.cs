using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Devnet.Near.Ledger;

/// <summary>
/// Whether a transaction may be in a block, in nearcore's order of checks. One that may not never is, and costs
/// nothing.
/// </summary>
internal static class NearTransactionChecks
{
    /// <summary>The reason as nodes write it (InvalidTxError); null when the transaction may be included.</summary>
    /// <param name="state">The accounts before it.</param>
    /// <param name="signed">The transaction.</param>
    /// <param name="height">The block that would hold it.</param>
    /// <param name="signedAt">The height of the block that it names; null when there is none.</param>
    /// <param name="validityBlocks">How long a block may be named.</param>
    internal static JsonNode? Check(
        NearState state, NearSignedTransaction signed, ulong height, ulong? signedAt, ulong validityBlocks)
    {
        var transaction = signed.Transaction;
        if (CheckActions(transaction.Actions) is { } malformed)
        {
            return NearFailures.Actions(malformed);
        }

        if (!signed.VerifySignature())
        {
            return NearFailures.Named("InvalidSignature");
        }

        // A block judges by the height of the one before it.
        if (signedAt is not { } named || height - 1 > named + validityBlocks)
        {
            return NearFailures.Named("Expired");
        }

        if (state.Find(transaction.SignerId) is not { } signer)
        {
            return NearFailures.Named("SignerDoesNotExist", ("signer_id", transaction.SignerId));
        }

        return signer.Keys.GetValueOrDefault(transaction.PublicKey.ToString()) is { } key
            ? CheckNonce(transaction.Nonce, key.Nonce, height) ?? CheckFunds(signer, key, transaction)
            : NearFailures.AccessKey(NearFailures.Named(
                "AccessKeyNotFound",
                ("account_id", transaction.SignerId),
                ("public_key", transaction.PublicKey.ToString())));
    }

    private static JsonNode? CheckActions(IReadOnlyList<NearAction> actions)
    {
        UInt128 gas = 0;
        for (var index = 0; index < actions.Count; index++)
        {
            switch (actions[index])
            {
                case DeleteAccountAction when index != actions.Count - 1:
                    return NearFailures.Named("DeleteActionMustBeFinal");
                case FunctionCallAction { Gas: 0 }:
                    return NearFailures.Named("FunctionCallZeroAttachedGas");
                case FunctionCallAction call:
                    gas += call.Gas;
                    break;
                case DeployContractAction or StakeAction or SignedDelegateAction:
                    return NearFailures.Named(
                        "UnsupportedProtocolFeature",
                        ("protocol_feature", $"{actions[index].Kind} on the local network"),
                        ("version", NearLedger.ProtocolVersion));
                default:
                    break;
            }
        }

        return gas <= NearGas.AttachedMax
            ? null
            : NearFailures.Named(
                "TotalPrepaidGasExceeded",
                ("total_prepaid_gas", NearFailures.Text(gas)),
                ("limit", NearGas.AttachedMax));
    }

    private static JsonNode? CheckNonce(ulong nonce, ulong used, ulong height) =>
        nonce <= used
            ? NearFailures.Named("InvalidNonce", ("tx_nonce", nonce), ("ak_nonce", used))
        : nonce >= height * NearConstants.NoncesPerBlock
            ? NearFailures.Named(
                "NonceTooLarge", ("tx_nonce", nonce), ("upper_bound", height * NearConstants.NoncesPerBlock))
        : null;

    private static JsonNode? CheckFunds(NearAccount signer, NearAccessKey key, NearTransaction transaction)
    {
        NearCost cost;
        UInt128 total;
        try
        {
            cost = NearGas.CostOf(transaction.ReceiverId, transaction.Actions);
            total = cost.Total;
        }
        catch (OverflowException)
        {
            return NearFailures.Named("CostOverflow");
        }

        if (signer.Amount < total)
        {
            return NearFailures.Named(
                "NotEnoughBalance",
                ("signer_id", transaction.SignerId),
                ("balance", NearFailures.Text(signer.Amount)),
                ("cost", NearFailures.Text(total)));
        }

        if (key.Limits is { } limits && CheckLimits(limits, cost, transaction) is { } limited)
        {
            return NearFailures.AccessKey(limited);
        }

        var debt = (signer with { Amount = signer.Amount - total }).StorageDebt;
        return debt == 0
            ? null
            : NearFailures.Named(
                "LackBalanceForState",
                ("signer_id", transaction.SignerId),
                ("amount", NearFailures.Text(debt)));
    }

    private static JsonNode? CheckLimits(NearKeyLimits limits, NearCost cost, NearTransaction transaction) =>
        limits.Allowance < cost.GasYocto
            ? NearFailures.Named(
                "NotEnoughAllowance",
                ("account_id", transaction.SignerId),
                ("public_key", transaction.PublicKey.ToString()),
                ("allowance", NearFailures.Text(limits.Allowance ?? 0)),
                ("cost", NearFailures.Text(cost.GasYocto)))
        : transaction.Actions is not [FunctionCallAction call]
            ? NearFailures.Named("RequiresFullAccess")
        : call.Deposit > 0
            ? NearFailures.Named("DepositWithFunctionCall")
        : transaction.ReceiverId != limits.ReceiverId
            ? NearFailures.Named(
                "ReceiverMismatch",
                ("tx_receiver", transaction.ReceiverId),
                ("ak_receiver", limits.ReceiverId))
        : limits.MethodNames.Count > 0 && !limits.MethodNames.Contains(call.MethodName, StringComparer.Ordinal)
            ? NearFailures.Named("MethodNameMismatch", ("method_name", call.MethodName))
        : null;
}
