using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Devnet.Near.Ledger;

/// <summary>Actions on their way from one account to another.</summary>
/// <param name="Id">Its id.</param>
/// <param name="PredecessorId">Who sent it: <c>system</c> for refunds.</param>
/// <param name="ReceiverId">The account it runs on.</param>
/// <param name="SignerId">Who signed the transaction that it comes from.</param>
/// <param name="SignerKey">With which key.</param>
/// <param name="Actions">What it does, all or nothing.</param>
/// <param name="PrepaidGas">Gas that was paid for it in advance.</param>
/// <param name="Transaction">The transaction that it comes from.</param>
internal sealed record NearReceipt(
    NearHash Id,
    string PredecessorId,
    string ReceiverId,
    string SignerId,
    NearPublicKey SignerKey,
    IReadOnlyList<NearAction> Actions,
    ulong PrepaidGas,
    NearTransactionRecord Transaction)
{
    internal bool IsRefund => PredecessorId == NearAccountId.System;
}

/// <summary>What came of a transaction's conversion, or of a receipt.</summary>
/// <param name="Id">The transaction's hash or the receipt's id.</param>
/// <param name="Height">The block that carried it out.</param>
/// <param name="ExecutorId">The account it ran on.</param>
/// <param name="GasBurnt">Gas that it used.</param>
/// <param name="Failure">The failure as JSON; null when it succeeded.</param>
/// <param name="Value">What it returned; empty for nothing.</param>
/// <param name="Logs">What contracts wrote.</param>
/// <param name="ReceiptIds">The receipts it made.</param>
internal sealed record NearOutcome(
    NearHash Id,
    ulong Height,
    string ExecutorId,
    ulong GasBurnt,
    string? Failure,
    byte[] Value,
    IReadOnlyList<string> Logs,
    IReadOnlyList<NearHash> ReceiptIds)
{
    internal UInt128 TokensBurnt => (UInt128)GasBurnt * NearGas.Price;
}

/// <summary>A transaction in a block, with everything that came of it so far.</summary>
internal sealed class NearTransactionRecord(NearSignedTransaction signed, NearHash hash, ulong height)
{
    internal NearSignedTransaction Signed { get; } = signed;

    internal NearTransaction Transaction => Signed.Transaction;

    internal NearHash Hash { get; } = hash;

    internal ulong Height { get; } = height;

    /// <summary>Set in the block that holds the transaction.</summary>
    internal NearOutcome Conversion { get; set; } = null!;

    /// <summary>Its receipts, in the order they were made.</summary>
    internal List<NearReceipt> Receipts { get; } = [];

    /// <summary>The outcomes of those that were carried out, in that order.</summary>
    internal List<NearOutcome> Outcomes { get; } = [];
}

/// <summary>Why something changed, and what.</summary>
/// <param name="Cause">The transaction's hash, or the receipt's id.</param>
/// <param name="IsByTransaction">Which of both.</param>
/// <param name="Kind">The public word: <c>account_update</c>, <c>access_key_update</c>, <c>data_update</c> and their
/// deletions.</param>
/// <param name="AccountId">Whose.</param>
/// <param name="Key">The access key, or the holder whose balance changed; empty for the account itself.</param>
/// <param name="State">The state after the change.</param>
internal sealed record NearChange(
    NearHash Cause, bool IsByTransaction, string Kind, string AccountId, string Key, NearState State);

/// <summary>A block in which something happened.</summary>
internal sealed class NearBlock
{
    internal List<NearTransactionRecord> Transactions { get; } = [];

    internal List<NearReceipt> Receipts { get; } = [];

    internal List<NearChange> Changes { get; } = [];
}
