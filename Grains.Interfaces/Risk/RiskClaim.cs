namespace OrleansTrading.Grains;

/// <summary>What something would count against the limits of one user.</summary>
[GenerateSerializer, Immutable, Alias("ot.risk-claim")]
public sealed record RiskClaim
{
    /// <summary>The value in hundredths of a US dollar, rounded up.</summary>
    [Id(0)]
    public required ulong UsdCents { get; init; }

    /// <summary>
    /// The limits' names, as <see cref="LimitKeys"/> has them: what it is (<see cref="LimitKeys.Quotes"/>), the assets
    /// and the chains that it touches. A name without a limit counts for nothing.
    /// </summary>
    [Id(1)]
    public required IReadOnlyList<string> Limits { get; init; }
}
