namespace OrleansTrading.Devnet.Faults;

/// <summary>
/// The faults of one local network. They come by request (<see cref="Set"/>) and by seed (<see cref="Plan"/>), for
/// clients in this process and over HTTP alike; faucets never meet any. How often each kind really happened is counted.
/// Safe for concurrent use.
/// </summary>
public sealed class DevnetFaults
{
    private readonly Lock _lock = new();
    private readonly string _network;
    private readonly Dictionary<FaultKind, Ordered> _ordered = [];
    private readonly Dictionary<FaultKind, long> _counts = [];
    private readonly Dictionary<(FaultKind Kind, string Place), ulong> _visits = [];
    private FaultPlan? _plan;

    internal DevnetFaults(string network, IReadOnlyList<FaultKind> supported, FaultPlan? plan)
    {
        _network = network;
        Supported = supported;
        _plan = plan;
    }

    /// <summary>The kinds that can happen on this network, in the order of <see cref="FaultKind"/>.</summary>
    public IReadOnlyList<FaultKind> Supported { get; }

    /// <summary>Faults by seed; null for none. What was counted at each place so far is kept.</summary>
    public FaultPlan? Plan
    {
        get
        {
            lock (_lock)
            {
                return _plan;
            }
        }

        set
        {
            lock (_lock)
            {
                _plan = value;
            }
        }
    }

    /// <summary>Makes the next requests that can meet it meet a fault. Replaces an earlier order of its kind.</summary>
    /// <param name="kind">The fault.</param>
    /// <param name="count">How many requests meet it; null for all until it is cleared.</param>
    /// <param name="size">How large it is, in the unit of its kind; null for the kind's usual size.</param>
    /// <exception cref="ArgumentException">This network has no such fault, or a number is out of range.</exception>
    public void Set(FaultKind kind, int? count = 1, uint? size = null)
    {
        if (!Supported.Contains(kind))
        {
            throw new ArgumentException($"{FaultCatalogue.NameOf(kind)} cannot happen on {_network}.");
        }

        if (count < 1)
        {
            throw new ArgumentException($"The count is {count}. It must be above zero, or missing for no end.");
        }

        var sizes = FaultCatalogue.SizeOf(kind);
        if (size < 1 || size > sizes.Max)
        {
            throw new ArgumentException($"The size is {size}. It must be between 1 and {sizes.Max}.");
        }

        lock (_lock)
        {
            _ordered[kind] = new Ordered(count, size ?? sizes.Default);
        }
    }

    /// <summary>Ends what was ordered; null for all kinds. The plan goes on, and the counts are kept.</summary>
    public void Clear(FaultKind? kind = null)
    {
        lock (_lock)
        {
            if (kind is { } one)
            {
                _ordered.Remove(one);
            }
            else
            {
                _ordered.Clear();
            }
        }
    }

    /// <summary>How many requests met a fault since the network's start.</summary>
    public long CountOf(FaultKind kind)
    {
        lock (_lock)
        {
            return _counts.GetValueOrDefault(kind);
        }
    }

    /// <summary>How many more requests an order is for: 0 without one, null for no end.</summary>
    internal int? LeftOf(FaultKind kind)
    {
        lock (_lock)
        {
            return _ordered.TryGetValue(kind, out var ordered) ? ordered.Left : 0;
        }
    }

    /// <summary>Decides what a request meets, and counts it.</summary>
    /// <param name="place">The method or resource that is asked.</param>
    /// <param name="possible">The kinds that it can meet.</param>
    internal RequestFaults Decide(string place, IReadOnlyList<FaultKind> possible)
    {
        lock (_lock)
        {
            if (possible.Count == 0 || (_plan is null && _ordered.Count == 0))
            {
                return RequestFaults.None;
            }

            // Every kind is asked every time, whatever the others said: decisions do not depend on each other.
            var drawn = new Dictionary<FaultKind, uint>();
            foreach (var kind in possible)
            {
                if (Draw(kind, place) is { } size)
                {
                    drawn.Add(kind, size);
                }
            }

            var met = Settle(drawn);
            foreach (var kind in met.Keys)
            {
                Count(kind);
            }

            return met.Count == 0 ? RequestFaults.None : new RequestFaults(met);
        }
    }

    /// <summary>Leaves out what a stronger fault keeps from happening.</summary>
    private static Dictionary<FaultKind, uint> Settle(Dictionary<FaultKind, uint> drawn)
    {
        foreach (var refusal in FaultCatalogue.Refusals)
        {
            if (drawn.TryGetValue(refusal, out var size))
            {
                return new Dictionary<FaultKind, uint> { [refusal] = size };
            }
        }

        foreach (var second in FaultCatalogue.Fates.Where(drawn.ContainsKey).Skip(1).ToList())
        {
            drawn.Remove(second);
        }

        return drawn;
    }

    private uint? Draw(FaultKind kind, string place)
    {
        var nth = _visits.GetValueOrDefault((kind, place));
        _visits[(kind, place)] = nth + 1;
        var planned = _plan?.Decide(kind, $"{_network}/{place}", nth);
        return _ordered.TryGetValue(kind, out var ordered) ? ordered.Size : planned;
    }

    private void Count(FaultKind kind)
    {
        _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        if (!_ordered.TryGetValue(kind, out var ordered) || ordered.Left is not { } left)
        {
            return;
        }

        if (left > 1)
        {
            _ordered[kind] = ordered with { Left = left - 1 };
        }
        else
        {
            _ordered.Remove(kind);
        }
    }

    private sealed record Ordered(int? Left, uint Size);
}
