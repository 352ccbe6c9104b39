namespace OrleansTrading.Grains;

/// <summary>Where a quote is in its life. docs/exactly-once.md has the diagram.</summary>
public enum QuoteStatus
{
    /// <summary>Waiting for the customer's payment.</summary>
    Pending,

    /// <summary>Paid; the output is reserved and the limits are booked.</summary>
    Committed,

    /// <summary>The delivery is with the treasury.</summary>
    Executing,

    /// <summary>Delivered, at finality. Terminal.</summary>
    Executed,

    /// <summary>Not paid in time. Terminal.</summary>
    Expired,

    /// <summary>Paid, but it cannot be delivered; the refund follows.</summary>
    Failed,

    /// <summary>The refund is with the treasury.</summary>
    Refunding,

    /// <summary>The payment was given back, at finality. Terminal.</summary>
    Refunded,

    /// <summary>No automatic step is safe: a person decides, the reason says why. Terminal for the machine.</summary>
    Parked,
}
