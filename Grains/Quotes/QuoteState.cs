using System.Text.Json.Serialization;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Quotes;

/// <summary>A right payment that waits because the account that should deliver cannot promise anything now.</summary>
internal sealed record HeldPayment
{
    /// <summary>The payment.</summary>
    public required IncomingPayment Payment { get; init; }

    /// <summary>Why it goes back once the quote's time is over, a code of <see cref="PaymentReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>What it waits for, as a sentence.</summary>
    public required string Problem { get; init; }

    /// <summary>True when that ends by an operator's act only.</summary>
    public required bool AwaitsOperator { get; init; }
}

/// <summary>A quote as it is stored. Everything that was promised is in it; nothing is derived from memory.</summary>
internal sealed class QuoteState : IListedState, IRecordedState, IBookedState
{
    /// <summary>The command that made it; null before. A repeat must equal it.</summary>
    public CreateQuote? Command { get; set; }

    /// <summary>Where it is in its life.</summary>
    public QuoteStatus Status { get; set; }

    /// <summary>What to pay.</summary>
    public QuotePay Pay { get; set; } = null!;

    /// <summary>The treasury account that is paid.</summary>
    public AccountId PayAccount { get; set; }

    /// <summary>What will be received.</summary>
    public QuoteReceive Receive { get; set; } = null!;

    /// <summary>The treasury account that delivers.</summary>
    public AccountId DeliveryAccount { get; set; }

    /// <summary>Where refunds go; null means to the sender.</summary>
    public string? RefundAddress { get; set; }

    /// <summary>The fees contained in the amounts.</summary>
    public List<QuoteFee> Fees { get; set; } = [];

    /// <summary>The prices behind the rate.</summary>
    public QuoteRate Rate { get; set; } = null!;

    /// <summary>What the paid amount is worth, in hundredths of a US dollar, rounded up.</summary>
    public ulong UsdCents { get; set; }

    /// <summary>What opening the recipient's account may cost, in native base units: what was priced in.</summary>
    public UInt128 AccountCreationUnits { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The lock's end.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>By when the next step happens; null when terminal.</summary>
    public DateTimeOffset? Deadline { get; set; }

    /// <summary>
    /// True from before the output is first reserved: whatever ends the quote without a delivery gives the reservation
    /// and the booking back.
    /// </summary>
    public bool CommitBegun { get; set; }

    /// <summary>
    /// The holder that books it against the limits of all users, noted before it does; null when none has.
    /// </summary>
    public string? LimitHolder { get; set; }

    /// <summary>How far the price had moved when the quote was paid, in words; null: not too far.</summary>
    public string? PriceMove { get; set; }

    /// <summary>The payment that would pay it but has to wait; null when none does.</summary>
    public HeldPayment? Held { get; set; }

    /// <summary>The payment that pays it; null until there is one.</summary>
    public PaymentId? AcceptedPayment { get; set; }

    /// <summary>Base units that payment brought.</summary>
    public UInt128 PaidUnits { get; set; }

    /// <summary>When, by its chain's clock; null before, and in states that were stored before it was kept.</summary>
    public DateTimeOffset? PaidAt { get; set; }

    /// <summary>Base units of that payment that are booked as exchanged; 0 before, and again once it fails.</summary>
    public UInt128 TakenUnits { get; set; }

    /// <summary>Every payment that named it, oldest first, at most <see cref="QuoteConstants.PaymentsMax"/>.</summary>
    public List<QuotePayment> Payments { get; set; } = [];

    /// <summary>The delivery's last signed transaction; null before the first.</summary>
    public string? DeliveryTransactionId { get; set; }

    /// <summary>Why it did not end in a delivery; null otherwise.</summary>
    public string? Reason { get; set; }

    /// <summary>The reason in words; null when there is none.</summary>
    public string? ReasonDetail { get; set; }

    /// <summary>What happened, oldest first. The delivery's own steps are the treasury's to tell.</summary>
    public List<TimelineStep> Timeline { get; set; } = [];

    /// <inheritdoc/>
    [JsonIgnore]
    public HistoryDraft History { get; } = new();

    /// <inheritdoc/>
    public LedgerDraft Ledger { get; init; } = new();

    /// <inheritdoc/>
    public ListingRow? ToListingRow(string id) => Command is null
        ? null
        : new ListingRow(
            ListingKinds.Quote,
            id,
            Command.User.Value,
            CreatedAt,
            Status.ToString(),
            IsOpen: !QuoteTransitions.IsTerminal(Status),
            Deadline,
            AwaitsOperator: Status == QuoteStatus.Parked);
}
