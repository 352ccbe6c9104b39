using System.Collections.Frozen;

namespace OrleansTrading.Grains.Withdrawals;

/// <summary>What moves a withdrawal from one status to another.</summary>
internal enum WithdrawalEvent
{
    /// <summary>The limits are booked and the money is held.</summary>
    Held,

    /// <summary>The user gives it up.</summary>
    CancelAsked,

    /// <summary>It is not to be paid, or could not be in time.</summary>
    Refused,

    /// <summary>The delay is over, the address is the user's, the treasury has set the amount aside.</summary>
    Due,

    /// <summary>The hold was over before the money was taken from it.</summary>
    HoldLost,

    /// <summary>The payment is final.</summary>
    Landed,

    /// <summary>The payment has definitely failed, or the money could not be taken whole.</summary>
    Rejected,

    /// <summary>Nobody can prove what became of the payment.</summary>
    Lost,

    /// <summary>
    /// It was to end without being paid, and the chain shows a payment that is not remembered here (a restored backup).
    /// </summary>
    Seen,

    /// <summary>What was held is available again, because the user wanted it.</summary>
    GivenUp,

    /// <summary>What was held or taken is available again.</summary>
    PutBack,
}

/// <summary>The withdrawal's state machine, whole: what is not listed does not happen.</summary>
internal static class WithdrawalTransitions
{
    /// <summary>Every allowed move.</summary>
    internal static readonly FrozenDictionary<(WithdrawalStatus From, WithdrawalEvent Event), WithdrawalStatus>
        Allowed = new Dictionary<(WithdrawalStatus, WithdrawalEvent), WithdrawalStatus>
        {
            [(WithdrawalStatus.Opening, WithdrawalEvent.Held)] = WithdrawalStatus.Waiting,
            [(WithdrawalStatus.Waiting, WithdrawalEvent.CancelAsked)] = WithdrawalStatus.Releasing,
            [(WithdrawalStatus.Waiting, WithdrawalEvent.Refused)] = WithdrawalStatus.Releasing,
            [(WithdrawalStatus.Waiting, WithdrawalEvent.Due)] = WithdrawalStatus.Executing,
            [(WithdrawalStatus.Executing, WithdrawalEvent.HoldLost)] = WithdrawalStatus.Releasing,
            [(WithdrawalStatus.Executing, WithdrawalEvent.Landed)] = WithdrawalStatus.Completed,
            [(WithdrawalStatus.Executing, WithdrawalEvent.Rejected)] = WithdrawalStatus.Returning,
            [(WithdrawalStatus.Executing, WithdrawalEvent.Lost)] = WithdrawalStatus.Parked,
            [(WithdrawalStatus.Releasing, WithdrawalEvent.Seen)] = WithdrawalStatus.Executing,
            [(WithdrawalStatus.Releasing, WithdrawalEvent.Lost)] = WithdrawalStatus.Parked,
            [(WithdrawalStatus.Releasing, WithdrawalEvent.GivenUp)] = WithdrawalStatus.Cancelled,
            [(WithdrawalStatus.Releasing, WithdrawalEvent.PutBack)] = WithdrawalStatus.Failed,
            [(WithdrawalStatus.Returning, WithdrawalEvent.PutBack)] = WithdrawalStatus.Failed,
        }.ToFrozenDictionary();

    /// <summary>Where an event leads from a status.</summary>
    /// <exception cref="BrokenPromiseException">Nowhere: the event cannot happen in this status.</exception>
    internal static WithdrawalStatus Next(WithdrawalStatus from, WithdrawalEvent happened)
    {
        var allowed = Allowed.TryGetValue((from, happened), out var to);
        Check.That(allowed, $"{happened} cannot happen to a withdrawal that is {from}");
        return to;
    }

    /// <summary>True when nothing leads out of the status.</summary>
    internal static bool IsTerminal(WithdrawalStatus status) => status
        is WithdrawalStatus.Completed or WithdrawalStatus.Cancelled
        or WithdrawalStatus.Failed or WithdrawalStatus.Parked;
}
