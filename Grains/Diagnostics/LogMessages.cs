using Microsoft.Extensions.Logging;
using OrleansTrading.Chains;

namespace OrleansTrading.Grains;

/// <summary>
/// Every event that grains log. Ids are stable. Addresses and transaction ids may appear; secrets never do.
/// </summary>
internal static partial class LogMessages
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Critical, Message = "{Grain} broke a promise and is dropped")]
    internal static partial void PromiseBroken(this ILogger logger, string grain, Exception exception);

    [LoggerMessage(EventId = 1101, Level = LogLevel.Information, Message = "Quote {Quote}: {From} -> {To}")]
    internal static partial void QuoteMoved(this ILogger logger, QuoteId quote, QuoteStatus from, QuoteStatus to);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Warning,
        Message = "Quote {Quote} could not go on; it will try again")]
    internal static partial void QuoteStalled(this ILogger logger, QuoteId quote, Exception exception);

    [LoggerMessage(EventId = 1103, Level = LogLevel.Warning,
        Message = "{Kind} {Id} has something due and could not be woken; it will be tried again")]
    internal static partial void NotWoken(this ILogger logger, string kind, string id, Exception exception);

    [LoggerMessage(EventId = 1104, Level = LogLevel.Warning,
        Message = "What is due of the kind {Kind} could not be looked for; it will be tried again")]
    internal static partial void SweepFailed(this ILogger logger, string kind, Exception exception);

    [LoggerMessage(EventId = 1105, Level = LogLevel.Warning,
        Message = "Quote {Quote} is parked ({Reason}): no automatic step is safe, an operator decides. {Detail}")]
    internal static partial void QuoteParked(this ILogger logger, QuoteId quote, string? reason, string? detail);

    [LoggerMessage(EventId = 1106, Level = LogLevel.Warning,
        Message = "Quote {Quote} is paid and waits: {Problem}")]
    internal static partial void QuoteHeld(this ILogger logger, QuoteId quote, string problem);

    [LoggerMessage(EventId = 1107, Level = LogLevel.Warning,
        Message = "The treasury does not know the delivery of quote {Quote}, which it took; it is asked again")]
    internal static partial void QuoteDeliveryUntold(this ILogger logger, QuoteId quote);

    [LoggerMessage(EventId = 1201, Level = LogLevel.Information,
        Message = "Payment {Payment}: {Status} {Reason}")]
    internal static partial void PaymentMoved(
        this ILogger logger, PaymentId payment, PaymentStatus status, string? reason);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Warning,
        Message = "Payment {Payment} could not go on; it will try again")]
    internal static partial void PaymentStalled(this ILogger logger, PaymentId payment, Exception exception);

    [LoggerMessage(EventId = 1203, Level = LogLevel.Warning,
        Message = "Payment {Payment} is parked ({Reason}): it cannot go back automatically, an operator decides")]
    internal static partial void PaymentParked(this ILogger logger, PaymentId payment, string? reason);

    [LoggerMessage(EventId = 1205, Level = LogLevel.Warning, Message = "Payment {Payment} waits: {Problem}")]
    internal static partial void PaymentWaits(this ILogger logger, PaymentId payment, string problem);

    [LoggerMessage(EventId = 1301, Level = LogLevel.Warning, Message = "Watching {Account} failed; it will try again")]
    internal static partial void WatchFailed(this ILogger logger, AccountId account, Exception exception);

    [LoggerMessage(EventId = 1302, Level = LogLevel.Error, Message = "{Account} is not watched: {Problem}")]
    internal static partial void WatchUnconfigured(this ILogger logger, AccountId account, string problem);

    [LoggerMessage(EventId = 1401, Level = LogLevel.Information,
        Message = "Transfer {Transfer}: {Status} {TransactionId} {Reason}")]
    internal static partial void TransferMoved(
        this ILogger logger, TransferId transfer, TransferStatus status, string? transactionId, string? reason);

    [LoggerMessage(EventId = 1402, Level = LogLevel.Critical, Message = "Treasury {Account} signs nothing: {Reason}")]
    internal static partial void TreasuryHalted(this ILogger logger, AccountId account, string reason);

    [LoggerMessage(EventId = 1403, Level = LogLevel.Warning, Message = "Treasury {Account} resumed: {Note}")]
    internal static partial void TreasuryResumed(this ILogger logger, AccountId account, string note);

    [LoggerMessage(EventId = 1404, Level = LogLevel.Warning,
        Message = "Treasury {Account} could not go on; it will try again")]
    internal static partial void TreasuryStalled(this ILogger logger, AccountId account, Exception exception);

    [LoggerMessage(EventId = 1405, Level = LogLevel.Debug,
        Message = "Transfer {Transfer} submitted as {TransactionId}: {Reply} {Detail}")]
    internal static partial void TransferSubmitted(
        this ILogger logger, TransferId transfer, string transactionId, SubmitReply reply, string? detail);

    [LoggerMessage(EventId = 1411, Level = LogLevel.Error,
        Message = "Treasury {Account} did not sign {TransactionId} of {At}: {Amount} to {To}, memo {Memo}")]
    internal static partial void TransactionUnknown(
        this ILogger logger,
        AccountId account,
        string transactionId,
        DateTimeOffset at,
        string to,
        Amount? amount,
        string? memo);

    [LoggerMessage(EventId = 1412, Level = LogLevel.Warning,
        Message = "Transfer {Transfer} could not go on, for the {Failures}. time; it is tried again at {RetryAt}")]
    internal static partial void TransferStalled(
        this ILogger logger, TransferId transfer, int failures, DateTimeOffset retryAt, Exception exception);

    [LoggerMessage(EventId = 1413, Level = LogLevel.Warning,
        Message = "Transfer {Transfer} is final; who ordered it could not be woken and will ask by itself")]
    internal static partial void TransferUntold(this ILogger logger, TransferId transfer, Exception exception);

    [LoggerMessage(EventId = 1406, Level = LogLevel.Error, Message = "Treasury {Account} signs nothing: {Problem}")]
    internal static partial void TreasuryUnconfigured(this ILogger logger, AccountId account, string problem);

    [LoggerMessage(EventId = 1407, Level = LogLevel.Error, Message = "Transfer {Transfer} waits: {Problem}")]
    internal static partial void TransferUnconfigured(this ILogger logger, TransferId transfer, string problem);

    [LoggerMessage(EventId = 1414, Message = "Treasury {Account} pays nothing out: {Reason}")]
    internal static partial void TreasuryWaits(
        this ILogger logger, LogLevel level, AccountId account, string reason);

    [LoggerMessage(EventId = 1415, Level = LogLevel.Information,
        Message = "Treasury {Account} pays out: no account of the platform is in doubt")]
    internal static partial void TreasuryPays(this ILogger logger, AccountId account);

    [LoggerMessage(EventId = 3001, Level = LogLevel.Information, Message = "{Chain}: treasury {Account}")]
    internal static partial void ChainStarted(this ILogger logger, string chain, AccountId account);

    [LoggerMessage(EventId = 1416, Level = LogLevel.Error,
        Message = "Treasury {Account} holds {ChainUnits} of {Asset}, the ledger says {LedgerUnits}, and nothing is "
            + "under way. Run 'ledger verify', and look for a movement that was not booked")]
    internal static partial void LedgerDiffers(
        this ILogger logger, AccountId account, AssetId asset, UInt128 chainUnits, string ledgerUnits);

    [LoggerMessage(EventId = 1701, Level = LogLevel.Critical,
        Message = "The ledger is not what was booked: {Problem} Run 'ledger verify', and compare with a backup")]
    internal static partial void LedgerBroken(this ILogger logger, string problem);

    [LoggerMessage(EventId = 1702, Level = LogLevel.Warning,
        Message = "The ledger could not be audited; it will be tried again")]
    internal static partial void LedgerAuditFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 1801, Level = LogLevel.Warning,
        Message = "Transfer {Transfer} from {From} could not be handed to {To}; it will be tried again")]
    internal static partial void HandoverFailed(
        this ILogger logger, WalletId from, WalletId to, string transfer, Exception exception);

    [LoggerMessage(EventId = 1802, Level = LogLevel.Error,
        Message = "Transfer {Transfer} from {From} is not taken by {To} and stays pending in: {Problem}")]
    internal static partial void TransferNotTaken(
        this ILogger logger, WalletId from, WalletId to, string transfer, string problem);

    [LoggerMessage(EventId = 1803, Level = LogLevel.Warning,
        Message = "The transfer {Transfer} between wallets could not go on; it will be tried again")]
    internal static partial void WalletTransferStalled(
        this ILogger logger, WalletTransferId transfer, Exception exception);

    [LoggerMessage(EventId = 1951, Level = LogLevel.Information,
        Message = "Operator {Operator} set the trust score of {User} to {Score} (empty: as computed) until {Until}")]
    internal static partial void TrustOverridden(
        this ILogger logger, string @operator, UserId user, int? score, DateTimeOffset? until);

    [LoggerMessage(EventId = 1811, Level = LogLevel.Information,
        Message = "Withdrawal {Withdrawal}: {From} -> {To} {Reason}")]
    internal static partial void WithdrawalMoved(
        this ILogger logger, WithdrawalId withdrawal, WithdrawalStatus from, WithdrawalStatus to, string? reason);

    [LoggerMessage(EventId = 1812, Level = LogLevel.Error,
        Message = "Withdrawal {Withdrawal} is parked: nobody can prove whether it was paid: {Problem}")]
    internal static partial void WithdrawalParked(this ILogger logger, WithdrawalId withdrawal, string? problem);

    [LoggerMessage(EventId = 1813, Level = LogLevel.Warning, Message = "Withdrawal {Withdrawal} waits: {Problem}")]
    internal static partial void WithdrawalWaits(this ILogger logger, WithdrawalId withdrawal, string problem);

    [LoggerMessage(EventId = 1814, Level = LogLevel.Warning,
        Message = "Withdrawal {Withdrawal} could not go on; it will be tried again")]
    internal static partial void WithdrawalStalled(this ILogger logger, WithdrawalId withdrawal, Exception exception);

    [LoggerMessage(EventId = 1901, Level = LogLevel.Information,
        Message = "Limit holder {Holder} has not renewed {Counter} and is closed; what it has not booked is free")]
    internal static partial void LimitHolderExpired(this ILogger logger, string holder, string counter);

    [LoggerMessage(EventId = 1902, Level = LogLevel.Warning,
        Message = "Limit holder {From} was closed although its process lives, which renewed too late. {To} follows it")]
    internal static partial void LimitHolderMoved(this ILogger logger, string from, string to);

    [LoggerMessage(EventId = 1903, Level = LogLevel.Warning,
        Message = "What is leased of the global limits could not be renewed; it will be tried again")]
    internal static partial void LimitsNotRenewed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 1904, Level = LogLevel.Warning,
        Message = "What is leased of the global limits could not be given back; it is free again after its lease")]
    internal static partial void LimitsNotReturned(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 1911, Level = LogLevel.Warning,
        Message = "The breaker of {Chain} is open until {RetryAt}: {Reason}")]
    internal static partial void BreakerOpened(
        this ILogger logger, string chain, DateTimeOffset? retryAt, string reason);

    [LoggerMessage(EventId = 1912, Level = LogLevel.Information,
        Message = "The breaker of {Chain} is closed: {Reason}")]
    internal static partial void BreakerClosed(this ILogger logger, string chain, string reason);

    [LoggerMessage(EventId = 1913, Level = LogLevel.Warning,
        Message = "The breaker of {Chain} could not be asked; what was known of it last holds")]
    internal static partial void BreakerUnknown(this ILogger logger, string chain, Exception exception);

    [LoggerMessage(EventId = 1914, Level = LogLevel.Warning,
        Message = "The breaker of {Chain} could not be told: {What}")]
    internal static partial void BreakerUntold(this ILogger logger, string chain, string what, Exception exception);

    [LoggerMessage(EventId = 1921, Level = LogLevel.Warning, Message = "Quote {Quote}: {Problem}")]
    internal static partial void PriceMoved(this ILogger logger, QuoteId quote, string problem);

    [LoggerMessage(EventId = 1931, Level = LogLevel.Warning,
        Message = "Treasury {Account} has {Available} available, {Side} its mark of {Mark}")]
    internal static partial void TreasuryLevel(
        this ILogger logger, AccountId account, string available, string side, string mark);

    [LoggerMessage(EventId = 1961, Level = LogLevel.Warning,
        Message = "The fee of {Subscription} for period {Period} could not be collected; it will be tried again")]
    internal static partial void FeeNotCollected(
        this ILogger logger, SubscriptionId subscription, int period, Exception exception);

    [LoggerMessage(EventId = 1962, Level = LogLevel.Error,
        Message = "The fee of {Subscription} for period {Period} is refused by the subscriber's wallet ({Code}) and "
            + "stays owed: {Problem}")]
    internal static partial void FeeRefused(
        this ILogger logger, SubscriptionId subscription, int period, string code, string problem);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning,
        Message = "A terminal at {Remote} could not prove that it is account {Account}'s")]
    internal static partial void TerminalDenied(this ILogger logger, TradingAccountId account, string remote);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Information,
        Message = "Account {Account}'s terminal is connected from {Remote}; its clock is {Behind} behind")]
    internal static partial void TerminalConnected(
        this ILogger logger, TradingAccountId account, string remote, TimeSpan behind);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Information, Message = "Account {Account}'s terminal is gone")]
    internal static partial void TerminalGone(this ILogger logger, TradingAccountId account);

    [LoggerMessage(EventId = 2004, Level = LogLevel.Warning,
        Message = "Account {Account}'s secret is used by a terminal of login {Login} at {TradeServer}: turned away")]
    internal static partial void WrongTerminal(
        this ILogger logger, TradingAccountId account, long login, string tradeServer);

    [LoggerMessage(EventId = 2011, Level = LogLevel.Debug,
        Message = "Position {Position}: {From} -> {To} (return code {Retcode})")]
    internal static partial void PositionMoved(
        this ILogger logger, PositionId position, PositionStatus from, PositionStatus to, int retcode);

    [LoggerMessage(EventId = 2021, Level = LogLevel.Information,
        Message = "Subscription {Subscription} had missed signals after {After} to {UpTo} and compared with the book")]
    internal static partial void SubscriptionCaughtUp(
        this ILogger logger, SubscriptionId subscription, long after, long upTo);

    [LoggerMessage(EventId = 2022, Level = LogLevel.Error,
        Message = "Subscription {Subscription} gave sequence {Sequence} last, and its terminal knows {Known}: the"
            + " platform's data is older than the terminal's. It goes on behind the terminal")]
    internal static partial void SubscriptionBehindTerminal(
        this ILogger logger, SubscriptionId subscription, long sequence, long known);

    [LoggerMessage(EventId = 2023, Level = LogLevel.Warning,
        Message = "Subscription {Subscription}: a report ({Kind}) of sequence {Sequence} is about no order under way")]
    internal static partial void ReportNotUnderstood(
        this ILogger logger, SubscriptionId subscription, long sequence, ReportKind kind);

    [LoggerMessage(EventId = 2024, Level = LogLevel.Error,
        Message = "Subscription {Subscription}: its terminal did not take sequence {Sequence}: {Code}")]
    internal static partial void OrderNotTaken(
        this ILogger logger, SubscriptionId subscription, long sequence, string code);

    [LoggerMessage(EventId = 2025, Level = LogLevel.Warning,
        Message = "Subscription {Subscription} could not be told of signals; it will be woken")]
    internal static partial void SubscriptionNotTold(
        this ILogger logger, SubscriptionId subscription, Exception exception);

    [LoggerMessage(EventId = 2026, Level = LogLevel.Warning,
        Message = "Subscription {Subscription}: period {Period} of its fee could not be settled; it will be tried"
            + " again")]
    internal static partial void CopyFeeNotSettled(
        this ILogger logger, SubscriptionId subscription, int period, Exception exception);

    [LoggerMessage(EventId = 2027, Level = LogLevel.Error,
        Message = "Subscription {Subscription}: period {Period} of its fee is refused ({Code}) and will be tried again:"
            + " {Problem}")]
    internal static partial void CopyFeeRefused(
        this ILogger logger, SubscriptionId subscription, int period, string code, string problem);

    [LoggerMessage(EventId = 2032, Level = LogLevel.Warning,
        Message = "What provider {Provider} did does not count for trust ({Code}): {Detail}")]
    internal static partial void SignalsNotObserved(
        this ILogger logger, ProviderId provider, string code, string detail);

    [LoggerMessage(EventId = 2031, Level = LogLevel.Error,
        Message = "Provider {Provider} could not tell all its subscriptions; it will try again")]
    internal static partial void ProviderStalled(this ILogger logger, ProviderId provider, Exception exception);
}
