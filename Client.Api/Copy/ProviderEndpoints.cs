using Microsoft.AspNetCore.Http;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.History;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Copy;

/// <summary>
/// <c>/v1/providers</c>: whom others copy, and what they publish. <c>ProviderEndpoints.Map.cs</c> lists them.
/// </summary>
internal sealed partial class ProviderEndpoints(
    IGrainFactory grains, ListedPages pages, HistoryPages history, IdempotencyKeys keys, CopyFeeMapper fees)
{
    private const string IdParameter = "id";

    private async Task CreateAsync(HttpContext context)
    {
        var key = keys.Require(
            context.Request.Headers,
            "A provider needs a key, 1 to 255 visible ASCII characters, so that a repeat makes no second one.");
        if (key.Value is null)
        {
            await Problems.WriteAsync(context, key.Refusal!);
            return;
        }

        var body = await JsonRequest.ReadAsync(context, ApiJsonContext.Default.ProviderRequest);
        TradingAccountId? account = null;
        CopyFee? fee = null;
        if ((body.Refusal
            ?? TextRules.Check("name", body.Value!.Name)
            ?? CopyIds.ReadAccount(body.Value.Account, out account)
            ?? fees.Read(body.Value.Fee, CopyFeeMapper.Path, out fee)) is { } malformed)
        {
            await Problems.WriteAsync(context, malformed);
            return;
        }

        var user = Caller.UserOf(context);
        var id = ProviderId.Derive(user, key.Value);
        var made = CopyFeeMapper.Within(await Provider(id).CreateAsync(
            new CreateProvider { User = user, Name = body.Value!.Name, Account = account, Fee = fee }));
        if (made.Value is not null)
        {
            context.Response.Headers.Location = $"/v1/providers/{id.Value}";
        }

        await AnswerAsync(context, made, StatusCodes.Status201Created);
    }

    private async Task ListAsync(HttpContext context)
    {
        var request = Paging.Read(context.Request.Query, text => ProviderId.TryParse(text, out _));
        if (request.Value is not { } asked)
        {
            await Problems.WriteAsync(context, request.Refusal!);
            return;
        }

        var page = await pages.ReadAsync(
            ListingKinds.Provider,
            Caller.UserOf(context).Value,
            asked,
            id => Provider(new ProviderId(id)).GetAsync(),
            context.RequestAborted);
        var body = new ProviderPageBody
        {
            Items = [.. page.Views.Select(ProviderMapper.MapItem)], NextCursor = page.NextCursor,
        };
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, body, ApiJsonContext.Default.ProviderPageBody);
    }

    private async Task GetAsync(HttpContext context)
    {
        if (await FindAsync(context, isOwnOnly: false) is { } view)
        {
            await AnswerAsync(context, Outcome.Of(view), StatusCodes.Status200OK);
        }
    }

    private async Task AdmitAsync(HttpContext context)
    {
        if (await FindAsync(context, isOwnOnly: true) is not { } view)
        {
            return;
        }

        var body = await JsonRequest.ReadAsync(context, ApiJsonContext.Default.AdmissionRequest);
        IReadOnlyList<UserId>? only = null, except = null;
        if ((body.Refusal
            ?? CopyIds.ReadUsers("only", body.Value!.Only, out only)
            ?? CopyIds.ReadUsers("except", body.Value.Except, out except)) is { } malformed)
        {
            await Problems.WriteAsync(context, malformed);
            return;
        }

        await AnswerAsync(
            context,
            await Provider(view.Id).AdmitAsync(new ProviderAdmission { Only = only, Except = except ?? [] }),
            StatusCodes.Status200OK);
    }

    private async Task PublishAsync(HttpContext context)
    {
        if (await FindAsync(context, isOwnOnly: true) is not { } view)
        {
            return;
        }

        var key = keys.Require(
            context.Request.Headers,
            "A signal needs a key, 1 to 255 visible ASCII characters, so that a repeat is not executed twice.");
        if (key.Value is null)
        {
            await Problems.WriteAsync(context, key.Refusal!);
            return;
        }

        var body = await JsonRequest.ReadAsync(context, ApiJsonContext.Default.SignalRequest);
        var signal = body.Value is null
            ? Outcome.Refused<PublishSignal>(body.Refusal!)
            : SignalReader.Read(key.Value, body.Value);
        var published = signal.Value is null
            ? Outcome.Refused<CopySignal>(signal.Refusal!)
            : await Provider(view.Id).PublishAsync(signal.Value);
        await (published.Value is { } taken
            ? JsonReply.WriteAsync(
                context.Response,
                StatusCodes.Status201Created,
                ProviderMapper.Map(taken),
                ApiJsonContext.Default.SignalBody)
            : Problems.WriteAsync(context, published.Refusal!));
    }

    private Task AnswerAsync(HttpContext context, Outcome<ProviderView> outcome, int status) =>
        outcome.Value is { } view
            ? JsonReply.WriteAsync(
                context.Response,
                status,
                ProviderMapper.Map(view, view.Terms.User == Caller.UserOf(context), fees.Map(view.Fee?.Terms)),
                ApiJsonContext.Default.ProviderBody)
            : Problems.WriteAsync(context, outcome.Refusal!);

    /// <summary>The provider that the path names; null when the refusal has been answered.</summary>
    private async Task<ProviderView?> FindAsync(HttpContext context, bool isOwnOnly)
    {
        if (ProviderId.TryParse(context.Request.RouteValues[IdParameter] as string, out var id)
            && await Provider(id).GetAsync() is { } view
            && (!isOwnOnly || view.Terms.User == Caller.UserOf(context)))
        {
            return view;
        }

        await Problems.WriteAsync(
            context,
            ErrorCodes.ProviderUnknown,
            null,
            isOwnOnly
                ? "You have no such provider. GET /v1/providers lists yours."
                : "There is no such provider. Ask whom you want to copy for the id.");
        return null;
    }

    private IProviderGrain Provider(ProviderId id) => grains.GetGrain<IProviderGrain>(id.Value);
}
