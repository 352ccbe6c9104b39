using System.Globalization;
using Microsoft.AspNetCore.Http;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Client.Api.Wallets;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.WalletTransfers;

/// <summary>
/// <c>/v1/wallets/{id}/transfers</c>: what the signed-in customer sends from one of their wallets to another wallet.
/// <c>TransferEndpoints.Map.cs</c> lists them.
/// </summary>
internal sealed partial class TransferEndpoints(
    IGrainFactory grains, IListingStore listing, QuoteMapper amounts, IdempotencyKeys keys)
{
    private const string WalletParameter = "id";
    private const string IdParameter = "transfer";

    private async Task CreateAsync(HttpContext context)
    {
        if (await FindWalletAsync(context) is not { } wallet)
        {
            return;
        }

        var key = keys.Require(
            context.Request.Headers,
            "A transfer needs a key, 1 to 255 visible ASCII characters, so that a repeat moves nothing twice.");
        if (key.Value is null)
        {
            await Problems.WriteAsync(context, key.Refusal!);
            return;
        }

        var body = await JsonRequest.ReadAsync(context, ApiJsonContext.Default.WalletTransferRequest);
        WalletId to = default;
        if ((body.Refusal ?? Check(body.Value!, out to)) is { } malformed)
        {
            await Problems.WriteAsync(context, malformed);
            return;
        }

        var id = WalletTransferId.Derive(wallet.User, key.Value);
        var made = await grains.GetGrain<IWalletTransferGrain>(id.Value).CreateAsync(new CreateWalletTransfer
        {
            From = wallet,
            To = to,
            Asset = body.Value!.Asset,
            Amount = body.Value.Amount,
            Note = body.Value.Note,
        });
        if (made.Value is not { } view)
        {
            await Problems.WriteAsync(context, made.Refusal!);
            return;
        }

        context.Response.Headers.Location = $"/v1/wallets/{wallet.Value}/transfers/{id.Value}";
        await AnswerAsync(context, view, StatusCodes.Status201Created);
    }

    private async Task ListAsync(HttpContext context)
    {
        if (await FindWalletAsync(context) is not { } wallet)
        {
            return;
        }

        var request = Paging.Read(context.Request.Query, text => WalletTransferId.TryParse(text, out _));
        if (request.Value is not { } page)
        {
            await Problems.WriteAsync(context, request.Refusal!);
            return;
        }

        // One row more than is shown tells whether there is a next page.
        var rows = await listing.PageByOwnerAsync(
            ListingKinds.WalletTransfer, wallet.Value, page.After, page.Limit + 1, context.RequestAborted);
        var shown = Math.Min(rows.Count, page.Limit);
        var views = await Task.WhenAll(
            rows.Take(shown).Select(row => grains.GetGrain<IWalletTransferGrain>(row.Id).GetAsync()));
        var body = new SentTransferPageBody
        {
            Items = [.. views.OfType<WalletTransferView>().Select(Map)],
            NextCursor = rows.Count > shown ? Paging.Encode(ListingCursor.AfterCreated(rows[shown - 1])) : null,
        };
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, body, ApiJsonContext.Default.SentTransferPageBody);
    }

    private async Task GetAsync(HttpContext context)
    {
        if (await FindWalletAsync(context) is not { } wallet)
        {
            return;
        }

        if (WalletTransferId.TryParse(context.Request.RouteValues[IdParameter] as string, out var id)
            && await grains.GetGrain<IWalletTransferGrain>(id.Value).GetAsync() is { } view
            && view.From == wallet)
        {
            await AnswerAsync(context, view, StatusCodes.Status200OK);
            return;
        }

        await Problems.WriteAsync(
            context,
            ErrorCodes.TransferUnknown,
            null,
            $"This wallet has sent no such transfer. GET /v1/wallets/{wallet.Value}/transfers lists them.");
    }

    private Task AnswerAsync(HttpContext context, WalletTransferView view, int status) =>
        JsonReply.WriteAsync(context.Response, status, Map(view), ApiJsonContext.Default.SentTransferBody);

    private SentTransferBody Map(WalletTransferView view) => new()
    {
        Id = view.Id.Value,
        From = view.From.Value,
        To = view.To.Value,
        Status = view.Status == WalletTransferStatus.Arrived ? "arrived" : "sent",
        Amount = amounts.Amount(view.Amount),
        Note = view.Note,
        SentAt = view.SentAt,
        ArrivedAt = view.ArrivedAt,
        EntryId = WalletMapper.Hex(view.EntryId),
    };

    private static Refusal? Check(WalletTransferRequest request, out WalletId to)
    {
        var isWallet = WalletId.TryParse(request.To, out to);
        return TextRules.Check("to", request.To)
            ?? TextRules.Check("asset", request.Asset)
            ?? TextRules.Check("amount", request.Amount)
            ?? TextRules.Check("note", request.Note)
            ?? (isWallet
                ? null
                : new Refusal
                {
                    Code = ErrorCodes.RequestMalformed,
                    Field = "to",
                    Detail = string.Create(
                        CultureInfo.InvariantCulture,
                        $"'{request.To}' is no wallet's id: a user's id, a point and a name of 1 to 32 of a-z, 0-9")
                        + " and hyphen.",
                });
    }

    /// <summary>Null when an answer was given instead: there is no such wallet, or it is another user's.</summary>
    private static async Task<WalletId?> FindWalletAsync(HttpContext context)
    {
        if (WalletId.TryParse(context.Request.RouteValues[WalletParameter] as string, out var wallet)
            && wallet.User == Caller.UserOf(context))
        {
            return wallet;
        }

        await Problems.WriteAsync(
            context, ErrorCodes.NotFound, null, "You have no such wallet. GET /v1/wallets lists yours.");
        return null;
    }
}
