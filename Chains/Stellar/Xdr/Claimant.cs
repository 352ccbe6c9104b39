namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>Who may fetch a claimable balance, and when.</summary>
/// <param name="Destination">The account, G…; it need not exist yet.</param>
/// <param name="Predicate">When.</param>
internal sealed record Claimant(string Destination, ClaimPredicate Predicate);

/// <summary>A condition of time (Stellar-ledger-entries.x, union ClaimPredicate).</summary>
internal abstract record ClaimPredicate
{
    /// <summary>The protocol allows no deeper nesting.</summary>
    internal const int DepthMax = 4;

    private ClaimPredicate()
    {
    }

    /// <summary>Always.</summary>
    internal sealed record Unconditional : ClaimPredicate
    {
        internal static Unconditional Instance { get; } = new();
    }

    internal sealed record And(ClaimPredicate Left, ClaimPredicate Right) : ClaimPredicate;

    internal sealed record Or(ClaimPredicate Left, ClaimPredicate Right) : ClaimPredicate;

    internal sealed record Not(ClaimPredicate Inner) : ClaimPredicate;

    /// <summary>Before a ledger that closes at or after these Unix seconds.</summary>
    internal sealed record BeforeTime(long UnixSeconds) : ClaimPredicate;

    /// <summary>Within these seconds after the ledger that made the balance.</summary>
    internal sealed record Within(long Seconds) : ClaimPredicate;
}
