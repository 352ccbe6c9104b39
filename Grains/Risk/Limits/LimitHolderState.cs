using System.Text.Json.Serialization;

namespace OrleansTrading.Grains.Risk.Limits;

/// <summary>What a holder has of one counter.</summary>
internal sealed class LimitSlice
{
    /// <summary>What it may book in all; never more than the counter has stored for it.</summary>
    public ulong GrantedUsdCents { get; set; }

    /// <summary>Bookings that are final.</summary>
    public ulong SpentUsdCents { get; set; }

    /// <summary>Bookings that may still be released.</summary>
    public ulong OpenUsdCents { get; set; }

    /// <summary>The last request to the counter.</summary>
    public long Version { get; set; }

    /// <summary>All that is booked.</summary>
    [JsonIgnore]
    public ulong UsedUsdCents => checked(SpentUsdCents + OpenUsdCents);

    /// <summary>What may still be booked.</summary>
    [JsonIgnore]
    public ulong FreeUsdCents => GrantedUsdCents > UsedUsdCents ? GrantedUsdCents - UsedUsdCents : 0;
}

/// <summary>What a process has leased and booked.</summary>
internal sealed class LimitHolderState
{
    /// <summary>True once it takes no more bookings.</summary>
    public bool IsClosed { get; set; }

    /// <summary>By counter.</summary>
    public SortedDictionary<string, LimitSlice> Slices { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Bookings that may still be released, by what they are for: those of quotes under way.</summary>
    public SortedDictionary<string, LimitBooking> Open { get; set; } = new(StringComparer.Ordinal);
}
