namespace OrleansTrading.Grains;

/// <summary>
/// Why something moved: the kinds of journal entries. A kind keeps its name and meaning for good. docs/ledger.md has
/// the postings of each.
/// </summary>
public static class LedgerKinds
{
    /// <summary>What a treasury account held when its ledger began.</summary>
    public const string Opening = "OPENING";

    /// <summary>A final payment arrived at a treasury account.</summary>
    public const string PaymentIn = "PAYMENT_IN";

    /// <summary>A payment from a funding address: the owner's capital.</summary>
    public const string TopUp = "TOP_UP";

    /// <summary>A quote took its payment and owes its output; the platform's fees are in it.</summary>
    public const string Exchange = "EXCHANGE";

    /// <summary>A delivery is final.</summary>
    public const string Delivery = "DELIVERY";

    /// <summary>A payment, or what exceeds its quote, went back, at finality.</summary>
    public const string Refund = "REFUND";

    /// <summary>A transfer that nobody's quote or payment caused is final.</summary>
    public const string Payout = "PAYOUT";

    /// <summary>The platform's fee.</summary>
    public const string FeePlatform = "FEE_PLATFORM";

    /// <summary>What a network took for a transaction of ours, and for opening a recipient's account.</summary>
    public const string FeeNetwork = "FEE_NETWORK";

    /// <summary>What is kept of a payment that went back, or is too little to go back.</summary>
    public const string FeeRefund = "FEE_REFUND";

    /// <summary>A provider's and the platform's share of a subscriber's profit.</summary>
    public const string FeePerformance = "FEE_PERFORMANCE";

    /// <summary>Money waits for a person: the machine knows no safe step.</summary>
    public const string Park = "PARK";

    /// <summary>A treasury account moved something that we do not know to have ordered.</summary>
    public const string Unmatched = "UNMATCHED";

    /// <summary>An operator, or a rule that names itself in the subject, corrects the books.</summary>
    public const string Adjustment = "ADJUSTMENT";

    /// <summary>Undoes an earlier entry of the same stream, named in <c>reverses</c>.</summary>
    public const string Reversal = "REVERSAL";

    /// <summary>A user's money came into a wallet from a chain.</summary>
    public const string Deposit = "DEPOSIT";

    /// <summary>A wallet's money is on its way to a chain.</summary>
    public const string Withdrawal = "WITHDRAWAL";

    /// <summary>From one wallet to another.</summary>
    public const string Transfer = "TRANSFER";

    /// <summary>A part of a wallet's available balance is set aside.</summary>
    public const string Hold = "HOLD";

    /// <summary>A held amount is taken.</summary>
    public const string Capture = "CAPTURE";

    /// <summary>A held amount is available again.</summary>
    public const string Release = "RELEASE";
}
