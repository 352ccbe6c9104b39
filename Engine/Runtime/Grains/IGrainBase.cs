namespace OrleansTrading.Engine;

/// <summary>What every grain class implements, by deriving from <see cref="Grain"/> or by itself.</summary>
public interface IGrainBase
{
    /// <summary>Gets the activation this grain object belongs to.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>
    /// Runs after the state was read and before the first call. If it fails, so do the calls that wait.
    /// </summary>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Runs last. It is not called when the process dies, so nothing may depend on it.</summary>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}

/// <summary>What a grain can do with itself.</summary>
public static class GrainBaseExtensions
{
    /// <summary>Drops the activation after the calls that run now.</summary>
    public static void DeactivateOnIdle(this IGrainBase grain) => grain.GrainContext.Deactivate(
        new DeactivationReason(DeactivationReasonCode.ApplicationRequested, $"{nameof(DeactivateOnIdle)} was called."));
}
