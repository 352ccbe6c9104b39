using OrleansTrading.Market;

namespace OrleansTrading.Grains.Quotes;

/// <summary>What a quote is priced from.</summary>
internal sealed record PricingInput
{
    /// <summary>The asset to pay.</summary>
    public required Asset PayAsset { get; init; }

    /// <summary>Its price.</summary>
    public required Price PayPrice { get; init; }

    /// <summary>The asset to receive.</summary>
    public required Asset ReceiveAsset { get; init; }

    /// <summary>Its price.</summary>
    public required Price ReceivePrice { get; init; }

    /// <summary>The native asset of the receiving chain, in which its fees are paid.</summary>
    public required Asset FeeAsset { get; init; }

    /// <summary>Its price.</summary>
    public required Price FeePrice { get; init; }

    /// <summary>The delivery's network fee, in <see cref="FeeAsset"/> units.</summary>
    public required UInt128 NetworkFeeUnits { get; init; }

    /// <summary>What opening the recipient's account costs, in <see cref="FeeAsset"/> units.</summary>
    public required UInt128 AccountCreationUnits { get; init; }

    /// <summary>The platform's fee on the paid amount.</summary>
    public required int PlatformFeeBasisPoints { get; init; }
}

/// <summary>A quote's amounts. The three fees are contained in them.</summary>
internal sealed record PricingResult
{
    /// <summary>What to pay, in base units.</summary>
    public required UInt128 PayUnits { get; init; }

    /// <summary>What is received, in base units.</summary>
    public required UInt128 ReceiveUnits { get; init; }

    /// <summary>The platform's fee, in the paid asset.</summary>
    public required UInt128 PlatformFeeUnits { get; init; }

    /// <summary>The network's fee, in the received asset.</summary>
    public required UInt128 NetworkFeeUnits { get; init; }

    /// <summary>The account's creation, in the received asset.</summary>
    public required UInt128 AccountCreationUnits { get; init; }
}

/// <summary>
/// The arithmetic of a quote, in integers. Each division rounds once, against the customer, by less than one base unit.
/// </summary>
internal static class QuotePricing
{
    /// <summary>The amounts for an exact amount to pay.</summary>
    /// <returns>Null when nothing is left after the fees, or an amount exceeds 128 bits.</returns>
    internal static PricingResult? FromPay(PricingInput input, UInt128 payUnits)
    {
        if (!TryFees(input, out var network, out var creation) || payUnits > MaxBeforeFee)
        {
            return null;
        }

        var platform = DivideUp(payUnits * (UInt128)input.PlatformFeeBasisPoints, QuoteConstants.BasisPoints);
        if (!PriceMath.TryConvert(
                payUnits - platform, input.PayAsset.Decimals, input.PayPrice,
                input.ReceiveAsset.Decimals, input.ReceivePrice, PriceRounding.Floor, out var gross)
            || gross <= network + creation)
        {
            return null;
        }

        return Result(payUnits, gross - network - creation, platform, network, creation);
    }

    /// <summary>The amounts for an exact amount to receive.</summary>
    /// <returns>Null when an amount exceeds 128 bits.</returns>
    internal static PricingResult? FromReceive(PricingInput input, UInt128 receiveUnits)
    {
        if (!TryFees(input, out var network, out var creation)
            || receiveUnits > MaxBeforeFee
            || !PriceMath.TryConvert(
                receiveUnits + network + creation, input.ReceiveAsset.Decimals, input.ReceivePrice,
                input.PayAsset.Decimals, input.PayPrice, PriceRounding.Ceiling, out var net)
            || net > MaxBeforeFee)
        {
            return null;
        }

        var kept = (UInt128)(QuoteConstants.BasisPoints - input.PlatformFeeBasisPoints);
        var pay = DivideUp(net * QuoteConstants.BasisPoints, kept);
        return Result(pay, receiveUnits, pay - net, network, creation);
    }

    /// <summary>
    /// What an amount is worth in hundredths of a US dollar, rounded up; null when it exceeds 64 bits.
    /// </summary>
    internal static ulong? UsdCents(UInt128 units, Asset asset, Price price)
    {
        var dollar = new Price("USD/USD", 1, 0, 0, price.PublishTime, price.Source);
        return PriceMath.TryConvert(units, asset.Decimals, price, 2, dollar, PriceRounding.Ceiling, out var cents)
            && cents <= ulong.MaxValue
            ? (ulong)cents
            : null;
    }

    /// <summary>The largest amount that a multiplication by basis points cannot overflow.</summary>
    private static UInt128 MaxBeforeFee => UInt128.MaxValue / QuoteConstants.BasisPoints / 4;

    private static bool TryFees(PricingInput input, out UInt128 network, out UInt128 creation)
    {
        creation = UInt128.Zero;
        return TryFee(input, input.NetworkFeeUnits, out network)
            && TryFee(input, input.AccountCreationUnits, out creation)
            && network <= MaxBeforeFee
            && creation <= MaxBeforeFee;
    }

    private static bool TryFee(PricingInput input, UInt128 feeUnits, out UInt128 units)
    {
        units = feeUnits;
        return input.FeeAsset.Id == input.ReceiveAsset.Id
            || PriceMath.TryConvert(
                feeUnits, input.FeeAsset.Decimals, input.FeePrice,
                input.ReceiveAsset.Decimals, input.ReceivePrice, PriceRounding.Ceiling, out units);
    }

    private static UInt128 DivideUp(UInt128 value, UInt128 divisor)
    {
        var (quotient, remainder) = UInt128.DivRem(value, divisor);
        return remainder == UInt128.Zero ? quotient : quotient + UInt128.One;
    }

    private static PricingResult Result(
        UInt128 pay, UInt128 receive, UInt128 platform, UInt128 network, UInt128 creation) => new()
        {
            PayUnits = pay,
            ReceiveUnits = receive,
            PlatformFeeUnits = platform,
            NetworkFeeUnits = network,
            AccountCreationUnits = creation,
        };
}
