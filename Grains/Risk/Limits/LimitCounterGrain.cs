using Microsoft.Extensions.Options;

namespace OrleansTrading.Grains.Risk.Limits;

/// <summary>What one holder has of a limit.</summary>
internal sealed record LimitLease
{
    /// <summary>What it has in all, its bookings included.</summary>
    public required ulong UsdCents { get; init; }

    /// <summary>What of it is booked, as it told last.</summary>
    public required ulong UsedUsdCents { get; init; }

    /// <summary>The last request that was heard.</summary>
    public required long Version { get; init; }

    /// <summary>After this any process may close the holder.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>True once it takes no more bookings: all it has is booked.</summary>
    public required bool IsClosed { get; init; }
}

/// <summary>How one limit is shared out on one day.</summary>
internal sealed class LimitCounterState
{
    /// <summary>By holder.</summary>
    public SortedDictionary<string, LimitLease> Leases { get; set; } = new(StringComparer.Ordinal);
}

/// <inheritdoc cref="ILimitCounterGrain"/>
/// <remarks>
/// What is granted is in the store before it is told, so that of two activations in a partitioned cluster one fails
/// instead of granting a second time. No clock decides what may be granted: a lease that is over only lets others close
/// its holder, and what comes back is what the closed holder says that it gave up.
/// </remarks>
internal sealed class LimitCounterGrain(
    [PersistentState("limit-counter")] IPersistentState<LimitCounterState> storage,
    LimitCounters counters,
    TimeProvider time,
    IOptions<RiskOptions> options) : Grain, ILimitCounterGrain
{
    private const int ExpiredMax = 16;

    private SortedDictionary<string, LimitLease> Leases => storage.State.Leases;

    private (string Name, DateOnly Day) Id => LimitKeys.Parse(this.GetPrimaryKeyString());

    private ulong Limit => counters.LimitOf(Id.Name) ?? 0;

    public async Task<LimitGrant> LeaseAsync(LimitLeaseRequest request)
    {
        var known = Leases.GetValueOrDefault(request.Holder);
        if (known is not null && known.Version > request.Version)
        {
            return Grant(request.Holder);
        }

        Check.That(request.UsedUsdCents <= request.TargetUsdCents, $"{request.Holder} uses more than it wants to have");
        Leases[request.Holder] = new LimitLease
        {
            UsdCents = Share(request, known),
            UsedUsdCents = request.UsedUsdCents,
            Version = request.Version,
            ExpiresAt = time.GetUtcNow() + options.Value.LeaseTime,
            IsClosed = request.IsClosing || known is { IsClosed: true },
        };

        // A write each time, also where nothing is granted: so that nothing is left is never said from old memory.
        await storage.WriteStateAsync();
        return Grant(request.Holder);
    }

    public Task<LimitUse> GetAsync()
    {
        var (name, day) = Id;
        return Task.FromResult(new LimitUse
        {
            Name = name,
            LimitUsdCents = counters.LimitOf(name),
            UsedUsdCents = Used,
            LeasedUsdCents = Leased(except: null),
            Holders = Leases.Values.Count(lease => !lease.IsClosed),
            ResetsAt = LimitCounters.ResetOf(day),
        });
    }

    private ulong Used => Leases.Values.Aggregate(0UL, (sum, lease) => checked(sum + lease.UsedUsdCents));

    /// <summary>
    /// What the holder has from now on. It gave up what it has beyond its target before it asked; apart from that
    /// nothing is taken from it, whatever the limit is now.
    /// </summary>
    private ulong Share(LimitLeaseRequest request, LimitLease? known)
    {
        var present = known?.UsdCents ?? 0;
        if (request.TargetUsdCents <= present)
        {
            return request.TargetUsdCents;
        }

        var leased = Leased(except: request.Holder);
        var left = Limit > leased ? Limit - leased : 0;
        return Math.Max(present, Math.Min(request.TargetUsdCents, left));
    }

    private ulong Leased(string? except) => Leases.Where(lease => lease.Key != except)
        .Aggregate(0UL, (sum, lease) => checked(sum + lease.Value.UsdCents));

    private LimitGrant Grant(string holder)
    {
        var (limit, leased, now) = (Limit, Leased(except: null), time.GetUtcNow());
        return new LimitGrant
        {
            UsdCents = Leases[holder].UsdCents,
            LimitUsdCents = limit,
            LeftUsdCents = limit > leased ? limit - leased : 0,
            UsedUsdCents = Used,
            Expired =
            [
                .. Leases.Where(lease => !lease.Value.IsClosed && lease.Value.ExpiresAt < now && lease.Key != holder)
                    .Select(lease => lease.Key)
                    .Take(ExpiredMax),
            ],
        };
    }
}
