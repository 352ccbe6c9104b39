namespace OrleansTrading.Silo.Hosting.Cluster;

/// <summary>
/// Lets an API process wait for the first silo of its cluster, so that the two may be started in any order. Once it is
/// connected, Orleans finds new silos by itself.
/// </summary>
internal sealed class SiloWait(ClusterSettings cluster, TimeProvider time) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly long begun = time.GetTimestamp();

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(begun) > Limit)
        {
            throw new InvalidOperationException(
                $"No silo of the cluster {cluster.ClusterId} answered for {Limit.TotalSeconds} s ({exception.Message})."
                + " Start one, or correct Cluster:Redis and Cluster:ClusterId.",
                exception);
        }

        await Task.Delay(Period, time, cancellationToken);
        return true;
    }
}
