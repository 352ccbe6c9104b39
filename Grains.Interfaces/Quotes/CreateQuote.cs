namespace OrleansTrading.Grains;

/// <summary>A customer's request for a price-locked quote. Texts are as the customer wrote them.</summary>
[GenerateSerializer, Immutable, Alias("ot.create-quote")]
public sealed record CreateQuote
{
    /// <summary>Who asks.</summary>
    [Id(0)]
    public required UserId User { get; init; }

    /// <summary>The asset to pay, by alias or CAIP-19 id.</summary>
    [Id(1)]
    public required string PayAsset { get; init; }

    /// <summary>The exact amount to pay, in the user's unit; null when the amount to receive is given.</summary>
    [Id(2)]
    public string? PayAmount { get; init; }

    /// <summary>The asset to receive, by alias or CAIP-19 id.</summary>
    [Id(3)]
    public required string ReceiveAsset { get; init; }

    /// <summary>The exact amount to receive, in the user's unit; null when the amount to pay is given.</summary>
    [Id(4)]
    public string? ReceiveAmount { get; init; }

    /// <summary>Where to deliver: an address that the user has proven.</summary>
    [Id(5)]
    public required string ReceiveAddress { get; init; }

    /// <summary>A memo for the recipient (an exchange deposit, say); null for none.</summary>
    [Id(6)]
    public string? ReceiveMemo { get; init; }

    /// <summary>Where refunds go: a proven address on the paying chain; null means to the sender.</summary>
    [Id(7)]
    public string? RefundAddress { get; init; }

    /// <summary>
    /// True when the recipient will claim the amount themselves if their account does not accept the asset by then (a
    /// claimable balance on Stellar).
    /// </summary>
    [Id(8)]
    public bool MayBeClaimed { get; init; }
}
