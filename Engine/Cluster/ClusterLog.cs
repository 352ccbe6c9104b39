using Microsoft.Extensions.Logging;

namespace OrleansTrading.Engine.Cluster;

/// <summary>What our half of the engine logs on Orleans. Ids 2100 to 2199; an id is never reused.</summary>
internal static partial class ClusterLog
{
    [LoggerMessage(2100, LogLevel.Warning,
        "{GrainId} is dropped because a state write failed: it reads its state again before it answers anyone.")]
    public static partial void ActivationSpoiled(ILogger logger, GrainId grainId, Exception error);
}
