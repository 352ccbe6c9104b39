using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Diagnostics;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Trust;

/// <summary>
/// <c>/v1/trust</c> and <c>/v1/operator/users/{id}/trust</c>: how far a customer's flow is trusted and why, and an
/// operator's word against it.
/// </summary>
internal sealed class TrustEndpoints(IGrainFactory grains, ILogger<TrustEndpoints> logger)
{
    private const string IdParameter = "id";

    private static readonly ApiParameter Id =
        new(ParameterPlace.Path, IdParameter, "The user's id.", Required: true);

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(GetAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/trust",
            Name = "getTrust",
            Tag = "Users",
            Summary = "Your trust score, what it follows from and what it leads to",
            Access = Access.User,
            Rate = RateClass.Reads,
            Replies = [new(StatusCodes.Status200OK, "The score.", typeof(TrustBody))],
        });
        routes.MapApi(LookAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/operator/users/{id}/trust",
            Name = "getTrustOfUser",
            Tag = "Operators",
            Summary = "A user's trust score with its reasons and the override that counts",
            Access = Access.Operator,
            Rate = RateClass.Reads,
            Parameters = [Id],
            Replies = [new(StatusCodes.Status200OK, "The score.", typeof(OperatorTrustBody))],
            Errors = [ErrorCodes.NotFound],
        });
        routes.MapApi(OverrideAsync, new ApiRoute
        {
            Method = HttpMethods.Post,
            Pattern = "/v1/operator/users/{id}/trust/override",
            Name = "overrideTrust",
            Tag = "Operators",
            Summary = "Sets a user's trust score by hand, or ends that",
            Description = "Kept in the history with your name and note. A repeated request gets the answer again;"
                + " one decided before another one's is refused.",
            Access = Access.Operator,
            Rate = RateClass.Writes,
            Parameters = [Id],
            Request = typeof(TrustOverrideRequest),
            Replies = [new(StatusCodes.Status200OK, "It is done.", typeof(OperatorTrustBody))],
            Errors = [ErrorCodes.NotFound, ErrorCodes.TrustOverrideOutdated],
        });
    }

    private async Task GetAsync(HttpContext context)
    {
        var view = await Trust(Caller.UserOf(context)).GetAsync();
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, TrustBody.Of(view), ApiJsonContext.Default.TrustBody);
    }

    private async Task LookAsync(HttpContext context)
    {
        if (await FindAsync(context) is { } user)
        {
            await AnswerAsync(context, await Trust(user).GetAsync());
        }
    }

    private async Task OverrideAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } user)
        {
            return;
        }

        var body = await JsonRequest.ReadAsync(context, ApiJsonContext.Default.TrustOverrideRequest);
        if (body.Value is not { } request)
        {
            await Problems.WriteAsync(context, body.Refusal!);
            return;
        }

        var by = Caller.Of(context)!.Operator!;
        logger.TrustOverrideAsked(by, user, request.Score);
        var outcome = await Trust(user).OverrideAsync(new TrustOverride
        {
            After = request.After,
            Score = request.Score,
            Until = request.Until,
            By = by,
            Note = request.Note,
        });
        if (outcome.Value is { } view)
        {
            await AnswerAsync(context, view);
            return;
        }

        await Problems.WriteAsync(context, outcome.Refusal!);
    }

    private static Task AnswerAsync(HttpContext context, TrustView view) => JsonReply.WriteAsync(
        context.Response,
        StatusCodes.Status200OK,
        OperatorTrustBody.Of(view),
        ApiJsonContext.Default.OperatorTrustBody);

    private async Task<UserId?> FindAsync(HttpContext context)
    {
        if (UserId.TryParse(context.Request.RouteValues[IdParameter] as string, out var user)
            && await grains.GetGrain<IUserGrain>(user.Value).GetAsync() is not null)
        {
            return user;
        }

        await Problems.WriteAsync(context, ErrorCodes.NotFound, null, "There is no user with this id.");
        return null;
    }

    private ITrustGrain Trust(UserId user) => grains.GetGrain<ITrustGrain>(user.Value);
}
