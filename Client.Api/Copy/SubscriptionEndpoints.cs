using Microsoft.AspNetCore.Http;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Copy;

/// <summary>
/// <c>/v1/subscriptions</c>: what the signed-in customer's accounts copy. <c>SubscriptionEndpoints.Map.cs</c> lists
/// them.
/// </summary>
internal sealed partial class SubscriptionEndpoints(
    IGrainFactory grains, OwnSubscriptions own, ListedPages pages, IdempotencyKeys keys, CopyFeeMapper fees)
{
    /// <summary>Where the settings are in a request that makes a subscription.</summary>
    private const string SettingsPath = "settings.";

    private async Task CreateAsync(HttpContext context)
    {
        var key = keys.Require(
            context.Request.Headers,
            "A subscription needs a key, 1 to 255 visible ASCII characters, so that a repeat makes no second one.");
        if (key.Value is null)
        {
            await Problems.WriteAsync(context, key.Refusal!);
            return;
        }

        var user = Caller.UserOf(context);
        var command = Read(await JsonRequest.ReadAsync(context, ApiJsonContext.Default.SubscriptionRequest), user);
        if (command.Value is null)
        {
            await Problems.WriteAsync(context, command.Refusal!);
            return;
        }

        var id = SubscriptionId.Derive(user, key.Value);
        var made = CopyFeeMapper.Within(await Subscription(id).CreateAsync(command.Value));
        if (made.Refusal is { Code: ErrorCodes.SettingsMalformed } malformed)
        {
            made = Outcome.Refused<SubscriptionView>(malformed with { Field = SettingsPath + malformed.Field });
        }

        if (made.Value is not null)
        {
            context.Response.Headers.Location = $"/v1/subscriptions/{id.Value}";
        }

        await AnswerAsync(context, made, StatusCodes.Status201Created);
    }

    private async Task ListAsync(HttpContext context)
    {
        var request = Paging.Read(context.Request.Query, text => SubscriptionId.TryParse(text, out _));
        if (request.Value is not { } asked)
        {
            await Problems.WriteAsync(context, request.Refusal!);
            return;
        }

        var page = await pages.ReadAsync(
            ListingKinds.Subscription,
            Caller.UserOf(context).Value,
            asked,
            id => Subscription(new SubscriptionId(id)).GetAsync(),
            context.RequestAborted);
        var body = new SubscriptionPageBody
        {
            Items = [.. page.Views.Select(SubscriptionMapper.MapItem)], NextCursor = page.NextCursor,
        };
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, body, ApiJsonContext.Default.SubscriptionPageBody);
    }

    private async Task GetAsync(HttpContext context)
    {
        if (await own.FindAsync(context) is { } view)
        {
            await AnswerAsync(context, Outcome.Of(view), StatusCodes.Status200OK);
        }
    }

    private async Task ChangeAsync(HttpContext context)
    {
        if (await own.FindAsync(context) is not { } view)
        {
            return;
        }

        var body = await JsonRequest.ReadAsync(context, ApiJsonContext.Default.SettingsRequest);
        var settings = body.Value is null
            ? Outcome.Refused<SubscriptionSettings>(body.Refusal!)
            : SettingsReader.Read(body.Value, path: "");
        var changed = settings.Value is null
            ? Outcome.Refused<SubscriptionView>(settings.Refusal!)
            : await Subscription(view.Id).ChangeAsync(settings.Value);
        await AnswerAsync(context, changed, StatusCodes.Status200OK);
    }

    private async Task CommandAsync(HttpContext context, SubscriptionCommand command)
    {
        if (await own.FindAsync(context) is { } view)
        {
            await AnswerAsync(
                context, await Subscription(view.Id).CommandAsync(command), StatusCodes.Status200OK);
        }
    }

    private Outcome<CreateSubscription> Read(Outcome<SubscriptionRequest> body, UserId user)
    {
        if (body.Value is not { } request)
        {
            return Outcome.Refused<CreateSubscription>(body.Refusal!);
        }

        ProviderId provider = default;
        CopyFee? fee = null;
        var settings = SettingsReader.Read(request.Settings, SettingsPath);
        var refusal = CopyIds.ReadAccount(request.Account, out var account)
            ?? CopyIds.ReadProvider(request.Provider, out provider)
            ?? settings.Refusal
            ?? fees.Read(request.Fee, CopyFeeMapper.Path, out fee);
        return refusal is not null
            ? Outcome.Refused<CreateSubscription>(refusal)
            : Outcome.Of(new CreateSubscription
            {
                User = user,
                Account = account!.Value,
                Provider = provider,
                Settings = settings.Value!,
                Fee = fee,
            });
    }

    private async Task AnswerAsync(HttpContext context, Outcome<SubscriptionView> outcome, int status)
    {
        if (outcome.Value is not { } view)
        {
            await Problems.WriteAsync(context, outcome.Refusal!);
            return;
        }

        await JsonReply.WriteAsync(
            context.Response,
            status,
            SubscriptionMapper.Map(view, await own.CurrencyOfAsync(view.Terms.Account), fees.Map(view.Fee)),
            ApiJsonContext.Default.SubscriptionBody);
    }

    private ISubscriptionGrain Subscription(SubscriptionId id) => grains.GetGrain<ISubscriptionGrain>(id.Value);
}
