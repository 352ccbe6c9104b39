using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansTrading.Grains.Risk.Breakers;

/// <summary>
/// What this process knows of the chains' breakers: at most <see cref="BreakerOptions.ViewAge"/> old, so that no grain
/// is in every quote's way.
/// </summary>
internal sealed class ChainBreakers(TimeProvider time, IOptions<RiskOptions> options, ILogger<ChainBreakers> logger)
{
    private readonly ConcurrentDictionary<string, Known> views = new(StringComparer.Ordinal);

    /// <summary>Why no quote to or from a chain is made now; null when it is.</summary>
    internal async Task<Refusal?> RefuseAsync(IGrainFactory grains, string chain, QuoteId quote)
    {
        var known = await ViewAsync(grains, chain);
        return known?.State switch
        {
            BreakerState.Open => BreakerTexts.Refuse(known),
            BreakerState.HalfOpen => await Breaker(grains, chain).TryProbeAsync(quote),
            _ => null,
        };
    }

    /// <summary>
    /// Why nothing new is begun on a chain now; null when it is. It is not a try: while one is due, only quotes make
    /// it.
    /// </summary>
    internal async Task<Refusal?> RefuseNewAsync(IGrainFactory grains, string chain) =>
        await ViewAsync(grains, chain) is { State: not BreakerState.Closed } known ? BreakerTexts.Refuse(known) : null;

    /// <summary>
    /// Tells a breaker of a failure, where a rule counts them; of a success only where the breaker waits for one.
    /// </summary>
    internal async Task ReportAsync(IGrainFactory grains, string chain, string? problem)
    {
        if (problem is null ? await ViewAsync(grains, chain) is null or { State: BreakerState.Closed }
            : options.Value.Breakers.FailuresMax == 0)
        {
            return;
        }

        try
        {
            await Breaker(grains, chain).ReportAsync(problem);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The quote has ended and must not be told otherwise. The next one reports too.
            logger.BreakerUntold(chain, problem ?? "a delivery landed", failure);
        }
    }

    private async Task<BreakerView?> ViewAsync(IGrainFactory grains, string chain)
    {
        var known = views.GetValueOrDefault(chain);
        if (known is not null && time.GetElapsedTime(known.At) < options.Value.Breakers.ViewAge)
        {
            return Now(known.View);
        }

        if (known is not null)
        {
            // Whoever comes meanwhile is answered from what was known.
            views[chain] = known with { At = time.GetTimestamp() };
        }

        try
        {
            var view = await Breaker(grains, chain).GetAsync();
            views[chain] = new Known(view, time.GetTimestamp());
            return view;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.BreakerUnknown(chain, failure);
            return known is null ? null : Now(known.View);
        }
    }

    private BreakerView Now(BreakerView view) =>
        view is { State: BreakerState.Open, RetryAt: { } at } && at <= time.GetUtcNow()
            ? view with { State = BreakerState.HalfOpen }
            : view;

    private static IBreakerGrain Breaker(IGrainFactory grains, string chain) => grains.GetGrain<IBreakerGrain>(chain);

    private sealed record Known(BreakerView View, long At);
}

/// <summary>How a breaker refuses.</summary>
internal static class BreakerTexts
{
    internal static Refusal Refuse(BreakerView view) => new()
    {
        Code = ErrorCodes.ChainUnavailable,
        Detail = $"Nothing new on {view.Chain} now: {view.Reason}."
            + (view.RetryAt is { } at
                ? string.Create(CultureInfo.InvariantCulture, $" It is tried again at {at:u}.")
                : " An operator has to let it go on."),
        RetryAt = view.RetryAt,
    };
}
