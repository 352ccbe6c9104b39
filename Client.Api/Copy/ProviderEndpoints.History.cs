using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.History;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Copy;

/// <content>What a provider has done, for those who consider copying it.</content>
internal sealed partial class ProviderEndpoints
{
    private async Task GetStatisticsAsync(HttpContext context)
    {
        if (await FindAsync(context, isOwnOnly: false) is { } view)
        {
            var statistics = await Provider(view.Id).GetStatisticsAsync();
            await (statistics is not null
                ? JsonReply.WriteAsync(
                    context.Response,
                    StatusCodes.Status200OK,
                    StatisticsMapper.Map(view.Id, statistics),
                    ApiJsonContext.Default.ProviderStatisticsBody)
                : Problems.WriteAsync(context, ErrorCodes.Overloaded, null, "The provider is just starting. Repeat."));
        }
    }

    /// <summary>
    /// All signals to their owner; to others those that ended a position: what is open, and what is left of it, is for
    /// who copies, not for who only looks.
    /// </summary>
    private async Task ListSignalsAsync(HttpContext context)
    {
        var request = HistoryPages.Paging.Read(context.Request.Query);
        if (request.Value is not { } asked)
        {
            await Problems.WriteAsync(context, request.Refusal!);
            return;
        }

        if (await FindAsync(context, isOwnOnly: false) is not { } view)
        {
            return;
        }

        var user = Caller.UserOf(context);
        var isOwn = view.Terms.User == user;
        if (!isOwn && await Provider(view.Id).CheckSubscriberAsync(user) is { } refusal)
        {
            await Problems.WriteAsync(context, refusal with { Field = null });
            return;
        }

        var page = await history.ReadAsync(HistoryFilter.OfSubject(view.Id.Value), asked, context.RequestAborted);
        var signals = page.Rows
            .Where(row => row.Event.Kind == HistoryKinds.SignalPublished)
            .Select(row => JsonSerializer.Deserialize<CopySignal>(row.Event.Details, GrainJson.Options)!)
            .Where(signal => isOwn
                || signal is { Action: SignalAction.Close, Ticket.Left.IsZero: true });
        var body = new SignalPageBody
        {
            Items = [.. signals.Select(ProviderMapper.Map)], NextCursor = page.NextCursor,
        };
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, body, ApiJsonContext.Default.SignalPageBody);
    }

    private async Task SetFeeAsync(HttpContext context)
    {
        if (await FindAsync(context, isOwnOnly: true) is not { } view)
        {
            return;
        }

        var body = await JsonRequest.ReadAsync(context, ApiJsonContext.Default.CopyFeeRequest);
        CopyFee? fee = null;
        if ((body.Refusal ?? fees.Read(body.Value, path: "", out fee)) is { } malformed)
        {
            await Problems.WriteAsync(context, malformed);
            return;
        }

        await SetFeeAsync(context, view.Id, fee);
    }

    private async Task RemoveFeeAsync(HttpContext context)
    {
        if (await FindAsync(context, isOwnOnly: true) is { } view)
        {
            await SetFeeAsync(context, view.Id, fee: null);
        }
    }

    private async Task SetFeeAsync(HttpContext context, ProviderId id, CopyFee? fee) =>
        await AnswerAsync(context, await Provider(id).SetFeeAsync(fee), StatusCodes.Status200OK);
}
