using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace OrleansTrading.Devnet.Stellar.Api;

/// <summary>
/// Horizon's lists as streams (Server-Sent Events): what is there after the cursor, then what each closing ledger adds.
/// </summary>
internal static class HorizonStream
{
    internal const string MediaType = "text/event-stream";

    /// <summary>Like the public servers' streams these end by themselves, and clients connect again.</summary>
    internal static readonly TimeSpan LifetimeMax = TimeSpan.FromSeconds(55);

    private const int PageMax = 200;

    /// <summary>Whether a request asks for a stream of something that has one.</summary>
    internal static bool IsAsked(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Headers.Accept.Any(accept => accept?.Contains(MediaType, StringComparison.Ordinal) == true)
        && (request.Path.Value ?? string.Empty).Split('/')[^1]
            is "payments" or "operations" or "transactions" or "ledgers";

    /// <summary>Sends events until the stream's time is over or the client goes.</summary>
    /// <param name="context">The exchange, of which nothing is sent yet.</param>
    /// <param name="network">The network.</param>
    /// <param name="first">The request for the list, which is answered with success.</param>
    /// <param name="read">Reads a page of the list.</param>
    internal static async Task SendAsync(
        HttpContext context, StellarDevnet network, HorizonRequest first, Func<HorizonRequest, HorizonReply> read)
    {
        var cursor = context.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } lastId]
            ? lastId
            : first.Query.GetValueOrDefault("cursor", string.Empty);
        cursor = cursor == "now" ? network.Read(NowOf) : cursor;
        var stopped = context.RequestAborted;
        context.Response.ContentType = MediaType;
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.AccessControlAllowOrigin = "*";
        await WriteAsync(context, "retry: 1000\nevent: open\ndata: \"hello\"\n\n");
        var ends = network.Time.GetUtcNow() + LifetimeMax;
        while (network.Time.GetUtcNow() < ends)
        {
            // The height first: what closes after it is waited for, or already in the page.
            var height = network.Read(view => view.Height);
            var records = read(After(first, cursor)).Body["_embedded"]!["records"]!.AsArray();
            foreach (var record in records)
            {
                cursor = record!["paging_token"]!.GetValue<string>();
                await WriteAsync(context, $"id: {cursor}\ndata: {record.ToJsonString()}\n\n");
            }

            if (records.Count < PageMax)
            {
                await network.WaitForCloseAsync(height, LifetimeMax, stopped);
            }
        }

        await WriteAsync(context, "retry: 10\nevent: close\ndata: \"byebye\"\n\n");
    }

    private static string NowOf(LedgerView view) =>
        (((long)view.LatestLedger + 1) << Ledger.LedgerRules.LedgerShift).ToString(CultureInfo.InvariantCulture);

    private static HorizonRequest After(HorizonRequest first, string cursor)
    {
        var query = new Dictionary<string, string>(first.Query, StringComparer.Ordinal)
        {
            ["order"] = "asc",
            ["limit"] = PageMax.ToString(CultureInfo.InvariantCulture),
            ["cursor"] = cursor,
        };
        return first with { Query = query };
    }

    private static async Task WriteAsync(HttpContext context, string text)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
