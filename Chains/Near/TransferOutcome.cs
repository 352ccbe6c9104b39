using OrleansTrading.Chains.Near.History;
using OrleansTrading.Chains.Near.Rpc;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Near;

/// <summary>
/// Judges a final transfer by its receipts. The transaction itself always "succeeds" in becoming a receipt; whether
/// anything moved is told by the receipt that carries its actions, which a token's contract may fail.
/// </summary>
internal static class TransferOutcome
{
    internal static (TransferFate Fate, string? Reason) Judge(
        TransactionRecord record, ExecutionOutcome main, NearTransaction transaction)
    {
        // All actions of a receipt take effect or none, and what was attached to it comes back.
        if (main.Status == OutcomeStatus.Failed)
        {
            return (TransferFate.Failed, main.Failure);
        }

        if (main.Status == OutcomeStatus.Pending)
        {
            return (TransferFate.InFlight, null);
        }

        if (record.Status != OutcomeStatus.Succeeded)
        {
            // The contract went on in further receipts, and one of them failed: it may or may not have moved tokens.
            return (
                TransferFate.Unknown,
                $"the token's call succeeded, but what it led to did not: {record.Failure ?? "not finished"}");
        }

        return transaction.Actions is [.., FunctionCallAction { MethodName: TokenCalls.TransferMethod } call]
            && TokenCalls.ReadTransfer(call.Args) is { } asked
            && FindContradiction(main, transaction.SignerId, asked) is { } contradiction
                ? (TransferFate.Unknown, contradiction)
                : (TransferFate.Landed, null);
    }

    /// <summary>
    /// A contract that reports its transfers as events (NEP-297) has to report this one. Null when it does, or reports
    /// none at all, as contracts from before the standard.
    /// </summary>
    private static string? FindContradiction(ExecutionOutcome main, string payer, TokenTransfer asked)
    {
        var reported = TokenEvents.ReadTransfers(main.Logs).ToList();
        return reported.Count == 0
            || reported.Exists(one =>
                one.From == payer && one.To == asked.Receiver && one.Units == asked.Units)
                ? null
                : "the token's call succeeded, but the contract reports other transfers than the one asked for";
    }
}
