using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace OrleansTrading.Devnet.Solana.Ledger;

/// <summary>Why a transaction failed: the RPC's <c>err</c> value and the words that go with it.</summary>
internal sealed record TransactionFailure(Func<JsonNode> Error, string Words)
{
    internal static readonly TransactionFailure BlockhashNotFound = Simple("BlockhashNotFound", "Blockhash not found");

    internal static readonly TransactionFailure AlreadyProcessed =
        Simple("AlreadyProcessed", "This transaction has already been processed");

    internal static readonly TransactionFailure AccountNotFound = Simple(
        "AccountNotFound", "Attempt to debit an account but found no record of a prior credit.");

    internal static readonly TransactionFailure InsufficientFundsForFee =
        Simple("InsufficientFundsForFee", "Insufficient funds for fee");

    internal static readonly TransactionFailure InvalidAccountForFee =
        Simple("InvalidAccountForFee", "This account may not be used to pay transaction fees");

    internal static readonly TransactionFailure LookupTableNotFound = Simple(
        "AddressLookupTableNotFound", "Transaction loads an address table account that doesn't exist");

    internal static TransactionFailure InsufficientFundsForRent(int accountIndex) => new(
        () => new JsonObject { ["InsufficientFundsForRent"] = new JsonObject { ["account_index"] = accountIndex } },
        $"Transaction results in an account ({accountIndex}) with insufficient funds for rent");

    internal static TransactionFailure Instruction(int index, InstructionFailureException failure) => new(
        () => new JsonObject { ["InstructionError"] = new JsonArray(index, failure.ToJson()) },
        $"Error processing Instruction {index}: {failure.Message}");

    private static TransactionFailure Simple(string name, string words) => new(() => JsonValue.Create(name), words);
}

/// <summary>A program refused; the transaction's effects are undone. Never leaves the executor.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "The executor catches every one.")]
internal sealed class InstructionFailureException : Exception
{
    private readonly uint? _customCode;
    private readonly string _name;

    /// <summary>One of the runtime's own errors (solana-sdk <c>InstructionError</c>).</summary>
    internal InstructionFailureException(string name, string words)
        : base(words) => _name = name;

    /// <summary>A program's own error code.</summary>
    internal InstructionFailureException(uint customCode)
        : base($"custom program error: 0x{customCode:x}")
    {
        _name = "Custom";
        _customCode = customCode;
    }

    internal JsonNode ToJson() => _customCode is { } code
        ? new JsonObject { [_name] = code }
        : JsonValue.Create(_name);

    internal static InstructionFailureException InvalidAccountData() =>
        new("InvalidAccountData", "invalid account data for instruction");

    internal static InstructionFailureException InvalidInstructionData() =>
        new("InvalidInstructionData", "invalid instruction data");

    internal static InstructionFailureException InvalidArgument() => new("InvalidArgument", "invalid program argument");

    internal static InstructionFailureException InsufficientFunds() =>
        new("InsufficientFunds", "insufficient funds for instruction");

    internal static InstructionFailureException MissingSignature() =>
        new("MissingRequiredSignature", "missing required signature for instruction");

    internal static InstructionFailureException MissingAccounts() =>
        new("NotEnoughAccountKeys", "insufficient account keys for instruction");

    internal static InstructionFailureException WrongOwner() =>
        new("InvalidAccountOwner", "Invalid account owner");

    internal static InstructionFailureException IllegalOwner() =>
        new("IllegalOwner", "Provided owner is not allowed");

    internal static InstructionFailureException InvalidSeeds() =>
        new("InvalidSeeds", "Provided seeds do not result in a valid address");
}
