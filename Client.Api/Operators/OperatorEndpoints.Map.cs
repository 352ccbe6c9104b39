using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Operators;

/// <summary>The routes of operators and what is said about them.</summary>
internal sealed partial class OperatorEndpoints
{
    private const string Tag = "Operators";

    internal void Map(IEndpointRouteBuilder routes)
    {
        MapQuotes(routes);
        MapPayments(routes);
        MapTreasury(routes);
    }

    private void MapQuotes(IEndpointRouteBuilder routes)
    {
        routes.MapApi(ListOverdueAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/operator/quotes/overdue",
            Name = "listOverdueQuotes",
            Tag = Tag,
            Summary = "Quotes past their deadline that are not terminal",
            Access = Access.Operator,
            Rate = RateClass.Reads,
            Parameters = [Paging.LimitParameter, Paging.CursorParameter],
            Replies = [new(StatusCodes.Status200OK, "A page of quotes.", typeof(OperatorQuotePageBody))],
            Errors = [ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
        routes.MapApi(ListParkedAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/operator/quotes/parked",
            Name = "listParkedQuotes",
            Tag = Tag,
            Summary = "Quotes that are parked: no automatic step is safe, the reason says why",
            Access = Access.Operator,
            Rate = RateClass.Reads,
            Parameters = [Paging.LimitParameter, Paging.CursorParameter],
            Replies = [new(StatusCodes.Status200OK, "A page of quotes.", typeof(OperatorQuotePageBody))],
            Errors = [ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
    }

    private void MapPayments(IEndpointRouteBuilder routes)
    {
        routes.MapApi(ListParkedPaymentsAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/operator/payments/parked",
            Name = "listParkedPayments",
            Tag = Tag,
            Summary = "Payments that are parked, whether or not they name a quote",
            Access = Access.Operator,
            Rate = RateClass.Reads,
            Parameters = [Paging.LimitParameter, Paging.CursorParameter],
            Replies = [new(StatusCodes.Status200OK, "A page of payments.", typeof(ParkedPaymentPageBody))],
            Errors = [ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
        routes.MapApi(GetPaymentAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/operator/payments/{**paymentId}",
            Name = "getPayment",
            Tag = Tag,
            Summary = "A payment as it arrived, and what became of it",
            Access = Access.Operator,
            Rate = RateClass.Reads,
            Parameters = [new(ParameterPlace.Path, PaymentParameter, "The payment's id, URL-encoded.", Required: true)],
            Replies = [new(StatusCodes.Status200OK, "The payment.", typeof(OperatorPaymentBody))],
            Errors = [ErrorCodes.NotFound],
        });
    }

    private void MapTreasury(IEndpointRouteBuilder routes)
    {
        routes.MapApi(ListTreasuryAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/operator/treasury",
            Name = "listTreasury",
            Tag = Tag,
            Summary = "The treasury accounts, their open transfers and their watchers",
            Access = Access.Operator,
            Rate = RateClass.Reads,
            Replies = [new(StatusCodes.Status200OK, "The accounts.", typeof(TreasuryListBody))],
        });
        routes.MapApi(ResumeAsync, new ApiRoute
        {
            Method = HttpMethods.Post,
            Pattern = "/v1/operator/treasury/{chain}/resume",
            Name = "resumeTreasury",
            Tag = Tag,
            Summary = "Lets a halted treasury account sign again",
            Description = "Only after every transaction that the platform did not know has been matched to a transfer.",
            Access = Access.Operator,
            Rate = RateClass.Writes,
            Parameters = [new(ParameterPlace.Path, ChainParameter, "The chain's short name.", Required: true)],
            Request = typeof(ResumeRequest),
            Replies = [new(StatusCodes.Status204NoContent, "The account signs, or did so before.")],
            Errors = [ErrorCodes.NotFound],
        });
    }
}
