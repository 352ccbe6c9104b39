using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Risk;

/// <summary>The routes of operators to limits and breakers, and what is said about them.</summary>
internal sealed partial class RiskEndpoints
{
    private const string Tag = "Operators";

    private static readonly ApiParameter Chain =
        new(ParameterPlace.Path, ChainParameter, "The chain's short name.", Required: true);

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(ListLimitsAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/operator/limits",
            Name = "listLimits",
            Tag = Tag,
            Summary = "How today's limits of all users together are used",
            Access = Access.Operator,
            Rate = RateClass.Reads,
            Replies = [new(StatusCodes.Status200OK, "The limits.", typeof(LimitListBody))],
        });
        routes.MapApi(ListBreakersAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/operator/breakers",
            Name = "listBreakers",
            Tag = Tag,
            Summary = "The circuit breakers of the chains",
            Access = Access.Operator,
            Rate = RateClass.Reads,
            Replies = [new(StatusCodes.Status200OK, "The breakers.", typeof(BreakerListBody))],
        });
        routes.MapApi(OpenAsync, new ApiRoute
        {
            Method = HttpMethods.Post,
            Pattern = "/v1/operator/breakers/{chain}/open",
            Name = "openBreaker",
            Tag = Tag,
            Summary = "Refuses new quotes to or from a chain",
            Description = "What was promised before is carried on. Customers are told the note.",
            Access = Access.Operator,
            Rate = RateClass.Writes,
            Parameters = [Chain],
            Request = typeof(BreakerOpenRequest),
            Replies = [new(StatusCodes.Status204NoContent, "It is open.")],
            Errors = [ErrorCodes.NotFound],
        });
        routes.MapApi(CloseAsync, new ApiRoute
        {
            Method = HttpMethods.Post,
            Pattern = "/v1/operator/breakers/{chain}/close",
            Name = "closeBreaker",
            Tag = Tag,
            Summary = "Lets quotes to or from a chain be made again",
            Access = Access.Operator,
            Rate = RateClass.Writes,
            Parameters = [Chain],
            Request = typeof(BreakerCloseRequest),
            Replies = [new(StatusCodes.Status204NoContent, "It is closed, or was before.")],
            Errors = [ErrorCodes.NotFound],
        });
    }
}
