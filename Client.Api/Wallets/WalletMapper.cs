using System.Globalization;
using System.Numerics;
using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Wallets;

/// <summary>Shows wallets in the API's shape: to the user what is owed is what they have.</summary>
internal sealed class WalletMapper(QuoteMapper amounts, AssetCatalog catalog)
{
    internal static string Hex(UInt128 id) => id.ToString("x32", CultureInfo.InvariantCulture);

    internal WalletBalanceBody Balance(string asset, UInt128 available, UInt128 held, UInt128 pendingIn) => new()
    {
        Available = Amount(asset, available),
        Held = Amount(asset, held),
        PendingIn = Amount(asset, pendingIn),
    };

    internal WalletEntryBody Entry(WalletId wallet, LedgerRow row)
    {
        var booking = row.Entry.Booking;
        var asset = booking.Postings[0].Asset;
        return new WalletEntryBody
        {
            Sequence = row.Entry.Sequence.ToString(CultureInfo.InvariantCulture),
            Id = Hex(row.Entry.Id),
            Kind = booking.Kind,
            At = booking.At,
            Subject = booking.Subject,
            Asset = catalog.Find(asset)?.Alias ?? asset,
            AssetId = asset,
            AvailableUnits = Change(booking, LedgerAccounts.WalletAvailable(wallet)),
            HeldUnits = Change(booking, LedgerAccounts.WalletHeld(wallet)),

            // Operators write there to each other.
            Reference = booking.Kind is LedgerKinds.Adjustment or LedgerKinds.Reversal || booking.Reference.Length == 0
                ? null
                : booking.Reference,
            Reverses = booking.Reverses is { } id ? Hex(id) : null,
            Hash = row.Entry.Hash,
        };
    }

    internal OperatorWalletBody Map(WalletView view, IReadOnlyDictionary<string, UInt128> pendingIn) => new()
    {
        Id = view.Id.Value,
        CreatedAt = view.CreatedAt,
        Entries = view.Entries.ToString(CultureInfo.InvariantCulture),
        Balances = Balances(view, pendingIn),
        Holds =
        [
            .. view.Holds.Select(hold => new WalletHoldBody
            {
                Id = Hex(hold.Id), Left = amounts.Amount(hold.Left), Until = hold.Until,
            }),
        ],
        Outgoing =
        [
            .. view.Outgoing.Select(sent => new WalletTransferBody
            {
                Id = Hex(sent.Id), To = sent.To.Value, Amount = amounts.Amount(sent.Amount),
            }),
        ],
    };

    internal IReadOnlyList<WalletBalanceBody> Balances(
        WalletView view, IReadOnlyDictionary<string, UInt128> pendingIn)
    {
        var has = view.Balances.ToDictionary(balance => balance.Asset.Value, StringComparer.Ordinal);
        return
        [
            .. has.Keys.Union(pendingIn.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(asset => Balance(
                    asset,
                    has.GetValueOrDefault(asset)?.Available ?? 0,
                    has.GetValueOrDefault(asset)?.Held ?? 0,
                    pendingIn.GetValueOrDefault(asset))),
        ];
    }

    internal WalletReceiptBody Map(WalletReceipt receipt) => new()
    {
        Id = Hex(receipt.Id),
        Sequence = receipt.Sequence.ToString(CultureInfo.InvariantCulture),
        Kind = receipt.Kind,
        At = receipt.At,
        Amount = amounts.Amount(receipt.Amount),
    };

    private AmountBody Amount(string asset, UInt128 units) => amounts.Amount(new Amount(new AssetId(asset), units));

    /// <summary>In the ledger what is owed is below zero.</summary>
    private static string Change(LedgerBooking booking, string account) => booking.Postings
        .Where(posting => posting.Account == account)
        .Aggregate(BigInteger.Zero, (sum, posting) => sum - posting.Units)
        .ToString(CultureInfo.InvariantCulture);
}
