using OrleansTrading.Chains;

namespace OrleansTrading.Grains.Quotes;

/// <summary>A customer's request, read and checked as far as that needs nobody else.</summary>
internal sealed record QuoteTerms
{
    public required Asset PayAsset { get; init; }

    public required Asset ReceiveAsset { get; init; }

    public required IChain PayChain { get; init; }

    public required IChain ReceiveChain { get; init; }

    /// <summary>The exact amount to pay, in base units; null when the other one is given.</summary>
    public UInt128? PayUnits { get; init; }

    /// <summary>The exact amount to receive, in base units; null when the other one is given.</summary>
    public UInt128? ReceiveUnits { get; init; }

    public required string ReceiveAddress { get; init; }

    /// <summary>The account behind the address: whoever proved it may be paid under any of its names.</summary>
    public required string ReceiveAccount { get; init; }

    public string? ReceiveMemo { get; init; }

    public string? RefundAddress { get; init; }

    public bool MayBeClaimed { get; init; }
}

/// <summary>Reads a customer's request: every refusal names the field as the API spells it, and the rule.</summary>
internal sealed class QuoteTermsReader(AssetCatalog catalog, ChainSet chains)
{
    private const string PayAssetField = "pay.asset";
    private const string PayAmountField = "pay.amount";
    private const string ReceiveAssetField = "receive.asset";
    private const string ReceiveAmountField = "receive.amount";
    private const string ReceiveAddressField = "receive.address";
    private const string MemoField = "receive.memo";
    private const string RefundAddressField = "refundAddress";

    internal Outcome<QuoteTerms> Read(CreateQuote command)
    {
        if (catalog.Find(command.PayAsset) is not { } pay)
        {
            return UnknownAsset(PayAssetField, command.PayAsset);
        }

        if (catalog.Find(command.ReceiveAsset) is not { } receive)
        {
            return UnknownAsset(ReceiveAssetField, command.ReceiveAsset);
        }

        if (pay.Id == receive.Id)
        {
            return Outcome.Refused<QuoteTerms>(
                ErrorCodes.AssetSame, ReceiveAssetField, $"{pay.Alias} is on both sides. Pick two assets.");
        }

        if (command.PayAmount is null == command.ReceiveAmount is null)
        {
            return Outcome.Refused<QuoteTerms>(
                ErrorCodes.AmountAmbiguous, PayAmountField, "Give exactly one of pay.amount and receive.amount.");
        }

        UInt128? payUnits = null, receiveUnits = null;
        var refusal = command.PayAmount is not null
            ? ReadAmount(command.PayAmount, pay, PayAmountField, out payUnits)
            : ReadAmount(command.ReceiveAmount!, receive, ReceiveAmountField, out receiveUnits);
        var addresses = ReadAddresses(command, pay, receive, out var recipient, out var refundAddress);
        refusal ??= addresses;
        return refusal is not null
            ? Outcome.Refused<QuoteTerms>(refusal)
            : Outcome.Of(new QuoteTerms
            {
                PayAsset = pay,
                ReceiveAsset = receive,
                PayChain = chains.Get(pay.Id.ChainId),
                ReceiveChain = chains.Get(receive.Id.ChainId),
                PayUnits = payUnits,
                ReceiveUnits = receiveUnits,
                ReceiveAddress = recipient.Canonical!,
                ReceiveAccount = recipient.Account!,
                ReceiveMemo = command.ReceiveMemo,
                RefundAddress = refundAddress,
                MayBeClaimed = command.MayBeClaimed,
            });
    }

    /// <summary>Refuses an amount outside the asset's limits.</summary>
    internal static Refusal? CheckLimits(UInt128 units, Asset asset, bool isPay)
    {
        var field = isPay ? PayAmountField : ReceiveAmountField;
        if (units < asset.UnitsMin)
        {
            return new Refusal
            {
                Code = ErrorCodes.AmountBelowMinimum,
                Field = field,
                Detail = $"{asset.Describe(units)} is below the minimum, {asset.Describe(asset.UnitsMin)}.",
            };
        }

        return units <= asset.UnitsMax
            ? null
            : new Refusal
            {
                Code = ErrorCodes.AmountAboveMaximum,
                Field = field,
                Detail = $"{asset.Describe(units)} is above the maximum, {asset.Describe(asset.UnitsMax)}.",
            };
    }

    private static Refusal? ReadAmount(string text, Asset asset, string field, out UInt128? units)
    {
        var refusal = ParseAmount(text, asset, field, out units);
        return refusal ?? CheckLimits(units!.Value, asset, field == PayAmountField);
    }

    /// <summary>Reads an amount, whatever the limits.</summary>
    internal static Refusal? ParseAmount(string text, Asset asset, string field, out UInt128? units)
    {
        var problem = AmountText.TryParse(text, asset.Decimals, out var read);
        units = read;
        return problem switch
        {
            AmountProblem.None => null,
            AmountProblem.Malformed => Amount(
                ErrorCodes.AmountMalformed, "An amount is digits with at most one point, like 12.5."),
            AmountProblem.Negative => Amount(ErrorCodes.AmountNegative, "An amount is positive."),
            AmountProblem.Zero => Amount(ErrorCodes.AmountZero, "An amount is more than zero."),
            AmountProblem.TooPrecise => Amount(
                ErrorCodes.AmountTooPrecise, $"{asset.Alias} has {asset.Decimals} decimals; the amount has more."),
            _ => Amount(ErrorCodes.AmountOverflow, "The amount exceeds 128 bits of base units."),
        };

        Refusal Amount(string code, string detail) => new() { Code = code, Field = field, Detail = detail };
    }

    private Refusal? ReadAddresses(
        CreateQuote command, Asset pay, Asset receive, out AddressCheck recipient, out string? refundAddress)
    {
        refundAddress = null;
        var chain = chains.Get(receive.Id.ChainId);
        var refusal = chains.CheckRecipient(chain, command.ReceiveAddress, ReceiveAddressField, out recipient);
        if (refusal is not null)
        {
            return refusal;
        }

        if (recipient.Account == catalog.TreasuryOf(receive).Address)
        {
            return new Refusal
            {
                Code = ErrorCodes.RecipientNotPayable,
                Field = ReceiveAddressField,
                Detail = "This is the platform's own account.",
            };
        }

        if (CheckMemo(command.ReceiveMemo, chain, receive, MemoField) is { } unfit)
        {
            return unfit;
        }

        if (command.RefundAddress is null)
        {
            return null;
        }

        var payChain = chains.Get(pay.Id.ChainId);
        refusal = chains.CheckAddress(payChain, command.RefundAddress, RefundAddressField, out var canonical);
        refundAddress = canonical;
        return refusal;
    }

    /// <summary>Why a recipient's own memo cannot be sent with an asset; null when it can, or there is none.</summary>
    internal static Refusal? CheckMemo(string? memo, IChain chain, Asset asset, string field)
    {
        if (memo?.Length == 0)
        {
            // It would pass for a memo where the recipient requires one, and the payment would be sent without.
            return new Refusal
            {
                Code = ErrorCodes.RequestMalformed,
                Field = field,
                Detail = $"A memo has at least one character. Leave {field} out, or null, to send none.",
            };
        }

        if (memo is not null && !chain.CarriesMemo(asset.Id.Value))
        {
            return new Refusal
            {
                Code = ErrorCodes.MemoTooLong,
                Field = field,
                Detail = $"A transfer of {asset.Alias} carries no memo. Leave {field} out, or null.",
            };
        }

        return memo is not null && chain.CheckMemo(memo) is { } problem
            ? new Refusal { Code = ErrorCodes.MemoTooLong, Field = field, Detail = $"Not a memo: {problem}." }
            : null;
    }

    private Outcome<QuoteTerms> UnknownAsset(string field, string text) =>
        Outcome.Refused<QuoteTerms>(UnknownAsset(catalog, field, text));

    /// <summary>The refusal of an asset that is not on the list.</summary>
    internal static Refusal UnknownAsset(AssetCatalog catalog, string field, string text)
    {
        var known = string.Join(", ", catalog.Assets.Select(a => a.Alias));
        var shown = text.Length > AmountText.LengthMax ? text[..AmountText.LengthMax] + "…" : text;
        return new Refusal
        {
            Code = ErrorCodes.AssetUnknown,
            Field = field,
            Detail = $"'{shown}' is not on the allow list. Accepted: {known}.",
        };
    }
}
