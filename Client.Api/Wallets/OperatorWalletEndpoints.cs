using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Diagnostics;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Wallets;

/// <summary>
/// <c>/v1/operator/wallets</c>: a customer's wallet, and its corrections. Who corrected it and why is part of the
/// entry, which nobody can change.
/// </summary>
internal sealed partial class OperatorWalletEndpoints(
    IGrainFactory grains,
    AssetCatalog catalog,
    WalletBalances balances,
    WalletMapper mapper,
    ILogger<OperatorWalletEndpoints> logger)
{
    private const string IdParameter = "id";
    private const int IdDigits = 32;

    private async Task GetAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } wallet)
        {
            return;
        }

        var view = await Wallet(wallet).GetAsync();
        var pendingIn = await balances.PendingInAsync(wallet, at: null, context.RequestAborted);
        await JsonReply.WriteAsync(
            context.Response,
            StatusCodes.Status200OK,
            mapper.Map(view, pendingIn),
            ApiJsonContext.Default.OperatorWalletBody);
    }

    private Task CreditAsync(HttpContext context) => AdjustAsync(context, isCredit: true);

    private Task DebitAsync(HttpContext context) => AdjustAsync(context, isCredit: false);

    private async Task AdjustAsync(HttpContext context, bool isCredit)
    {
        if (await FindAsync(context) is not { } wallet)
        {
            return;
        }

        var body = await JsonRequest.ReadAsync(context, ApiJsonContext.Default.WalletAdjustmentRequest);
        var by = Caller.Of(context)!.Operator!;
        var movement = body.Value is { } request ? Read(request, by) : Outcome.Refused<WalletMovement>(body.Refusal!);
        if (movement.Value is null)
        {
            await Problems.WriteAsync(context, movement.Refusal!);
            return;
        }

        logger.WalletAdjustmentAsked(
            by, wallet, isCredit ? "credit" : "debit", movement.Value.Amount.Units, movement.Value.Amount.Asset);
        await AnswerAsync(
            context,
            isCredit
                ? await Wallet(wallet).CreditAsync(movement.Value)
                : await Wallet(wallet).DebitAsync(movement.Value));
    }

    private async Task ReverseAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } wallet)
        {
            return;
        }

        var body = await JsonRequest.ReadAsync(context, ApiJsonContext.Default.WalletReversalRequest);
        var by = Caller.Of(context)!.Operator!;
        UInt128 reverses = 0;
        var reference = string.Empty;
        var refusal = body.Refusal
            ?? ReadId(body.Value!.Reverses, "reverses", out reverses)
            ?? ReadNote(body.Value!.Note, by, out reference);
        if (refusal is not null)
        {
            await Problems.WriteAsync(context, refusal);
            return;
        }

        logger.WalletReversalAsked(by, wallet, WalletMapper.Hex(reverses));
        var reversal = new WalletReversal { Reverses = reverses, Reference = reference };
        await AnswerAsync(context, await Wallet(wallet).ReverseAsync(reversal));
    }

    private Task AnswerAsync(HttpContext context, Outcome<WalletReceipt> outcome) => outcome.Value is { } receipt
        ? JsonReply.WriteAsync(
            context.Response,
            StatusCodes.Status200OK,
            mapper.Map(receipt),
            ApiJsonContext.Default.WalletReceiptBody)
        : Problems.WriteAsync(context, outcome.Refusal!);

    private Outcome<WalletMovement> Read(WalletAdjustmentRequest request, string by)
    {
        var malformed = ReadNote(request.Note, by, out var reference);
        if ((ReadId(request.Id, "id", out var id) ?? malformed) is { } refusal)
        {
            return Outcome.Refused<WalletMovement>(refusal);
        }

        if (!UInt128.TryParse(request.Units, NumberStyles.None, CultureInfo.InvariantCulture, out var units))
        {
            return Outcome.Refused<WalletMovement>(
                ErrorCodes.AmountMalformed, "units", "Units are the amount in the asset's base unit, digits only.");
        }

        // What is off the list can still be taken out, by its CAIP-19 id.
        return Outcome.Of(new WalletMovement
        {
            Id = id,
            Reason = WalletReason.Adjustment,
            Amount = new Amount(catalog.Find(request.Asset)?.Id ?? new AssetId(request.Asset), units),
            Account = request.Account,
            Reference = reference,
        });
    }

    private static Refusal? ReadId(string text, string field, out UInt128 id)
    {
        id = 0;
        return text.Length == IdDigits
            && UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id)
                ? null
                : Malformed(field, $"{field} is {IdDigits} hexadecimal digits.");
    }

    /// <summary>The entry's reference: who, and why.</summary>
    private static Refusal? ReadNote(string note, string by, out string reference)
    {
        reference = $"{by}: {note}";
        return note.Length > 0 && reference.Length <= WalletConstants.ReferenceLengthMax && !note.Any(char.IsControl)
            ? null
            : Malformed(
                "note",
                $"The note says why, on one line; with your name it has at most {WalletConstants.ReferenceLengthMax}"
                    + " characters.");
    }

    private static async Task<WalletId?> FindAsync(HttpContext context)
    {
        if (WalletId.TryParse(context.Request.RouteValues[IdParameter] as string, out var wallet))
        {
            return wallet;
        }

        await Problems.WriteAsync(
            context, ErrorCodes.NotFound, null, "A wallet's id is a user's id, a point and a name.");
        return null;
    }

    private static Refusal Malformed(string field, string detail) =>
        new() { Code = ErrorCodes.RequestMalformed, Field = field, Detail = detail };

    private IWalletGrain Wallet(WalletId wallet) => grains.GetGrain<IWalletGrain>(wallet.Value);
}
