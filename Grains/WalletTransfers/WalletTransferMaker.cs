using System.Globalization;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Trust;
using OrleansTrading.Market;

namespace OrleansTrading.Grains.WalletTransfers;

/// <summary>
/// Turns a request into the terms of a transfer. Between wallets of one user nothing is asked but whether it can be
/// read. To another user it is a payment: it counts against the limits of withdrawals, or they could be passed by
/// sending to somebody who withdraws; and the wallet must have been used, so that a mistyped id takes no money.
/// </summary>
internal sealed class WalletTransferMaker(
    AssetCatalog catalog,
    TradeRules rules,
    TrustGate trust,
    IPriceSource prices,
    PriceRules priceRules,
    TimeProvider time)
{
    private const string ToField = "to";
    private const string AmountField = "amount";

    internal async Task<Outcome<WalletTransferTerms>> MakeAsync(IGrainFactory grains, CreateWalletTransfer command)
    {
        if (catalog.Find(command.Asset) is not { } asset)
        {
            return Outcome.Refused<WalletTransferTerms>(QuoteTermsReader.UnknownAsset(catalog, "asset", command.Asset));
        }

        var refusal = QuoteTermsReader.ParseAmount(command.Amount, asset, AmountField, out var units)
            ?? RefuseNote(command.Note)
            ?? (command.From == command.To ? Same(command.From) : null);
        if (refusal is not null)
        {
            return Outcome.Refused<WalletTransferTerms>(refusal);
        }

        var terms = new WalletTransferTerms { Amount = new Amount(asset.Id, units!.Value) };
        if (command.From.User == command.To.User)
        {
            return Outcome.Of(terms);
        }

        refusal = RefuseDust(asset, units.Value) ?? rules.Refuse(asset) ?? await RefuseUsersAsync(grains, command);
        if (refusal is not null)
        {
            return Outcome.Refused<WalletTransferTerms>(refusal);
        }

        var answers = await prices.GetAsync([asset.PriceFeed]);
        return priceRules.Refuse(answers[0], time.GetUtcNow()) is { } noPrice
            ? Outcome.Refused<WalletTransferTerms>(noPrice.Code, null, noPrice.Problem)
            : Outcome.Of(terms with
            {
                UsdCents = QuotePricing.UsdCents(units.Value, asset, answers[0].Price!) ?? ulong.MaxValue,
            });
    }

    /// <summary>Who is blocked begins nothing with others; nobody learns whether somebody else is.</summary>
    private async Task<Refusal?> RefuseUsersAsync(IGrainFactory grains, CreateWalletTransfer command)
    {
        if (TrustGate.Refuse(await trust.EffectsAsync(grains, command.From.User.Value)) is { } blocked)
        {
            return blocked;
        }

        var wallet = await grains.GetGrain<IWalletGrain>(command.To.Value).GetAsync();
        var effects = await trust.EffectsAsync(grains, command.To.User.Value);
        return wallet.CreatedAt is not null && !effects.IsBlocked
            ? null
            : new Refusal
            {
                Code = ErrorCodes.WalletNotPayable,
                Field = ToField,
                Detail = $"{command.To} takes no transfers from others. Only a wallet that was used before does: check"
                    + " the id, or have its owner pay something in first.",
            };
    }

    private static Refusal? RefuseNote(string? note) => note is null
        || (note.Length is >= 1 and <= WalletConstants.ReferenceLengthMax && !note.Any(char.IsControl))
            ? null
            : Malformed(
                "note",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A note has 1 to {WalletConstants.ReferenceLengthMax} characters on one line; leave it out, or")
                    + " null, for none.");

    private static Refusal? RefuseDust(Asset asset, UInt128 units) => units >= asset.UnitsMin
        ? null
        : new Refusal
        {
            Code = ErrorCodes.AmountBelowMinimum,
            Field = AmountField,
            Detail = $"{asset.Describe(units)} is below the minimum for a transfer to another user,"
                + $" {asset.Describe(asset.UnitsMin)}.",
        };

    private static Refusal Same(WalletId wallet) =>
        Malformed(ToField, $"A transfer goes to another wallet than it comes from, and not to {wallet}.");

    private static Refusal Malformed(string field, string detail) =>
        new() { Code = ErrorCodes.RequestMalformed, Field = field, Detail = detail };
}
