using Microsoft.Extensions.Diagnostics.HealthChecks;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Health;

/// <summary>
/// Asks the storage whether it takes writes, and reads from it what is never there: an answer at all is what counts.
/// </summary>
internal sealed class StorageHealthCheck(IListingStore listing, IStorageStatus status) : IHealthCheck
{
    internal const string Name = "storage";

    private const string NobodysId = "-";

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await listing.PageByOwnerAsync(ListingKinds.Quote, NobodysId, null, 1, cancellationToken);
            return status.IsReady
                ? HealthCheckResult.Healthy()
                : new HealthCheckResult(context.Registration.FailureStatus, "The storage does not take writes.");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // Reported, and logged by the health service; the text stays out of the answer.
            return new HealthCheckResult(
                context.Registration.FailureStatus, "The storage does not answer.", failure);
        }
    }
}
