using Polly.CircuitBreaker;
using Polly.Timeout;

namespace OrleansTrading.Chains.Transport.Endpoints;

/// <summary>
/// The breaker of an endpoint and that of a chain: both open when half of the calls of half a minute failed, and stay
/// so for a pause that doubles with each trial that fails.
/// </summary>
internal static class Breakers
{
    /// <summary>The longest pause, in times of the first one.</summary>
    private const int PauseTimesMax = 12;
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(30);

    internal static CircuitBreakerStrategyOptions Options<TFailure>(
        HttpTransportOptions options,
        CircuitBreakerStateProvider state,
        Func<TFailure, bool> counts,
        Action<DateTimeOffset> opened,
        TimeProvider time)
        where TFailure : Exception =>
        new()
        {
            ShouldHandle = args => ValueTask.FromResult(
                args.Outcome.Exception is TimeoutRejectedException
                || (args.Outcome.Exception is TFailure failure && counts(failure))),
            FailureRatio = Math.ScaleB(1, -1),
            MinimumThroughput = options.BreakerFailuresMin,
            SamplingDuration = Sampling,
            BreakDurationGenerator = args => ValueTask.FromResult(
                options.BreakerPause * Math.Min(1 << Math.Min(args.HalfOpenAttempts, 8), PauseTimesMax)),
            StateProvider = state,
            OnOpened = args =>
            {
                opened(time.GetUtcNow() + args.BreakDuration);
                return default;
            },
        };
}
