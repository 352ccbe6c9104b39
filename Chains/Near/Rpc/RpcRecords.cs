using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Near.Rpc;

/// <summary>What a node says of itself.</summary>
/// <param name="ChainId">The network's name, e.g. <c>mainnet</c>.</param>
/// <param name="GenesisHash">The first block; null from nodes that do not tell.</param>
/// <param name="EarliestHeight">The oldest block it still has; null from nodes that do not tell.</param>
internal sealed record NodeStatus(string ChainId, string? GenesisHash, ulong? EarliestHeight);

/// <summary>A block's header.</summary>
/// <param name="Height">Its height; heights may be skipped.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="PrevHash">The block before it.</param>
/// <param name="PrevHeight">That block's height; null from nodes that do not tell.</param>
/// <param name="Time">When it was produced.</param>
internal sealed record BlockHeader(
    ulong Height, NearHash Hash, NearHash PrevHash, ulong? PrevHeight, DateTimeOffset Time);

/// <summary>An account at a block.</summary>
/// <param name="Amount">yoctoNEAR that are not locked.</param>
/// <param name="Locked">yoctoNEAR staked by the account itself.</param>
/// <param name="StorageBytes">Storage that has to stay covered.</param>
/// <param name="HasContract">Whether calls to it may run code.</param>
internal sealed record AccountState(UInt128 Amount, UInt128 Locked, ulong StorageBytes, bool HasContract);

/// <summary>An access key at a block.</summary>
/// <param name="Nonce">The last nonce it has used.</param>
/// <param name="IsFullAccess">False when it is limited to calls.</param>
/// <param name="Height">The block of the answer.</param>
internal sealed record AccessKeyState(ulong Nonce, bool IsFullAccess, ulong Height);

/// <summary>One change of an account, an access key or a contract's data, in the order it happened.</summary>
/// <param name="TransactionHash">The transaction that caused it, when it was one.</param>
/// <param name="ReceiptId">The receipt that caused it by being carried out, when it was one.</param>
internal sealed record StateChange(NearHash? TransactionHash, NearHash? ReceiptId);

/// <summary>How far a transaction is.</summary>
internal enum ExecutionStage
{
    /// <summary>Something of it is not final, or the node does not tell.</summary>
    Unfinished,

    /// <summary>It and every receipt of it, refunds too, are in final blocks.</summary>
    Final,
}

/// <summary>What became of a transaction or receipt.</summary>
internal enum OutcomeStatus
{
    Pending,
    Succeeded,
    Failed,
}

/// <summary>The outcome of a transaction's conversion or of one receipt.</summary>
/// <param name="Id">The transaction's hash or the receipt's id.</param>
/// <param name="BlockHash">The block that carried it out.</param>
/// <param name="ExecutorId">The account it ran on.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Failure">Why it failed, as the node writes it; null unless failed.</param>
/// <param name="TokensBurnt">yoctoNEAR of gas it cost the signer.</param>
/// <param name="ReceiptIds">The receipts it made.</param>
/// <param name="Logs">What contracts wrote.</param>
internal sealed record ExecutionOutcome(
    NearHash Id,
    NearHash BlockHash,
    string ExecutorId,
    OutcomeStatus Status,
    string? Failure,
    UInt128 TokensBurnt,
    IReadOnlyList<NearHash> ReceiptIds,
    IReadOnlyList<string> Logs);

/// <summary>A transaction with all that is known of its execution.</summary>
/// <param name="Stage">How far it is.</param>
/// <param name="Status">What became of it as a whole.</param>
/// <param name="Failure">Why it failed; null unless failed.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="SignerId">Who signed it.</param>
/// <param name="ReceiverId">The account its actions are for.</param>
/// <param name="Nonce">The nonce it used.</param>
/// <param name="Actions">Its actions; those of unknown kinds are left out.</param>
/// <param name="Conversion">Its conversion into its first receipt.</param>
/// <param name="Receipts">The outcomes of its receipts.</param>
internal sealed record TransactionRecord(
    ExecutionStage Stage,
    OutcomeStatus Status,
    string? Failure,
    NearHash Hash,
    string SignerId,
    string ReceiverId,
    ulong Nonce,
    IReadOnlyList<RpcAction> Actions,
    ExecutionOutcome Conversion,
    IReadOnlyList<ExecutionOutcome> Receipts)
{
    /// <summary>The receipt that carries the transaction's actions; null while there is none.</summary>
    internal ExecutionOutcome? Main =>
        Receipts.FirstOrDefault(receipt => Conversion.ReceiptIds is [var first, ..] && receipt.Id == first);

    /// <summary>All that gas has cost, in yoctoNEAR, part by part.</summary>
    internal IEnumerable<UInt128> TokensBurnt =>
        Receipts.Select(receipt => receipt.TokensBurnt).Prepend(Conversion.TokensBurnt);
}

/// <summary>An action as nodes print it; only those that move something are told apart.</summary>
/// <param name="Kind">The action's name, e.g. <c>Transfer</c>.</param>
/// <param name="Deposit">yoctoNEAR handed over; 0 for actions that hand over none.</param>
/// <param name="MethodName">The method called; null unless a function call.</param>
/// <param name="Args">Its arguments; empty unless a function call.</param>
internal sealed record RpcAction(string Kind, UInt128 Deposit, string? MethodName, byte[] Args)
{
    internal const string TransferKind = "Transfer";

    internal const string FunctionCallKind = "FunctionCall";
}

/// <summary>A receipt that carries actions from one account to another.</summary>
/// <param name="Id">Its id.</param>
/// <param name="PredecessorId">Who sent it: <c>system</c> for refunds.</param>
/// <param name="ReceiverId">The account it runs on.</param>
/// <param name="SignerId">Who signed the transaction it comes from.</param>
/// <param name="Actions">What it does; empty when it only carries data.</param>
internal sealed record RpcReceipt(
    NearHash Id, string PredecessorId, string ReceiverId, string SignerId, IReadOnlyList<RpcAction> Actions);
