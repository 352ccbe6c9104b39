using System.Buffers;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Http;

namespace OrleansTrading.Chains.Transport.Endpoints;

/// <summary>
/// One HTTP exchange with one server: bounded in size; its failures tell neither address nor key. The time limit is the
/// caller's.
/// </summary>
internal sealed class HttpAttempt(HttpClient client, int responseBytesMax, TimeProvider time)
{
    /// <summary>How long a server rests that says "too many requests" and not until when.</summary>
    internal static readonly TimeSpan RestDefault = TimeSpan.FromSeconds(1);

    /// <summary>A server that asks for a longer rest is asked again after this all the same.</summary>
    internal static readonly TimeSpan RestMax = TimeSpan.FromMinutes(10);

    private const int ReadBytes = 16 * 1024;

    /// <summary>Sends and reads the whole answer.</summary>
    /// <exception cref="EndpointFailedException">No answer, or one that is the server's failure.</exception>
    internal async Task<RestReply> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var body = await ReadBodyAsync(response, cancellationToken);
            var reply = new RestReply((int)response.StatusCode, body) { Headers = ReadHeaders(response) };
            return FailureOf(response, reply) is { } failure ? throw failure : reply;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            var error = exception is HttpRequestException http ? $" ({http.HttpRequestError})" : string.Empty;
            throw new EndpointFailedException(exception.GetType().Name + error, exception);
        }
    }

    /// <summary>Answers that say something about the server, not about what was asked.</summary>
    private EndpointFailedException? FailureOf(HttpResponseMessage response, RestReply reply) => reply.Status switch
    {
        (int)HttpStatusCode.TooManyRequests => new EndpointFailedException("it answered HTTP 429, too many requests")
        {
            Rest = RestOf(response) ?? RestDefault,
            Reply = reply,
        },
        (int)HttpStatusCode.ServiceUnavailable => new EndpointFailedException("it answered HTTP 503")
        {
            Rest = RestOf(response),
            Reply = reply,
        },
        >= 500 or (int)HttpStatusCode.RequestTimeout => Failed(reply),

        // A key that is not accepted, or a redirect, which is not followed.
        (int)HttpStatusCode.Unauthorized or (int)HttpStatusCode.Forbidden => Failed(reply),
        >= 300 and < 400 => Failed(reply),
        _ => null,
    };

    private static EndpointFailedException Failed(RestReply reply) =>
        new($"it answered HTTP {reply.Status}") { Reply = reply };

    private TimeSpan? RestOf(HttpResponseMessage response)
    {
        var after = response.Headers.RetryAfter;
        TimeSpan? rest = after?.Delta ?? after?.Date - time.GetUtcNow();
        return rest is { } asked ? (asked > RestMax ? RestMax : asked < RestDefault ? RestDefault : asked) : null;
    }

    private static Dictionary<string, string> ReadHeaders(HttpResponseMessage response) =>
        response.Headers.ToDictionary(
            header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase);

    private async Task<ReadOnlyMemory<byte>> ReadBodyAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > responseBytesMax)
        {
            throw TooLong();
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new ArrayBufferWriter<byte>(ReadBytes);
        int read;
        while ((read = await stream.ReadAsync(buffer.GetMemory(ReadBytes), cancellationToken)) > 0)
        {
            if (buffer.WrittenCount + read > responseBytesMax)
            {
                throw TooLong();
            }

            buffer.Advance(read);
        }

        return buffer.WrittenMemory;
    }

    private EndpointFailedException TooLong() => new(
        "the answer is longer than "
        + $"{responseBytesMax.ToString(CultureInfo.InvariantCulture)} bytes (ResponseBytesMax)");
}
