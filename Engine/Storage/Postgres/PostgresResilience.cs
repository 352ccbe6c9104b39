using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// How calls to the server are tried again, and when they are not even tried. Only what certainly wrote nothing and
/// failed for a passing reason is repeated, a few times, after a growing wait with jitter. One breaker counts all of a
/// store's calls: when most fail, it lets none through for a while.
/// </summary>
internal sealed class PostgresResilience
{
    private readonly string _place;
    private readonly TimeSpan _pause;
    private readonly CircuitBreakerStateProvider _state = new();
    private bool _isTold;

    public PostgresResilience(
        PostgresStorageOptions options,
        string place,
        TimeProvider time,
        StorageMetrics metrics,
        ILogger logger)
    {
        _place = place;
        _pause = options.BreakerPause;
        var breaker = new CircuitBreakerStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<PostgresFailure>(failure => failure.IsTransient),
            FailureRatio = 0.5,
            MinimumThroughput = PostgresStorageConstants.BreakerFailuresMin,
            SamplingDuration = TimeSpan.FromSeconds(PostgresStorageConstants.BreakerSeconds),
            BreakDuration = options.BreakerPause,
            StateProvider = _state,
            OnOpened = opened =>
            {
                metrics.BreakerOpened();
                if (!Interlocked.Exchange(ref _isTold, true))
                {
                    // Once for an outage, not for each time that it is found to last.
                    StorageLog.BreakerOpened(logger, place, opened.BreakDuration, opened.Outcome.Exception);
                }

                return default;
            },
            OnClosed = _ =>
            {
                Volatile.Write(ref _isTold, false);
                StorageLog.BreakerClosed(logger, place);
                return default;
            },
        };
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.RetriesMax > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<PostgresFailure>(failure => failure.IsTransient),
                MaxRetryAttempts = options.RetriesMax,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                OnRetry = _ =>
                {
                    metrics.Retried();
                    return default;
                },
            });
        }

        Calls = builder.AddCircuitBreaker(breaker).Build();
    }

    /// <summary>Gets what every call goes through.</summary>
    public ResiliencePipeline Calls { get; }

    /// <summary>Gets a value indicating whether calls are let through now.</summary>
    public bool IsClosed => _state.CircuitState is CircuitState.Closed or CircuitState.HalfOpen;

    /// <summary>What a caller is told whose call was not let through.</summary>
    public StorageUnavailableException NotLetThrough(BrokenCircuitException cause) => new(
        $"{_place} kept failing, so it is left alone for {_pause}. Nothing was read or written; the same call may "
        + "succeed later. See the log for the cause.",
        cause);
}
