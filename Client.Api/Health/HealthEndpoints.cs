using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Routing;

namespace OrleansTrading.Client.Api.Health;

/// <summary><c>/health</c>: live says that the process answers, ready that it can do its work.</summary>
internal sealed class HealthEndpoints(HealthCheckService checks)
{
    private const string Tag = "Health";

    private static readonly HealthBody Alive = new() { Status = Name(HealthStatus.Healthy), Checks = [] };

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(LiveAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/health/live",
            Name = "getLiveness",
            Tag = Tag,
            Summary = "Whether the process answers",
            Access = Access.Anybody,
            Rate = RateClass.None,
            Replies = [new(StatusCodes.Status200OK, "It does.", typeof(HealthBody))],
        });
        routes.MapApi(ReadyAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/health/ready",
            Name = "getReadiness",
            Tag = Tag,
            Summary = "Whether the platform can do its work",
            Access = Access.Anybody,
            Rate = RateClass.Reads,
            Replies =
            [
                new(StatusCodes.Status200OK, "It can.", typeof(HealthBody)),
                new(StatusCodes.Status503ServiceUnavailable, "It cannot; the checks say why.", typeof(HealthBody)),
            ],
        });
    }

    private static Task LiveAsync(HttpContext context) =>
        JsonReply.WriteAsync(context.Response, StatusCodes.Status200OK, Alive, ApiJsonContext.Default.HealthBody);

    private async Task ReadyAsync(HttpContext context)
    {
        var report = await checks.CheckHealthAsync(context.RequestAborted);
        var body = new HealthBody
        {
            Status = Name(report.Status),
            Checks =
            [
                .. report.Entries.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => new HealthCheckBody
                {
                    Name = e.Key,
                    Status = Name(e.Value.Status),
                    Description = e.Value.Description,
                }),
            ],
        };
        var status = report.Status == HealthStatus.Unhealthy
            ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status200OK;
        await JsonReply.WriteAsync(context.Response, status, body, ApiJsonContext.Default.HealthBody);
    }

    private static string Name(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "healthy",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}
