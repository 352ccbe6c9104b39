using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Routing;

/// <summary>Maps a route as its <see cref="ApiRoute"/> says.</summary>
internal static class ApiRoutes
{
    internal static void MapApi(this IEndpointRouteBuilder routes, RequestDelegate handler, ApiRoute route)
    {
        // The method's own description makes the OpenAPI generator see a plain handler.
        var endpoint = routes.MapMethods(route.Pattern, [route.Method], handler)
            .WithName(route.Name)
            .WithTags(route.Tag)
            .WithSummary(route.Summary)
            .WithMetadata(route, handler.Method);
        if (route.Description is { } description)
        {
            endpoint.WithDescription(description);
        }

        if (route.Request is { } request)
        {
            endpoint.WithMetadata(new AcceptsMetadata(
                [JsonReply.ContentType, .. route.MoreRequestTypes], request, route.RequestOptional));
        }

        foreach (var reply in route.Replies)
        {
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(
                reply.Status, reply.Body ?? typeof(void), reply.Body is null ? [] : [JsonReply.ContentType]));
        }

        // One body for each status: where an answer shares its status with a refusal, the document adds the latter.
        var refusals = ErrorsOf(route).Select(code => ErrorCatalog.Get(code).Status).Distinct().Order();
        foreach (var status in refusals.Except(route.Replies.Select(reply => reply.Status)))
        {
            endpoint.WithMetadata(
                new ProducesResponseTypeMetadata(status, typeof(ProblemBody), [Problems.ContentType]));
        }

        Guard(routes, endpoint, route);
    }

    /// <summary>Every code that the route may answer with.</summary>
    internal static IEnumerable<string> ErrorsOf(ApiRoute route)
    {
        IEnumerable<string> access = route.Access switch
        {
            Access.Anybody => [],
            Access.SignedWebhook => [ErrorCodes.HookUnauthenticated, ErrorCodes.NotFound],
            _ => [ErrorCodes.Unauthenticated, ErrorCodes.Forbidden],
        };
        IEnumerable<string> reading = route.Request is null
            ? []
            : [ErrorCodes.RequestMalformed, ErrorCodes.RequestTooLarge, HttpErrorCodes.MediaTypeUnsupported];
        IEnumerable<string> limits = route.Rate == RateClass.None ? [] : [ErrorCodes.RateLimited];
        return [.. route.Errors, .. access, .. reading, .. limits, ErrorCodes.Overloaded, ErrorCodes.Internal];
    }

    private static void Guard(IEndpointRouteBuilder routes, IEndpointConventionBuilder endpoint, ApiRoute route)
    {
        if (route.Access is Access.User or Access.Operator)
        {
            endpoint.RequireAuthorization(
                route.Access == Access.User ? AccessPolicies.User : AccessPolicies.Operator);
        }

        var limits = routes.ServiceProvider.GetRequiredService<IOptions<ApiOptions>>().Value.RateLimits;
        if (limits.Enabled && route.Rate != RateClass.None)
        {
            endpoint.RequireRateLimiting(RateLimiting.PolicyOf(route.Rate));
        }
    }
}
