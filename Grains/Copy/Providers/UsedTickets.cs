namespace OrleansTrading.Grains.Copy.Providers;

/// <summary>
/// Which tickets a provider has used. Those of a terminal come nearly in their order: a pending order that was placed
/// first may be told after a position that was opened meanwhile. So the last are remembered one by one, and of the rest
/// only the highest.
/// </summary>
internal sealed class UsedTickets
{
    internal const int RememberedMax = 128;

    /// <summary>Up to this one no ticket is new.</summary>
    public long Forgotten { get; set; }

    /// <summary>The highest ones above it that were used, in order.</summary>
    public List<long> Remembered { get; init; } = [];

    /// <summary>The highest that was used; 0: none was.</summary>
    internal long Highest => Remembered.Count > 0 ? Remembered[^1] : Forgotten;

    internal bool IsNew(long ticket) => ticket > Forgotten && Remembered.BinarySearch(ticket) < 0;

    internal void Add(long ticket)
    {
        Remembered.Insert(~Remembered.BinarySearch(ticket), ticket);
        if (Remembered.Count > RememberedMax)
        {
            Forgotten = Remembered[0];
            Remembered.RemoveAt(0);
        }
    }
}
