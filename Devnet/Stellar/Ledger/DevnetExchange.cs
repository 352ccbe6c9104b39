using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Devnet.Stellar.Ledger;

/// <summary>
/// The network's whole exchange: the issuer of the local USDC buys and sells any amount of it at one fixed price. Every
/// rounding is in its favour, as it is for an offer in a real book.
/// </summary>
internal static class DevnetExchange
{
    /// <summary>What a USDC costs: four lumens.</summary>
    internal const int LumensForUsdc = 4;

    private const long OfferOfUsdc = 1;
    private const long OfferOfLumens = 2;

    /// <summary>What comes out for an amount; null where there is no offer.</summary>
    internal static long? Out(StellarAsset given, long amount, StellarAsset got) =>
        given == got ? amount
        : given.IsNative && got == StellarDevnet.Usdc ? amount / LumensForUsdc
        : given == StellarDevnet.Usdc && got.IsNative ? Fit((Int128)amount * LumensForUsdc)
        : null;

    /// <summary>What must go in for an amount; null where there is no offer.</summary>
    internal static long? In(StellarAsset given, StellarAsset got, long amount) =>
        given == got ? amount
        : given.IsNative && got == StellarDevnet.Usdc ? Fit((Int128)amount * LumensForUsdc)
        : given == StellarDevnet.Usdc && got.IsNative ? Fit(((Int128)amount + LumensForUsdc - 1) / LumensForUsdc)
        : null;

    /// <summary>Moves what an exchange moves for the issuer; null when it has not the lumens.</summary>
    internal static Exchange? Trade(
        LedgerChange change, StellarAsset given, long givenAmount, StellarAsset got, long gotAmount)
    {
        var maker = change.Find(StellarDevnet.UsdcIssuer)!;
        if (given.IsNative)
        {
            maker.Balance += givenAmount;
            return new Exchange(maker.Id, OfferOfUsdc, got, gotAmount, given, givenAmount);
        }

        if (maker.Available < gotAmount)
        {
            return null;
        }

        maker.Balance -= gotAmount;
        return new Exchange(maker.Id, OfferOfLumens, got, gotAmount, given, givenAmount);
    }

    private static long? Fit(Int128 amount) => amount <= long.MaxValue ? (long)amount : null;
}
