using Microsoft.AspNetCore.Http;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.History;
using OrleansTrading.Client.Api.Hooks;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Quotes;

/// <summary>
/// <c>/v1/quotes</c>: price-locked quotes of the signed-in customer. <c>QuoteEndpoints.Map.cs</c> lists them.
/// </summary>
internal sealed partial class QuoteEndpoints(
    IGrainFactory grains,
    QuoteMapper mapper,
    QuoteList list,
    HistoryPages history,
    WatcherBell bell,
    IdempotencyKeys keys)
{
    private const string IdParameter = "id";
    private const string LocationPrefix = "/v1/quotes/";

    private async Task CreateAsync(HttpContext context)
    {
        var user = Caller.UserOf(context);
        var key = keys.Read(context.Request.Headers);
        if (key.Value is null)
        {
            await Problems.WriteAsync(context, key.Refusal!);
            return;
        }

        var body = await JsonRequest.ReadAsync(context, ApiJsonContext.Default.QuoteRequest);
        if ((body.Refusal ?? Check(body.Value!)) is { } malformed)
        {
            await Problems.WriteAsync(context, malformed);
            return;
        }

        var id = QuoteId.Derive(user, key.Value);
        var made = await grains.GetGrain<IQuoteGrain>(id.Value).CreateAsync(Command(user, body.Value!));
        if (made.Value is not { } quote)
        {
            await Problems.WriteAsync(context, made.Refusal!);
            return;
        }

        // A repeat gets the same answer as the first request, status included.
        context.Response.Headers.Location = string.Concat(LocationPrefix, id.Value);
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status201Created, mapper.Map(quote), ApiJsonContext.Default.QuoteBody);
    }

    private async Task GetAsync(HttpContext context)
    {
        if (await FindAsync(context) is { } quote)
        {
            await JsonReply.WriteAsync(
                context.Response, StatusCodes.Status200OK, mapper.Map(quote), ApiJsonContext.Default.QuoteBody);
        }
    }

    private async Task ListAsync(HttpContext context)
    {
        var request = Paging.Read(context.Request.Query);
        if (request.Value is null)
        {
            await Problems.WriteAsync(context, request.Refusal!);
            return;
        }

        var page = await list.OfUserAsync(Caller.UserOf(context), request.Value, context.RequestAborted);
        var body = new QuotePageBody { Items = [.. page.Quotes.Select(mapper.Map)], NextCursor = page.NextCursor };
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, body, ApiJsonContext.Default.QuotePageBody);
    }

    private async Task GetTimelineAsync(HttpContext context)
    {
        // Whose quote it is must be known before its story is asked for.
        if (await FindAsync(context) is not { } quote)
        {
            return;
        }

        var steps = await grains.GetGrain<IQuoteGrain>(quote.Id.Value).GetTimelineAsync() ?? [];
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, QuoteMapper.Map(steps), ApiJsonContext.Default.TimelineBody);
    }

    private async Task GetHistoryAsync(HttpContext context)
    {
        var request = HistoryPages.Paging.Read(context.Request.Query);
        if (request.Value is null)
        {
            await Problems.WriteAsync(context, request.Refusal!);
            return;
        }

        // Whose quote it is must be known before its story is asked for.
        if (await FindAsync(context) is not { } quote)
        {
            return;
        }

        var page = await history.ReadAsync(
            HistoryFilter.OfSubject(quote.Id.Value), request.Value, context.RequestAborted);
        await JsonReply.WriteAsync(
            context.Response,
            StatusCodes.Status200OK,
            HistoryPageBody.Of(page),
            ApiJsonContext.Default.HistoryPageBody);
    }

    /// <summary>
    /// A customer's word that the quote is paid: reason enough to read the chain now, and for nothing else.
    /// </summary>
    private async Task CommitAsync(HttpContext context)
    {
        if (JsonRequest.HasBody(context.Request))
        {
            var body = await JsonRequest.ReadAsync(context, ApiJsonContext.Default.CommitRequest);
            if ((body.Refusal ?? TextRules.Check("transactionId", body.Value!.TransactionId)) is { } malformed)
            {
                await Problems.WriteAsync(context, malformed);
                return;
            }
        }

        if (await FindAsync(context) is not { } quote)
        {
            return;
        }

        if (!quote.Terminal)
        {
            await bell.RingAsync(AccountId.Of(quote.Pay.Amount.Asset.ChainId, quote.Pay.Address));
        }

        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status202Accepted, mapper.Map(quote), ApiJsonContext.Default.QuoteBody);
    }

    /// <summary>The caller's quote that the path names; null when the refusal has been answered.</summary>
    private async Task<QuoteView?> FindAsync(HttpContext context)
    {
        if (QuoteId.TryParse(context.Request.RouteValues[IdParameter] as string, out var id)
            && await grains.GetGrain<IQuoteGrain>(id.Value).GetAsync() is { } quote
            && quote.User == Caller.UserOf(context))
        {
            return quote;
        }

        // The same answer for somebody else's quote: its existence is not told.
        await Problems.WriteAsync(
            context, ErrorCodes.QuoteUnknown, null, "You have no quote with this id. GET /v1/quotes lists yours.");
        return null;
    }

    private static CreateQuote Command(UserId user, QuoteRequest request) => new()
    {
        User = user,
        PayAsset = request.Pay.Asset,
        PayAmount = request.Pay.Amount,
        ReceiveAsset = request.Receive.Asset,
        ReceiveAmount = request.Receive.Amount,
        ReceiveAddress = request.Receive.Address,
        ReceiveMemo = request.Receive.Memo,
        MayBeClaimed = request.Receive.MayBeClaimed,
        RefundAddress = request.RefundAddress,
    };

    private static Refusal? Check(QuoteRequest request) =>
        TextRules.Check("pay.asset", request.Pay.Asset)
            ?? TextRules.Check("pay.amount", request.Pay.Amount)
            ?? TextRules.Check("receive.asset", request.Receive.Asset)
            ?? TextRules.Check("receive.amount", request.Receive.Amount)
            ?? TextRules.Check("receive.address", request.Receive.Address)
            ?? TextRules.Check("receive.memo", request.Receive.Memo)
            ?? TextRules.Check("refundAddress", request.RefundAddress);
}
