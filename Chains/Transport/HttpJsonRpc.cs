using System.Buffers;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrleansTrading.Chains.Transport;

/// <summary>JSON-RPC 2.0 over HTTP POST.</summary>
internal sealed class HttpJsonRpc : IJsonRpc
{
    private static readonly MediaTypeHeaderValue JsonMediaType = new("application/json");

    private readonly HttpExchange _exchange;
    private long _lastId;

    internal HttpJsonRpc(string chain, HttpClient client, HttpTransportOptions options, TimeProvider time) =>
        _exchange = new HttpExchange(chain, client, options, time);

    /// <inheritdoc/>
    public async Task<JsonElement> CallAsync(
        string method, JsonNode? parameters, RequestKind kind, CancellationToken cancellationToken = default)
    {
        var id = Interlocked.Increment(ref _lastId);
        var body = Encode(id, method, parameters);
        var reply = await _exchange.SendAsync(() => Compose(body), kind, method, cancellationToken);
        if (!reply.IsSuccess)
        {
            throw _exchange.Unavailable(method, $"it answered HTTP {reply.Status}");
        }

        try
        {
            return ReadResult(reply.ReadJson(), id, method);
        }
        catch (JsonException exception)
        {
            throw _exchange.Unavailable(method, "the answer is not JSON", exception);
        }
    }

    private static byte[] Encode(long id, string method, JsonNode? parameters)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WriteNumber("id", id);
            writer.WriteString("method", method);
            if (parameters is not null)
            {
                writer.WritePropertyName("params");
                parameters.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private HttpRequestMessage Compose(byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = JsonMediaType;
        return new HttpRequestMessage(HttpMethod.Post, _exchange.BaseAddress) { Content = content };
    }

    private JsonElement ReadResult(JsonElement answer, long id, string method)
    {
        if (answer.ValueKind != JsonValueKind.Object)
        {
            throw _exchange.Unavailable(method, $"the answer is a JSON {answer.ValueKind}, not an object");
        }

        if (answer.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
        {
            throw ReadError(error, method);
        }

        // An answer to somebody else's question (a confused proxy) must not be taken for ours.
        if (!answer.TryGetProperty("id", out var answeredId)
            || answeredId.ValueKind != JsonValueKind.Number
            || !answeredId.TryGetInt64(out var answered)
            || answered != id)
        {
            throw _exchange.Unavailable(method, "the answer belongs to another request");
        }

        return answer.TryGetProperty("result", out var result)
            ? result
            : throw _exchange.Unavailable(method, "the answer has neither result nor error");
    }

    private Exception ReadError(JsonElement error, string method)
    {
        if (!error.TryGetProperty("code", out var code)
            || code.ValueKind != JsonValueKind.Number
            || !code.TryGetInt32(out var number))
        {
            return _exchange.Unavailable(method, "the error has no code");
        }

        var message = error.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : string.Empty;
        JsonElement? data = error.TryGetProperty("data", out var details) ? details : null;
        JsonElement? cause = error.TryGetProperty("cause", out var reason) ? reason : null;
        return new JsonRpcErrorException(number, message, data) { ErrorCause = cause };
    }
}
