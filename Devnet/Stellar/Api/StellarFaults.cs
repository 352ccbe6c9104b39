using OrleansTrading.Devnet.Faults;

namespace OrleansTrading.Devnet.Stellar.Api;

/// <summary>Which faults the requests to a local Horizon can meet.</summary>
internal static class StellarFaults
{
    private static readonly IReadOnlyList<FaultKind> s_submission = [.. FaultGate.OfSubmission, FaultKind.SequenceGap];
    private static readonly IReadOnlyList<FaultKind> s_read = [.. FaultGate.OfAny, FaultKind.Stale];
    private static readonly IReadOnlyList<FaultKind> s_history = [.. s_read, FaultKind.Pruned];
    private static readonly IReadOnlyList<FaultKind> s_fees = [.. s_read, FaultKind.FeeSpike];
    private static readonly IReadOnlyList<FaultKind> s_identity = [.. s_history, FaultKind.WrongNetwork];

    /// <summary>A ledger is final when it closes: there are no forks.</summary>
    internal static readonly IReadOnlyList<FaultKind> Supported =
        [.. FaultCatalogue.All.Where(kind => kind is not (FaultKind.Fork or FaultKind.ForkLate))];

    /// <summary>Where a request is counted, and what it can meet.</summary>
    internal static (string Place, IReadOnlyList<FaultKind> Possible) Of(HorizonRequest request) =>
        (request.Method, request.Segments) switch
        {
            (_, ["friendbot"] or ["devnet", ..]) => ("faucet", []),
            ("POST", _) => ("submit", s_submission),
            (_, []) => ("root", s_identity),
            (_, ["fee_stats"]) => ("fee_stats", s_fees),
            (_, ["accounts", _]) => ("account", s_read),
            (_, [var resource, ..]) => (request.Segments.Count > 2 ? request.Segments[2] : resource, s_history),
        };
}
