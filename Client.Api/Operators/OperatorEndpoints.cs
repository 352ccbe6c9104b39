using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Catalog;
using OrleansTrading.Client.Api.Diagnostics;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Operators;

/// <summary><c>/v1/operator</c>: what people who run the platform see and decide.</summary>
internal sealed partial class OperatorEndpoints(
    IGrainFactory grains,
    AssetCatalog catalog,
    QuoteList list,
    ParkedPayments parkedPayments,
    QuoteMapper mapper,
    ChainStatusReader chains,
    ILogger<OperatorEndpoints> logger)
{
    private const string ChainParameter = "chain";
    private const string PaymentParameter = "paymentId";
    private const int NoteLengthMax = 500;
    private const int PaymentIdLengthMax = 512;

    private Task ListOverdueAsync(HttpContext context) => ListQuotesAsync(context, list.OverdueAsync);

    private Task ListParkedAsync(HttpContext context) => ListQuotesAsync(context, list.ParkedAsync);

    private async Task ListQuotesAsync(
        HttpContext context, Func<PageRequest, CancellationToken, Task<QuotePage>> readAsync)
    {
        var request = Paging.Read(context.Request.Query);
        if (request.Value is null)
        {
            await Problems.WriteAsync(context, request.Refusal!);
            return;
        }

        var page = await readAsync(request.Value, context.RequestAborted);
        var body = new OperatorQuotePageBody
        {
            Items = [.. page.Quotes.Select(
                q => new OperatorQuoteBody { UserId = q.User.Value, Quote = mapper.Map(q) })],
            NextCursor = page.NextCursor,
        };
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, body, ApiJsonContext.Default.OperatorQuotePageBody);
    }

    private async Task ListParkedPaymentsAsync(HttpContext context)
    {
        var request = Paging.Read(context.Request.Query, IsPaymentId);
        if (request.Value is null)
        {
            await Problems.WriteAsync(context, request.Refusal!);
            return;
        }

        await JsonReply.WriteAsync(
            context.Response,
            StatusCodes.Status200OK,
            await parkedPayments.PageAsync(request.Value, context.RequestAborted),
            ApiJsonContext.Default.ParkedPaymentPageBody);
    }

    private async Task ListTreasuryAsync(HttpContext context)
    {
        var statuses = await chains.ReadAsync();
        var body = new TreasuryListBody { Items = [.. statuses.Select(s => OperatorMapper.Map(s, catalog))] };
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, body, ApiJsonContext.Default.TreasuryListBody);
    }

    private async Task GetPaymentAsync(HttpContext context)
    {
        // The server decodes all of a path but slashes.
        var id = ((string)context.Request.RouteValues[PaymentParameter]!)
            .Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        if (!IsPaymentId(id) || await grains.GetGrain<IPaymentGrain>(id).GetAsync() is not { } payment)
        {
            await Problems.WriteAsync(
                context, ErrorCodes.NotFound, null, "There is no payment with this id: chain id/transaction/index.");
            return;
        }

        await JsonReply.WriteAsync(
            context.Response,
            StatusCodes.Status200OK,
            OperatorMapper.Map(payment),
            ApiJsonContext.Default.OperatorPaymentBody);
    }

    private async Task ResumeAsync(HttpContext context)
    {
        if (catalog.FindChain(context.Request.RouteValues[ChainParameter] as string) is not { } chain)
        {
            await Problems.WriteAsync(
                context, ErrorCodes.NotFound, null, "There is no such chain. GET /v1/chains lists them.");
            return;
        }

        var body = await JsonRequest.ReadAsync(context, ApiJsonContext.Default.ResumeRequest);
        if ((body.Refusal ?? Check(body.Value!)) is { } malformed)
        {
            await Problems.WriteAsync(context, malformed);
            return;
        }

        var by = Caller.Of(context)!.Operator!;
        logger.TreasuryResumeAsked(by, chain.Name);
        var treasury = grains.GetGrain<ITreasuryGrain>(AccountId.Of(chain.Id, chain.Treasury).Value);
        await treasury.ResumeAsync($"{by}: {body.Value!.Note}");
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>A note goes into the log, where a line of its own could be forged with a line break.</summary>
    private static Refusal? Check(ResumeRequest request) =>
        request.Note.Length is >= 1 and <= NoteLengthMax && !request.Note.Any(char.IsControl)
            ? null
            : new Refusal
            {
                Code = ErrorCodes.RequestMalformed,
                Field = "note",
                Detail = "The note is 1 to 500 characters on one line: what you checked before resuming.",
            };

    /// <summary>Three parts, so that nothing else wakes a grain; the chain's id has no slash.</summary>
    private static bool IsPaymentId(string id) =>
        id.Length <= PaymentIdLengthMax && !id.AsSpan().ContainsAnyExceptInRange('!', '~')
        && id.Split('/') is [{ Length: > 0 }, { Length: > 0 }, { Length: > 0 } index]
        && !index.AsSpan().ContainsAnyExceptInRange('0', '9');
}
