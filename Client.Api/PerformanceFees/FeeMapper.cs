using System.Globalization;
using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Client.Api.Wallets;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.PerformanceFees;

/// <summary>
/// Shows fees in the API's shape. What a subscription is worth is the subscriber's affair: the provider sees what was
/// earned on it and not what it has.
/// </summary>
internal sealed class FeeMapper(QuoteMapper amounts, AssetCatalog catalog)
{
    private const string Subscriber = "subscriber";
    private const string Provider = "provider";

    internal PerformanceFeeBody Map(PerformanceFeeView view, bool isSubscriber) => new()
    {
        Subscription = view.Id.Value,
        Role = isSubscriber ? Subscriber : Provider,
        Wallet = (isSubscriber ? view.Terms.Subscriber : view.Terms.Provider).Value,
        RateBasisPoints = view.Terms.RateBasisPoints,
        PlatformShareBasisPoints = view.Terms.PlatformShareBasisPoints,
        PeriodLength = string.Create(
            CultureInfo.InvariantCulture, $"{view.Terms.Length} {UnitOf(view.Terms.Unit)}"),
        StartsAt = view.Terms.StartsAt,
        Periods = view.Periods,
        PeriodEndsAt = view.PeriodEndsAt,
        Mark = isSubscriber ? Signed(view.Terms, view.Mark) : null,
        Charged = Amount(view.Terms, view.Charged),
        Owed = Amount(view.Terms, view.Owed),
    };

    internal FeePeriodBody Map(PerformanceFeeTerms terms, FeePeriodView period, bool isSubscriber) => new()
    {
        Period = period.Period,
        StartedAt = period.StartedAt,
        EndedAt = period.EndedAt,
        ClosedAt = period.ClosedAt,
        Last = period.IsLast,
        Figures = !isSubscriber ? null : new FeeFiguresBody
        {
            Equity = Signed(terms, period.Figures.Equity),
            Deposits = Amount(terms, period.Figures.Deposits),
            Withdrawals = Amount(terms, period.Figures.Withdrawals),
        },
        Charge = Map(terms, period.Charge, isSubscriber),
        Owed = Amount(terms, period.Owed),
        ProviderPaidAt = period.ProviderPaidAt,
        PlatformPaidAt = period.PlatformPaidAt,
        ProviderOperation = WalletMapper.Hex(period.ProviderOperation),
        PlatformOperation = WalletMapper.Hex(period.PlatformOperation),
    };

    internal FeeChargeBody Map(PerformanceFeeTerms terms, PerformanceFeeCharge charge, bool isSubscriber) => new()
    {
        Mark = isSubscriber ? Signed(terms, charge.Mark) : null,
        Profit = Amount(terms, charge.Profit),
        Fee = Amount(terms, charge.Fee),
        Provider = Amount(terms, charge.ProviderUnits),
        Platform = Amount(terms, charge.PlatformUnits),
        MarkAfter = isSubscriber ? Signed(terms, charge.MarkAfter) : null,
    };

    private AmountBody Amount(PerformanceFeeTerms terms, UInt128 units) =>
        amounts.Amount(new Amount(terms.Asset, units));

    private SignedAmountBody Signed(PerformanceFeeTerms terms, Int128 units) => new()
    {
        Asset = catalog.Find(terms.Asset.Value)?.Alias ?? terms.Asset.Value,
        Units = units.ToString(CultureInfo.InvariantCulture),
    };

    private static string UnitOf(FeePeriodUnit unit) => unit switch
    {
        FeePeriodUnit.Day => "day",
        FeePeriodUnit.Week => "week",
        FeePeriodUnit.Month => "month",
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "There is no such unit."),
    };
}
