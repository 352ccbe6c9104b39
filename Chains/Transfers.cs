namespace OrleansTrading.Chains;

/// <summary>One payment that an account of ours is to make.</summary>
/// <param name="From">Our account.</param>
/// <param name="To">The recipient's canonical address (a wallet, never a token account).</param>
/// <param name="Amount">What the recipient gets, exactly.</param>
/// <param name="Memo">The transfer's memo, at most <see cref="IChain.MemoBytesMax"/> UTF-8 bytes; null for
/// none.</param>
public sealed record TransferOrder(string From, string To, ChainAmount Amount, string? Memo)
{
    /// <summary>
    /// True when the recipient agreed to claim the amount themselves where their account does not accept the asset
    /// (a claimable balance on Stellar). Other chains have no such thing and ignore it.
    /// </summary>
    public bool MayBeClaimed { get; init; }

    /// <summary>
    /// What the account pays instead, through the chain's own exchange and within one transaction (path payments of
    /// Stellar); null to pay the amount itself. Chains without an exchange refuse it.
    /// </summary>
    public AssetConversion? Conversion { get; init; }
}

/// <summary>
/// A payment in one asset that arrives in another. The chain itself keeps to the limits: the exchange and the payment
/// take effect together, within them, or not at all.
/// </summary>
/// <param name="Pay">What the account gives: at most this, or exactly this when <paramref name="SpendsAll"/>.</param>
/// <param name="SpendsAll">
/// False: the recipient gets the order's amount exactly. True: the recipient gets the order's amount or more.
/// </param>
public sealed record AssetConversion(ChainAmount Pay, bool SpendsAll);

/// <summary>
/// A transaction that can take effect at most once. It is persisted before its first byte leaves the process.
/// </summary>
/// <param name="TransactionId">The chain's id, known before submission (signature, hash).</param>
/// <param name="Bytes">The signed bytes, exactly as submitted.</param>
/// <param name="Sequence">The account sequence or key nonce it uses; 0 on chains without one (Solana).</param>
/// <param name="ValidUntilHeight">The last block height that may include it; null when the bound is a time.</param>
/// <param name="ValidUntil">The last ledger close time that may include it; null when the bound is a height.</param>
/// <param name="FeeUnitsMax">The most it can cost in fees, in the native base unit.</param>
public sealed record SignedTransfer(
    string TransactionId,
    byte[] Bytes,
    ulong Sequence,
    ulong? ValidUntilHeight,
    DateTimeOffset? ValidUntil,
    UInt128 FeeUnitsMax)
{
    /// <summary>The lane whose sequence it uses; null for the account's own.</summary>
    public string? Lane { get; init; }
}

/// <summary>What a node said to a submission. It says nothing about the outcome: only the chain does.</summary>
public enum SubmitReply
{
    /// <summary>The node took it.</summary>
    Accepted,

    /// <summary>The node refused it. A twin may already be in a block.</summary>
    Refused,

    /// <summary>No answer, or one that cannot be read. It may have been taken.</summary>
    Unknown,
}

/// <summary>A node's answer to a submission, for logs and metrics only.</summary>
/// <param name="Reply">What it said.</param>
/// <param name="Detail">Its own words; null when it had none.</param>
public sealed record SubmitResult(SubmitReply Reply, string? Detail);

/// <summary>What became of a signed transfer, as the chain tells it at finality.</summary>
public enum TransferFate
{
    /// <summary>Not final yet; it may still land. Submit the same bytes again and ask later.</summary>
    InFlight,

    /// <summary>Final, and its effect took place.</summary>
    Landed,

    /// <summary>Final, and its effect was rejected. It can never take effect.</summary>
    Failed,

    /// <summary>Provably excluded for ever by a node whose history covers the whole validity window.</summary>
    Dead,

    /// <summary>Past its validity, but no node can prove what happened. Never sign again; park it.</summary>
    Unknown,
}

/// <summary>The answer to a look-up of a signed transfer.</summary>
/// <param name="Fate">What became of it.</param>
/// <param name="Reason">Why it failed, is dead, or cannot be told; null while in flight or landed.</param>
/// <param name="FeeUnits">
/// What the transfer cost beyond its amount and what opening an account took, native base units: the chain's fee, and
/// on NEAR what a token keeps of the deposit. 0 unless landed or failed.
/// </param>
/// <param name="Height">Slot or ledger that included it; 0 unless landed or failed.</param>
/// <param name="At">That block's time; null unless landed or failed.</param>
public sealed record TransferStatus(
    TransferFate Fate, string? Reason, UInt128 FeeUnits, ulong Height, DateTimeOffset? At)
{
    /// <summary>
    /// What opening an account for the recipient took beyond amount and fee, native base units: a token account's rent
    /// on Solana, a registration's deposit on NEAR. 0 unless landed.
    /// </summary>
    public UInt128 OpeningUnits { get; init; }
}
