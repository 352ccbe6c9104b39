namespace OrleansTrading.Grains;

/// <summary>
/// Every kind of event in the append-only history. A kind keeps its name and meaning for good: what was recorded is
/// never rewritten. docs/operating.md explains each with its details.
/// </summary>
public static class HistoryKinds
{
    /// <summary>A quote was made: its amounts, addresses and end are promised.</summary>
    public const string QuoteCreated = "quote.created";

    /// <summary>A quote's payment is accepted; the output is reserved and the limits are booked.</summary>
    public const string QuoteCommitted = "quote.committed";

    /// <summary>A quote's delivery is ordered.</summary>
    public const string QuoteExecuting = "quote.executing";

    /// <summary>A quote's delivery is final.</summary>
    public const string QuoteExecuted = "quote.executed";

    /// <summary>A quote was not paid in time.</summary>
    public const string QuoteExpired = "quote.expired";

    /// <summary>A quote's payment is accepted, but it will not be delivered for; it goes back.</summary>
    public const string QuoteFailed = "quote.failed";

    /// <summary>A failed quote's refund is ordered.</summary>
    public const string QuoteRefunding = "quote.refunding";

    /// <summary>A failed quote's refund is final.</summary>
    public const string QuoteRefunded = "quote.refunded";

    /// <summary>A quote ended where no automatic step is safe.</summary>
    public const string QuoteParked = "quote.parked";

    /// <summary>A right payment waits because the account that delivers cannot promise anything now.</summary>
    public const string QuotePaymentHeld = "quote.payment_held";

    /// <summary>A payment that named a quote does not pay it and goes back.</summary>
    public const string QuotePaymentRefused = "quote.payment_refused";

    /// <summary>The refund of a payment that does not pay its quote is ordered.</summary>
    public const string QuotePaymentRefunding = "quote.payment_refunding";

    /// <summary>The refund of a payment that does not pay its quote is final.</summary>
    public const string QuotePaymentRefunded = "quote.payment_refunded";

    /// <summary>A payment that named a quote is parked, alone.</summary>
    public const string QuotePaymentParked = "quote.payment_parked";

    /// <summary>What was paid beyond a quote went back, at finality.</summary>
    public const string QuoteExcessRefunded = "quote.excess_refunded";

    /// <summary>What was paid beyond a quote cannot go back automatically.</summary>
    public const string QuoteExcessParked = "quote.excess_parked";

    /// <summary>A quote was paid, and since it was made its price has moved further than is allowed.</summary>
    public const string QuotePriceMoved = "quote.price_moved";

    /// <summary>A payment was seen, final, on the chain.</summary>
    public const string PaymentReceived = "payment.received";

    /// <summary>A payment pays its quote, or will once the account that delivers can promise it.</summary>
    public const string PaymentAllocated = "payment.allocated";

    /// <summary>A payment's, or its excess', way back is decided.</summary>
    public const string PaymentRefunding = "payment.refunding";

    /// <summary>A payment is delivered for and any excess went back, or it is a top-up that stays.</summary>
    public const string PaymentSettled = "payment.settled";

    /// <summary>A payment went back, at finality.</summary>
    public const string PaymentRefunded = "payment.refunded";

    /// <summary>A payment, or its excess, waits for a person.</summary>
    public const string PaymentParked = "payment.parked";

    /// <summary>A treasury account took the order to pay somebody.</summary>
    public const string TransferOrdered = "transfer.ordered";

    /// <summary>A transfer was signed; its transaction may reach the chain from now on.</summary>
    public const string TransferSigned = "transfer.signed";

    /// <summary>More is offered to the network for a signed transaction; it stays the same transaction.</summary>
    public const string TransferFeeRaised = "transfer.fee_raised";

    /// <summary>A signed transaction is excluded for ever; its transfer is signed again.</summary>
    public const string TransferDead = "transfer.dead";

    /// <summary>A transfer is final.</summary>
    public const string TransferLanded = "transfer.landed";

    /// <summary>A transfer never takes effect: the chain rejected it, or nothing could be signed.</summary>
    public const string TransferFailed = "transfer.failed";

    /// <summary>Nobody can prove what became of a transfer; it is never signed again.</summary>
    public const string TransferUnknown = "transfer.unknown";

    /// <summary>A transaction with a transfer's tag was found that was not signed here.</summary>
    public const string TransferSeen = "transfer.seen";

    /// <summary>A treasury account is managed from now on.</summary>
    public const string TreasuryStarted = "treasury.started";

    /// <summary>A treasury account sent a transaction that was not signed here.</summary>
    public const string TreasuryUnknownTransaction = "treasury.unknown_transaction";

    /// <summary>A treasury account signs nothing until an operator resumes it.</summary>
    public const string TreasuryHalted = "treasury.halted";

    /// <summary>An operator let a halted treasury account sign again.</summary>
    public const string TreasuryResumed = "treasury.resumed";

    /// <summary>A user was made, by proving the first address.</summary>
    public const string UserCreated = "user.created";

    /// <summary>A user proved a further address.</summary>
    public const string UserAddressLinked = "user.address_linked";

    /// <summary>An address was given to its owner, for good.</summary>
    public const string AddressClaimed = "address.claimed";

    /// <summary>Somebody signed in.</summary>
    public const string SessionOpened = "session.opened";

    /// <summary>A session was ended by signing out. One that merely expires leaves no event.</summary>
    public const string SessionClosed = "session.closed";

    /// <summary>A quote's value was booked against its user's limits.</summary>
    public const string RiskBooked = "risk.booked";

    /// <summary>A booking was taken back.</summary>
    public const string RiskReleased = "risk.released";

    /// <summary>A user's score came into another band, or moved by the configured step since it was told.</summary>
    public const string TrustScored = "trust.scored";

    /// <summary>An operator set a user's score by hand, or ended that; the platform's, about the user.</summary>
    public const string TrustOverridden = "trust.overridden";

    /// <summary>A withdrawal was asked for, and its money is held.</summary>
    public const string WithdrawalWaiting = "withdrawal.waiting";

    /// <summary>A withdrawal is not paid; what is held is being released.</summary>
    public const string WithdrawalReleasing = "withdrawal.releasing";

    /// <summary>A withdrawal is being paid out.</summary>
    public const string WithdrawalExecuting = "withdrawal.executing";

    /// <summary>A withdrawal's payment has failed; the money is being put back.</summary>
    public const string WithdrawalReturning = "withdrawal.returning";

    /// <summary>A withdrawal is paid, at finality.</summary>
    public const string WithdrawalCompleted = "withdrawal.completed";

    /// <summary>A withdrawal was cancelled, and its money is available.</summary>
    public const string WithdrawalCancelled = "withdrawal.cancelled";

    /// <summary>A withdrawal could not be paid, and its money is available.</summary>
    public const string WithdrawalFailed = "withdrawal.failed";

    /// <summary>Nobody can prove whether a withdrawal was paid.</summary>
    public const string WithdrawalParked = "withdrawal.parked";

    /// <summary>A chain's breaker opened: no quotes to or from the chain are made.</summary>
    public const string BreakerOpened = "breaker.opened";

    /// <summary>A chain's breaker closed.</summary>
    public const string BreakerClosed = "breaker.closed";

    /// <summary>The terms of a subscription's performance fee were fixed.</summary>
    public const string FeeOpened = "fee.opened";

    /// <summary>A period was closed: what it ended with, and what is charged for it.</summary>
    public const string FeeCharged = "fee.charged";

    /// <summary>The provider's part of a period's fee was paid; the provider's.</summary>
    public const string FeeEarned = "fee.earned";

    /// <summary>All of a period's fee is paid.</summary>
    public const string FeePaid = "fee.paid";

    /// <summary>A subscription was paused, stopped by a loss, ended.</summary>
    public const string SubscriptionMoved = "subscription.moved";

    /// <summary>A provider published a signal; the provider's.</summary>
    public const string SignalPublished = "signal.published";

    /// <summary>A signal was not copied.</summary>
    public const string CopySkipped = "copy.skipped";

    /// <summary>A copy was filled further from the provider's price than allowed.</summary>
    public const string CopySlipped = "copy.slipped";
}
