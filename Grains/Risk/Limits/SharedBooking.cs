namespace OrleansTrading.Grains.Risk.Limits;

/// <summary>
/// Books one thing against the limits of all users, under its id. Where it is booked is stored before it is, so that a
/// repeat after a crash, in whichever process, finds it there.
/// </summary>
/// <param name="grains">Where the holders are.</param>
/// <param name="limits">This process's part in the limits.</param>
/// <param name="booking">What it is for.</param>
/// <param name="usdCents">Its value in hundredths of a US dollar.</param>
internal sealed class SharedBooking(IGrainFactory grains, GlobalLimits limits, string booking, ulong usdCents)
{
    private const int MovesMax = 3;

    /// <summary>Books it in all of its limits or in none. Repeating it changes nothing.</summary>
    /// <param name="counters">The limits.</param>
    /// <param name="noted">The holder that was stored; null: it was booked nowhere.</param>
    /// <param name="noteAsync">Stores the holder that it will be booked in.</param>
    /// <returns>Null when it is booked, else the limit, its value and when it resets.</returns>
    internal async Task<Refusal?> BookAsync(
        IReadOnlyList<LimitCounter> counters, string? noted, Func<string, Task> noteAsync)
    {
        if (counters.Count == 0)
        {
            return null;
        }

        if (noted is not null)
        {
            if (await GlobalLimits.RepeatAsync(grains, noted, booking, counters, usdCents))
            {
                return null;
            }

            // It is not booked there. A call that is still on its way must not book it once another holder has.
            await GlobalLimits.ReleaseAsync(grains, noted, booking);
        }

        LimitOutcome outcome = new(null, HasMoved: true);
        for (var move = 0; move < MovesMax && outcome.HasMoved; move++)
        {
            var holder = limits.Holder;
            if (noted != holder)
            {
                await noteAsync(holder);
                noted = holder;
            }

            outcome = await limits.BookAsync(grains, holder, booking, counters, usdCents);
        }

        return outcome.HasMoved ? limits.Busy() : outcome.Refusal;
    }
}
