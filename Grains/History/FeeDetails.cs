using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansTrading.Grains.History;

/// <summary>The terms of a performance fee.</summary>
internal sealed record FeeTermsDetails : HistoryDetails
{
    public required WalletId Subscriber { get; init; }

    public required WalletId Provider { get; init; }

    public required int RateBasisPoints { get; init; }

    public required int PlatformShareBasisPoints { get; init; }

    public required string Unit { get; init; }

    public required int Length { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    public required Amount OpeningEquity { get; init; }

    internal static FeeTermsDetails Of(PerformanceFeeTerms terms) => new()
    {
        Subscriber = terms.Subscriber,
        Provider = terms.Provider,
        RateBasisPoints = terms.RateBasisPoints,
        PlatformShareBasisPoints = terms.PlatformShareBasisPoints,
        Unit = terms.Unit.ToString(),
        Length = terms.Length,
        StartsAt = terms.StartsAt,
        OpeningEquity = new Amount(terms.Asset, terms.OpeningEquity),
    };

    internal override string ToJson() => JsonSerializer.Serialize(this, FeeHistoryJson.Default.FeeTermsDetails);
}

/// <summary>A closed period: its figures, in base units, and what is charged.</summary>
internal sealed record FeePeriodDetails : HistoryDetails
{
    public required int Period { get; init; }

    public required AssetId Asset { get; init; }

    public required Int128 Equity { get; init; }

    public required UInt128 Deposits { get; init; }

    public required UInt128 Withdrawals { get; init; }

    public required Int128 Mark { get; init; }

    public required Int128 MarkAfter { get; init; }

    public required UInt128 ProviderUnits { get; init; }

    public required UInt128 PlatformUnits { get; init; }

    public bool? IsLast { get; init; }

    internal static FeePeriodDetails Of(
        PerformanceFeeTerms terms, int number, PerformanceFees.ClosedPeriod period) => new()
    {
        Period = number,
        Asset = terms.Asset,
        Equity = period.Figures.Equity,
        Deposits = period.Figures.Deposits,
        Withdrawals = period.Figures.Withdrawals,
        Mark = period.Charge.Mark,
        MarkAfter = period.Charge.MarkAfter,
        ProviderUnits = period.Charge.ProviderUnits,
        PlatformUnits = period.Charge.PlatformUnits,
        IsLast = period.IsLast ? true : null,
    };

    internal override string ToJson() => JsonSerializer.Serialize(this, FeeHistoryJson.Default.FeePeriodDetails);
}

/// <summary>What was paid for a period.</summary>
internal sealed record FeePaidDetails : HistoryDetails
{
    public required int Period { get; init; }

    public required Amount Amount { get; init; }

    internal override string ToJson() => JsonSerializer.Serialize(this, FeeHistoryJson.Default.FeePaidDetails);
}

/// <summary>How they are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UnitsConverter), typeof(SignedUnitsConverter)])]
[JsonSerializable(typeof(FeeTermsDetails))]
[JsonSerializable(typeof(FeePeriodDetails))]
[JsonSerializable(typeof(FeePaidDetails))]
internal sealed partial class FeeHistoryJson : JsonSerializerContext;
