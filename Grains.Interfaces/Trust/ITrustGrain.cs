namespace OrleansTrading.Grains;

/// <summary>
/// How far one user's flow is trusted, keyed by <see cref="UserId"/>. The only place where the score changes.
/// </summary>
[Alias("ot.ITrustGrain")]
public interface ITrustGrain : IGrainWithStringKey
{
    /// <summary>
    /// Takes observations, all or none. The same observation changes nothing, however often and however late it comes,
    /// and the order in which observations come does not matter.
    /// </summary>
    /// <returns>
    /// What became of them; <see cref="ErrorCodes.ObservationMalformed"/> or
    /// <see cref="ErrorCodes.ObservationIdReused"/>, naming the observation, when none was taken.
    /// </returns>
    [Alias("Observe")]
    Task<Outcome<TrustReceipt>> ObserveAsync(TrustReport report);

    /// <summary>The score with its reasons, as of now.</summary>
    [ReadOnly, Alias("Get")]
    Task<TrustView> GetAsync();

    /// <summary>What the score leads to now, by the configured bands.</summary>
    [ReadOnly, Alias("GetEffects")]
    Task<TrustEffects> GetEffectsAsync();

    /// <summary>Sets the score by hand, or ends that.</summary>
    /// <returns>
    /// The score then; <see cref="ErrorCodes.TrustOverrideOutdated"/> when there was another override meanwhile,
    /// <see cref="ErrorCodes.RequestMalformed"/> when the order breaks a rule.
    /// </returns>
    [Alias("Override")]
    Task<Outcome<TrustView>> OverrideAsync(TrustOverride order);
}
