using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Ledger;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Wallets;

/// <summary>
/// <c>/v1/wallets</c>: what the signed-in customer has, and how it came to be. <c>WalletEndpoints.Map.cs</c> lists
/// them.
/// </summary>
internal sealed partial class WalletEndpoints(
    IListingStore listing, LedgerPages pages, WalletBalances balances, WalletMapper mapper)
{
    private const string IdParameter = "id";
    private const string AtParameter = "at";
    private const string FormatParameter = "format";
    private const string Json = "json";
    private const string Csv = "csv";

    /// <summary>The stream of a wallet's entries: its grain's type and state.</summary>
    private const string StreamName = "wallet";

    private async Task ListAsync(HttpContext context)
    {
        var request = Paging.Read(context.Request.Query, text => WalletId.TryParse(text, out _));
        if (request.Value is not { } page)
        {
            await Problems.WriteAsync(context, request.Refusal!);
            return;
        }

        // One more than asked for tells whether there is a next page.
        var user = Caller.UserOf(context);
        var rows = await listing.PageByOwnerAsync(
            ListingKinds.Wallet, user.Value, page.After, page.Limit + 1, context.RequestAborted);
        var shown = Math.Min(rows.Count, page.Limit);
        var body = new WalletPageBody
        {
            Items =
            [
                .. rows.Take(shown).Select(row => new WalletBody
                {
                    Id = row.Id, Name = new WalletId(row.Id).Name, CreatedAt = row.CreatedAt,
                }),
            ],
            NextCursor = rows.Count > shown ? Paging.Encode(ListingCursor.AfterCreated(rows[shown - 1])) : null,
        };
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, body, ApiJsonContext.Default.WalletPageBody);
    }

    private async Task GetBalancesAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } wallet)
        {
            return;
        }

        if (QueryTime.Read(context.Request.Query, AtParameter, out var at) is { } malformed)
        {
            await Problems.WriteAsync(context, malformed);
            return;
        }

        var body = new WalletBalancesBody
        {
            Id = wallet.Value,
            At = at,
            Balances = await balances.ReadAsync(wallet, at, context.RequestAborted),
        };
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, body, ApiJsonContext.Default.WalletBalancesBody);
    }

    private async Task ListEntriesAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } wallet)
        {
            return;
        }

        var request = LedgerPages.Paging.Read(context.Request.Query);
        var refusal = ReadFormat(context.Request, out var isCsv);
        if ((request.Refusal ?? refusal) is { } malformed)
        {
            await Problems.WriteAsync(context, malformed);
            return;
        }

        var stream = new LedgerStream(StreamName, wallet.Value, StreamName);
        var page = await pages.ReadAsync(LedgerFilter.OfStream(stream), request.Value!, context.RequestAborted);
        WalletEntryBody[] items = [.. page.Rows.Select(row => mapper.Entry(wallet, row))];
        context.Response.Headers.Vary = HeaderNames.Accept;
        if (isCsv)
        {
            await WriteCsvAsync(context, wallet, items, page.NextCursor, request.Value!.Limit);
            return;
        }

        var body = new WalletEntryPageBody { Items = items, NextCursor = page.NextCursor };
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, body, ApiJsonContext.Default.WalletEntryPageBody);
    }

    private static Task WriteCsvAsync(
        HttpContext context, WalletId wallet, WalletEntryBody[] items, string? nextCursor, int limit)
    {
        if (nextCursor is not null)
        {
            context.Response.Headers.Link =
                $"</v1/wallets/{wallet.Value}/entries?format={Csv}&limit={limit}&cursor={nextCursor}>; rel=\"next\"";
        }

        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{wallet.Value}.csv\"";
        return JsonReply.WriteAsync(context.Response, WalletStatement.Write(items), WalletStatement.ContentType);
    }

    /// <summary>Null when an answer was given instead: there is no such wallet, or it is another user's.</summary>
    private static async Task<WalletId?> FindAsync(HttpContext context)
    {
        var text = context.Request.RouteValues[IdParameter] as string;
        if (WalletId.TryParse(text, out var wallet) && wallet.User == Caller.UserOf(context))
        {
            return wallet;
        }

        await Problems.WriteAsync(
            context, ErrorCodes.NotFound, null, "You have no such wallet. GET /v1/wallets lists yours.");
        return null;
    }

    /// <summary>The query decides; without it, whether CSV is the only thing that is accepted.</summary>
    private static Refusal? ReadFormat(HttpRequest request, out bool isCsv)
    {
        var asked = request.Query[FormatParameter];
        isCsv = asked.Count == 0
            ? request.GetTypedHeaders().Accept is [{ MediaType.Value: "text/csv" }]
            : asked is [Csv];
        return asked is [] or [Json] or [Csv]
            ? null
            : new Refusal
            {
                Code = ErrorCodes.RequestMalformed,
                Field = FormatParameter,
                Detail = $"format is {Json} or {Csv}.",
            };
    }
}
