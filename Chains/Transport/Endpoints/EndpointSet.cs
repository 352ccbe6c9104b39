using System.Net.Http;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace OrleansTrading.Chains.Transport.Endpoints;

/// <summary>
/// The endpoints of one chain. A request goes to the best one that is usable; a read that fails is repeated, at another
/// endpoint first; a submission goes on to the next endpoint, once each.
/// </summary>
/// <remarks>
/// Sending a submission to a second endpoint after the first certainly or possibly failed is safe, because it is the
/// same signed bytes: on each of these chains they take effect at most once, whoever passes them on.
/// </remarks>
internal sealed partial class EndpointSet : IExchange, IChainOutages, IChainEndpoints, IDisposable
{
    /// <summary>A read waits at most this long for an endpoint that rests; beyond it the caller is told.</summary>
    private static readonly TimeSpan RestWaitMax = TimeSpan.FromSeconds(2);

    private readonly Endpoint[] _endpoints;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly EndpointMetrics _metrics;
    private readonly ResiliencePipeline _reads;
    private readonly ResiliencePipeline _calls;
    private readonly CircuitBreakerStateProvider _breaker = new();
    private readonly Lock _lock = new();
    private DateTimeOffset _brokenUntil;

    internal EndpointSet(
        string chain, HttpTransportOptions options, HttpClient client, TimeProvider time,
        EndpointMetrics metrics, ILogger logger)
    {
        options.Validate();
        Chain = chain;
        Options = options;
        _time = time;
        _logger = logger;
        _metrics = metrics;
        _endpoints =
        [
            .. options.Endpoints.Select((endpoint, place) => new Endpoint(
                endpoint.Name ?? $"#{place + 1}", place, endpoint.Url, client, options, time, metrics)),
        ];
        _reads = BuildRetries(options, time);
        _calls = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddCircuitBreaker(Breakers.Options<EndpointFailedException>(
                options, _breaker, failure => failure.Counts, OpenUntil, time))
            .Build();
        metrics.Watch(() => _endpoints.Count(endpoint => endpoint.MayBeAsked(out _)), () => Find(chain) is not null);
    }

    /// <inheritdoc/>
    public string Chain { get; }

    internal HttpTransportOptions Options { get; }

    internal IReadOnlyList<Endpoint> Endpoints => _endpoints;

    /// <inheritdoc/>
    public IReadOnlyList<EndpointStatus> List() => [.. _endpoints.Select(endpoint => endpoint.Status())];

    /// <inheritdoc/>
    public async Task<T> SendAsync<T>(EndpointRequest<T> request, CancellationToken cancellationToken)
    {
        var (answer, _) = await SendAsync(request, only: null, cancellationToken);
        return answer;
    }

    /// <summary>Sends, and tells which endpoint answered.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="only">The one endpoint to ask; null: any.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ChainUnavailableException">There was no usable answer.</exception>
    internal async Task<(T Answer, Endpoint Source)> SendAsync<T>(
        EndpointRequest<T> request, Endpoint? only, CancellationToken cancellationToken)
    {
        await CheckBeforeUseAsync(cancellationToken);
        var route = new Route(this, only);
        try
        {
            return await _calls.ExecuteAsync(
                static (state, token) => state.Request.Kind == RequestKind.Submission
                    ? SubmitAsync(state.Request, state.Route, token)
                    : state.Self.ReadAsync(state.Request, state.Route, token),
                (Self: this, Request: request, Route: route),
                cancellationToken);
        }
        catch (EndpointFailedException failure)
        {
            throw Unavailable(request.What, failure.Message, failure);
        }
        catch (BrokenCircuitException exception)
        {
            throw Unavailable(
                request.What, "most calls to the chain fail, so it is left alone for a moment", exception);
        }
    }

    internal ChainUnavailableException Unavailable(string what, string cause, Exception? inner = null) =>
        new(Chain, $"{Chain}: {what} got no usable answer: {cause}.", inner);

    public void Dispose() => _metrics.Dispose();

    private static ResiliencePipeline BuildRetries(HttpTransportOptions options, TimeProvider time)
    {
        var attempts = Math.Max(options.ReadAttemptsMax, options.Endpoints.Count);
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (attempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = attempts - 1,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is EndpointFailedException { MayRetry: true }),
                DelayGenerator = args => ValueTask.FromResult(
                    (args.Outcome.Exception as EndpointFailedException)?.RetryDelay),
            });
        }

        return builder.Build();
    }

    private async ValueTask<(T, Endpoint)> ReadAsync<T>(
        EndpointRequest<T> request, Route route, CancellationToken cancellationToken) =>
        await _reads.ExecuteAsync(
            static async (state, token) =>
            {
                var endpoint = state.Route.Next();
                try
                {
                    return (await endpoint.SendAsync(state.Request, token), endpoint);
                }
                catch (EndpointFailedException failure)
                {
                    throw state.Route.Failed(endpoint, failure);
                }
            },
            (Request: request, Route: route),
            cancellationToken);

    private static async ValueTask<(T, Endpoint)> SubmitAsync<T>(
        EndpointRequest<T> request, Route route, CancellationToken cancellationToken)
    {
        while (true)
        {
            var endpoint = route.Next();
            try
            {
                return (await endpoint.SendAsync(request, cancellationToken), endpoint);
            }
            catch (EndpointFailedException failure)
            {
                var last = route.Failed(endpoint, failure);
                if (!route.HasUntried)
                {
                    throw last;
                }
            }
        }
    }

    private void OpenUntil(DateTimeOffset until)
    {
        lock (_lock)
        {
            _brokenUntil = until;
        }
    }
}
