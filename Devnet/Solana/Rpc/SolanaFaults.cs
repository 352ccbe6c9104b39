using OrleansTrading.Devnet.Faults;

namespace OrleansTrading.Devnet.Solana.Rpc;

/// <summary>Which faults the calls of a local Solana can meet.</summary>
internal static class SolanaFaults
{
    /// <summary>What a spike's factor is of, in micro-lamports for a compute unit.</summary>
    private const ulong UsualUnitPrice = 1_000;

    private static readonly IReadOnlyList<FaultKind> s_submission =
        [.. FaultGate.OfSubmission, FaultKind.Fork, FaultKind.ForkLate, FaultKind.Stale];

    private static readonly IReadOnlyList<FaultKind> s_read = [.. FaultGate.OfAny, FaultKind.Stale];
    private static readonly IReadOnlyList<FaultKind> s_history = [.. s_read, FaultKind.Pruned];
    private static readonly IReadOnlyList<FaultKind> s_fees = [.. s_read, FaultKind.FeeSpike];
    private static readonly IReadOnlyList<FaultKind> s_identity = [.. s_read, FaultKind.WrongNetwork];

    internal static readonly IReadOnlyList<FaultKind> Supported =
        [.. FaultCatalogue.All.Where(kind => kind != FaultKind.SequenceGap)];

    internal static IReadOnlyList<FaultKind> Of(string method) => method switch
    {
        "requestAirdrop" or "devnet_mintTo" => [],
        "sendTransaction" => s_submission,
        "getGenesisHash" => s_identity,
        "getRecentPrioritizationFees" => s_fees,
        "getSignatureStatuses" or "getSignaturesForAddress" or "getTransaction" or "getBlock" or "getBlockTime"
            or "getFirstAvailableBlock" or "minimumLedgerSlot" => s_history,
        _ => s_read,
    };

    /// <summary>What a transaction must pay for a compute unit to get into a block, in micro-lamports.</summary>
    internal static ulong UnitPriceMin(RequestFaults met) => UsualUnitPrice * met.SizeOf(FaultKind.FeeSpike);
}
