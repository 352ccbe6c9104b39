using System.Globalization;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Quotes;

/// <summary>
/// Shows a quote in the API's shape: both names of each asset, and each amount as people and as chains count it.
/// </summary>
internal sealed class QuoteMapper(AssetCatalog catalog)
{
    internal QuoteBody Map(QuoteView view)
    {
        return new QuoteBody
        {
            Id = view.Id.Value,
            Status = Name(view.Status),
            Terminal = view.Terminal,
            NextStep = view.NextActor is null
                ? null
                : new NextStepBody { Actor = view.NextActor, Description = view.NextStep ?? string.Empty },
            Deadline = view.Deadline,
            Reason = view.Reason,
            ReasonDetail = view.ReasonDetail,
            Pay = Pay(view.Pay),
            Receive = Receive(view.Receive),
            Rate = Rate(view),
            Fees = [.. view.Fees.Select(Fee)],
            RefundAddress = view.RefundAddress,
            CreatedAt = view.CreatedAt,
            ExpiresAt = view.ExpiresAt,
            Payments = [.. view.Payments.Select(Payment)],
            Paid = Amount(view.Paid),
            Delivered = Amount(view.Delivered),
            Refunded = Amount(view.Refunded),
            DeliveryTransactionId = view.DeliveryTransactionId,
        };
    }

    internal AmountBody Amount(Amount amount) => new()
    {
        Asset = Alias(amount),
        AssetId = amount.Asset.Value,
        Amount = Format(amount),
        Units = Units(amount.Units),
    };

    internal static string Units(UInt128 units) => units.ToString(CultureInfo.InvariantCulture);

    internal static TimelineBody Map(IReadOnlyList<TimelineStep> steps) => new()
    {
        Items = [.. steps.Select(step => new TimelineStepBody
        {
            At = step.At,
            Step = step.Step,
            Detail = step.Detail,
            TransactionId = step.TransactionId,
        })],
    };

    internal static string Name(QuoteStatus status) => status switch
    {
        QuoteStatus.Pending => "pending",
        QuoteStatus.Committed => "committed",
        QuoteStatus.Executing => "executing",
        QuoteStatus.Executed => "executed",
        QuoteStatus.Expired => "expired",
        QuoteStatus.Failed => "failed",
        QuoteStatus.Refunding => "refunding",
        QuoteStatus.Refunded => "refunded",
        QuoteStatus.Parked => "parked",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "The API has no name for this status."),
    };

    private static string Name(FeeKind kind) => kind switch
    {
        FeeKind.Platform => "platform",
        FeeKind.Network => "network",
        FeeKind.AccountCreation => "accountCreation",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The API has no name for this fee."),
    };

    private static string Name(PaymentDisposition disposition) => disposition switch
    {
        PaymentDisposition.Accepted => "accepted",
        PaymentDisposition.Refunding => "refunding",
        PaymentDisposition.Refunded => "refunded",
        PaymentDisposition.Parked => "parked",
        _ => throw new ArgumentOutOfRangeException(
            nameof(disposition), disposition, "The API has no name for this disposition."),
    };

    private PayBody Pay(QuotePay pay) => new()
    {
        Asset = Alias(pay.Amount),
        AssetId = pay.Amount.Asset.Value,
        Amount = Format(pay.Amount),
        Units = Units(pay.Amount.Units),
        Address = pay.Address,
        Memo = pay.Memo,
        Uri = pay.Uri,
    };

    private ReceiveBody Receive(QuoteReceive receive)
    {
        var amount = Format(receive.Amount);
        var units = Units(receive.Amount.Units);
        return new ReceiveBody
        {
            Asset = Alias(receive.Amount),
            AssetId = receive.Amount.Asset.Value,
            Amount = amount,
            Units = units,
            MinimumAmount = amount,
            MinimumUnits = units,
            Address = receive.Address,
            Memo = receive.Memo,
        };
    }

    private RateBody Rate(QuoteView view) => new()
    {
        Text = PriceText.Rate(Alias(view.Pay.Amount), view.Rate.Pay, Alias(view.Receive.Amount), view.Rate.Receive),
        PayPrice = Price(view.Rate.Pay),
        ReceivePrice = Price(view.Rate.Receive),
        SpreadBasisPoints = view.Rate.SpreadBasisPoints,
    };

    private static PriceBody Price(QuotePrice price) => new()
    {
        Feed = price.Feed,
        Price = PriceText.Decimal(price.Mantissa, price.Exponent),
        Confidence = PriceText.Decimal(price.Confidence, price.Exponent),
        PublishTime = price.PublishTime,
        Source = price.Source,
    };

    private FeeBody Fee(QuoteFee fee) => new()
    {
        Kind = Name(fee.Kind),
        Asset = Alias(fee.Amount),
        AssetId = fee.Amount.Asset.Value,
        Amount = Format(fee.Amount),
        Units = Units(fee.Amount.Units),
    };

    private PaymentBody Payment(QuotePayment payment) => new()
    {
        PaymentId = payment.Id.Value,
        TransactionId = payment.TransactionId,
        Asset = Alias(payment.Amount),
        AssetId = payment.Amount.Asset.Value,
        Amount = Format(payment.Amount),
        Units = Units(payment.Amount.Units),
        Disposition = Name(payment.Disposition),
        Reason = payment.Reason,
        RefundedAmount = Format(payment.Refunded),
        RefundedUnits = Units(payment.Refunded.Units),
        RefundTransactionId = payment.RefundTransactionId,
    };

    private string Alias(Amount amount) => catalog.Find(amount.Asset.Value)?.Alias ?? amount.Asset.Value;

    /// <summary>
    /// A payment may be of any asset that exists, and a quote of one that has left the list since: of such we know only
    /// how many base units there are.
    /// </summary>
    private string? Format(Amount amount) => catalog.Find(amount.Asset.Value) is { } asset
        ? AmountText.Format(amount.Units, asset.Decimals)
        : null;
}
