using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Sessions;

/// <summary>How far a client was told of one subscription. Used under the desk's lock, or by who fetches.</summary>
/// <param name="id">Which.</param>
/// <param name="journalLast">The highest sequence in the client's journal; 0: none.</param>
internal sealed class Feed(SubscriptionId id, long journalLast)
{
    private Queue<(long Sequence, long SentAt)>? _timed;

    internal SubscriptionId Id { get; } = id;

    /// <summary>Gets the highest sequence that the client said it knows.</summary>
    internal long JournalLast { get; private set; } = journalLast;

    /// <summary>Gets or sets the last sequence that was sent; before anything was, the journal's.</summary>
    internal long LastSent { get; set; } = journalLast;

    /// <summary>Gets or sets what the last <c>SUB</c> said; null: there was none.</summary>
    internal FeedTerms? Told { get; set; }

    /// <summary>Gets or sets whether somebody fetches orders, and sends them; nobody else may send then.</summary>
    internal bool IsFetching { get; set; }

    /// <summary>Gets or sets whether the subscription has to be asked, for whatever reason.</summary>
    internal bool IsFetchDue { get; set; }

    /// <summary>Gets or sets the highest sequence that was delivered.</summary>
    internal long Wanted { get; set; }

    /// <summary>Gets or sets <see cref="Wanted"/> as it was when the subscription was asked last.</summary>
    internal long Asked { get; set; }

    /// <summary>Gets or sets behind which sequence to begin again; null: go on.</summary>
    internal long? Restart { get; set; }

    /// <summary>Gets or sets behind what it was begun again last, and how far had been sent by then.</summary>
    internal (long Behind, long Sent) LastRestart { get; set; } = (-1, -1);

    /// <summary>Notes when an order was sent.</summary>
    internal void NoteSent(long sequence, long now)
    {
        _timed ??= new Queue<(long Sequence, long SentAt)>();
        if (_timed.Count == BridgeConstants.TimedOrdersMax)
        {
            _timed.Dequeue();
        }

        _timed.Enqueue((sequence, now));
    }

    /// <summary>When an order was sent that is reported now for the first time; null: it is not known.</summary>
    internal long? TakeSentAt(long sequence)
    {
        while (_timed is { Count: > 0 } && _timed.Peek().Sequence <= sequence)
        {
            var (sent, at) = _timed.Dequeue();
            if (sent == sequence)
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>Goes back, or on, to where the client says it is.</summary>
    internal void TakeRestart()
    {
        if (Restart is { } behind)
        {
            LastRestart = (behind, LastSent);
            LastSent = behind;
            JournalLast = behind;
            Restart = null;
        }
    }
}

/// <summary>What a <c>SUB</c> says besides the sequence.</summary>
internal readonly record struct FeedTerms(TimeSpan Window, long DeviationPoints, long SpreadPointsMax)
{
    internal static FeedTerms Of(SubscriptionFeed feed) =>
        new(feed.Window, feed.DeviationPoints, feed.SpreadPointsMax);
}
