using System.Globalization;
using System.Text.Json;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana;

/// <summary>
/// Puts the errors of transactions into words: the <c>err</c> of a simulation, a status or a transaction's meta, which
/// is a name, or an object whose one member is the name (solana-sdk <c>TransactionError</c>, <c>InstructionError</c>).
/// </summary>
internal static class TransactionErrors
{
    private const string InstructionName = "InstructionError";
    private const string RentName = "InsufficientFundsForRent";

    private static readonly Dictionary<string, string> OfTransactions = new(StringComparer.Ordinal)
    {
        ["AccountInUse"] = "another transaction is writing one of its accounts; the same bytes may be sent again",
        ["AccountLoadedTwice"] = "it names an account twice",
        ["AccountNotFound"] = "the account that pays the fee holds no lamports",
        ["ProgramAccountNotFound"] = "a program that it calls is not on this cluster",
        ["InsufficientFundsForFee"] = "the account that pays the fee has fewer lamports than the fee",
        ["InvalidAccountForFee"] = "the account that pays the fee is no wallet",
        ["AlreadyProcessed"] = "the same bytes are in a block already",
        ["BlockhashNotFound"] =
            "its blockhash is too old, or the node has not seen it yet; for a nonce, it is used up",
        ["CallChainTooDeep"] = "programs called each other too deeply",
        ["MissingSignatureForFee"] = "the fee payer's signature is missing",
        ["InvalidAccountIndex"] = "it names an account that is not there",
        ["SignatureFailure"] = "a signature does not verify",
        ["SanitizeFailure"] = "it is malformed",
        ["ClusterMaintenance"] = "the cluster takes no transactions at the moment",
        ["WouldExceedMaxBlockCostLimit"] = "the block is full; the same bytes may be sent again",
        ["WouldExceedMaxAccountCostLimit"] =
            "too many transactions write one of its accounts in this block; the same bytes may be sent again",
        ["WouldExceedMaxVoteCostLimit"] = "the block is full; the same bytes may be sent again",
        ["WouldExceedAccountDataBlockLimit"] = "the block is full; the same bytes may be sent again",
        ["TooManyAccountLocks"] = "it names too many accounts",
        ["AddressLookupTableNotFound"] = "a lookup table that it uses does not exist",
        ["UnsupportedVersion"] = "the cluster does not know the message's version",
        ["InvalidWritableAccount"] = "it writes an account that cannot be written",
        ["MaxLoadedAccountsDataSizeExceeded"] = "its accounts hold too much data",
        ["ProgramExecutionTemporarilyRestricted"] = "a program that it calls is stopped for the moment",
    };

    private static readonly Dictionary<string, string> OfInstructions = new(StringComparer.Ordinal)
    {
        ["InvalidAccountData"] = "an account does not hold what the program expects",
        ["InvalidInstructionData"] = "the program does not understand the instruction",
        ["InvalidArgument"] = "the program refuses an account or value",
        ["InsufficientFunds"] = "an account has too little",
        ["IncorrectProgramId"] = "an account belongs to another program",
        ["InvalidAccountOwner"] = "an account belongs to another program",
        ["IllegalOwner"] = "an account belongs to another program",
        ["MissingRequiredSignature"] = "a signature is missing",
        ["AccountAlreadyInitialized"] = "an account is in use already",
        ["UninitializedAccount"] = "an account is not initialized",
        ["InvalidSeeds"] = "an address does not follow from its seeds",
        ["ComputationalBudgetExceeded"] = "it used more compute units than its limit",
        ["ProgramFailedToComplete"] = "a program stopped, most likely out of compute units",
        ["AccountNotRentExempt"] = "an account would hold fewer lamports than its rent",
        ["UnsupportedProgramId"] = "a program that it calls is not on this cluster",
    };

    /// <summary>The reason for people; null when the error is not known here.</summary>
    /// <param name="error">The error as the node tells it.</param>
    /// <param name="transaction">The transaction's bytes, which say whose error an instruction's is.</param>
    internal static string? Describe(JsonElement error, ReadOnlySpan<byte> transaction) => error.ValueKind switch
    {
        JsonValueKind.String => OfTransactions.GetValueOrDefault(error.GetString()!),
        JsonValueKind.Object when error.TryGetProperty(InstructionName, out var failed) =>
            DescribeInstruction(failed, transaction),
        JsonValueKind.Object when error.TryGetProperty(RentName, out var account) =>
            DescribeRent(account, transaction),
        _ => null,
    };

    private static string? DescribeRent(JsonElement place, ReadOnlySpan<byte> transaction)
    {
        // Index 0 pays the fee: our own account.
        var account = place.TryGetProperty("account_index", out var index)
            && TryReadNumber(index, out var number)
            && SolanaTransaction.TryDecode(transaction, out var decoded, out _)
            && number < decoded.Message.Keys.Count
                ? decoded.Message.Keys[(int)number].ToString()
                : "an account";
        return $"{account} would be left with fewer lamports than its rent";
    }

    private static string? DescribeInstruction(JsonElement failed, ReadOnlySpan<byte> transaction)
    {
        if (failed.ValueKind != JsonValueKind.Array
            || failed.GetArrayLength() != 2
            || !TryReadNumber(failed[0], out var at))
        {
            return null;
        }

        var reason = failed[1].ValueKind switch
        {
            JsonValueKind.String => OfInstructions.GetValueOrDefault(failed[1].GetString()!),
            JsonValueKind.Object when failed[1].TryGetProperty("Custom", out var code)
                && TryReadNumber(code, out var number)
                && SolanaTransaction.TryDecode(transaction, out var decoded, out _)
                && at < decoded.Message.Instructions.Count =>
                ProgramErrors.Describe(
                    decoded.Message.Keys[decoded.Message.Instructions[(int)at].ProgramIndex], number),
            _ => null,
        };
        return reason is null ? null : string.Create(CultureInfo.InvariantCulture, $"instruction {at}: {reason}");
    }

    private static bool TryReadNumber(JsonElement element, out uint number)
    {
        number = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetUInt32(out number);
    }
}
