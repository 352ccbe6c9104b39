using System.Reflection;

namespace OrleansTrading.Engine;

/// <summary>Options of the embedded engine, checked together at start.</summary>
public sealed class EngineOptions
{
    private readonly List<Assembly> grainAssemblies = [];

    /// <summary>Gets or sets how long a caller waits for its answer, unless its method says otherwise.</summary>
    /// <value>1 ms to 1 hour; defaults to 30 seconds.</value>
    public TimeSpan CallTimeout { get; set; } = EngineConstants.CallTimeoutDefault;

    /// <summary>Gets or sets how often overdue calls are looked for: a timeout comes this much late at most.</summary>
    /// <value>1 ms to <see cref="CallTimeout"/>; defaults to 1 second.</value>
    public TimeSpan CallTimeoutResolution { get; set; } = EngineConstants.CallTimeoutResolutionDefault;

    /// <summary>Gets or sets how long reading the state and activating may take together.</summary>
    /// <value>1 ms to 1 hour; defaults to 30 seconds.</value>
    public TimeSpan ActivationTimeout { get; set; } = EngineConstants.ActivationTimeoutDefault;

    /// <summary>
    /// Gets or sets how long a deactivation waits for running calls, and then for the grain's own clean-up, before it
    /// is abandoned. What is abandoned can no longer write state.
    /// </summary>
    /// <value>1 ms to 1 hour; defaults to 30 seconds.</value>
    public TimeSpan DeactivationTimeout { get; set; } = EngineConstants.DeactivationTimeoutDefault;

    /// <summary>
    /// Gets or sets how many calls may be at one activation or observer besides the one that is served: waiting, or
    /// where calls interleave, under way. One more fails at once with <see cref="LimitExceededException"/>.
    /// </summary>
    /// <value>1 to 1,000,000; defaults to 10,000.</value>
    public int MaxQueuedRequests { get; set; } = EngineConstants.MaxQueuedRequestsDefault;

    /// <summary>Gets or sets how long an activation may be idle before it is collected.</summary>
    /// <value>More than <see cref="CollectionQuantum"/>; defaults to 15 minutes.</value>
    public TimeSpan CollectionAge { get; set; } = EngineConstants.CollectionAgeDefault;

    /// <summary>Gets or sets how often idle activations are looked for.</summary>
    /// <value>1 ms to 1 hour; defaults to 1 minute.</value>
    public TimeSpan CollectionQuantum { get; set; } = EngineConstants.CollectionQuantumDefault;

    /// <summary>Gets or sets how long a stop waits for running turns and deactivations.</summary>
    /// <value>1 ms to 1 hour; defaults to 20 seconds.</value>
    public TimeSpan ShutdownTimeout { get; set; } = EngineConstants.ShutdownTimeoutDefault;

    /// <summary>
    /// Gets or sets the shortest reminder period. Lower only in tests: Orleans refuses less than a minute.
    /// </summary>
    /// <value>1 ms to 1 day; defaults to 1 minute.</value>
    public TimeSpan ReminderPeriodMin { get; set; } = EngineConstants.ReminderPeriodMinDefault;

    /// <summary>
    /// Gets or sets how soon after the start missed reminders are delivered, so that other services start first.
    /// </summary>
    /// <value>0 to 1 hour; defaults to 2 seconds.</value>
    public TimeSpan ReminderStartDelay { get; set; } = EngineConstants.ReminderStartDelayDefault;

    /// <summary>Gets or sets how many reminders are delivered at the same time; others wait.</summary>
    /// <value>1 to 10,000; defaults to 64.</value>
    public int ReminderDeliveriesMax { get; set; } = EngineConstants.ReminderDeliveriesMaxDefault;

    /// <summary>Gets the assemblies whose grain classes are hosted.</summary>
    public IReadOnlyList<Assembly> GrainAssemblies => grainAssemblies;

    /// <summary>
    /// Hosts the grain classes of an assembly: its non-abstract classes that implement a grain interface.
    /// </summary>
    public EngineOptions AddGrains(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        if (!grainAssemblies.Contains(assembly))
        {
            grainAssemblies.Add(assembly);
        }

        return this;
    }
}
