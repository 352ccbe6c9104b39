using System.Globalization;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Copy;

/// <summary>Reads and shows the fees of providers. The grains check what they say.</summary>
internal sealed class CopyFeeMapper(AssetCatalog catalog)
{
    /// <summary>What precedes the members' names in a request that has a fee among others.</summary>
    internal const string Path = "fee.";

    /// <summary>A grain's answer to such a request: its refusals name a fee's members only.</summary>
    internal static Outcome<T> Within<T>(Outcome<T> answer)
        where T : class =>
        answer.Refusal is { Code: ErrorCodes.FeeTermsMalformed or ErrorCodes.AssetUnknown } refusal
            ? Outcome.Refused<T>(refusal with { Field = Path + refusal.Field })
            : answer;

    /// <summary>Reads a fee.</summary>
    /// <param name="request">The fee; null: there is none.</param>
    /// <param name="path">What precedes the members' names in a refusal.</param>
    /// <param name="fee">What was read.</param>
    internal Refusal? Read(CopyFeeRequest? request, string path, out CopyFee? fee)
    {
        fee = null;
        if (request is null)
        {
            return null;
        }

        if ((EnumText<FeePeriodUnit>.Read(path + "unit", request.Unit, default, out var unit)
            ?? TextRules.Check(path + "asset", request.Asset)
            ?? TextRules.Check(path + "wallet", request.Wallet)) is { } malformed)
        {
            return malformed;
        }

        if (catalog.Find(request.Asset) is not { } asset)
        {
            return new Refusal
            {
                Code = ErrorCodes.AssetUnknown,
                Field = path + "asset",
                Detail = $"{request.Asset} is not on the platform's list. GET /v1/assets has it.",
            };
        }

        if (!WalletId.TryParse(request.Wallet, out var wallet))
        {
            return new Refusal
            {
                Code = ErrorCodes.FeeTermsMalformed,
                Field = path + "wallet",
                Detail = $"'{request.Wallet}' is no wallet's id. GET /v1/wallets lists yours.",
            };
        }

        var terms = new CopyFeeTerms
        {
            RateBasisPoints = request.RateBasisPoints, Unit = unit, Length = request.Length, Asset = asset.Id,
        };
        fee = new CopyFee(terms, wallet);
        return null;
    }

    internal CopyFeeBody? Map(CopyFeeTerms? terms) => terms is null ? null : new CopyFeeBody
    {
        RateBasisPoints = terms.RateBasisPoints,
        Length = terms.Length,
        Unit = EnumText<FeePeriodUnit>.Of(terms.Unit),
        Asset = catalog.Find(terms.Asset.Value)?.Alias ?? terms.Asset.Value,
    };

    internal SubscriptionFeeBody? Map(SubscriptionFeeView? view) => view is null ? null : new SubscriptionFeeBody
    {
        Terms = Map(new CopyFeeTerms
        {
            RateBasisPoints = view.Terms.RateBasisPoints,
            Length = view.Terms.Length,
            Unit = view.Terms.Unit,
            Asset = view.Terms.Asset,
        })!,
        Wallet = view.Terms.Subscriber.Value,
        Currency = view.Currency,
        UnitsPerCent = view.UnitsPerCent.ToString(CultureInfo.InvariantCulture),
        PeriodsClosed = view.Periods,
        ClosesAt = view.ClosesAt,
        Status = view.IsOver ? "ended" : view.Closing is not null ? "closing" : "open",
    };
}
