using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Devnet.Stellar.Ledger;

/// <summary>An amount that waits for one of its claimants (CAP-23).</summary>
/// <param name="Id">4 bytes of version and 32 of hash, in lower-case hex.</param>
/// <param name="Sponsor">Who made it and keeps a base reserve for each claimant until it is claimed.</param>
/// <param name="Asset">What waits.</param>
/// <param name="Amount">How much, in stroops.</param>
/// <param name="Claimants">Who may claim it, and when; times relative to the making are absolute here.</param>
/// <param name="Ledger">The ledger that made it.</param>
internal sealed record DevnetClaimable(
    string Id, string Sponsor, StellarAsset Asset, long Amount, IReadOnlyList<Claimant> Claimants, uint Ledger)
{
    internal bool IsClaimableBy(string account, long closesAt) =>
        Claimants.Any(claimant => claimant.Destination == account && Holds(claimant.Predicate, closesAt));

    /// <summary>Seconds after the making become a time, as stellar-core stores them.</summary>
    internal static ClaimPredicate Fix(ClaimPredicate predicate, long madeAt) => predicate switch
    {
        ClaimPredicate.And and => new ClaimPredicate.And(Fix(and.Left, madeAt), Fix(and.Right, madeAt)),
        ClaimPredicate.Or or => new ClaimPredicate.Or(Fix(or.Left, madeAt), Fix(or.Right, madeAt)),
        ClaimPredicate.Not not => new ClaimPredicate.Not(Fix(not.Inner, madeAt)),
        ClaimPredicate.Within within => new ClaimPredicate.BeforeTime(
            (long)Int128.Min((Int128)madeAt + within.Seconds, long.MaxValue)),
        _ => predicate,
    };

    private static bool Holds(ClaimPredicate predicate, long closesAt) => predicate switch
    {
        ClaimPredicate.Unconditional => true,
        ClaimPredicate.And and => Holds(and.Left, closesAt) && Holds(and.Right, closesAt),
        ClaimPredicate.Or or => Holds(or.Left, closesAt) || Holds(or.Right, closesAt),
        ClaimPredicate.Not not => !Holds(not.Inner, closesAt),
        ClaimPredicate.BeforeTime before => closesAt < before.UnixSeconds,
        _ => throw new InvalidOperationException($"{predicate.GetType().Name} is not stored in a ledger."),
    };
}
