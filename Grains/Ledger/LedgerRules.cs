namespace OrleansTrading.Grains.Ledger;

/// <summary>What the ledger's audit checks besides the entries, from inside and from outside.</summary>
public static class LedgerRules
{
    /// <summary>How long something may be due that the platform does by itself.</summary>
    public static readonly TimeSpan OverdueMax = TimeSpan.FromMinutes(10);

    /// <summary>The kinds of what has money that is not where it is to stay, listed by when that ends.</summary>
    public static IReadOnlyList<string> KindsWithDeadline { get; } = [ListingKinds.Wallet];
}
