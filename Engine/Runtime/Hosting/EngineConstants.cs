namespace OrleansTrading.Engine;

/// <summary>Defaults and hard limits of <see cref="EngineOptions"/>.</summary>
public static class EngineConstants
{
    /// <summary>Calls that may be at one activation besides the one that is served.</summary>
    public const int MaxQueuedRequestsDefault = 10_000;

    /// <summary>Reminders delivered at the same time.</summary>
    public const int ReminderDeliveriesMaxDefault = 64;

    /// <summary>The meter of all engine instruments.</summary>
    public const string MeterName = "OrleansTrading.Engine";

    /// <summary>The name of the storage a state uses when it names none.</summary>
    public const string DefaultStorageName = "Default";

    /// <summary>How long a caller waits for its answer.</summary>
    public static readonly TimeSpan CallTimeoutDefault = TimeSpan.FromSeconds(30);

    /// <summary>How often overdue calls are looked for: a timeout comes this much late at most.</summary>
    public static readonly TimeSpan CallTimeoutResolutionDefault = TimeSpan.FromSeconds(1);

    /// <summary>How long reading the state and <see cref="IGrainBase.OnActivateAsync"/> may take together.</summary>
    public static readonly TimeSpan ActivationTimeoutDefault = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a deactivation waits for running calls and <see cref="IGrainBase.OnDeactivateAsync"/>.
    /// </summary>
    public static readonly TimeSpan DeactivationTimeoutDefault = TimeSpan.FromSeconds(30);

    /// <summary>How long an activation may be idle.</summary>
    public static readonly TimeSpan CollectionAgeDefault = TimeSpan.FromMinutes(15);

    /// <summary>How often idle activations are looked for.</summary>
    public static readonly TimeSpan CollectionQuantumDefault = TimeSpan.FromMinutes(1);

    /// <summary>How long a stop waits for running turns.</summary>
    public static readonly TimeSpan ShutdownTimeoutDefault = TimeSpan.FromSeconds(20);

    /// <summary>How soon after the start missed reminders are delivered.</summary>
    public static readonly TimeSpan ReminderStartDelayDefault = TimeSpan.FromSeconds(2);

    /// <summary>The shortest reminder period, the same as Orleans'.</summary>
    public static readonly TimeSpan ReminderPeriodMinDefault = TimeSpan.FromMinutes(1);
}
