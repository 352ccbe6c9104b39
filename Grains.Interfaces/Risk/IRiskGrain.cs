namespace OrleansTrading.Grains;

/// <summary>One user's limits, keyed by <see cref="UserId"/>.</summary>
[Alias("ot.IRiskGrain")]
public interface IRiskGrain : IGrainWithStringKey
{
    /// <summary>Whether a value would fit the limits now. Nothing is booked.</summary>
    /// <param name="usdCents">The value in hundredths of a US dollar, rounded up.</param>
    /// <returns>Null when it fits, else the limit, its value and when it resets.</returns>
    [ReadOnly, Alias("Check")]
    Task<Refusal?> CheckAsync(ulong usdCents);

    /// <summary>Books a value against the limits. Repeating it changes nothing.</summary>
    /// <param name="booking">What it is for; the key of repeats and of the release.</param>
    /// <param name="usdCents">The value in hundredths of a US dollar, rounded up.</param>
    /// <returns>Null when it is booked, else the limit, its value and when it resets.</returns>
    [Alias("Book")]
    Task<Refusal?> BookAsync(string booking, ulong usdCents);

    /// <summary>Takes a booking back. Repeating it, or releasing an unknown one, changes nothing.</summary>
    [Alias("Release")]
    Task ReleaseAsync(string booking);
}
