using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Withdrawals;

/// <summary>The routes of deposits and withdrawals and what is said about them.</summary>
internal sealed partial class WithdrawalEndpoints
{
    private const string Tag = "Wallets";
    private const string ListPattern = "/v1/wallets/{id}/withdrawals";
    private const string ItemPattern = ListPattern + "/{withdrawal}";

    private static readonly ApiParameter Wallet =
        new(ParameterPlace.Path, WalletParameter, "The wallet's id.", Required: true);

    private static readonly ApiParameter Id =
        new(ParameterPlace.Path, IdParameter, "The withdrawal's id.", Required: true);

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(DepositAsync, DepositRoute);
        routes.MapApi(CreateAsync, CreateRoute);
        routes.MapApi(ListAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = ListPattern,
            Name = "listWithdrawals",
            Tag = Tag,
            Summary = "A wallet's withdrawals, newest first",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [Wallet, Paging.LimitParameter, Paging.CursorParameter],
            Replies = [new(StatusCodes.Status200OK, "A page of withdrawals.", typeof(WithdrawalPageBody))],
            Errors = [ErrorCodes.NotFound, ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
        routes.MapApi(GetAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = ItemPattern,
            Name = "getWithdrawal",
            Tag = Tag,
            Summary = "A withdrawal as it is now",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [Wallet, Id],
            Replies = [new(StatusCodes.Status200OK, "The withdrawal.", typeof(WithdrawalBody))],
            Errors = [ErrorCodes.NotFound, ErrorCodes.WithdrawalUnknown],
        });
        routes.MapApi(CancelAsync, new ApiRoute
        {
            Method = HttpMethods.Delete,
            Pattern = ItemPattern,
            Name = "cancelWithdrawal",
            Tag = Tag,
            Summary = "Gives a withdrawal up that waits for its delay",
            Description = "The money is available again once the status is cancelled. Repeat it as you like.",
            Access = Access.User,
            Rate = RateClass.Writes,
            Parameters = [Wallet, Id],
            Replies = [new(StatusCodes.Status200OK, "The withdrawal, given up.", typeof(WithdrawalBody))],
            Errors = [ErrorCodes.NotFound, ErrorCodes.WithdrawalUnknown, ErrorCodes.WithdrawalNotCancellable],
        });
        routes.MapApi(ListParkedAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/operator/withdrawals/parked",
            Name = "listParkedWithdrawals",
            Tag = "Operators",
            Summary = "Withdrawals that are parked: nobody can prove whether they were paid",
            Access = Access.Operator,
            Rate = RateClass.Reads,
            Parameters = [Paging.LimitParameter, Paging.CursorParameter],
            Replies = [new(StatusCodes.Status200OK, "A page of withdrawals.", typeof(WithdrawalPageBody))],
            Errors = [ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
    }

    private static ApiRoute DepositRoute => new()
    {
        Method = HttpMethods.Post,
        Pattern = "/v1/wallets/{id}/deposits",
        Name = "openDeposit",
        Tag = Tag,
        Summary = "How an asset is paid into a wallet",
        Description = "The answer is the same each time and holds for good. What arrives is in the wallet once final.",
        Access = Access.User,
        Rate = RateClass.Writes,
        Request = typeof(DepositRequest),
        Parameters = [Wallet],
        Replies = [new(StatusCodes.Status200OK, "Where to pay, and with which memo.", typeof(DepositBody))],
        Errors =
        [
            ErrorCodes.NotFound, ErrorCodes.AssetUnknown, ErrorCodes.PairNotAllowed, ErrorCodes.AmountMalformed,
            ErrorCodes.AmountNegative, ErrorCodes.AmountZero, ErrorCodes.AmountTooPrecise, ErrorCodes.AmountOverflow,
            ErrorCodes.ChainUnavailable, ErrorCodes.TrustBlocked,
        ],
    };

    private static ApiRoute CreateRoute => new()
    {
        Method = HttpMethods.Post,
        Pattern = ListPattern,
        Name = "createWithdrawal",
        Tag = Tag,
        Summary = "Pays money out of a wallet, after a delay",
        Description = "With the answer the money is held. Repeated with the same Idempotency-Key and body it gives the"
            + " same withdrawal.",
        Access = Access.User,
        Rate = RateClass.Writes,
        Request = typeof(WithdrawalRequest),
        Parameters = [Wallet, IdempotencyKeys.Parameter],
        Replies = [new(StatusCodes.Status201Created, "The withdrawal; Location names it.", typeof(WithdrawalBody))],
        Errors =
        [
            ErrorCodes.NotFound, ErrorCodes.IdempotencyKeyMalformed, ErrorCodes.IdempotencyKeyReused,
            ErrorCodes.AssetUnknown, ErrorCodes.AmountMalformed, ErrorCodes.AmountNegative, ErrorCodes.AmountZero,
            ErrorCodes.AmountTooPrecise, ErrorCodes.AmountOverflow, ErrorCodes.AmountBelowMinimum,
            ErrorCodes.AddressMalformed, ErrorCodes.AddressWrongNetwork, ErrorCodes.AddressNotProven,
            ErrorCodes.RecipientNotPayable, ErrorCodes.MemoTooLong, ErrorCodes.LimitExceeded,
            ErrorCodes.FundsInsufficient, ErrorCodes.HoldsTooMany, ErrorCodes.PriceUnavailable,
            ErrorCodes.PriceStale, ErrorCodes.PriceUncertain, ErrorCodes.ChainUnavailable,
        ],
    };
}
