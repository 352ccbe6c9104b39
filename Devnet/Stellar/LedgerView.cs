using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Devnet.Stellar.Ledger;

namespace OrleansTrading.Devnet.Stellar;

/// <summary>The network at one moment, between two ledgers, as one server tells it.</summary>
internal sealed class LedgerView(StellarDevnet network, ulong height, LedgerState? state = null, uint kept = 0)
{
    private LedgerHistory? _history;

    /// <summary>What a ledger asks for an operation, in stroops.</summary>
    internal int BaseFee => network.BaseFee;

    internal ulong Height { get; } = height;

    /// <summary>The last ledger that has closed.</summary>
    internal uint LatestLedger { get; } = LedgerAt(height);

    /// <summary>The first ledger in this server's history.</summary>
    internal uint ElderLedger { get; } =
        kept == 0 || LedgerAt(height) <= kept ? LedgerRules.GenesisLedger : LedgerAt(height) - kept;

    internal DateTimeOffset ClosedAt => network.CloseOf(LatestLedger);

    internal ulong ClosedAtSeconds => (ulong)ClosedAt.ToUnixTimeSeconds();

    internal ulong NextCloseSeconds => (ulong)network.CloseOf(LatestLedger + 1).ToUnixTimeSeconds();

    internal LedgerState State { get; } = state ?? network.State;

    /// <summary>The history as this server has it: all of it, unless the server is behind or forgot the past.</summary>
    internal LedgerHistory History => _history ??= state is null && kept == 0
        ? network.History
        : network.History.Between(ElderLedger, LatestLedger);

    internal static uint LedgerAt(ulong height) => checked((uint)(height + LedgerRules.GenesisLedger));

    internal DateTimeOffset CloseOf(uint ledger) => network.CloseOf(ledger);
}

/// <summary>What the network said to a transaction; the names are stellar-core's.</summary>
internal enum SubmissionStatus
{
    Pending,
    Duplicate,
    TryAgainLater,
    Error,
}

/// <summary>The network's answer to a transaction.</summary>
/// <param name="Status">What it said.</param>
/// <param name="Hash">The transaction's hash in hex.</param>
/// <param name="Refusal">Why not; null unless the status is Error.</param>
internal sealed record Submission(SubmissionStatus Status, string Hash, TransactionResult? Refusal);
