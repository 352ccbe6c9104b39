using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace OrleansTrading.Devnet.Faults;

/// <summary>
/// Faults by request: <c>POST /faults</c> with <c>{"kind": "drop", "count": 1, "size": 5}</c> orders one (no count: one
/// request; null: until cleared; no size: the usual), <c>DELETE /faults</c> or <c>/faults/drop</c> ends orders,
/// <c>GET /faults</c> tells what is ordered and how often each kind has happened.
/// </summary>
internal static class FaultsEndpoint
{
    internal static void Map(WebApplication application, DevnetFaults faults)
    {
        application.MapGet("/faults", () => Json(200, Describe(faults)));
        application.MapPost(
            "/faults",
            (HttpRequest request, CancellationToken cancellationToken) =>
                OrderAsync(request.Body, faults, cancellationToken));
        application.MapDelete("/faults", () =>
        {
            faults.Clear();
            return Json(200, Describe(faults));
        });
        application.MapDelete("/faults/{kind}", (string kind) =>
        {
            if (FaultCatalogue.Find(kind) is not { } found)
            {
                return Problem($"'{kind}' is no fault.", faults);
            }

            faults.Clear(found);
            return Json(200, Describe(faults));
        });
    }

    private static async Task<IResult> OrderAsync(
        Stream request, DevnetFaults faults, CancellationToken cancellationToken)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request, cancellationToken: cancellationToken);
            var order = body.RootElement;
            var name = order.GetProperty("kind").GetString() ?? string.Empty;
            var kind = FaultCatalogue.Find(name) ?? throw new ArgumentException($"'{name}' is no fault.");
            int? count = !order.TryGetProperty("count", out var given) ? 1
                : given.ValueKind == JsonValueKind.Null ? null
                : given.GetInt32();
            uint? size = order.TryGetProperty("size", out var large) && large.ValueKind != JsonValueKind.Null
                ? large.GetUInt32()
                : null;
            faults.Set(kind, count, size);
            return Json(200, Describe(faults));
        }
        catch (Exception exception) when (exception
            is JsonException or ArgumentException or KeyNotFoundException or InvalidOperationException
            or FormatException)
        {
            return Problem(exception.Message, faults);
        }
    }

    private static JsonObject Describe(DevnetFaults faults)
    {
        var (ordered, counts) = (new JsonObject(), new JsonObject());
        foreach (var kind in faults.Supported)
        {
            var name = FaultCatalogue.NameOf(kind);
            counts[name] = faults.CountOf(kind);
            if (faults.LeftOf(kind) is not 0 and var left)
            {
                ordered[name] = left;
            }
        }

        return new JsonObject { ["ordered"] = ordered, ["counts"] = counts };
    }

    private static IResult Problem(string problem, DevnetFaults faults) => Json(400, new JsonObject
    {
        ["problem"] = problem,
        ["kinds"] = new JsonArray([.. faults.Supported.Select(kind => (JsonNode)FaultCatalogue.NameOf(kind))]),
    });

    private static IResult Json(int status, JsonObject body) =>
        Results.Text(body.ToJsonString(), "application/json", statusCode: status);
}
