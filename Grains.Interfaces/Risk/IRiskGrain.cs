namespace OrleansTrading.Grains;

/// <summary>One user's limits, keyed by <see cref="UserId"/>.</summary>
[Alias("ot.IRiskGrain")]
public interface IRiskGrain : IGrainWithStringKey
{
    /// <summary>Whether a value would fit the limits now. Nothing is booked.</summary>
    /// <returns>Null when it fits, else the limit, its value and when it resets.</returns>
    [ReadOnly, Alias("Check")]
    Task<Refusal?> CheckAsync(RiskClaim claim);

    /// <summary>Books a value against the limits. Repeating it changes nothing.</summary>
    /// <param name="booking">What it is for; the key of repeats and of the release.</param>
    /// <param name="claim">Its value and the limits that it counts against.</param>
    /// <returns>Null when it is booked, else the limit, its value and when it resets.</returns>
    [Alias("Book")]
    Task<Refusal?> BookAsync(string booking, RiskClaim claim);

    /// <summary>Takes a booking back. Repeating it, or releasing an unknown one, changes nothing.</summary>
    [Alias("Release")]
    Task ReleaseAsync(string booking);
}
