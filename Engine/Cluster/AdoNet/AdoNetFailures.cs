using System.Transactions;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Cluster;

/// <summary>
/// What a failure of Orleans' AdoNet provider, or of the transaction around it, says about the write.
/// </summary>
internal static class AdoNetFailures
{
    /// <summary>The failure as our storage reports it; null for one that callers know as it is.</summary>
    internal static StorageException? Translate(Exception failure, string place) => failure switch
    {
        TransactionInDoubtException => new StorageOutcomeUnknownException(
            $"{place}: the answer to a commit was lost. Whether the state was written is not known: read it again.",
            failure),

        // What the server itself said about the commit.
        TransactionAbortedException { InnerException: { } cause } when PostgresFailure.IsOne(cause) =>
            new PostgresFailure(cause, place).ToStorageException(),
        TransactionException => new StorageUnavailableException(
            $"{place}: the transaction was rolled back ({failure.Message}) Nothing was written.", failure),
        _ when PostgresFailure.IsOne(failure) => new PostgresFailure(failure, place).ToStorageException(),
        _ => null,
    };
}
