using Microsoft.Extensions.Logging;

namespace OrleansTrading.Engine.Cluster;

/// <summary>
/// Whether one activation's memory may still be used. A state write that fails, for any reason, spoils it: memory is
/// then ahead of the store, or the store of memory, and only reading can tell. Orleans by itself goes on with such
/// memory unless the failure was an etag's; a treasury would submit what it signed and could not store.
/// </summary>
internal sealed class ActivationGuard
{
    private readonly IGrainContext context;
    private readonly ILogger logger;
    private Exception? spoiled;

    private ActivationGuard(IGrainContext context, ILogger logger)
    {
        this.context = context;
        this.logger = logger;
    }

    /// <summary>The guard of an activation, made when its constructor asks for the first state.</summary>
    internal static ActivationGuard Of(IGrainContext context, ILogger logger)
    {
        if (Find(context) is { } guard)
        {
            return guard;
        }

        guard = new ActivationGuard(context, logger);
        context.SetComponent(guard);
        return guard;
    }

    /// <summary>The guard of an activation; null when it has no state.</summary>
    internal static ActivationGuard? Find(IGrainContext context) => context.GetComponent<ActivationGuard>();

    /// <summary>Ends the activation: what runs cannot store anything any more, and nothing else begins on it.</summary>
    internal void Spoil(Exception cause)
    {
        if (Interlocked.CompareExchange(ref spoiled, cause, null) is null)
        {
            ClusterLog.ActivationSpoiled(logger, context.GrainId, cause);

            // Without the exception: with it, Orleans fails the calls that wait instead of forwarding them to the
            // next activation.
            context.Deactivate(new DeactivationReason(
                DeactivationReasonCode.ApplicationError,
                "A state write failed, so memory may not be what is stored."));
        }
    }

    /// <summary>Refuses what would be based on spoilt memory.</summary>
    /// <exception cref="InconsistentStateException">It is spoilt; the call may be repeated.</exception>
    internal void ThrowIfSpoiled()
    {
        if (spoiled is { } cause)
        {
            throw new InconsistentStateException(
                $"This activation of {context.GrainId} ended because of a failed state write. Nothing is read or"
                + " written by it any more. Repeat the call: it goes to a fresh activation.",
                cause);
        }
    }
}
