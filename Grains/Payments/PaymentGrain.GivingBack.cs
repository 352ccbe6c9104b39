using OrleansTrading.Chains;
using OrleansTrading.Grains.Treasury;

namespace OrleansTrading.Grains.Payments;

/// <content>Gives a payment, or what exceeds the quote, back: decided and persisted first, ordered second.</content>
internal sealed partial class PaymentGrain
{
    /// <summary>Delivered: the payment is settled, and an excess above the dust limit goes back.</summary>
    private async Task SettleAsync(PaymentVerdict verdict)
    {
        var asset = catalog.Find(Payment.Amount.Asset.Value);
        if (verdict.ExcessUnits <= (asset?.DustUnits ?? UInt128.Zero))
        {
            await MoveAsync(PaymentStatus.Settled);
            return;
        }

        if (asset is null)
        {
            await ParkAsync(PaymentReasons.AssetNotConfigured, excessOnly: true);
            return;
        }

        Check.That(verdict.ExcessUnits < Payment.Amount.Units, $"{Payment.Id}: the excess is part of what was paid");
        var to = verdict.RefundAddress ?? Payment.Sender;
        var units = verdict.ExcessUnits - asset.RefundFeeUnits;
        if (await FindObstacleAsync(to, units) is not null)
        {
            // The delivery stands; what nobody can be given back is on the payment's record for an operator.
            await ParkAsync(PaymentReasons.SenderNotPayable, excessOnly: true);
            return;
        }

        await OrderAsync(TransferId.Excess(Payment.Id), to, units, excessOnly: true);
    }

    /// <summary>The whole payment goes back, less the refund fee, or is parked where it cannot.</summary>
    private async Task BeginGivingBackAsync(string reason, string? refundAddress)
    {
        State.Reason = reason;
        if (catalog.Find(Payment.Amount.Asset.Value) is not { } asset)
        {
            // Without its entry nobody knows the refund's fee, nor whether the platform may pay the asset out at all.
            await ParkAsync(PaymentReasons.AssetNotConfigured, excessOnly: false);
            return;
        }

        if (await MayBeDeliveredForAsync(reason))
        {
            await ParkAsync(PaymentReasons.OutcomeUnknown, excessOnly: false);
            return;
        }

        var to = refundAddress ?? Payment.Sender;
        if (Payment.Amount.Units <= asset.RefundFeeUnits)
        {
            await ParkAsync(PaymentReasons.BelowRefundFee, excessOnly: false);
            return;
        }

        var units = Payment.Amount.Units - asset.RefundFeeUnits;
        if (to == Payment.Account.Address || await FindObstacleAsync(to, units) is not null)
        {
            await ParkAsync(PaymentReasons.SenderNotPayable, excessOnly: false);
            return;
        }

        await OrderAsync(TransferId.Refund(Payment.Id), to, units, excessOnly: false);
    }

    /// <summary>
    /// Whether the chain has shown a delivery for this payment's quote that we do not remember, or transfers that may
    /// be it because they name nothing, so that only our memory speaks for giving it back. What the payment itself
    /// shows (late, too little, another asset) holds all the same.
    /// </summary>
    private async Task<bool> MayBeDeliveredForAsync(string reason)
    {
        if (reason is PaymentReasons.Late or PaymentReasons.Underpaid or PaymentReasons.WrongAsset || !NamesSomething)
        {
            return false;
        }

        return (NamedQuote is { } quote
                && await GrainFactory.GetGrain<ITransferGrain>(TransferId.Delivery(quote).Value).GetSeenAsync()
                    is not null)
            || await TreasuryHistories.HaveSentUnknownAsync(GrainFactory, catalog, Payment.PaidAt);
    }

    private async Task<string?> FindObstacleAsync(string to, UInt128 units)
    {
        try
        {
            var chain = chains.Get(Payment.Account.ChainId);
            var check = await chain.CheckRecipientAsync(to, new ChainAmount(Payment.Amount.Asset.Value, units));
            return check switch
            {
                { Verdict: not RecipientVerdict.Payable } => check.Problem ?? check.Verdict.ToString(),

                // Who closes the account after paying from it would have us open it again, each time at our cost.
                { AccountCreationUnits: var cost } when cost != UInt128.Zero => "the sender's account was closed",
                _ => null,
            };
        }
        catch (ArgumentException notPayable)
        {
            // A sender that is a contract or program: the chain names it, but nobody can pay it.
            return notPayable.Message;
        }
    }

    private async Task OrderAsync(TransferId id, string to, UInt128 units, bool excessOnly)
    {
        State.ExcessOnly = excessOnly;
        State.GivingBack = new TransferRequest
        {
            Id = id,
            To = to,
            Amount = Payment.Amount with { Units = units },
            Memo = id.Tag,
            NotifyPayment = Payment.Id,
            User = State.User,
            OwedSince = Payment.PaidAt,
        };
        State.Untold = Report(excessOnly ? PaymentDisposition.Accepted : PaymentDisposition.Refunding);
        await MoveAsync(PaymentStatus.Refunding);
        await TellQuoteAsync();
    }

    private async Task GiveBackAsync()
    {
        var order = State.GivingBack;
        Check.That(order is not null, $"{Payment.Id} is refunding without an order");
        Check.That(order.Amount.Units < Payment.Amount.Units, $"{Payment.Id} gives back less than it brought");
        var transfer = await Treasury.GetTransferAsync(order.Id);
        if (transfer is null)
        {
            var ordered = await Treasury.RequestTransferAsync(order);
            if (ordered.Refusal is { Code: ErrorCodes.Overloaded } busy)
            {
                logger.PaymentStalled(Payment.Id, new TimeoutException(busy.Detail));
                return;
            }

            Check.That(ordered.Value is not null, $"{Payment.Id}: the refund was refused: {ordered.Refusal?.Detail}");
            transfer = ordered.Value;
        }

        Check.That(transfer.Request == order, $"{order.Id}: the treasury's order is not the one that was given");
        switch (transfer.Status)
        {
            case TransferStatus.Landed:
                State.RefundedUnits = order.Amount.Units;
                State.RefundTransactionId = transfer.TransactionId;
                State.Untold = Report(
                    State.ExcessOnly ? PaymentDisposition.Accepted : PaymentDisposition.Refunded);
                await MoveAsync(State.ExcessOnly ? PaymentStatus.Settled : PaymentStatus.Refunded);
                break;

            case TransferStatus.Failed:
                await ParkAsync(PaymentReasons.RefundRejected, State.ExcessOnly);
                break;

            case TransferStatus.Unknown:
                await ParkAsync(PaymentReasons.OutcomeUnknown, State.ExcessOnly);
                break;
        }
    }

    private async Task ParkAsync(string reason, bool excessOnly)
    {
        State.Reason = reason;
        State.ExcessOnly = excessOnly;
        State.Untold = Report(excessOnly ? PaymentDisposition.Accepted : PaymentDisposition.Parked);
        await MoveToParkedAsync();
    }

    private async Task MoveToParkedAsync()
    {
        await MoveAsync(PaymentStatus.Parked);
        logger.PaymentParked(Payment.Id, State.Reason);
    }

    private RefundReport Report(PaymentDisposition disposition) => new()
    {
        Payment = Payment.Id,
        Disposition = disposition,
        Units = State.RefundedUnits,
        TransactionId = State.RefundTransactionId,
        Reason = State.Reason,
    };
}
