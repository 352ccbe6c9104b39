namespace OrleansTrading.Silo.Demo;

/// <summary>
/// Whether the balances add up to the last base unit. What a network charges its coin's owner is known for the
/// customer, who signed the payment; the treasury's part is what its coin lost beyond the trade, and is compared with
/// what the platform's history says it was.
/// </summary>
internal sealed record TradeCheck
{
    internal required Holdings Before { get; init; }

    internal required Holdings After { get; init; }

    internal required UInt128 Paid { get; init; }

    internal required UInt128 Received { get; init; }

    /// <summary>What the customer's own chain charged for the payment, in its coin.</summary>
    internal required UInt128 PaymentFee { get; init; }

    /// <summary>What the platform's history says the delivery cost, in the receiving chain's coin.</summary>
    internal required UInt128 DeliveryFee { get; init; }

    /// <summary>Whether the delivery also opened an account, whose price comes on top.</summary>
    internal required bool OpensAccount { get; init; }

    internal required bool PaysCoin { get; init; }

    internal required bool ReceivesCoin { get; init; }

    internal required bool IsOneChain { get; init; }

    /// <summary>What the treasury's coin lost beyond the trade; null when it is in none of the four balances.</summary>
    internal Int128? DeliveryCost =>
        ReceivesCoin ? -Change(Before.TreasuryReceived, After.TreasuryReceived) - (Int128)Received
        : PaysCoin && IsOneChain ? (Int128)Paid - Change(Before.TreasuryPaid, After.TreasuryPaid)
        : null;

    internal bool AddsUp
    {
        get
        {
            var payer = Change(Before.PayerPaid, After.PayerPaid) + (PaysCoin ? (Int128)PaymentFee : 0);
            var receiver = Change(Before.ReceiverReceived, After.ReceiverReceived)
                + (ReceivesCoin && IsOneChain ? (Int128)PaymentFee : 0);
            var took = Change(Before.TreasuryPaid, After.TreasuryPaid)
                + (PaysCoin && IsOneChain ? DeliveryCost!.Value : 0);
            var gave = Change(Before.TreasuryReceived, After.TreasuryReceived)
                + (ReceivesCoin ? DeliveryCost!.Value : 0);
            return payer == -(Int128)Paid
                && took == (Int128)Paid
                && gave == -(Int128)Received
                && receiver == (Int128)Received
                && (DeliveryCost is not { } cost
                    || (OpensAccount ? cost > (Int128)DeliveryFee : cost == (Int128)DeliveryFee));
        }
    }

    private static Int128 Change(UInt128 before, UInt128 after) => (Int128)after - (Int128)before;
}
