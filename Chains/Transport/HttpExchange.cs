using System.Buffers;
using System.IO;
using System.Net;
using System.Net.Http;
using Polly;
using Polly.Retry;

namespace OrleansTrading.Chains.Transport;

/// <summary>
/// One bounded HTTP exchange: time limit, size limit, and repetition of reads. Every failure becomes a
/// <see cref="ChainUnavailableException"/> whose text names the host only, because paths and queries may hold keys.
/// </summary>
internal sealed class HttpExchange
{
    private const int ReadBytes = 16 * 1024;

    private readonly string _chain;
    private readonly HttpClient _client;
    private readonly HttpTransportOptions _options;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<RestReply> _reads;

    internal HttpExchange(string chain, HttpClient client, HttpTransportOptions options, TimeProvider time)
    {
        options.Validate();
        _chain = chain;
        _client = client;
        _options = options;
        _time = time;
        _reads = BuildReadPipeline(options, time);
    }

    internal Uri BaseAddress => _options.BaseAddress;

    /// <summary>Exchanges once, or for reads until an answer is usable.</summary>
    /// <param name="compose">Makes the request; called once per attempt.</param>
    /// <param name="kind">Whether it may be repeated.</param>
    /// <param name="what">What was asked, for messages.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal async Task<RestReply> SendAsync(
        Func<HttpRequestMessage> compose, RequestKind kind, string what, CancellationToken cancellationToken)
    {
        if (kind == RequestKind.Submission)
        {
            return await AttemptAsync(compose, what, cancellationToken);
        }

        var reply = await _reads.ExecuteAsync(
            async token => await AttemptAsync(compose, what, token), cancellationToken);
        return IsTransient(reply)
            ? throw Unavailable(what, $"it answered HTTP {reply.Status} to {_options.ReadAttemptsMax} attempts")
            : reply;
    }

    internal ChainUnavailableException Unavailable(string what, string cause, Exception? inner = null) =>
        new(_chain, $"{_chain}: {what} got no usable answer from {_options.BaseAddress.Authority}: {cause}.", inner);

    private static ResiliencePipeline<RestReply> BuildReadPipeline(HttpTransportOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<RestReply> { TimeProvider = time };
        if (options.ReadAttemptsMax > 1)
        {
            builder.AddRetry(new RetryStrategyOptions<RestReply>
            {
                MaxRetryAttempts = options.ReadAttemptsMax - 1,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder<RestReply>()
                    .Handle<ChainUnavailableException>()
                    .HandleResult(IsTransient),
            });
        }

        return builder.Build();
    }

    private static bool IsTransient(RestReply reply) =>
        reply.Status is >= 500 or (int)HttpStatusCode.TooManyRequests or (int)HttpStatusCode.RequestTimeout;

    private async Task<RestReply> AttemptAsync(
        Func<HttpRequestMessage> compose, string what, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.RequestTimeout, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var request = compose();
            using var response = await _client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, linked.Token);
            var body = await ReadBodyAsync(response, what, linked.Token);
            return new RestReply((int)response.StatusCode, body) { Headers = ReadHeaders(response) };
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unavailable(what, $"no answer within {_options.RequestTimeout}", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Unavailable(what, exception.GetType().Name + Describe(exception), exception);
        }
    }

    private static Dictionary<string, string> ReadHeaders(HttpResponseMessage response) =>
        response.Headers.ToDictionary(
            header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase);

    private static string Describe(Exception exception) =>
        exception is HttpRequestException http ? $" ({http.HttpRequestError})" : string.Empty;

    private async Task<ReadOnlyMemory<byte>> ReadBodyAsync(
        HttpResponseMessage response, string what, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > _options.ResponseBytesMax)
        {
            throw TooLong(what);
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new ArrayBufferWriter<byte>(ReadBytes);
        int read;
        while ((read = await stream.ReadAsync(buffer.GetMemory(ReadBytes), cancellationToken)) > 0)
        {
            if (buffer.WrittenCount + read > _options.ResponseBytesMax)
            {
                throw TooLong(what);
            }

            buffer.Advance(read);
        }

        return buffer.WrittenMemory;
    }

    private ChainUnavailableException TooLong(string what) =>
        Unavailable(what, $"the answer is longer than {_options.ResponseBytesMax} bytes (ResponseBytesMax)");
}
