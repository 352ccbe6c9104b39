using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Devnet.Stellar.Ledger;

/// <summary>Operation results by their protocol numbers (Stellar-transaction.x).</summary>
internal static class OperationResults
{
    internal const int Malformed = -1;

    internal const int CreateUnderfunded = -2;
    internal const int CreateLowReserve = -3;
    internal const int CreateAlreadyExists = -4;

    internal const int PaymentUnderfunded = -2;
    internal const int PaymentSourceNoTrust = -3;
    internal const int PaymentNoDestination = -5;
    internal const int PaymentNoTrust = -6;
    internal const int PaymentLineFull = -8;

    internal const int TrustNoIssuer = -2;
    internal const int TrustInvalidLimit = -3;
    internal const int TrustLowReserve = -4;
    internal const int TrustSelf = -5;

    internal const int MergeNoAccount = -2;
    internal const int MergeHasSubentries = -4;
    internal const int MergeSequenceTooFar = -5;
    internal const int MergeDestinationFull = -6;
    internal const int MergeIsSponsor = -7;

    internal const int PathTooFewOffers = -10;
    internal const int PathLimit = -12;

    internal const int ClaimableLowReserve = -2;
    internal const int ClaimableNoTrust = -3;
    internal const int ClaimableUnderfunded = -5;

    internal const int ClaimDoesNotExist = -1;
    internal const int ClaimCannotClaim = -2;
    internal const int ClaimLineFull = -3;
    internal const int ClaimNoTrust = -4;

    internal const int DataNotFound = -2;
    internal const int DataLowReserve = -3;
    internal const int DataInvalidName = -4;

    internal const int BumpBadSequence = -1;

    internal static OperationResult BadAuth { get; } = new(-1, null, 0);

    internal static OperationResult NoSourceAccount { get; } = new(-2, null, 0);

    internal static OperationResult NotSupported { get; } = new(-3, null, 0);

    internal static OperationResult TooManySubentries { get; } = new(-4, null, 0);

    internal static OperationResult Success(StellarOperation operation) => new(0, operation.Type, 0);

    internal static OperationResult Fail(StellarOperation operation, int code) => new(0, operation.Type, code);
}
