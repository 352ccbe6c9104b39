using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.WalletTransfers;

/// <summary>The routes of transfers between wallets and what is said about them.</summary>
internal sealed partial class TransferEndpoints
{
    private const string Tag = "Wallets";
    private const string ListPattern = "/v1/wallets/{id}/transfers";

    private static readonly ApiParameter Wallet =
        new(ParameterPlace.Path, WalletParameter, "The id of your wallet that sends.", Required: true);

    private static readonly ApiParameter Id =
        new(ParameterPlace.Path, IdParameter, "The transfer's id.", Required: true);

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(CreateAsync, CreateRoute);
        routes.MapApi(ListAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = ListPattern,
            Name = "listWalletTransfers",
            Tag = Tag,
            Summary = "What a wallet has sent to other wallets, newest first",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [Wallet, Paging.LimitParameter, Paging.CursorParameter],
            Replies = [new(StatusCodes.Status200OK, "A page of transfers.", typeof(SentTransferPageBody))],
            Errors = [ErrorCodes.NotFound, ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
        routes.MapApi(GetAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = ListPattern + "/{transfer}",
            Name = "getWalletTransfer",
            Tag = Tag,
            Summary = "A transfer as it is now",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [Wallet, Id],
            Replies = [new(StatusCodes.Status200OK, "The transfer.", typeof(SentTransferBody))],
            Errors = [ErrorCodes.NotFound, ErrorCodes.TransferUnknown],
        });
    }

    private static ApiRoute CreateRoute => new()
    {
        Method = HttpMethods.Post,
        Pattern = ListPattern,
        Name = "createWalletTransfer",
        Tag = Tag,
        Summary = "Moves money to another wallet",
        Description = "With the answer it has left this wallet for good. To another user's wallet it counts as a"
            + " withdrawal against your limits. Repeated with the same Idempotency-Key and body it gives the same"
            + " transfer.",
        Access = Access.User,
        Rate = RateClass.Writes,
        Request = typeof(WalletTransferRequest),
        Parameters = [Wallet, IdempotencyKeys.Parameter],
        Replies = [new(StatusCodes.Status201Created, "The transfer; Location names it.", typeof(SentTransferBody))],
        Errors =
        [
            ErrorCodes.NotFound, ErrorCodes.IdempotencyKeyMalformed, ErrorCodes.IdempotencyKeyReused,
            ErrorCodes.AssetUnknown, ErrorCodes.AmountMalformed, ErrorCodes.AmountNegative, ErrorCodes.AmountZero,
            ErrorCodes.AmountTooPrecise, ErrorCodes.AmountOverflow, ErrorCodes.AmountBelowMinimum,
            ErrorCodes.WalletNotPayable, ErrorCodes.PairNotAllowed, ErrorCodes.TrustBlocked, ErrorCodes.LimitExceeded,
            ErrorCodes.FundsInsufficient, ErrorCodes.TransfersTooMany, ErrorCodes.PriceUnavailable,
            ErrorCodes.PriceStale, ErrorCodes.PriceUncertain, ErrorCodes.Overloaded,
        ],
    };
}
