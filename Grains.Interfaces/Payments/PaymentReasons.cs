namespace OrleansTrading.Grains;

/// <summary>Why a payment is not what a quote waits for, or a quote did not end in a delivery. Stable codes.</summary>
public static class PaymentReasons
{
    /// <summary>Its block is later than the quote's lock.</summary>
    public const string Late = "late";

    /// <summary>It was made in time but became known after the quote had expired.</summary>
    public const string SeenLate = "seen_late";

    /// <summary>Less than the quote asks.</summary>
    public const string Underpaid = "underpaid";

    /// <summary>Another asset than the quote asks.</summary>
    public const string WrongAsset = "wrong_asset";

    /// <summary>The memo names no quote.</summary>
    public const string UnknownMemo = "unknown_memo";

    /// <summary>The quote already has its payment.</summary>
    public const string SecondPayment = "second_payment";

    /// <summary>The treasury could not cover the output when the payment arrived.</summary>
    public const string TreasuryShort = "treasury_short";

    /// <summary>
    /// Until the quote's time was over, the account that delivers was halted, or its chain did not answer.
    /// </summary>
    public const string TreasuryUnavailable = "treasury_unavailable";

    /// <summary>
    /// The configuration no longer has the asset: it is neither paid out nor, without a refund fee, given back.
    /// </summary>
    public const string AssetNotConfigured = "asset_not_configured";

    /// <summary>A deposit of an asset that the platform does not take now.</summary>
    public const string AssetNotAllowed = "asset_not_allowed";

    /// <summary>A deposit of a user with whom nothing new is begun.</summary>
    public const string TrustBlocked = "trust_blocked";

    /// <summary>A risk limit refused the quote when the payment arrived.</summary>
    public const string LimitExceeded = "limit_exceeded";

    /// <summary>Since the quote was made the price had moved further than is allowed.</summary>
    public const string PriceMoved = "price_moved";

    /// <summary>The chain rejected the delivery.</summary>
    public const string DeliveryRejected = "delivery_rejected";

    /// <summary>What became of a signed transfer cannot be proven.</summary>
    public const string OutcomeUnknown = "outcome_unknown";

    /// <summary>The amount does not cover the refund's own fee.</summary>
    public const string BelowRefundFee = "below_refund_fee";

    /// <summary>The chain rejected the refund.</summary>
    public const string RefundRejected = "refund_rejected";

    /// <summary>The payment came from the treasury itself, or from nobody who can be paid back.</summary>
    public const string SenderNotPayable = "sender_not_payable";

    /// <summary>It came from one of our own funding addresses: a top-up, not a customer's payment.</summary>
    public const string Funding = "funding";

    /// <summary>Nobody paid in time.</summary>
    public const string NotPaid = "not_paid";
}
