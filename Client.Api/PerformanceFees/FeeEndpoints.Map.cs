using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.PerformanceFees;

/// <summary>The routes of performance fees and what is said about them.</summary>
internal sealed partial class FeeEndpoints
{
    private const string Tag = "Performance fees";

    private static readonly ApiParameter Id =
        new(ParameterPlace.Path, IdParameter, "The subscription's id.", Required: true);

    private static readonly ApiParameter PeriodCursor =
        new(ParameterPlace.Query, "cursor", "The nextCursor of the page before; left out for the last period.");

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(ListAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/performance-fees",
            Name = "listPerformanceFees",
            Tag = Tag,
            Summary = "Subscriptions whose performance fees you pay or earn, newest first",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters =
            [
                new(ParameterPlace.Query, RoleParameter, "subscriber (the default) or provider."),
                Paging.LimitParameter,
                Paging.CursorParameter,
            ],
            Replies = [new(StatusCodes.Status200OK, "A page of subscriptions.", typeof(PerformanceFeePageBody))],
            Errors = [ErrorCodes.RequestMalformed, ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
        routes.MapApi(GetAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/performance-fees/{id}",
            Name = "getPerformanceFee",
            Tag = Tag,
            Summary = "A subscription's performance fee: its terms, its mark, what was charged and what is owed",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [Id],
            Replies = [new(StatusCodes.Status200OK, "The fee.", typeof(PerformanceFeeBody))],
            Errors = [ErrorCodes.NotFound],
        });
        routes.MapApi(ListPeriodsAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/performance-fees/{id}/periods",
            Name = "listFeePeriods",
            Tag = Tag,
            Summary = "The statement of a subscription's performance fee: every closed period, newest first",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [Id, Paging.LimitParameter, PeriodCursor],
            Replies = [new(StatusCodes.Status200OK, "A page of periods.", typeof(FeePeriodPageBody))],
            Errors = [ErrorCodes.NotFound, ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
        MapPreview(routes);
        MapOperators(routes);
    }

    private void MapPreview(IEndpointRouteBuilder routes) =>
        routes.MapApi(PreviewAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/performance-fees/{id}/preview",
            Name = "previewPerformanceFee",
            Tag = Tag,
            Summary = "What closing the period under way with these figures would charge; nothing changes",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters =
            [
                Id,
                new(ParameterPlace.Query, EquityParameter, "Base units; may be below zero.", Required: true),
                new(ParameterPlace.Query, DepositsParameter, "Base units; left out: none."),
                new(ParameterPlace.Query, WithdrawalsParameter, "Base units; left out: none."),
            ],
            Replies = [new(StatusCodes.Status200OK, "The charge.", typeof(FeeChargeBody))],
            Errors =
            [
                ErrorCodes.NotFound, ErrorCodes.AmountMalformed, ErrorCodes.FeeFiguresMalformed,
                ErrorCodes.FeePeriodOutOfOrder,
            ],
        });

    private void MapOperators(IEndpointRouteBuilder routes) =>
        routes.MapApi(LookAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/operator/performance-fees/{id}",
            Name = "getPerformanceFeeOfUser",
            Tag = "Operators",
            Summary = "A subscription's performance fee with both wallets and its statement",
            Access = Access.Operator,
            Rate = RateClass.Reads,
            Parameters = [Id, Paging.LimitParameter, PeriodCursor],
            Replies = [new(StatusCodes.Status200OK, "The fee.", typeof(OperatorPerformanceFeeBody))],
            Errors = [ErrorCodes.NotFound, ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
}
