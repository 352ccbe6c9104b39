namespace OrleansTrading.Grains;

/// <summary>A final movement of an asset into a treasury account, as read from the chain by us.</summary>
[GenerateSerializer, Immutable, Alias("ot.incoming-payment")]
public sealed record IncomingPayment
{
    /// <summary>The payment's identity.</summary>
    [Id(0)]
    public required PaymentId Id { get; init; }

    /// <summary>The treasury account it arrived at.</summary>
    [Id(1)]
    public required AccountId Account { get; init; }

    /// <summary>Who paid.</summary>
    [Id(2)]
    public required string Sender { get; init; }

    /// <summary>What arrived.</summary>
    [Id(3)]
    public required Amount Amount { get; init; }

    /// <summary>The transaction's memo; null when it has none.</summary>
    [Id(4)]
    public string? Memo { get; init; }

    /// <summary>The transaction that made it.</summary>
    [Id(5)]
    public required string TransactionId { get; init; }

    /// <summary>The block's or ledger's time: it decides whether the payment is in time.</summary>
    [Id(6)]
    public required DateTimeOffset PaidAt { get; init; }

    /// <summary>Slot or ledger number.</summary>
    [Id(7)]
    public required ulong Height { get; init; }
}

/// <summary>Where a payment is in its life.</summary>
public enum PaymentStatus
{
    /// <summary>Recorded; what it is for has not been asked yet.</summary>
    Received,

    /// <summary>
    /// It pays a quote that is being delivered, or will be once its treasury account can; or it is being credited to a
    /// wallet.
    /// </summary>
    Allocated,

    /// <summary>It is, or its excess is, on the way back.</summary>
    Refunding,

    /// <summary>It paid for a delivery, and any excess went back; or it is in a wallet. Terminal.</summary>
    Settled,

    /// <summary>It went back. Terminal.</summary>
    Refunded,

    /// <summary>A person decides. Terminal for the machine.</summary>
    Parked,
}

/// <summary>A payment as operators see it.</summary>
[GenerateSerializer, Immutable, Alias("ot.payment-view")]
public sealed record PaymentView
{
    /// <summary>What arrived.</summary>
    [Id(0)]
    public required IncomingPayment Payment { get; init; }

    /// <summary>Where it is in its life.</summary>
    [Id(1)]
    public required PaymentStatus Status { get; init; }

    /// <summary>The quote its memo names; null when it names none.</summary>
    [Id(2)]
    public QuoteId? Quote { get; init; }

    /// <summary>Why it goes back or is parked; else null.</summary>
    [Id(3)]
    public string? Reason { get; init; }

    /// <summary>Base units that went back, at finality.</summary>
    [Id(4)]
    public UInt128 RefundedUnits { get; init; }

    /// <summary>The transaction that gave it back; null when none is final.</summary>
    [Id(5)]
    public string? RefundTransactionId { get; init; }

    /// <summary>The wallet that it is credited to; null when it is no deposit.</summary>
    [Id(6)]
    public WalletId? Wallet { get; init; }
}
