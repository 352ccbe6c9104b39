namespace OrleansTrading.Grains.Copy.Providers;

/// <summary>
/// The last positions that a provider opened, as they were then: most of those whose mark-outs say something are closed
/// when their minute is over.
/// </summary>
internal sealed class RecentFills
{
    /// <summary>How many are remembered.</summary>
    internal const int Max = 256;

    private readonly Queue<ProviderTicket> fills = new();

    /// <summary>Remembers what a signal opened, if it opened something.</summary>
    internal void Take(CopySignal signal)
    {
        if (!ObservedSignals.IsFill(signal))
        {
            return;
        }

        if (fills.Count == Max)
        {
            fills.Dequeue();
        }

        fills.Enqueue(signal.Ticket);
    }

    /// <summary>The position; null: it was not opened lately.</summary>
    internal ProviderTicket? Find(long ticket) => fills.FirstOrDefault(fill => fill.Ticket == ticket);
}
