using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Devnet.Stellar.Ledger;

/// <summary>What can be said of an operation without the ledger; a malformed one keeps its transaction out.</summary>
internal static class OperationForm
{
    internal static OperationResult Check(StellarOperation operation, string source)
    {
        int? problem = operation switch
        {
            PaymentOperation payment => payment.Amount > 0 ? null : OperationResults.Malformed,
            CreateAccountOperation create => create.StartingBalance >= 0 && create.Destination != source
                ? null
                : OperationResults.Malformed,
            ChangeTrustOperation { Asset.IsNative: true } or ChangeTrustOperation { Limit: < 0 } =>
                OperationResults.Malformed,
            ChangeTrustOperation trust => trust.Asset.Issuer == source ? OperationResults.TrustSelf : null,
            AccountMergeOperation merge => merge.Destination.AccountId == source ? OperationResults.Malformed : null,
            ManageDataOperation data => data.Name.Length > 0 && !data.Name.Any(char.IsControl)
                ? null
                : OperationResults.DataInvalidName,
            BumpSequenceOperation bump => bump.BumpTo >= 0 ? null : OperationResults.BumpBadSequence,
            PathPaymentStrictReceiveOperation path => path.SendMax > 0 && path.Amount > 0
                ? null
                : OperationResults.Malformed,
            PathPaymentStrictSendOperation path => path.SendAmount > 0 && path.AmountMin > 0
                ? null
                : OperationResults.Malformed,
            CreateClaimableBalanceOperation create => create.Amount > 0 && AreClaimants(create.Claimants)
                ? null
                : OperationResults.Malformed,
            ClaimClaimableBalanceOperation => null,
            _ => int.MinValue,
        };
        return problem switch
        {
            null => OperationResults.Success(operation),
            int.MinValue => OperationResults.NotSupported,
            { } code => OperationResults.Fail(operation, code),
        };
    }

    /// <summary>At least one, none twice, and no time before the beginning of times.</summary>
    private static bool AreClaimants(IReadOnlyList<Claimant> claimants) =>
        claimants.Count > 0
        && claimants.Select(claimant => claimant.Destination).Distinct().Count() == claimants.Count
        && claimants.All(claimant => IsPredicate(claimant.Predicate));

    private static bool IsPredicate(ClaimPredicate predicate) => predicate switch
    {
        ClaimPredicate.And and => IsPredicate(and.Left) && IsPredicate(and.Right),
        ClaimPredicate.Or or => IsPredicate(or.Left) && IsPredicate(or.Right),
        ClaimPredicate.Not not => IsPredicate(not.Inner),
        ClaimPredicate.BeforeTime before => before.UnixSeconds >= 0,
        ClaimPredicate.Within within => within.Seconds >= 0,
        _ => true,
    };
}
