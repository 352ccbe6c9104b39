using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Devnet.Shared;

/// <summary>JSON-RPC 2.0 over HTTP POST, single calls and batches.</summary>
internal static class JsonRpcEndpoint
{
    private const int ParseError = -32700;
    private const int InvalidRequest = -32600;
    private const int BatchMax = 100;

    internal static void Map(WebApplication application, Func<string, JsonElement, JsonNode?> handle)
    {
        application.MapGet("/health", () => Results.Text("ok"));
        application.MapPost("/", async (HttpContext context) =>
        {
            var answer = await ReadAsync(context) is { } request ? AnswerAll(request, handle) : Error(
                null, ParseError, "Parse error");
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
        });
    }

    private static async Task<JsonElement?> ReadAsync(HttpContext context)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(
                context.Request.Body, cancellationToken: context.RequestAborted);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonNode AnswerAll(JsonElement request, Func<string, JsonElement, JsonNode?> handle)
    {
        if (request.ValueKind != JsonValueKind.Array)
        {
            return Answer(request, handle);
        }

        return request.GetArrayLength() is > 0 and <= BatchMax
            ? new JsonArray([.. request.EnumerateArray().Select(one => Answer(one, handle))])
            : Error(null, InvalidRequest, $"A batch has between 1 and {BatchMax} calls");
    }

    private static JsonObject Answer(JsonElement request, Func<string, JsonElement, JsonNode?> handle)
    {
        if (request.ValueKind != JsonValueKind.Object
            || !request.TryGetProperty("method", out var method)
            || method.ValueKind != JsonValueKind.String)
        {
            return Error(null, InvalidRequest, "Invalid request");
        }

        var id = request.TryGetProperty("id", out var given) ? JsonNode.Parse(given.GetRawText()) : null;
        try
        {
            request.TryGetProperty("params", out var parameters);
            return new JsonObject
            {
                ["jsonrpc"] = "2.0",
                ["result"] = handle(method.GetString()!, parameters),
                ["id"] = id,
            };
        }
        catch (JsonRpcErrorException exception)
        {
            return Error(id, exception.Code, exception.Message, exception.ErrorData);
        }
    }

    private static JsonObject Error(JsonNode? id, int code, string message, JsonElement? data = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (data is { } details)
        {
            error["data"] = JsonNode.Parse(details.GetRawText());
        }

        return new JsonObject { ["jsonrpc"] = "2.0", ["error"] = error, ["id"] = id };
    }
}
