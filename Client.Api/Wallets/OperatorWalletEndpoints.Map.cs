using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Wallets;

/// <summary>The routes of operators to wallets and what is said about them.</summary>
internal sealed partial class OperatorWalletEndpoints
{
    private const string Tag = "Operators";

    private static readonly ApiParameter Id =
        new(ParameterPlace.Path, IdParameter, "The wallet's id.", Required: true);

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(GetAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/operator/wallets/{id}",
            Name = "getWallet",
            Tag = Tag,
            Summary = "A wallet: what it has, its open holds, and what it has sent and has not arrived",
            Access = Access.Operator,
            Rate = RateClass.Reads,
            Parameters = [Id],
            Replies = [new(StatusCodes.Status200OK, "The wallet.", typeof(OperatorWalletBody))],
            Errors = [ErrorCodes.NotFound],
        });
        MapAdjustment(routes, CreditAsync, "credit", "creditWallet", "Puts an amount into a wallet");
        MapAdjustment(routes, DebitAsync, "debit", "debitWallet", "Takes an amount out of a wallet");
        routes.MapApi(ReverseAsync, new ApiRoute
        {
            Method = HttpMethods.Post,
            Pattern = "/v1/operator/wallets/{id}/reverse",
            Name = "reverseWalletEntry",
            Tag = Tag,
            Summary = "Undoes a credit, debit or capture of a wallet by an entry that names it",
            Description = "Once for each entry. A repeated request gets the first answer.",
            Access = Access.Operator,
            Rate = RateClass.Writes,
            Parameters = [Id],
            Request = typeof(WalletReversalRequest),
            Replies = [new(StatusCodes.Status200OK, "It is undone.", typeof(WalletReceiptBody))],
            Errors =
            [
                ErrorCodes.NotFound, ErrorCodes.EntryIrreversible, ErrorCodes.OperationIdReused,
                ErrorCodes.FundsInsufficient, ErrorCodes.BalanceOverflow,
            ],
        });
    }

    private static void MapAdjustment(
        IEndpointRouteBuilder routes, RequestDelegate handler, string verb, string name, string summary) =>
        routes.MapApi(handler, new ApiRoute
        {
            Method = HttpMethods.Post,
            Pattern = $"/v1/operator/wallets/{{id}}/{verb}",
            Name = name,
            Tag = Tag,
            Summary = summary,
            Description = "Booked for good with your name and note. A repeated request gets the first answer.",
            Access = Access.Operator,
            Rate = RateClass.Writes,
            Parameters = [Id],
            Request = typeof(WalletAdjustmentRequest),
            Replies = [new(StatusCodes.Status200OK, "It is booked.", typeof(WalletReceiptBody))],
            Errors =
            [
                ErrorCodes.NotFound, ErrorCodes.AssetUnknown, ErrorCodes.AmountMalformed, ErrorCodes.AmountZero,
                ErrorCodes.CounterAccountRefused, ErrorCodes.OperationIdReused, ErrorCodes.FundsInsufficient,
                ErrorCodes.BalanceOverflow,
            ],
        });
}
