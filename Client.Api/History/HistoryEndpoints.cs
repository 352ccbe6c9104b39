using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.History;

/// <summary>The append-only history: a customer's own, and for operators everybody's.</summary>
internal sealed class HistoryEndpoints(HistoryPages history)
{
    private const string OwnerParameter = "owner";
    private const string SubjectParameter = "subject";

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(ListAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/history",
            Name = "listHistory",
            Tag = "History",
            Summary = "What happened to what is yours, newest first",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [Paging.LimitParameter, Paging.CursorParameter],
            Replies = [new(StatusCodes.Status200OK, "A page of events.", typeof(HistoryPageBody))],
            Errors = [ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
        routes.MapApi(ListAnyAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/operator/history",
            Name = "listAnyHistory",
            Tag = "Operators",
            Summary = "What happened, newest first: all of it, or an owner's, or about a subject",
            Access = Access.Operator,
            Rate = RateClass.Reads,
            Parameters =
            [
                new(
                    ParameterPlace.Query,
                    OwnerParameter,
                    "Only events of this user, by id, or of the platform; not together with subject."),
                new(
                    ParameterPlace.Query,
                    SubjectParameter,
                    "Only events about this quote, payment, transfer, user, session or account; not with owner."),
                Paging.LimitParameter,
                Paging.CursorParameter,
            ],
            Replies = [new(StatusCodes.Status200OK, "A page of events.", typeof(OperatorHistoryPageBody))],
            Errors = [ErrorCodes.RequestMalformed, ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
    }

    private async Task ListAsync(HttpContext context)
    {
        var request = HistoryPages.Paging.Read(context.Request.Query);
        if (request.Value is null)
        {
            await Problems.WriteAsync(context, request.Refusal!);
            return;
        }

        var own = HistoryFilter.OfOwner(Caller.UserOf(context).Value);
        var page = await history.ReadAsync(own, request.Value, context.RequestAborted);
        await JsonReply.WriteAsync(
            context.Response,
            StatusCodes.Status200OK,
            HistoryPageBody.Of(page),
            ApiJsonContext.Default.HistoryPageBody);
    }

    private async Task ListAnyAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var request = HistoryPages.Paging.Read(query);
        if ((request.Refusal ?? Check(query)) is { } refusal)
        {
            await Problems.WriteAsync(context, refusal);
            return;
        }

        var filter = (query[OwnerParameter], query[SubjectParameter]) switch
        {
            ([{ } owner], _) => HistoryFilter.OfOwner(owner),
            (_, [{ } subject]) => HistoryFilter.OfSubject(subject),
            _ => HistoryFilter.All,
        };
        var page = await history.ReadAsync(filter, request.Value!, context.RequestAborted);
        await JsonReply.WriteAsync(
            context.Response,
            StatusCodes.Status200OK,
            OperatorHistoryPageBody.Of(page),
            ApiJsonContext.Default.OperatorHistoryPageBody);
    }

    private static Refusal? Check(IQueryCollection query)
    {
        var (owner, subject) = (query[OwnerParameter], query[SubjectParameter]);
        return owner.Count > 0 && subject.Count > 0
            ? Malformed(SubjectParameter, "Give owner or subject, or neither; the history is searched by one of them.")
            : Check(OwnerParameter, owner) ?? Check(SubjectParameter, subject);
    }

    private static Refusal? Check(string name, StringValues values) => values switch
    {
        [] => null,
        [{ Length: > 0 and <= StorageConstants.TextLengthMax }] => null,
        _ => Malformed(name, $"{name} is given once and has 1 to {StorageConstants.TextLengthMax} characters."),
    };

    private static Refusal Malformed(string field, string detail) =>
        new() { Code = ErrorCodes.RequestMalformed, Field = field, Detail = detail };
}
