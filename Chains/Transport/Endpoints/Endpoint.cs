using System.Net.Http;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace OrleansTrading.Chains.Transport.Endpoints;

/// <summary>
/// One server: a breaker and a time limit around each attempt, and what is known of its health. An attempt does not ask
/// whether it is usable, because a check of one that is not must go through too; <see cref="EndpointSet"/> asks.
/// </summary>
internal sealed class Endpoint
{
    /// <summary>
    /// A failure adds this much, and each call forgets an eighth: the sum stands for how many of the last eight calls
    /// failed.
    /// </summary>
    private const int FailureWeight = 1024;
    private const int ForgetShift = 3;

    private readonly Uri _address;
    private readonly HttpAttempt _attempt;
    private readonly HttpTransportOptions _options;
    private readonly TimeProvider _time;
    private readonly EndpointMetrics _metrics;
    private readonly ResiliencePipeline _pipeline;
    private readonly CircuitBreakerStateProvider _breaker = new();
    private readonly Lock _lock = new();
    private EndpointVerdict _verdict = EndpointVerdict.Unchecked;
    private DateTimeOffset _restsUntil;
    private DateTimeOffset _brokenUntil;
    private DateTimeOffset _roseAt;
    private ulong? _height;
    private int _failures;
    private string? _lastFailure;

    internal Endpoint(
        string name, int place, Uri address, HttpClient client, HttpTransportOptions options, TimeProvider time,
        EndpointMetrics metrics)
    {
        Name = name;
        Place = place;
        _address = address;
        _attempt = new HttpAttempt(client, options.ResponseBytesMax, time);
        _options = options;
        _time = time;
        _metrics = metrics;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(Breakers.Options<EndpointFailedException>(
                options,
                _breaker,
                failure => failure.Rest is null,
                OpenUntil,
                time))
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.RequestTimeout })
            .Build();
    }

    internal string Name { get; }

    /// <summary>Its place among the configured ones, from 0.</summary>
    internal int Place { get; }

    /// <summary>Why it is not asked, for operators: what the server said, or how the last call to it failed.</summary>
    internal string Trouble
    {
        get
        {
            var problem = Verdict.Detail ?? Status().Problem;
            var failure = Volatile.Read(ref _lastFailure);
            return (problem, failure) switch
            {
                (null, _) => "it is busy",
                (_, null) => problem.TrimEnd('.'),
                _ => $"{problem.TrimEnd('.')}, {failure}",
            };
        }
    }

    /// <summary>What the last check found.</summary>
    internal EndpointVerdict Verdict
    {
        get
        {
            lock (_lock)
            {
                return _verdict;
            }
        }
    }

    /// <summary>The final height it told last, and since when it has been that.</summary>
    internal (ulong? Height, DateTimeOffset RoseAt) Progress
    {
        get
        {
            lock (_lock)
            {
                return (_height, _roseAt);
            }
        }
    }

    /// <summary>Asks it once.</summary>
    /// <exception cref="EndpointFailedException">It gave no usable answer, or is not asked now.</exception>
    internal async Task<T> SendAsync<T>(EndpointRequest<T> request, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        try
        {
            var answer = await _pipeline.ExecuteAsync(
                static async (state, token) =>
                {
                    using var message = state.Request.Compose(state.Self._address);
                    return state.Request.Read(await state.Self._attempt.SendAsync(message, token));
                },
                (Self: this, Request: request),
                cancellationToken);
            Note(isFailure: false);
            _metrics.Called(Name, request.Kind, "answered", _time.GetElapsedTime(started));
            return answer;
        }
        catch (EndpointFailedException failure)
        {
            Fail(failure);
            throw;
        }
        catch (TimeoutRejectedException exception)
        {
            var failure = new EndpointFailedException($"no answer within {_options.RequestTimeout}", exception);
            Fail(failure);
            throw failure;
        }
        catch (BrokenCircuitException exception)
        {
            throw new EndpointFailedException("it kept failing and is left alone for a while", exception);
        }
        catch (JsonRpcErrorException)
        {
            // The node's word, as good as an answer.
            Note(isFailure: false);
            _metrics.Called(Name, request.Kind, "refused", _time.GetElapsedTime(started));
            throw;
        }

        void Fail(EndpointFailedException failure)
        {
            Volatile.Write(ref _lastFailure, failure.Message);
            Note(isFailure: true, failure.Rest);
            _metrics.Called(
                Name, request.Kind, failure.Rest is null ? "failed" : "limited", _time.GetElapsedTime(started));
        }
    }

    /// <summary>How it is doing.</summary>
    internal EndpointStatus Status()
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            var (state, problem) = _verdict.State != EndpointState.Usable
                ? (_verdict.State, _verdict.Problem)
                : _restsUntil > now ? (EndpointState.Resting, "It asked for fewer requests.")
                : IsBroken ? (EndpointState.Failing, "Most calls to it fail.")
                : (EndpointState.Usable, null);
            return new EndpointStatus(Name, state, problem, _height);
        }
    }

    /// <summary>Whether it may be asked now, and since when at the latest it may be again.</summary>
    internal bool MayBeAsked(out DateTimeOffset? from)
    {
        var now = _time.GetUtcNow();
        lock (_lock)
        {
            // A breaker whose pause is over lets one call through, which decides.
            var until = IsBroken && _brokenUntil > _restsUntil ? _brokenUntil : _restsUntil;
            from = _verdict.State == EndpointState.Usable ? until : null;
            return _verdict.State == EndpointState.Usable && until <= now;
        }
    }

    /// <summary>
    /// Less is better: first one that is not on trial, then the one that failed less, in steps of an eighth.
    /// </summary>
    internal int Rank
    {
        get
        {
            lock (_lock)
            {
                return (IsBroken ? FailureWeight : 0) + ((_failures + (FailureWeight / 2)) / FailureWeight);
            }
        }
    }

    private bool IsBroken => _breaker.CircuitState != CircuitState.Closed;

    /// <summary>Takes the outcome of a check.</summary>
    /// <returns>The verdict before, when it was another.</returns>
    internal EndpointVerdict? Judge(EndpointVerdict verdict)
    {
        lock (_lock)
        {
            var before = _verdict;
            if (before.State == EndpointState.WrongNetwork)
            {
                return null;
            }

            _verdict = verdict;
            return before == verdict ? null : before;
        }
    }

    internal void Observe(ulong height)
    {
        lock (_lock)
        {
            if (_height is null || height > _height)
            {
                _roseAt = _time.GetUtcNow();
            }

            _height = height;
        }
    }

    private void OpenUntil(DateTimeOffset until)
    {
        lock (_lock)
        {
            _brokenUntil = until;
        }
    }

    private void Note(bool isFailure, TimeSpan? rest = null)
    {
        lock (_lock)
        {
            _failures += (isFailure ? FailureWeight : 0) - (_failures >> ForgetShift);
            if (rest is { } pause)
            {
                _restsUntil = _time.GetUtcNow() + pause;
            }
        }
    }
}
