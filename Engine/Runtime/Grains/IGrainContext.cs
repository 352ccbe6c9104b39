namespace OrleansTrading.Engine;

/// <summary>An activation as the engine sees it.</summary>
public interface IGrainContext
{
    /// <summary>Gets a reference to the grain itself.</summary>
    GrainReference GrainReference { get; }

    /// <summary>Gets the grain's identity.</summary>
    GrainId GrainId { get; }

    /// <summary>Gets the grain; null until it is constructed.</summary>
    object? GrainInstance { get; }

    /// <summary>Gets the services. There is no scope per activation: they are the host's own.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Gets a task that completes when the activation is gone.</summary>
    Task Deactivated { get; }

    /// <summary>
    /// Begins to deactivate: the calls that run now finish, then <see cref="IGrainBase.OnDeactivateAsync"/> runs, and
    /// what waits goes to a fresh activation. Calling it again changes nothing.
    /// </summary>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
