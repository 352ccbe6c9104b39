using Orleans.Runtime.Messaging;

namespace OrleansTrading.Silo.Hosting.Cluster;

/// <summary>
/// Whatever Orleans calls it that a silo or gateway could not be reached, callers meet the one failure that both
/// engines have: what became of the call is not known, and it may be repeated.
/// </summary>
internal sealed class UnreachableSiloFilter : IOutgoingGrainCallFilter
{
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (OrleansException failure) when (IsUnreachable(failure))
        {
            throw new SiloUnavailableException(failure.Message, failure);
        }
    }

    private static bool IsUnreachable(OrleansException failure) => failure
        is ConnectionFailedException or GatewayTooBusyException or ClientNotAvailableException
        || failure.GetType() == typeof(OrleansMessageRejectionException);
}
