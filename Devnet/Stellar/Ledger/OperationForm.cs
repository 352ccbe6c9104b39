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

            // Path payments need an exchange, which this network has not.
            _ => int.MinValue,
        };
        return problem switch
        {
            null => OperationResults.Success(operation),
            int.MinValue => OperationResults.NotSupported,
            { } code => OperationResults.Fail(operation, code),
        };
    }
}
