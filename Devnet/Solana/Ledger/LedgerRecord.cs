using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Devnet.Solana.Ledger;

/// <summary>A token account's holding in a record.</summary>
internal sealed record TokenHolding(
    int AccountIndex, SolanaKey Mint, SolanaKey Owner, SolanaKey Program, ulong Units, byte Decimals);

/// <summary>How a transaction ran.</summary>
/// <param name="Failure">Null when all its instructions took effect.</param>
/// <param name="FeeLamports">Charged either way.</param>
/// <param name="UnitsConsumed">Compute units, by the rough measure of this network.</param>
/// <param name="Logs">The programs' logs.</param>
/// <param name="Before">Every account of the message before, in its order.</param>
/// <param name="After">And after.</param>
/// <param name="TokensBefore">The token accounts among them before.</param>
/// <param name="TokensAfter">And after.</param>
internal sealed record Execution(
    TransactionFailure? Failure,
    ulong FeeLamports,
    uint UnitsConsumed,
    IReadOnlyList<string> Logs,
    IReadOnlyList<LedgerAccount> Before,
    IReadOnlyList<LedgerAccount> After,
    IReadOnlyList<TokenHolding> TokensBefore,
    IReadOnlyList<TokenHolding> TokensAfter);

/// <summary>A transaction in a block.</summary>
internal sealed record LedgerRecord(SolanaTransaction Transaction, ulong Slot, Execution Execution)
{
    internal string Id { get; } = Transaction.Id;
}
