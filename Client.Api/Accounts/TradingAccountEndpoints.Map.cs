using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Accounts;

/// <summary>The routes of trading accounts and what is said about them.</summary>
internal sealed partial class TradingAccountEndpoints
{
    private const string Tag = "Copy trading";
    private const string ListPattern = "/v1/trading-accounts";
    private const string ItemPattern = ListPattern + "/{id}";

    private static readonly ApiParameter Id =
        new(ParameterPlace.Path, IdParameter, "The account's id.", Required: true);

    private static ApiRoute RegisterRoute => new()
    {
        Method = HttpMethods.Post,
        Pattern = ListPattern,
        Name = "registerTradingAccount",
        Tag = Tag,
        Summary = "Registers an account at a broker",
        Description = "The first answer has the secret for the account's terminal, and no other has it: repeated"
            + " with the same Idempotency-Key and body the account is the same and the secret null. Who has lost"
            + " it makes a new one.",
        Access = Access.User,
        Rate = RateClass.Writes,
        Request = typeof(TradingAccountRequest),
        Parameters = [IdempotencyKeys.Parameter],
        Replies =
        [
            new(
                StatusCodes.Status201Created,
                "The account and its secret; Location names it.",
                typeof(TradingAccountSecretBody)),
        ],
        Errors =
        [
            ErrorCodes.IdempotencyKeyMalformed, ErrorCodes.IdempotencyKeyReused,
            ErrorCodes.TradingAccountMalformed,
        ],
    };

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(RegisterAsync, RegisterRoute);
        routes.MapApi(ListAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = ListPattern,
            Name = "listTradingAccounts",
            Tag = Tag,
            Summary = "Your accounts at brokers, newest first",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [Paging.LimitParameter, Paging.CursorParameter],
            Replies = [new(StatusCodes.Status200OK, "A page of accounts.", typeof(TradingAccountPageBody))],
            Errors = [ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
        routes.MapApi(GetAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = ItemPattern,
            Name = "getTradingAccount",
            Tag = Tag,
            Summary = "An account with its connection and what its terminal said last",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [Id],
            Replies = [new(StatusCodes.Status200OK, "The account.", typeof(TradingAccountBody))],
            Errors = [ErrorCodes.TradingAccountUnknown],
        });
        routes.MapApi(RotateAsync, new ApiRoute
        {
            Method = HttpMethods.Post,
            Pattern = ItemPattern + "/secret",
            Name = "rotateTradingAccountSecret",
            Tag = Tag,
            Summary = "Makes a new secret instead of the old one",
            Description = "The old one is good for nothing from then on, and its terminal is disconnected. Each repeat"
                + " makes another.",
            Access = Access.User,
            Rate = RateClass.Writes,
            Parameters = [Id],
            Replies =
            [
                new(StatusCodes.Status200OK, "The account and its new secret.", typeof(TradingAccountSecretBody)),
            ],
            Errors = [ErrorCodes.TradingAccountUnknown],
        });
    }
}
