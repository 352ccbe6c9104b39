using OrleansTrading.Devnet.Faults;

namespace OrleansTrading.Devnet.Near.Rpc;

/// <summary>Which faults the calls of a local NEAR can meet.</summary>
internal static class NearFaults
{
    private static readonly IReadOnlyList<FaultKind> s_submission =
    [
        .. FaultGate.OfSubmission, FaultKind.Fork, FaultKind.ForkLate, FaultKind.SequenceGap, FaultKind.Stale,
    ];

    private static readonly IReadOnlyList<FaultKind> s_read = [.. FaultGate.OfAny, FaultKind.Stale];
    private static readonly IReadOnlyList<FaultKind> s_history = [.. s_read, FaultKind.Pruned];
    private static readonly IReadOnlyList<FaultKind> s_fees = [.. s_read, FaultKind.FeeSpike];
    private static readonly IReadOnlyList<FaultKind> s_identity = [.. s_history, FaultKind.WrongNetwork];

    internal static readonly IReadOnlyList<FaultKind> Supported = FaultCatalogue.All;

    internal static IReadOnlyList<FaultKind> Of(string method) => method switch
    {
        NearRpcServer.FundMethod or NearRpcServer.MintMethod => [],
        "send_tx" or "broadcast_tx_async" or "broadcast_tx_commit" => s_submission,
        "status" or "EXPERIMENTAL_genesis_config" or "genesis_config" => s_identity,
        "gas_price" => s_fees,
        _ => s_history,
    };
}
