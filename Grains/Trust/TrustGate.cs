using Microsoft.Extensions.Options;

namespace OrleansTrading.Grains.Trust;

/// <summary>
/// Asks what a user's score leads to. Where no bands are configured, that is nothing, and nobody is asked.
/// </summary>
internal sealed class TrustGate(IOptions<TrustOptions> options)
{
    internal Task<TrustEffects> EffectsAsync(IGrainFactory grains, string user) => options.Value.Bands.Count == 0
        ? Task.FromResult(TrustEffects.None)
        : grains.GetGrain<ITrustGrain>(user).GetEffectsAsync();

    /// <summary>The refusal of anything new; null: it may begin.</summary>
    internal static Refusal? Refuse(TrustEffects effects) => effects.IsBlocked
        ? new Refusal
        {
            Code = ErrorCodes.TrustBlocked,
            Detail = $"Your trust score is in the band '{effects.Band}', in which nothing new is begun."
                + " What was promised is kept. See GET /v1/trust for the reasons.",
        }
        : null;
}
