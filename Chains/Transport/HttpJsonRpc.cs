using System.Buffers;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Transport.Endpoints;

namespace OrleansTrading.Chains.Transport;

/// <summary>JSON-RPC 2.0 over HTTP POST.</summary>
internal sealed class HttpJsonRpc(IExchange exchange, Func<IExchange>? pin = null) : IJsonRpc
{
    /// <summary>Solana's NODE_UNHEALTHY: the node knows itself that it is behind, so another is asked.</summary>
    private const int NodeUnhealthy = -32005;

    private static readonly MediaTypeHeaderValue JsonMediaType = new("application/json");

    private long _lastId;

    /// <inheritdoc/>
    public IJsonRpc Pin() => pin is null ? this : new HttpJsonRpc(pin());

    /// <inheritdoc/>
    public async Task<JsonElement> CallAsync(
        string method, JsonNode? parameters, RequestKind kind, CancellationToken cancellationToken = default)
    {
        var id = Interlocked.Increment(ref _lastId);
        var body = Encode(id, method, parameters);
        var request = new EndpointRequest<JsonElement>(
            method, kind, address => Compose(address, body), reply => Read(reply, id));
        try
        {
            return await exchange.SendAsync(request, cancellationToken);
        }
        catch (ChainUnavailableException exception)
            when (exception.GetBaseException() is JsonRpcErrorException words)
        {
            // Everybody was asked; the last one's own words say more than that it was of no use.
            throw words;
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

    private static HttpRequestMessage Compose(Uri address, byte[] body)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = JsonMediaType;
        return new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
    }

    private static JsonElement Read(RestReply reply, long id)
    {
        JsonElement answer;
        try
        {
            answer = reply.ReadJson();
        }
        catch (JsonException exception)
        {
            throw Unusable(
                reply, reply.IsSuccess ? "the answer is not JSON" : $"it answered HTTP {reply.Status}", exception);
        }

        if (answer.ValueKind != JsonValueKind.Object)
        {
            throw Unusable(reply, $"the answer is a JSON {answer.ValueKind}, not an object");
        }

        // Some nodes (NEAR's) give their own errors an HTTP status of 400 or more as well.
        if (answer.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
        {
            throw ReadError(error, reply);
        }

        if (!reply.IsSuccess)
        {
            throw Unusable(reply, $"it answered HTTP {reply.Status}");
        }

        // An answer to somebody else's question (a confused proxy) must not be taken for ours.
        if (!answer.TryGetProperty("id", out var answeredId)
            || answeredId.ValueKind != JsonValueKind.Number
            || !answeredId.TryGetInt64(out var answered)
            || answered != id)
        {
            throw Unusable(reply, "the answer belongs to another request");
        }

        return answer.TryGetProperty("result", out var result)
            ? result
            : throw Unusable(reply, "the answer has neither result nor error");
    }

    private static Exception ReadError(JsonElement error, RestReply reply)
    {
        if (!error.TryGetProperty("code", out var code)
            || code.ValueKind != JsonValueKind.Number
            || !code.TryGetInt32(out var number))
        {
            return Unusable(reply, "the error has no code");
        }

        var message = error.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : string.Empty;
        JsonElement? data = error.TryGetProperty("data", out var details) ? details : null;
        JsonElement? cause = error.TryGetProperty("cause", out var reason) ? reason : null;
        var words = new JsonRpcErrorException(number, message, data) { ErrorCause = cause };
        return number == NodeUnhealthy || SaysNotSynced(cause)
            ? Unusable(reply, "the node says that it is behind", words)
            : words;
    }

    /// <summary>What NEAR's nodes answer while they catch up with the network.</summary>
    private static bool SaysNotSynced(JsonElement? cause) =>
        cause is { ValueKind: JsonValueKind.Object } reason
        && reason.TryGetProperty("name", out var name)
        && name.ValueKind == JsonValueKind.String
        && name.GetString() is "NO_SYNCED_BLOCKS" or "NOT_SYNCED_YET";

    private static EndpointFailedException Unusable(RestReply reply, string cause, Exception? inner = null) =>
        new(cause, inner) { Reply = reply };
}
