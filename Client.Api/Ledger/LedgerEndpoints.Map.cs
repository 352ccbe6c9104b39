using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Ledger;

/// <summary>The ledger's routes and what is said about them.</summary>
internal sealed partial class LedgerEndpoints
{
    private const string Tag = "Operators";

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(ListAccountsAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/operator/ledger/accounts",
            Name = "listLedgerAccounts",
            Tag = Tag,
            Summary = "The ledger's accounts by name, with what they hold now",
            Access = Access.Operator,
            Rate = RateClass.Reads,
            Parameters =
            [
                new(ParameterPlace.Query, PrefixParameter, "Only accounts whose name begins so, e.g. treasury:"),
                Paging.LimitParameter,
                Paging.CursorParameter,
            ],
            Replies = [new(StatusCodes.Status200OK, "A page of accounts.", typeof(LedgerAccountPageBody))],
            Errors = [ErrorCodes.RequestMalformed, ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
        routes.MapApi(GetAccountAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/operator/ledger/accounts/{**account}",
            Name = "getLedgerAccount",
            Tag = Tag,
            Summary = "What an account held, now or at a time",
            Access = Access.Operator,
            Rate = RateClass.Reads,
            Parameters =
            [
                new(ParameterPlace.Path, AccountParameter, "The account's name, URL-encoded.", Required: true),
                new(ParameterPlace.Query, AtParameter, "At the end of this instant; left out: now."),
            ],
            Replies = [new(StatusCodes.Status200OK, "The account.", typeof(LedgerAccountBody))],
            Errors = [ErrorCodes.RequestMalformed],
        });
        routes.MapApi(ListEntriesAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/operator/ledger/entries",
            Name = "listLedgerEntries",
            Tag = Tag,
            Summary = "Journal entries, newest first: all, or those of an account, a subject or an operation",
            Access = Access.Operator,
            Rate = RateClass.Reads,
            Parameters =
            [
                new(ParameterPlace.Query, AccountParameter, "Only entries that post to this account."),
                new(ParameterPlace.Query, SubjectParameter, "Only entries about this: a quote, payment, transfer."),
                new(ParameterPlace.Query, IdParameter, "Only entries of this operation, 32 hexadecimal digits."),
                Paging.LimitParameter,
                Paging.CursorParameter,
            ],
            Replies = [new(StatusCodes.Status200OK, "A page of entries.", typeof(LedgerEntryPageBody))],
            Errors = [ErrorCodes.RequestMalformed, ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
        routes.MapApi(GetAuditAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/operator/ledger/audit",
            Name = "getLedgerAudit",
            Tag = Tag,
            Summary = "How far the ledger was recomputed, and the first thing that is wrong",
            Access = Access.Operator,
            Rate = RateClass.Reads,
            Replies = [new(StatusCodes.Status200OK, "The audit.", typeof(LedgerAuditBody))],
        });
    }
}
