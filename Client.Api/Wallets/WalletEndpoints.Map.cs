using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Wallets;

/// <summary>The routes of customers' wallets and what is said about them.</summary>
internal sealed partial class WalletEndpoints
{
    private const string Tag = "Wallets";

    private static readonly ApiParameter Id =
        new(ParameterPlace.Path, IdParameter, "The wallet's id.", Required: true);

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(ListAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/wallets",
            Name = "listWallets",
            Tag = Tag,
            Summary = "Your wallets, newest first",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [Paging.LimitParameter, Paging.CursorParameter],
            Replies = [new(StatusCodes.Status200OK, "A page of wallets.", typeof(WalletPageBody))],
            Errors = [ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
        routes.MapApi(GetBalancesAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/wallets/{id}/balances",
            Name = "getWalletBalances",
            Tag = Tag,
            Summary = "What a wallet has, or had at a time",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters =
            [
                Id,
                new(ParameterPlace.Query, AtParameter, "At the end of this instant; left out: now."),
            ],
            Replies = [new(StatusCodes.Status200OK, "The balances.", typeof(WalletBalancesBody))],
            Errors = [ErrorCodes.NotFound, ErrorCodes.RequestMalformed],
        });
        routes.MapApi(ListEntriesAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/wallets/{id}/entries",
            Name = "listWalletEntries",
            Tag = Tag,
            Summary = "A wallet's statement: every movement, newest first",
            Description = "With Accept: text/csv or format=csv as CSV, where the header Link has the next page.",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters =
            [
                Id,
                new(ParameterPlace.Query, FormatParameter, "json or csv; left out: what Accept asks for."),
                Paging.LimitParameter,
                Paging.CursorParameter,
            ],
            Replies = [new(StatusCodes.Status200OK, "A page of entries.", typeof(WalletEntryPageBody))],
            Errors =
            [
                ErrorCodes.NotFound, ErrorCodes.RequestMalformed, ErrorCodes.PageSizeOutOfRange,
                ErrorCodes.CursorMalformed,
            ],
        });
    }
}
