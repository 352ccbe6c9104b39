namespace OrleansTrading.Grains;

/// <summary>A request to pay money from a wallet out to an address.</summary>
[GenerateSerializer, Immutable, Alias("ot.create-withdrawal")]
public sealed record CreateWithdrawal
{
    /// <summary>The wallet; whose it is, is who asks.</summary>
    [Id(0)]
    public required WalletId Wallet { get; init; }

    /// <summary>The asset, by alias or CAIP-19 id.</summary>
    [Id(1)]
    public required string Asset { get; init; }

    /// <summary>What the recipient gets, in the user's unit.</summary>
    [Id(2)]
    public required string Amount { get; init; }

    /// <summary>An address that the wallet's user has proven.</summary>
    [Id(3)]
    public required string Address { get; init; }

    /// <summary>The recipient's own memo; null for none.</summary>
    [Id(4)]
    public string? Memo { get; init; }
}

/// <summary>Where a withdrawal is in its life. docs/withdrawals.md has the diagram.</summary>
public enum WithdrawalStatus
{
    /// <summary>It is being checked, and its money held. Nobody was told that it exists.</summary>
    Opening,

    /// <summary>The money is held until the delay is over. It can be cancelled.</summary>
    Waiting,

    /// <summary>It ends without having been paid: what is held is being released.</summary>
    Releasing,

    /// <summary>The money has left the wallet and is being paid out.</summary>
    Executing,

    /// <summary>The payment has definitely failed: the money is being put back.</summary>
    Returning,

    /// <summary>It is paid, at finality. Terminal.</summary>
    Completed,

    /// <summary>The user gave it up. Terminal.</summary>
    Cancelled,

    /// <summary>It could not be paid, and the money is in the wallet. Terminal.</summary>
    Failed,

    /// <summary>Nobody can prove whether it was paid: a person decides. Terminal for the machine.</summary>
    Parked,
}

/// <summary>Why a withdrawal was not paid. Stable codes.</summary>
public static class WithdrawalReasons
{
    /// <summary>The user cancelled it.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The address is not the user's any more.</summary>
    public const string AddressNotProven = "address_not_proven";

    /// <summary>Within the time for it, the treasury could not pay.</summary>
    public const string TreasuryUnavailable = "treasury_unavailable";

    /// <summary>The hold's time was over before it was paid out.</summary>
    public const string HoldEnded = "hold_ended";

    /// <summary>The chain rejected the payment, or the recipient cannot be paid.</summary>
    public const string Rejected = "rejected";

    /// <summary>What became of the signed payment cannot be proven.</summary>
    public const string OutcomeUnknown = "outcome_unknown";
}

/// <summary>A withdrawal as it is now.</summary>
[GenerateSerializer, Immutable, Alias("ot.withdrawal-view")]
public sealed record WithdrawalView
{
    /// <summary>The withdrawal.</summary>
    [Id(0)]
    public required WithdrawalId Id { get; init; }

    /// <summary>The wallet.</summary>
    [Id(1)]
    public required WalletId Wallet { get; init; }

    /// <summary>Where it is in its life.</summary>
    [Id(2)]
    public required WithdrawalStatus Status { get; init; }

    /// <summary>True when nothing happens to it any more.</summary>
    [Id(3)]
    public required bool Terminal { get; init; }

    /// <summary>What the recipient gets.</summary>
    [Id(4)]
    public required Amount Amount { get; init; }

    /// <summary>What it costs besides; may be zero.</summary>
    [Id(5)]
    public required Amount Fee { get; init; }

    /// <summary>The recipient's address.</summary>
    [Id(6)]
    public required string Address { get; init; }

    /// <summary>The recipient's own memo; null for none.</summary>
    [Id(7)]
    public string? Memo { get; init; }

    /// <summary>When it was asked for.</summary>
    [Id(8)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is paid out at the earliest; until then it can be cancelled.</summary>
    [Id(9)]
    public required DateTimeOffset ExecutesAt { get; init; }

    /// <summary>The transaction that paid it; null when none is final.</summary>
    [Id(10)]
    public string? TransactionId { get; init; }

    /// <summary>Why it was not paid, of <see cref="WithdrawalReasons"/>; else null.</summary>
    [Id(11)]
    public string? Reason { get; init; }

    /// <summary>More about the reason, or what it waits for; null: nothing.</summary>
    [Id(12)]
    public string? Detail { get; init; }
}
