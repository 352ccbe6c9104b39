using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansTrading.Grains.Risk.Limits;

/// <summary>What became of a booking.</summary>
/// <param name="Refusal">Why it is not booked; null when it is, or has to move.</param>
/// <param name="HasMoved">True when this process books in another holder by now: note that one first.</param>
internal readonly record struct LimitOutcome(Refusal? Refusal, bool HasMoved);

/// <summary>
/// This process's part in the limits of all users together: what it has leased of each, and the holder in which it
/// books. docs/limits.md says how that fits together.
/// </summary>
/// <remarks>Any thread may call it. It is one object for a process; a test has several.</remarks>
internal sealed class GlobalLimits(
    LimitCounters counters,
    TimeProvider time,
    IEntropy entropy,
    RiskMetrics metrics,
    IOptions<RiskOptions> options,
    ILogger<GlobalLimits> logger)
{
    private const int AttemptsMax = 16;
    private const int IdBytes = 16;

    private static readonly TimeSpan ShortageKnown = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly LocalSlices slices = new(time);
    private string? holder;
    private bool isClosed;

    /// <summary>Whether there is anything to limit.</summary>
    internal bool Any => counters.Any;

    /// <summary>The holder in which this process books now.</summary>
    internal string Holder
    {
        get
        {
            lock (gate)
            {
                return holder ??= NewHolder();
            }
        }
    }

    /// <summary>The limits that a quote counts against today.</summary>
    internal IReadOnlyList<LimitCounter> Of(Asset pay, Asset receive) => counters.Of(pay, receive, Today);

    /// <summary>The limits that a withdrawal counts against today; what is off the platform's list has none.</summary>
    internal IReadOnlyList<LimitCounter> OfWithdrawal(Asset? asset) =>
        asset is null ? [] : counters.OfWithdrawal(asset, Today);

    /// <summary>
    /// Whether a value would fit, as far as this process knows: at once, without a call. Nothing is taken.
    /// </summary>
    internal Refusal? Check(IReadOnlyList<LimitCounter> limits, ulong usdCents)
    {
        foreach (var limit in limits)
        {
            if (usdCents > limit.UsdCentsMax)
            {
                return Refuse(limit, usdCents, retryAt: null);
            }
        }

        return slices.FindShort(limits, usdCents) is { } known
            ? Refuse(known.Counter, checked(known.Shortage.Used + usdCents), known.Shortage.RetryAt)
            : null;
    }

    /// <summary>Books a value under an id in a holder, in all of its limits or in none. Repeating it changes nothing.
    /// </summary>
    /// <param name="grains">Where the holder is.</param>
    /// <param name="booksIn">The holder, which the caller has stored; it must be this process's.</param>
    /// <param name="booking">What it is for.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="usdCents">The value.</param>
    internal async Task<LimitOutcome> BookAsync(
        IGrainFactory grains, string booksIn, string booking, IReadOnlyList<LimitCounter> limits, ulong usdCents)
    {
        if (Check(limits, usdCents) is { } refusal)
        {
            return new LimitOutcome(refusal, HasMoved: false);
        }

        if (await SellAsync(grains, booksIn, booking, limits, usdCents) is { } sold)
        {
            return sold;
        }

        // Nothing is free here: how much is asked for in all decides how much is leased for all who wait.
        slices.Demand(limits, usdCents, isOver: false);
        try
        {
            for (var attempt = 0; attempt < AttemptsMax; attempt++)
            {
                if (booksIn != Holder)
                {
                    return new LimitOutcome(null, HasMoved: true);
                }

                if (slices.FindLacking(limits, usdCents) is { } lacking
                    && await FillAsync(grains, booksIn, lacking, usdCents) is { } full)
                {
                    return new LimitOutcome(full, HasMoved: false);
                }

                if (await SellAsync(grains, booksIn, booking, limits, usdCents) is { } outcome)
                {
                    return outcome;
                }
            }
        }
        finally
        {
            slices.Demand(limits, usdCents, isOver: true);
        }

        return new LimitOutcome(Busy(), HasMoved: false);
    }

    /// <summary>The refusal of a booking for which nothing was decided.</summary>
    internal Refusal Busy() => new()
    {
        Code = ErrorCodes.Overloaded,
        Detail = "The platform's limits are being asked for by too many at once. Try again.",
        RetryAt = time.GetUtcNow() + ShortageKnown,
    };

    /// <summary>
    /// Whether a value that may have been booked before is booked in the holder that was noted for it: it is, or there
    /// was room for it. Else it is not, unless the call fails.
    /// </summary>
    internal static async Task<bool> RepeatAsync(
        IGrainFactory grains, string bookedIn, string booking, IReadOnlyList<LimitCounter> limits, ulong usdCents) =>
        await grains.GetGrain<ILimitHolderGrain>(bookedIn).BookAsync(new LimitBooking
        {
            Id = booking, Counters = [.. limits.Select(l => l.Key)], UsdCents = usdCents,
        }) == LimitBookingAnswer.Booked;

    /// <summary>Takes a booking back, wherever it was made. Repeating it changes nothing.</summary>
    internal static Task ReleaseAsync(IGrainFactory grains, string bookedIn, string booking) =>
        grains.GetGrain<ILimitHolderGrain>(bookedIn).ReleaseAsync(booking);

    /// <summary>Makes a booking final, wherever it was made. Repeating it changes nothing.</summary>
    internal static Task SettleAsync(IGrainFactory grains, string bookedIn, string booking) =>
        grains.GetGrain<ILimitHolderGrain>(bookedIn).SettleAsync(booking);

    /// <summary>
    /// Renews what is leased, gives back what is not needed, and closes holders whose process is gone.
    /// </summary>
    internal async Task RenewAsync(IGrainFactory grains)
    {
        string? renewed;
        lock (gate)
        {
            renewed = holder;
        }

        if (renewed is null)
        {
            return;
        }

        foreach (var (counter, wanted) in slices.Plan(Today, options.Value.SlicesMin))
        {
            if (await AskAsync(grains, renewed, counter, wanted, needed: 0) is null)
            {
                return;
            }
        }
    }

    /// <summary>Gives back what is leased and not booked. Nothing is booked by this process after it.</summary>
    internal async Task CloseAsync(IGrainFactory grains)
    {
        string? closing;
        lock (gate)
        {
            closing = holder;
            isClosed = true;
        }

        if (closing is not null)
        {
            await grains.GetGrain<ILimitHolderGrain>(closing).CloseAsync();
        }
    }

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>Takes the value from the slices here and books it.</summary>
    /// <returns>Null when there is too little, or the holder has less than was thought.</returns>
    private async Task<LimitOutcome?> SellAsync(
        IGrainFactory grains, string booksIn, string booking, IReadOnlyList<LimitCounter> limits, ulong usdCents)
    {
        if (booksIn != Holder)
        {
            return new LimitOutcome(null, HasMoved: true);
        }

        if (!slices.Take(limits, usdCents))
        {
            return null;
        }

        var answer = LimitBookingAnswer.Booked;
        try
        {
            answer = await grains.GetGrain<ILimitHolderGrain>(booksIn).BookAsync(new LimitBooking
            {
                Id = booking, Counters = [.. limits.Select(l => l.Key)], UsdCents = usdCents,
            });
        }
        finally
        {
            // After a failure nobody knows whether it is booked: it is not sold again before the holder was asked.
            slices.Conclude(limits, usdCents, answer == LimitBookingAnswer.Booked);
        }

        switch (answer)
        {
            case LimitBookingAnswer.Booked:
                return default(LimitOutcome);
            case LimitBookingAnswer.Closed:
                Move(booksIn);
                return new LimitOutcome(null, HasMoved: true);
            default:
                slices.Distrust(limits);
                return null;
        }
    }

    /// <summary>Leases more of a limit that has too little here.</summary>
    /// <returns>Null when there may be enough now, else why there is not.</returns>
    private async Task<Refusal?> FillAsync(
        IGrainFactory grains, string booksIn, LimitCounter counter, ulong usdCents)
    {
        var wanted = Math.Max(usdCents, slices.SizeOf(counter, options.Value.SlicesMin));
        var renewal = await AskAsync(grains, booksIn, counter, wanted, usdCents);
        if (renewal?.Grant is not { } grant || grant.Expired.Count > 0 || !IsShort(renewal, grant, usdCents))
        {
            // What the holders gave back that were closed just now is there the next time.
            return null;
        }

        return Refuse(counter, checked(grant.UsedUsdCents + usdCents), RetryAt(counter, grant, usdCents));
    }

    private async Task<LimitRenewal?> AskAsync(
        IGrainFactory grains, string booksIn, LimitCounter counter, ulong wanted, ulong needed)
    {
        var renewal = await grains.GetGrain<ILimitHolderGrain>(booksIn).RenewAsync(counter.Key, wanted);
        if (renewal.Grant is not { } grant)
        {
            Move(booksIn);
            return null;
        }

        metrics.Renewed(counter.Name);
        slices.Renew(counter, renewal, needed > 0 && grant.Expired.Count == 0 && IsShort(renewal, grant, needed)
            ? new Shortage(needed, grant.UsedUsdCents, ShortageKnown, RetryAt(counter, grant, needed))
            : null);
        foreach (var gone in grant.Expired)
        {
            logger.LimitHolderExpired(gone, counter.Key);
            await grains.GetGrain<ILimitHolderGrain>(gone).CloseAsync();
        }

        return renewal;
    }

    /// <summary>
    /// Whether there is nothing more to lease. One who joined another's renewal may have got little and asks again.
    /// </summary>
    private static bool IsShort(LimitRenewal renewal, LimitGrant grant, ulong usdCents) =>
        renewal.FreeUsdCents < usdCents && renewal.FreeUsdCents + grant.LeftUsdCents < usdCents;

    /// <summary>What is leased elsewhere and not booked may be back after a lease; what is booked, tomorrow.</summary>
    private DateTimeOffset RetryAt(LimitCounter counter, LimitGrant grant, ulong usdCents)
    {
        var (reset, soon) = (LimitCounters.ResetOf(counter.Day), time.GetUtcNow() + options.Value.LeaseTime);
        return soon < reset && grant.UsedUsdCents + usdCents <= grant.LimitUsdCents ? soon : reset;
    }

    private Refusal Refuse(LimitCounter counter, ulong usdCents, DateTimeOffset? retryAt)
    {
        metrics.Refused(counter.Name);
        return LimitTexts.Exceeded(
            counter.What,
            usdCents,
            counter.UsdCentsMax,
            LimitCounters.ResetOf(counter.Day),
            retryAt);
    }

    /// <summary>The holder takes no more bookings: somebody closed it, because its lease was over.</summary>
    private void Move(string from)
    {
        lock (gate)
        {
            if (holder == from && !isClosed)
            {
                holder = NewHolder();
                slices.Clear();
                logger.LimitHolderMoved(from, holder);
            }
        }
    }

    private string NewHolder()
    {
        Span<byte> id = stackalloc byte[IdBytes];
        entropy.Fill(id);
        return string.Create(CultureInfo.InvariantCulture, $"l_{Convert.ToHexStringLower(id)}");
    }
}
