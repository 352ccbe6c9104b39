namespace OrleansTrading.Grains;

/// <summary>
/// One global limit on one UTC day, keyed by <c>2026-11-21|asset:stellar/XLM</c>. It grants slices of the limit to
/// processes and never more than the limit in all; it is asked once in a while for a slice, never for a quote.
/// </summary>
[Alias("ot.ILimitCounterGrain")]
public interface ILimitCounterGrain : IGrainWithStringKey
{
    /// <summary>
    /// Sets how much of the limit a holder has. What it says that it gave up is free for others at once; more is
    /// granted as far as there is. The grant is stored before it is told. Repeating it changes nothing.
    /// </summary>
    [Alias("Lease")]
    Task<LimitGrant> LeaseAsync(LimitLeaseRequest request);

    /// <summary>How much of the limit is used, and who has what of it.</summary>
    [ReadOnly, Alias("Get")]
    Task<LimitUse> GetAsync();
}

/// <summary>
/// What one process has leased of the global limits, and what of it is booked, keyed by the holder's id. Bookings are
/// by quote and stored before they are told; all who wait share a write. It outlives its process, so that what was
/// booked is known exactly after a crash.
/// </summary>
[Alias("ot.ILimitHolderGrain")]
public interface ILimitHolderGrain : IGrainWithStringKey
{
    /// <summary>Books a value against all of its counters, or against none. Repeating it changes nothing.</summary>
    [Alias("Book")]
    Task<LimitBookingAnswer> BookAsync(LimitBooking booking);

    /// <summary>Takes a booking back. Repeating it, or releasing an unknown one, changes nothing.</summary>
    [Alias("Release")]
    Task ReleaseAsync(string booking);

    /// <summary>Makes a booking final: it counts for its day and needs no memory of its own any more.</summary>
    [Alias("Settle")]
    Task SettleAsync(string booking);

    /// <summary>Renews the slice of one counter, so that so much of it is free afterwards, if there is.</summary>
    /// <param name="counter">The counter's key.</param>
    /// <param name="wantedUsdCents">What is to be free; what is free beyond it is given back.</param>
    [Alias("Renew")]
    Task<LimitRenewal> RenewAsync(string counter, ulong wantedUsdCents);

    /// <summary>
    /// Ends it, for good: what is not booked goes back to the counters at once. It is called by its process at its end,
    /// and by any other once its lease is over. Repeating it changes nothing.
    /// </summary>
    [Alias("Close")]
    Task CloseAsync();
}

/// <summary>What a holder has given up or wants.</summary>
[GenerateSerializer, Immutable, Alias("ot.limit-lease-request")]
public sealed record LimitLeaseRequest
{
    /// <summary>The holder's id.</summary>
    [Id(0)]
    public required string Holder { get; init; }

    /// <summary>Rises with each request of a holder: a request that comes late changes nothing.</summary>
    [Id(1)]
    public required long Version { get; init; }

    /// <summary>What it wants to have in all, its bookings included, in hundredths of a US dollar.</summary>
    [Id(2)]
    public required ulong TargetUsdCents { get; init; }

    /// <summary>What of it is booked.</summary>
    [Id(3)]
    public required ulong UsedUsdCents { get; init; }

    /// <summary>True when it takes no more bookings.</summary>
    [Id(4)]
    public required bool IsClosing { get; init; }
}

/// <summary>What a holder has of a limit.</summary>
[GenerateSerializer, Immutable, Alias("ot.limit-grant")]
public sealed record LimitGrant
{
    /// <summary>What the holder has in all, its bookings included, in hundredths of a US dollar.</summary>
    [Id(0)]
    public required ulong UsdCents { get; init; }

    /// <summary>The limit.</summary>
    [Id(1)]
    public required ulong LimitUsdCents { get; init; }

    /// <summary>What nobody has leased.</summary>
    [Id(2)]
    public required ulong LeftUsdCents { get; init; }

    /// <summary>What is booked, as far as holders have told.</summary>
    [Id(3)]
    public required ulong UsedUsdCents { get; init; }

    /// <summary>Holders whose lease is over and who were not closed; at most 16.</summary>
    [Id(4)]
    public required IReadOnlyList<string> Expired { get; init; }
}

/// <summary>A value that is booked against global limits.</summary>
[GenerateSerializer, Immutable, Alias("ot.limit-booking")]
public sealed record LimitBooking
{
    /// <summary>What it is for; the key of repeats and of the release.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The counters' keys.</summary>
    [Id(1)]
    public required IReadOnlyList<string> Counters { get; init; }

    /// <summary>The value in hundredths of a US dollar.</summary>
    [Id(2)]
    public required ulong UsdCents { get; init; }
}

/// <summary>What became of a booking.</summary>
public enum LimitBookingAnswer
{
    /// <summary>It is booked.</summary>
    Booked,

    /// <summary>The holder has too little of a counter.</summary>
    Short,

    /// <summary>The holder takes no more bookings.</summary>
    Closed,
}

/// <summary>A slice after its renewal.</summary>
[GenerateSerializer, Immutable, Alias("ot.limit-renewal")]
public sealed record LimitRenewal
{
    /// <summary>What is free of the slice, in hundredths of a US dollar.</summary>
    [Id(0)]
    public required ulong FreeUsdCents { get; init; }

    /// <summary>The counter's answer; null when the holder is closed.</summary>
    [Id(1)]
    public LimitGrant? Grant { get; init; }
}

/// <summary>How a global limit is used.</summary>
[GenerateSerializer, Immutable, Alias("ot.limit-use")]
public sealed record LimitUse
{
    /// <summary>What is limited, as <see cref="LimitKeys"/> has it.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>The limit in hundredths of a US dollar; null when none is configured.</summary>
    [Id(1)]
    public required ulong? LimitUsdCents { get; init; }

    /// <summary>What is booked, as far as holders have told.</summary>
    [Id(2)]
    public required ulong UsedUsdCents { get; init; }

    /// <summary>What is leased, the booked included.</summary>
    [Id(3)]
    public required ulong LeasedUsdCents { get; init; }

    /// <summary>Holders that are not closed.</summary>
    [Id(4)]
    public required int Holders { get; init; }

    /// <summary>When the limit starts anew.</summary>
    [Id(5)]
    public required DateTimeOffset ResetsAt { get; init; }
}
