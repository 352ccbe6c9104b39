namespace OrleansTrading.Grains;

/// <summary>What the quote says to a payment that names it.</summary>
public enum PaymentVerdictKind
{
    /// <summary>The payment pays the quote, which is on its way to delivery. Ask again later.</summary>
    InProgress,

    /// <summary>Delivered. What exceeds the quote goes back if it is above the dust limit.</summary>
    Delivered,

    /// <summary>The payment goes back.</summary>
    Refund,

    /// <summary>No automatic step is safe.</summary>
    Park,

    /// <summary>There is no such quote.</summary>
    NoQuote,

    /// <summary>Nothing can be decided yet; the reason is a sentence. Ask again later.</summary>
    Wait,
}

/// <summary>What the quote says to a payment that names it.</summary>
[GenerateSerializer, Immutable, Alias("ot.payment-verdict")]
public sealed record PaymentVerdict
{
    /// <summary>What is to be done with the payment.</summary>
    [Id(0)]
    public required PaymentVerdictKind Kind { get; init; }

    /// <summary>
    /// Why it goes back or is parked, a code of <see cref="PaymentReasons"/>; why it waits, a sentence; else null.
    /// </summary>
    [Id(1)]
    public string? Reason { get; init; }

    /// <summary>Base units paid beyond the quote; zero when none.</summary>
    [Id(2)]
    public UInt128 ExcessUnits { get; init; }

    /// <summary>Where refunds go; null means to the sender.</summary>
    [Id(3)]
    public string? RefundAddress { get; init; }

    /// <summary>Whose quote it is; null when there is none.</summary>
    [Id(4)]
    public UserId? User { get; init; }

    /// <summary>Base units of the payment that the quote has taken into its books; zero when none.</summary>
    [Id(5)]
    public UInt128 TakenUnits { get; init; }
}

/// <summary>How giving a payment back, or its excess, is going.</summary>
[GenerateSerializer, Immutable, Alias("ot.refund-report")]
public sealed record RefundReport
{
    /// <summary>The payment.</summary>
    [Id(0)]
    public required PaymentId Payment { get; init; }

    /// <summary>
    /// Refunding, refunded or parked; accepted when only the excess of an accepted payment went back.
    /// </summary>
    [Id(1)]
    public required PaymentDisposition Disposition { get; init; }

    /// <summary>Base units that went back at finality; zero while none did.</summary>
    [Id(2)]
    public UInt128 Units { get; init; }

    /// <summary>The transaction that gave it back; null when none is final.</summary>
    [Id(3)]
    public string? TransactionId { get; init; }

    /// <summary>Why it is parked; else null.</summary>
    [Id(4)]
    public string? Reason { get; init; }
}
