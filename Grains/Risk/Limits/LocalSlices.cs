namespace OrleansTrading.Grains.Risk.Limits;

/// <summary>
/// What this process may still sell of each global limit, counted under one lock in well under a microsecond: all of a
/// quote's counters, or none. It is a copy that may be behind, in both directions; what it lets through is booked by
/// the holder, which refuses what it does not have.
/// </summary>
internal sealed class LocalSlices(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Slice> slices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ulong> demand = new(StringComparer.Ordinal);

    /// <summary>Takes a value from all counters, or from none.</summary>
    /// <returns>False when one has too little.</returns>
    internal bool Take(IReadOnlyList<LimitCounter> counters, ulong usdCents)
    {
        lock (gate)
        {
            foreach (var counter in counters)
            {
                if (!slices.TryGetValue(counter.Key, out var slice) || slice.Free < usdCents)
                {
                    return false;
                }
            }

            foreach (var counter in counters)
            {
                var slice = slices[counter.Key];
                slice.Free -= usdCents;
                slice.Pending += usdCents;
                slice.Taken += usdCents;
            }

            return true;
        }
    }

    /// <summary>The first counter that has too little here; null when all have enough.</summary>
    internal LimitCounter? FindLacking(IReadOnlyList<LimitCounter> counters, ulong usdCents)
    {
        lock (gate)
        {
            return counters.FirstOrDefault(
                counter => !slices.TryGetValue(counter.Key, out var slice) || slice.Free < usdCents);
        }
    }

    /// <summary>Somebody begins or ends to wait for a value.</summary>
    internal void Demand(IReadOnlyList<LimitCounter> counters, ulong usdCents, bool isOver)
    {
        lock (gate)
        {
            foreach (var counter in counters)
            {
                var before = demand.GetValueOrDefault(counter.Key);
                var now = isOver ? before - usdCents : before + usdCents;
                if (now == 0)
                {
                    demand.Remove(counter.Key);
                }
                else
                {
                    demand[counter.Key] = now;
                }
            }
        }
    }

    /// <summary>The first counter that is known to have nothing left for the value; null when none is.</summary>
    internal (LimitCounter Counter, Shortage Shortage)? FindShort(
        IReadOnlyList<LimitCounter> counters, ulong usdCents)
    {
        lock (gate)
        {
            foreach (var counter in counters)
            {
                if (slices.TryGetValue(counter.Key, out var slice)
                    && slice.Free < usdCents
                    && slice.Shortage is { } shortage
                    && usdCents >= shortage.UsdCents
                    && time.GetUtcNow() < slice.ShortAt + shortage.Known)
                {
                    return (counter, shortage);
                }
            }

            return null;
        }
    }

    /// <summary>What was taken is in the holder's books now, or it is not and is free again.</summary>
    internal void Conclude(IReadOnlyList<LimitCounter> counters, ulong usdCents, bool isBooked)
    {
        lock (gate)
        {
            foreach (var counter in counters)
            {
                if (slices.TryGetValue(counter.Key, out var slice))
                {
                    slice.Pending -= Math.Min(slice.Pending, usdCents);
                    slice.Free += isBooked ? 0 : usdCents;
                }
            }
        }
    }

    /// <summary>The holder has less than was thought: nothing is sold before it has been asked.</summary>
    internal void Distrust(IReadOnlyList<LimitCounter> counters)
    {
        lock (gate)
        {
            foreach (var counter in counters)
            {
                if (slices.TryGetValue(counter.Key, out var slice))
                {
                    slice.Free = 0;
                }
            }
        }
    }

    /// <summary>
    /// Takes over what the holder has. What is on its way to it may be counted twice until the next time.
    /// </summary>
    internal void Renew(LimitCounter counter, LimitRenewal renewal, Shortage? shortage)
    {
        lock (gate)
        {
            if (!slices.TryGetValue(counter.Key, out var slice))
            {
                slices.Add(counter.Key, slice = new Slice(counter));
            }

            var free = renewal.FreeUsdCents;
            slice.Free = free > slice.Pending ? free - slice.Pending : 0;
            slice.Left = renewal.Grant?.LeftUsdCents ?? 0;
            slice.Shortage = shortage;
            slice.ShortAt = time.GetUtcNow();
            (slice.TakenBefore, slice.Taken) = (slice.Taken, 0);
        }
    }

    /// <summary>Slices of a day and what is to be free of each: nothing where nothing is sold any more.</summary>
    internal IReadOnlyList<(LimitCounter Counter, ulong Wanted)> Plan(DateOnly day, int slicesMin)
    {
        lock (gate)
        {
            foreach (var key in slices.Where(s => s.Value.Counter.Day < day).Select(s => s.Key).ToList())
            {
                slices.Remove(key);
            }

            return
            [
                .. slices.Values.OrderBy(s => s.Counter.Key, StringComparer.Ordinal).Select(s => (
                    s.Counter,
                    s.Taken == 0 && s.TakenBefore == 0 ? 0 : Size(s.Counter, s.Left + s.Free, slicesMin))),
            ];
        }
    }

    /// <summary>How much to lease: ever less, the less there is, so that the last of it is not in one place.</summary>
    internal static ulong Size(LimitCounter counter, ulong left, int slicesMin) =>
        Math.Min(counter.UsdCentsMax / (ulong)slicesMin, left / 8);

    /// <summary>How much to lease of a counter at once: for all who wait, or a slice.</summary>
    internal ulong SizeOf(LimitCounter counter, int slicesMin)
    {
        lock (gate)
        {
            var left = slices.TryGetValue(counter.Key, out var slice)
                ? slice.Left + slice.Free
                : counter.UsdCentsMax;
            return Math.Max(demand.GetValueOrDefault(counter.Key), Size(counter, left, slicesMin));
        }
    }

    /// <summary>Forgets all: the holder is another one from now on.</summary>
    internal void Clear()
    {
        lock (gate)
        {
            slices.Clear();
        }
    }

    private sealed class Slice(LimitCounter counter)
    {
        public LimitCounter Counter { get; } = counter;

        public ulong Free { get; set; }

        public ulong Pending { get; set; }

        public ulong Left { get; set; }

        public ulong Taken { get; set; }

        public ulong TakenBefore { get; set; }

        public Shortage? Shortage { get; set; }

        public DateTimeOffset ShortAt { get; set; }
    }
}

/// <summary>What a counter said that has nothing left.</summary>
/// <param name="UsdCents">The least value that it refused.</param>
/// <param name="Used">What is booked of it in all, in hundredths of a US dollar.</param>
/// <param name="Known">How long that is believed.</param>
/// <param name="RetryAt">When there may be more.</param>
internal sealed record Shortage(ulong UsdCents, ulong Used, TimeSpan Known, DateTimeOffset RetryAt);
