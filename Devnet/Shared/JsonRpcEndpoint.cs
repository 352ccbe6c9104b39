using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Faults;

namespace OrleansTrading.Devnet.Shared;

/// <summary>JSON-RPC 2.0 over HTTP POST, single calls and batches.</summary>
internal static class JsonRpcEndpoint
{
    private const int ParseError = -32700;
    private const int InvalidRequest = -32600;
    private const int ServerError = -32000;
    private const int BatchMax = 100;

    internal static void Map(WebApplication application, RpcFace face)
    {
        application.MapGet("/health", () => Results.Text("ok"));
        application.MapPost("/", async (HttpContext context) =>
        {
            var (delivery, answer) = await ReadAsync(context) is { } request
                ? await AnswerAllAsync(request, face, context.RequestAborted)
                : Told(Error(null, ParseError, "Parse error"));
            switch (delivery)
            {
                case Delivery.Silent:
                    context.Abort();
                    return;
                case Delivery.RateLimited:
                    context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                    context.Response.Headers.RetryAfter = FaultGate.RetryAfterSeconds;
                    answer = Error(null, StatusCodes.Status429TooManyRequests, "Too many requests");
                    break;
                default:
                    break;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer!.ToJsonString(DevnetJson.Options), context.RequestAborted);
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

    private static async Task<Served<JsonNode>> AnswerAllAsync(
        JsonElement request, RpcFace face, CancellationToken cancellationToken)
    {
        if (request.ValueKind != JsonValueKind.Array)
        {
            return await AnswerAsync(request, face, cancellationToken);
        }

        if (request.GetArrayLength() is 0 or > BatchMax)
        {
            return Told(Error(null, InvalidRequest, $"A batch has between 1 and {BatchMax} calls"));
        }

        var answers = new JsonArray();
        foreach (var one in request.EnumerateArray())
        {
            var served = await AnswerAsync(one, face, cancellationToken);
            if (served.Delivery != Delivery.Answered)
            {
                return served;
            }

            answers.Add(served.Answer);
        }

        return Told(answers);
    }

    private static async Task<Served<JsonNode>> AnswerAsync(
        JsonElement request, RpcFace face, CancellationToken cancellationToken)
    {
        if (request.ValueKind != JsonValueKind.Object
            || !request.TryGetProperty("method", out var method)
            || method.ValueKind != JsonValueKind.String)
        {
            return Told(Error(null, InvalidRequest, "Invalid request"));
        }

        var id = request.TryGetProperty("id", out var given) ? JsonNode.Parse(given.GetRawText()) : null;
        request.TryGetProperty("params", out var parameters);
        var served = await face.ServeAsync(method.GetString()!, parameters, cancellationToken);
        return served.Answer switch
        {
            null => new Served<JsonNode>(served.Delivery, null),
            { Error: { } error } => Told(Describe(id, error)),
            { Result: var result } => Told(new JsonObject { ["jsonrpc"] = "2.0", ["result"] = result, ["id"] = id }),
        };
    }

    private static Served<JsonNode> Told(JsonNode answer) => new(Delivery.Answered, answer);

    /// <summary>NEAR's errors name their cause beside the code, and what kind of cause it is.</summary>
    private static JsonObject Describe(JsonNode? id, JsonRpcErrorException failure)
    {
        var answer = Error(id, failure.Code, failure.Message, failure.ErrorData);
        if (failure.ErrorCause is { } cause && answer["error"] is JsonObject error)
        {
            error["cause"] = JsonNode.Parse(cause.GetRawText());
            error["name"] = failure.Code == ServerError ? "HANDLER_ERROR" : "REQUEST_VALIDATION_ERROR";
        }

        return answer;
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
