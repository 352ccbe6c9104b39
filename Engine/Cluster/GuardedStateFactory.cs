using Microsoft.Extensions.Logging;

namespace OrleansTrading.Engine.Cluster;

/// <summary>Makes grains' states: those of Orleans, guarded.</summary>
internal sealed class GuardedStateFactory(ILogger<GuardedStateFactory> logger) : IPersistentStateFactory
{
    private readonly PersistentStateFactory inner = new();

    public IPersistentState<TState> Create<TState>(IGrainContext context, IPersistentStateConfiguration config) =>
        new GuardedState<TState>(inner.Create<TState>(context, config), ActivationGuard.Of(context, logger));
}
