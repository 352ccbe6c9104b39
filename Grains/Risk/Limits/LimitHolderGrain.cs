namespace OrleansTrading.Grains.Risk.Limits;

/// <inheritdoc cref="ILimitHolderGrain"/>
/// <remarks>
/// Reentrant, so that all who wait share one write. The order keeps a limit from being sold twice: what a slice gives
/// up is stored here before the counter hears of it, and what it gains is stored at the counter before it is used here.
/// </remarks>
[Reentrant]
internal sealed class LimitHolderGrain : Grain, ILimitHolderGrain
{
    private readonly IPersistentState<LimitHolderState> storage;
    private readonly CoalescedSave saver;
    private readonly TimeProvider time;
    private readonly Dictionary<string, Task<LimitRenewal>> renewals = new(StringComparer.Ordinal);

    public LimitHolderGrain(
        [PersistentState("limit-holder")] IPersistentState<LimitHolderState> storage, TimeProvider time)
    {
        this.storage = storage;
        this.time = time;
        saver = new CoalescedSave(storage.WriteStateAsync);
    }

    private LimitHolderState State => storage.State;

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public async Task<LimitBookingAnswer> BookAsync(LimitBooking booking)
    {
        if (State.Open.TryGetValue(booking.Id, out var known))
        {
            // Of another day's counters maybe: a repeat after midnight is still the same booking.
            Check.That(
                known.UsdCents == booking.UsdCents, $"{booking.Id} booked {known.UsdCents}, not {booking.UsdCents}");
            await saver.SettleAsync();
            return LimitBookingAnswer.Booked;
        }

        if (State.IsClosed)
        {
            return LimitBookingAnswer.Closed;
        }

        foreach (var counter in booking.Counters)
        {
            if ((State.Slices.GetValueOrDefault(counter)?.FreeUsdCents ?? 0) < booking.UsdCents)
            {
                return LimitBookingAnswer.Short;
            }
        }

        State.Open.Add(booking.Id, booking);
        foreach (var counter in booking.Counters)
        {
            State.Slices[counter].OpenUsdCents += booking.UsdCents;
        }

        await saver.SaveAsync();
        return LimitBookingAnswer.Booked;
    }

    public async Task ReleaseAsync(string booking)
    {
        if (State.Open.Remove(booking, out var known))
        {
            foreach (var slice in SlicesOf(known))
            {
                slice.OpenUsdCents = checked(slice.OpenUsdCents - known.UsdCents);
            }
        }

        // A write even where nothing is known of it: another activation may have booked it since, and the write fails
        // then, instead of this one saying from memory that there is nothing.
        await saver.SaveAsync();
        if (State.IsClosed)
        {
            await GiveBackAsync();
        }
    }

    public async Task SettleAsync(string booking)
    {
        if (State.Open.Remove(booking, out var known))
        {
            foreach (var slice in SlicesOf(known))
            {
                slice.OpenUsdCents = checked(slice.OpenUsdCents - known.UsdCents);
                slice.SpentUsdCents = checked(slice.SpentUsdCents + known.UsdCents);
            }
        }

        await saver.SaveAsync();
    }

    public Task<LimitRenewal> RenewAsync(string counter, ulong wantedUsdCents)
    {
        if (renewals.TryGetValue(counter, out var underWay))
        {
            return underWay;
        }

        var renewal = RenewOnceAsync(counter, wantedUsdCents);
        if (!renewal.IsCompleted)
        {
            renewals[counter] = renewal;
        }

        return renewal;
    }

    public async Task CloseAsync()
    {
        State.IsClosed = true;
        Forget();
        await GiveBackAsync();
    }

    private async Task<LimitRenewal> RenewOnceAsync(string counter, ulong wanted)
    {
        try
        {
            if (State.IsClosed)
            {
                return new LimitRenewal { FreeUsdCents = 0 };
            }

            Forget();
            if (!State.Slices.TryGetValue(counter, out var slice))
            {
                State.Slices.Add(counter, slice = new LimitSlice());
            }

            var request = Ask(slice, checked(slice.UsedUsdCents + wanted), isClosing: false);
            await saver.SaveAsync();
            var grant = await Counter(counter).LeaseAsync(request);
            if (State.IsClosed)
            {
                return new LimitRenewal { FreeUsdCents = 0 };
            }

            // The counter has stored it. What was booked meanwhile was within what it had before, which it keeps; the
            // counter hears of it with the next renewal, those who wait for this one know it now.
            slice.GrantedUsdCents = grant.UsdCents;
            var used = checked(grant.UsedUsdCents + slice.UsedUsdCents);
            return new LimitRenewal
            {
                FreeUsdCents = slice.FreeUsdCents,
                Grant = grant with { UsedUsdCents = used - Math.Min(used, request.UsedUsdCents) },
            };
        }
        finally
        {
            renewals.Remove(counter);
        }
    }

    private LimitLeaseRequest Ask(LimitSlice slice, ulong target, bool isClosing)
    {
        slice.Version++;
        slice.GrantedUsdCents = Math.Min(slice.GrantedUsdCents, target);
        return new LimitLeaseRequest
        {
            Holder = this.GetPrimaryKeyString(),
            Version = slice.Version,
            TargetUsdCents = target,
            UsedUsdCents = slice.UsedUsdCents,
            IsClosing = isClosing,
        };
    }

    /// <summary>Tells every counter of today that only what is booked is still used.</summary>
    private async Task GiveBackAsync()
    {
        var requests = State.Slices
            .Select(slice => (slice.Key, Ask(slice.Value, slice.Value.UsedUsdCents, isClosing: true)))
            .ToList();
        await saver.SaveAsync();
        foreach (var (counter, request) in requests)
        {
            await Counter(counter).LeaseAsync(request);
        }
    }

    /// <summary>Leaves out the days that are over, but for those that a booking still names.</summary>
    private void Forget()
    {
        var today = Today;
        var named = State.Open.Values.SelectMany(open => open.Counters).ToHashSet(StringComparer.Ordinal);
        foreach (var key in State.Slices.Keys.Where(key => LimitKeys.Parse(key).Day < today).ToList())
        {
            if (!named.Contains(key) && !renewals.ContainsKey(key))
            {
                State.Slices.Remove(key);
            }
        }
    }

    private IEnumerable<LimitSlice> SlicesOf(LimitBooking booking) =>
        booking.Counters.Select(counter => State.Slices[counter]);

    private ILimitCounterGrain Counter(string key) => GrainFactory.GetGrain<ILimitCounterGrain>(key);
}
