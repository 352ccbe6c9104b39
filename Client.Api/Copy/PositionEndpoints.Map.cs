using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Copy;

/// <summary>The routes of copied positions and what is said about them.</summary>
internal sealed partial class PositionEndpoints
{
    private const string Tag = "Copy trading";
    private const string ListPattern = "/v1/subscriptions/{id}/positions";

    private static readonly ApiParameter PositionPath = new(
        ParameterPlace.Path, PositionParameter, "The position's id, or the provider's ticket.", Required: true);

    private static readonly ApiParameter Last = new(
        ParameterPlace.Query, LastParameter, "How many positions, 1 to 500. Defaults to 100.", IsInteger: true);

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(ListAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = ListPattern,
            Name = "listPositions",
            Tag = Tag,
            Summary = "What a subscription copied, by the provider's time, newest first",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [OwnSubscriptions.Id, Paging.LimitParameter, Paging.CursorParameter],
            Replies = [new(StatusCodes.Status200OK, "A page of positions.", typeof(PositionPageBody))],
            Errors = [ErrorCodes.SubscriptionUnknown, ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
        routes.MapApi(GetAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = ListPattern + "/{position}",
            Name = "getPosition",
            Tag = Tag,
            Summary = "A copied position as it is now",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [OwnSubscriptions.Id, PositionPath],
            Replies = [new(StatusCodes.Status200OK, "The position.", typeof(PositionBody))],
            Errors = [ErrorCodes.SubscriptionUnknown, ErrorCodes.NotFound],
        });
        routes.MapApi(ReportAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/subscriptions/{id}/report",
            Name = "reportSubscription",
            Tag = Tag,
            Summary = "How a subscription's newest positions have fared: profit, slippage, latency",
            Description = "Each position is asked for, so that it counts among the requests that change something.",
            Access = Access.User,
            Rate = RateClass.Writes,
            Parameters = [OwnSubscriptions.Id, Last],
            Replies = [new(StatusCodes.Status200OK, "The report.", typeof(CopyReportBody))],
            Errors = [ErrorCodes.SubscriptionUnknown, ErrorCodes.RequestMalformed],
        });
    }
}
