namespace OrleansTrading.Devnet.Faults;

/// <summary>
/// What can go wrong between a client and a network. Over HTTP and in messages each is written in small letters with
/// hyphens: <c>lose-reply</c>.
/// </summary>
public enum FaultKind
{
    /// <summary>The node is gone: whatever is asked, no answer comes and nothing is done.</summary>
    Down,

    /// <summary>The node answers that there were too many requests (HTTP 429) and does nothing.</summary>
    RateLimit,

    /// <summary>A submission is lost on its way: nothing is done and no answer comes.</summary>
    LoseRequest,

    /// <summary>A submission is answered as if it were taken, and is then forgotten.</summary>
    Drop,

    /// <summary>
    /// A submission is answered at once and reaches the chain <c>size</c> heights later, if it is still valid then.
    /// </summary>
    Delay,

    /// <summary>
    /// A submission shows in blocks that are not final for <c>size</c> heights; then those blocks are abandoned and it
    /// is gone for good. Never on Stellar, whose ledgers are final when they close.
    /// </summary>
    Fork,

    /// <summary>
    /// As <see cref="Fork"/>, but the abandoned submission is in a later block after as many heights again.
    /// </summary>
    ForkLate,

    /// <summary>A submission is included and charged, and its effect fails.</summary>
    Fail,

    /// <summary>
    /// A submission is executed twice, as by a proxy that repeats; the second answer is the one given.
    /// </summary>
    Duplicate,

    /// <summary>A submission is taken, and its answer is lost.</summary>
    LoseReply,

    /// <summary>The answer comes <c>size</c> milliseconds later, by the network's clock.</summary>
    SlowReply,

    /// <summary>The answer comes from a node that is <c>size</c> heights behind.</summary>
    Stale,

    /// <summary>The answer comes from a node that kept only the last <c>size</c> heights of history.</summary>
    Pruned,

    /// <summary>
    /// Room in blocks is scarce: the fees that the network tells are <c>size</c> times the usual, and what offers less
    /// does not get in.
    /// </summary>
    FeeSpike,

    /// <summary>
    /// Before a submission is looked at, somebody else uses up the next sequence number (nonce) of the same account
    /// (key). Never on Solana, which has none.
    /// </summary>
    SequenceGap,

    /// <summary>The node belongs to another network: another genesis hash, passphrase or chain id.</summary>
    WrongNetwork,
}
