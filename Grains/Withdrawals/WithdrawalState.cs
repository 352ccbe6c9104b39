using System.Text.Json.Serialization;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Withdrawals;

/// <summary>A withdrawal as it is stored.</summary>
internal sealed class WithdrawalState : IListedState, IRecordedState, IBookedState
{
    /// <summary>What was asked for; null: there is no withdrawal.</summary>
    public CreateWithdrawal? Command { get; set; }

    /// <summary>Where it is in its life.</summary>
    public WithdrawalStatus Status { get; set; }

    /// <summary>What is to be paid, and what it costs; null exactly when <see cref="Command"/> is.</summary>
    public WithdrawalTerms? Terms { get; set; }

    /// <summary>
    /// The holder of limits of all users together that it is booked in, or will be; null: none.
    /// </summary>
    public string? LimitHolder { get; set; }

    /// <summary>True once the fee has left the wallet.</summary>
    public bool IsFeeTaken { get; set; }

    /// <summary>True once the amount has left the wallet.</summary>
    public bool IsTaken { get; set; }

    /// <summary>The order that pays it out. Written before anything of it is done; null before.</summary>
    public TransferRequest? Order { get; set; }

    /// <summary>The transaction that paid it; null when none is final.</summary>
    public string? TransactionId { get; set; }

    /// <summary>Why it is not paid, of <see cref="WithdrawalReasons"/>; else null.</summary>
    public string? Reason { get; set; }

    /// <summary>More about the reason; null: nothing.</summary>
    public string? ReasonDetail { get; set; }

    /// <inheritdoc/>
    [JsonIgnore]
    public HistoryDraft History { get; } = new();

    /// <inheritdoc/>
    public LedgerDraft Ledger { get; init; } = new();

    /// <inheritdoc/>
    public ListingRow? ToListingRow(string id) => Terms is null || Status == WithdrawalStatus.Opening
        ? null
        : new ListingRow(
            ListingKinds.Withdrawal,
            id,
            Command!.Wallet.Value,
            Terms.CreatedAt,
            Status.ToString(),
            IsOpen: !WithdrawalTransitions.IsTerminal(Status),
            Deadline: WithdrawalTransitions.IsTerminal(Status) ? null : Terms.HoldUntil,
            AwaitsOperator: Status == WithdrawalStatus.Parked);
}

/// <summary>What a withdrawal pays and costs, as it was when it was asked for.</summary>
internal sealed record WithdrawalTerms
{
    public required Amount Amount { get; init; }

    public required Amount Fee { get; init; }

    /// <summary>The recipient's address as the chain writes it.</summary>
    public required string To { get; init; }

    /// <summary>The account behind the address, which the user must have proven.</summary>
    public required AccountId Recipient { get; init; }

    /// <summary>The treasury account that pays.</summary>
    public required AccountId From { get; init; }

    public required ulong UsdCents { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExecutesAt { get; init; }

    public required DateTimeOffset HoldUntil { get; init; }

    /// <summary>What is held of the wallet.</summary>
    [JsonIgnore]
    public Amount Total => Amount with { Units = checked(Amount.Units + Fee.Units) };
}
