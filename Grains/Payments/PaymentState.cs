using System.Text.Json.Serialization;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Payments;

/// <summary>A payment that arrived, and what was decided about it.</summary>
internal sealed class PaymentState : IListedState, IRecordedState, IBookedState
{
    /// <summary>What arrived; null before.</summary>
    public IncomingPayment? Payment { get; set; }

    /// <summary>Where it is in its life.</summary>
    public PaymentStatus Status { get; set; }

    /// <summary>
    /// The quote that its memo or amount names, whether there is one or not; null when neither does, and in states that
    /// were stored before there were codes.
    /// </summary>
    public QuoteId? Named { get; set; }

    /// <summary>The quote it names; null when it names none that exists.</summary>
    public QuoteId? Quote { get; set; }

    /// <summary>The wallet's code that its memo or amount has; null when it has none.</summary>
    public DepositCode? Deposit { get; set; }

    /// <summary>The wallet that it is credited to, decided for good; null: none.</summary>
    public WalletId? Wallet { get; set; }

    /// <summary>Whose quote or wallet that is; null until it is known.</summary>
    public UserId? User { get; set; }

    /// <summary>Why it goes back or is parked; else null.</summary>
    public string? Reason { get; set; }

    /// <summary>
    /// The transfer that gives it, or its excess, back; null when nothing goes back. Written before it is ordered.
    /// </summary>
    public TransferRequest? GivingBack { get; set; }

    /// <summary>True when only the excess goes back.</summary>
    public bool ExcessOnly { get; set; }

    /// <summary>
    /// Base units that its quote has taken into its books, when it last said so; or its wallet, which takes all.
    /// </summary>
    public UInt128 TakenUnits { get; set; }

    /// <summary>Base units that went back, at finality.</summary>
    public UInt128 RefundedUnits { get; set; }

    /// <summary>The transaction that gave it back; null when none is final.</summary>
    public string? RefundTransactionId { get; set; }

    /// <summary>What the quote is still to be told; null when it knows all.</summary>
    public RefundReport? Untold { get; set; }

    /// <inheritdoc/>
    [JsonIgnore]
    public HistoryDraft History { get; } = new();

    /// <inheritdoc/>
    public LedgerDraft Ledger { get; init; } = new();

    /// <inheritdoc/>
    public ListingRow? ToListingRow(string id) => Status == PaymentStatus.Parked
        ? new ListingRow(
            ListingKinds.ParkedPayment,
            id,
            Payment!.Account.Value,
            Payment.PaidAt,
            Status.ToString(),
            IsOpen: false,
            Deadline: null,
            AwaitsOperator: true)
        : null;
}
