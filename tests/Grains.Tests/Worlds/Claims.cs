namespace OrleansTrading.Grains.Tests.Worlds;

/// <summary>What quotes count against a user's limits.</summary>
internal static class Claims
{
    /// <summary>A quote's value, and the names of what it touches.</summary>
    internal static RiskClaim Of(ulong usdCents, params string[] names) =>
        new() { UsdCents = usdCents, Limits = [LimitKeys.Quotes, .. names] };
}
