using OrleansTrading.Grains;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Withdrawals;
using OrleansTrading.Simulation.Faults;

namespace OrleansTrading.Simulation;

/// <summary>
/// What some seed must have reached, or the simulation has proved little: every fault, every move of a quote and of a
/// payment, every way of recovering.
/// </summary>
internal static class Marks
{
    /// <summary>
    /// A refund that is impossible before it is ordered: no customer here has an account that cannot be paid any more,
    /// and that a backup which is restored was made in just this moment is too rare. Grains.Tests has both.
    /// </summary>
    private static readonly (QuoteStatus From, QuoteEvent Event) Unreachable =
        (QuoteStatus.Failed, QuoteEvent.RefundImpossible);

    /// <summary>
    /// What one world in fifty reaches, or fewer: too rare for the fixed seeds. Grains.Tests has the payment that
    /// nobody can prove and what a restored backup leads to; a hold that ends between two writes is met by chance only.
    /// </summary>
    private static readonly (WithdrawalStatus From, WithdrawalEvent Event)[] s_rare =
    [
        (WithdrawalStatus.Executing, WithdrawalEvent.HoldLost), (WithdrawalStatus.Executing, WithdrawalEvent.Lost),
        (WithdrawalStatus.Releasing, WithdrawalEvent.Seen), (WithdrawalStatus.Releasing, WithdrawalEvent.Lost),
    ];

    private static readonly string[] s_others =
    [
        $"crash {CrashPoints.BeforeCommit}", $"crash {CrashPoints.AfterCommit}",
        $"crash {CrashPoints.BeforeSubmit}", $"crash {CrashPoints.AfterSubmit}",
        "process launched", "process could not start", "operator resumed a treasury", "treasuries topped up",
        "order repeated",
        "signed again solana", "signed again stellar", "signed again near",
        "hint lost", "hint late", "hint repeated", "request repeated",
        "payment in an abandoned block", "payment came", "payment never came",
        "payment exact", "payment too little", "payment too much", "payment late", "payment twice",
        "payment in another asset", "payment with another memo", "payment too little, then exact", "payment never",
        "payment received > allocated", "payment received > refunding", "payment received > settled",
        "payment allocated > settled", "payment allocated > refunding",
        "payment refunding > refunded", "payment refunding > settled", "payment refunding > parked",
        "refused chain_unavailable", "refused treasury_short", "refused limit_exceeded", "refused price_stale",
        "wallet credit done", "wallet debit done", "wallet hold done", "wallet capture done", "wallet release done",
        "wallet transfer done", "wallet reverse done", "wallet debit funds_insufficient",
        "wallet capture hold_unknown", "wallet operation repeated", "wallet id reused", "log HandoverFailed",
        "deposit paid", "deposit came", "withdrawal refused funds_insufficient", "withdrawal repeated",
        "withdrawal cancelled done", "withdrawal cancelled withdrawal_not_cancellable",
        "transfer to an own wallet", "transfer to another user", "transfer repeated",
        "transfer with a key that was refused before", "transfer refused funds_insufficient",
        "transfer refused amount_below_minimum", "transfer refused wallet_not_payable",
        "transfer refused limit_exceeded", "wallet transfer nothing > opening", "wallet transfer opening > sent",
        "wallet transfer opening > nothing",
        "signal open", "signal modify", "signal fill", "signal close", "signal cancel", "secret told and lost",
        "broker filled", "broker filled a part", "broker placed", "broker refused 10004", "broker refused 10006",
        "broker refused 10018", "broker silent, executed", "broker silent, not executed", "broker event closed",
        "broker event reduced", "broker event opened", "broker event changed", "terminal asked",
        "terminal died before-order", "terminal died after-order", "terminal rolled back", "terminal looked, found",
        "terminal looked, not found", "session ended BUSY", "subscription refused provider_unknown",
        "subscription pause done", "subscription resume done", "subscription closeall done", "subscription end done",
        "subscription endnow done", "subscription changes done", "subscription resume subscription_over",
        "log ProviderStalled", "log SubscriptionNotTold",
        "restored, nothing forgotten", "restored, transfers forgotten", "forgotten deliver",
        "log ActivationSpoiled", "log PaymentParked", "log PaymentStalled", "log PaymentWaits", "log QuoteHeld",
        "log NotWoken", "log QuoteParked", "log QuoteStalled", "log SweepFailed", "log TransactionUnknown",
        "log TransferStalled", "log TreasuryHalted", "log TreasuryResumed", "log TreasuryStalled",
        "log TreasuryWaits", "log WatchFailed",
    ];

    /// <summary>All of them, in the order of their names.</summary>
    internal static IReadOnlyList<string> All { get; } =
    [
        .. FaultClasses.All.Select(fault => $"fault {FaultClasses.NameOf(fault)}")
            .Concat(QuoteTransitions.Allowed
                .Where(move => move.Key != Unreachable)
                .Select(move => $"quote {Name(move.Key.From)} > {Name(move.Value)}"))
            .Concat(WithdrawalTransitions.Allowed
                .Where(move => !s_rare.Contains(move.Key))
                .Select(move => $"withdrawal {Name(move.Key.From)} > {Name(move.Value)}"))
            .Concat(s_others).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    internal static IReadOnlyList<string> MissingIn(Coverage coverage) =>
        [.. All.Where(mark => coverage.Of(mark) == 0)];

    private static string Name<T>(T status)
        where T : struct, Enum => status.ToString().ToLowerInvariant();
}
