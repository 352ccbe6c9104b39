namespace OrleansTrading.Engine;

/// <summary>The activation whose turn runs on this thread.</summary>
internal static class RuntimeContext
{
    /// <summary>Gets it; null outside of turns.</summary>
    internal static Activation? Current => WorkQueue.Running as Activation;

    /// <summary>The activation of a grain.</summary>
    /// <exception cref="InvalidOperationException">The grain does not live in this engine.</exception>
    internal static Activation Of(IGrainBase grain) => grain.GrainContext as Activation
        ?? throw new InvalidOperationException(
            $"{grain.GetType().Name} was created outside an activation. Get it through IGrainFactory.");
}
