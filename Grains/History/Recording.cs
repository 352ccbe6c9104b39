using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.History;

/// <summary>How grains tell the history.</summary>
internal static class Recording
{
    /// <summary>
    /// Adds an event that is stored in the same transaction as the state's next write. Call it where the state is
    /// changed, with no await between the change and this: then whatever write stores the one stores the other.
    /// </summary>
    /// <param name="state">The state that changes.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="kind">One of <see cref="HistoryKinds"/>.</param>
    /// <param name="user">Whose it is; null: the platform's.</param>
    /// <param name="subject">What it happened to.</param>
    /// <param name="details">More about it.</param>
    internal static void Record(
        this IRecordedState state,
        DateTimeOffset at,
        string kind,
        UserId? user,
        string subject,
        HistoryDetails details) =>
        state.History.Add(new HistoryEvent(
            kind, user is { } owner ? owner.Value : HistoryOwners.Platform, subject, at, details.ToJson()));

    /// <summary>The event of a quote that came into a status.</summary>
    internal static string KindOf(QuoteStatus status) => status switch
    {
        QuoteStatus.Pending => HistoryKinds.QuoteCreated,
        QuoteStatus.Committed => HistoryKinds.QuoteCommitted,
        QuoteStatus.Executing => HistoryKinds.QuoteExecuting,
        QuoteStatus.Executed => HistoryKinds.QuoteExecuted,
        QuoteStatus.Expired => HistoryKinds.QuoteExpired,
        QuoteStatus.Failed => HistoryKinds.QuoteFailed,
        QuoteStatus.Refunding => HistoryKinds.QuoteRefunding,
        QuoteStatus.Refunded => HistoryKinds.QuoteRefunded,
        QuoteStatus.Parked => HistoryKinds.QuoteParked,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "The history has no kind for this status."),
    };

    /// <summary>The event of a payment that came into a status.</summary>
    internal static string KindOf(PaymentStatus status) => status switch
    {
        PaymentStatus.Received => HistoryKinds.PaymentReceived,
        PaymentStatus.Allocated => HistoryKinds.PaymentAllocated,
        PaymentStatus.Refunding => HistoryKinds.PaymentRefunding,
        PaymentStatus.Settled => HistoryKinds.PaymentSettled,
        PaymentStatus.Refunded => HistoryKinds.PaymentRefunded,
        PaymentStatus.Parked => HistoryKinds.PaymentParked,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "The history has no kind for this status."),
    };

    /// <summary>The event of a withdrawal that came into a status; one that is not held yet has none.</summary>
    internal static string KindOf(WithdrawalStatus status) => status switch
    {
        WithdrawalStatus.Waiting => HistoryKinds.WithdrawalWaiting,
        WithdrawalStatus.Releasing => HistoryKinds.WithdrawalReleasing,
        WithdrawalStatus.Executing => HistoryKinds.WithdrawalExecuting,
        WithdrawalStatus.Returning => HistoryKinds.WithdrawalReturning,
        WithdrawalStatus.Completed => HistoryKinds.WithdrawalCompleted,
        WithdrawalStatus.Cancelled => HistoryKinds.WithdrawalCancelled,
        WithdrawalStatus.Failed => HistoryKinds.WithdrawalFailed,
        WithdrawalStatus.Parked => HistoryKinds.WithdrawalParked,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "The history has no kind for this status."),
    };

    /// <summary>The event of a transfer that came into a status; a dead signature has a kind of its own.</summary>
    internal static string KindOf(TransferStatus status) => status switch
    {
        TransferStatus.Queued => HistoryKinds.TransferOrdered,
        TransferStatus.Signed => HistoryKinds.TransferSigned,
        TransferStatus.Landed => HistoryKinds.TransferLanded,
        TransferStatus.Failed => HistoryKinds.TransferFailed,
        TransferStatus.Unknown => HistoryKinds.TransferUnknown,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "The history has no kind for this status."),
    };
}
