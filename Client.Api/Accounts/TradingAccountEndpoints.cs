using Microsoft.AspNetCore.Http;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Accounts;

/// <summary>
/// <c>/v1/trading-accounts</c>: the signed-in customer's accounts at brokers, and the secrets of their terminals.
/// <c>TradingAccountEndpoints.Map.cs</c> lists them.
/// </summary>
internal sealed partial class TradingAccountEndpoints(IGrainFactory grains, ListedPages pages, IdempotencyKeys keys)
{
    private const string IdParameter = "id";

    private async Task RegisterAsync(HttpContext context)
    {
        var key = keys.Require(
            context.Request.Headers,
            "An account needs a key, 1 to 255 visible ASCII characters, so that a repeat registers it once.");
        if (key.Value is null)
        {
            await Problems.WriteAsync(context, key.Refusal!);
            return;
        }

        var body = await JsonRequest.ReadAsync(context, ApiJsonContext.Default.TradingAccountRequest);
        var role = TradingRole.Subscriber;
        if ((body.Refusal
            ?? EnumText<TradingRole>.Read("role", body.Value!.Role, role, out role)
            ?? TextRules.Check("tradeServer", body.Value.TradeServer)) is { } malformed)
        {
            await Problems.WriteAsync(context, malformed);
            return;
        }

        var user = Caller.UserOf(context);
        var id = TradingAccountId.Derive(user, key.Value);
        var registered = await Account(id).RegisterAsync(new RegisterTradingAccount
        {
            User = user, Role = role, Login = body.Value!.Login, TradeServer = body.Value.TradeServer,
        });
        if (registered.Value is not null)
        {
            context.Response.Headers.Location = $"/v1/trading-accounts/{id.Value}";
        }

        await AnswerAsync(context, registered, StatusCodes.Status201Created);
    }

    private async Task RotateAsync(HttpContext context)
    {
        if (await FindAsync(context) is { } view)
        {
            await AnswerAsync(
                context,
                await Account(view.Id).RotateSecretAsync(Caller.UserOf(context)),
                StatusCodes.Status200OK);
        }
    }

    private async Task ListAsync(HttpContext context)
    {
        var request = Paging.Read(context.Request.Query, text => TradingAccountId.TryParse(text, out _));
        if (request.Value is not { } asked)
        {
            await Problems.WriteAsync(context, request.Refusal!);
            return;
        }

        var page = await pages.ReadAsync(
            ListingKinds.TradingAccount,
            Caller.UserOf(context).Value,
            asked,
            id => Account(new TradingAccountId(id)).GetAsync(),
            context.RequestAborted);
        var body = new TradingAccountPageBody
        {
            Items = [.. page.Views.Select(TradingAccountMapper.Map)], NextCursor = page.NextCursor,
        };
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, body, ApiJsonContext.Default.TradingAccountPageBody);
    }

    private async Task GetAsync(HttpContext context)
    {
        if (await FindAsync(context) is { } view)
        {
            await JsonReply.WriteAsync(
                context.Response,
                StatusCodes.Status200OK,
                TradingAccountMapper.Map(view),
                ApiJsonContext.Default.TradingAccountBody);
        }
    }

    private static Task AnswerAsync(HttpContext context, Outcome<TradingAccountSecret> outcome, int status) =>
        outcome.Value is { } told
            ? JsonReply.WriteAsync(
                context.Response,
                status,
                TradingAccountMapper.Map(told),
                ApiJsonContext.Default.TradingAccountSecretBody)
            : Problems.WriteAsync(context, outcome.Refusal!);

    /// <summary>The caller's account that the path names; null when the refusal has been answered.</summary>
    private async Task<TradingAccountView?> FindAsync(HttpContext context)
    {
        if (TradingAccountId.TryParse(context.Request.RouteValues[IdParameter] as string, out var id)
            && await Account(id).GetAsync() is { } view
            && view.Terms.User == Caller.UserOf(context))
        {
            return view;
        }

        await Problems.WriteAsync(
            context,
            ErrorCodes.TradingAccountUnknown,
            null,
            "You have no such trading account. GET /v1/trading-accounts lists yours.");
        return null;
    }

    private ITradingAccountGrain Account(TradingAccountId id) => grains.GetGrain<ITradingAccountGrain>(id.Value);
}
