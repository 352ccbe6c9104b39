using System.Globalization;
using Microsoft.AspNetCore.Http;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Copy;

/// <summary>
/// <c>/v1/subscriptions/{id}/positions</c> and <c>/report</c>: what was copied, and how well.
/// <c>PositionEndpoints.Map.cs</c> lists them.
/// </summary>
internal sealed partial class PositionEndpoints(IGrainFactory grains, OwnSubscriptions own, ListedPages pages)
{
    /// <summary>Positions of a report at most: each is asked for.</summary>
    private const int ReportMax = 500;

    private const int ReportDefault = 100;
    private const string PositionParameter = "position";
    private const string LastParameter = "last";

    private async Task ListAsync(HttpContext context)
    {
        var request = Paging.Read(context.Request.Query, text => PositionId.TryParse(text, out _));
        if (request.Value is not { } asked)
        {
            await Problems.WriteAsync(context, request.Refusal!);
            return;
        }

        if (await own.FindAsync(context) is not { } subscription)
        {
            return;
        }

        var page = await ReadAsync(subscription, asked, context.RequestAborted);
        var mapper = await MapperOfAsync(subscription);
        var body = new PositionPageBody { Items = [.. page.Views.Select(mapper.Map)], NextCursor = page.NextCursor };
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, body, ApiJsonContext.Default.PositionPageBody);
    }

    private async Task GetAsync(HttpContext context)
    {
        if (await own.FindAsync(context) is not { } subscription)
        {
            return;
        }

        if (Read(context.Request.RouteValues[PositionParameter] as string, subscription.Id) is not { } id
            || await Position(id).GetAsync() is not { } view
            || view.Terms.Subscription != subscription.Id)
        {
            await Problems.WriteAsync(
                context,
                ErrorCodes.NotFound,
                null,
                "The subscription copied no such position. What was not copied is in your history, with the reason.");
            return;
        }

        var mapper = await MapperOfAsync(subscription);
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, mapper.Map(view), ApiJsonContext.Default.PositionBody);
    }

    private async Task ReportAsync(HttpContext context)
    {
        if (ReadLast(context.Request.Query, out var last) is { } malformed)
        {
            await Problems.WriteAsync(context, malformed);
            return;
        }

        if (await own.FindAsync(context) is not { } subscription)
        {
            return;
        }

        var views = new List<PositionView>(last);
        ListingCursor? after = null;
        var left = last;
        bool hasOlder;
        do
        {
            // By pages, so that no report has all its positions looked up at once.
            var limit = Math.Min(left, ApiConstants.PageSizeMax);
            var page = await ReadAsync(subscription, new PageRequest(limit, after), context.RequestAborted);
            views.AddRange(page.Views);
            left -= limit;
            after = page.Next;
            hasOlder = after is not null;
        }
        while (hasOlder && left > 0);

        var mapper = await MapperOfAsync(subscription);
        await JsonReply.WriteAsync(
            context.Response,
            StatusCodes.Status200OK,
            mapper.Report(views, hasOlder),
            ApiJsonContext.Default.CopyReportBody);
    }

    /// <summary>A position by its id, or by the provider's ticket; null when the text is neither.</summary>
    private static PositionId? Read(string? text, SubscriptionId subscription) =>
        PositionId.TryParse(text, out var id) ? id
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticket)
            ? PositionId.Derive(subscription, ticket)
            : null;

    private static Refusal? ReadLast(IQueryCollection query, out int last)
    {
        last = ReportDefault;
        var text = query[LastParameter];
        return text.Count == 0
            || (text.Count == 1
                && int.TryParse(text[0], NumberStyles.None, CultureInfo.InvariantCulture, out last)
                && last is >= 1 and <= ReportMax)
            ? null
            : new Refusal
            {
                Code = ErrorCodes.RequestMalformed,
                Field = LastParameter,
                Detail = $"{LastParameter} is a whole number from 1 to {ReportMax}.",
            };
    }

    private Task<ListedPage<PositionView>> ReadAsync(
        SubscriptionView subscription, PageRequest page, CancellationToken cancellationToken) => pages.ReadAsync(
            ListingKinds.Position,
            subscription.Id.Value,
            page,
            id => Position(new PositionId(id)).GetAsync(),
            cancellationToken);

    private async Task<PositionMapper> MapperOfAsync(SubscriptionView subscription) =>
        new(subscription.CreatedAt, await own.CurrencyOfAsync(subscription.Terms.Account));

    private IPositionGrain Position(PositionId id) => grains.GetGrain<IPositionGrain>(id.Value);
}
