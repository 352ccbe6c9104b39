namespace OrleansTrading.Engine;

/// <summary>
/// A call waits for itself, directly or through others, and can therefore never be served. If it came back along its
/// own trail, it is reported at once; if grains call each other at the same time, within four ticks of
/// <see cref="EngineOptions.CallTimeoutResolution"/>. The call was not run. (Orleans lets it run into the timeout.)
/// </summary>
public sealed class CallCycleException : OrleansException
{
    /// <summary>Creates it.</summary>
    public CallCycleException(string message)
        : base(message)
    {
    }

    internal static CallCycleException Of(string what, string trail) => new(
        $"{what} for ever: {trail}. Call in one direction only, send news back one-way, or mark the method"
        + " [AlwaysInterleave] or the class [Reentrant].");
}

/// <summary>The observer was deleted or its process side is gone: its subscription can be forgotten.</summary>
public sealed class ClientNotAvailableException : OrleansException
{
    /// <summary>Creates it.</summary>
    public ClientNotAvailableException(string message)
        : base(message)
    {
    }
}

/// <summary>
/// The engine is stopping (or has not started) and takes no calls from outside. The call was not made.
/// </summary>
public sealed class SiloUnavailableException : OrleansException
{
    /// <summary>Creates it.</summary>
    public SiloUnavailableException(string message)
        : base(message)
    {
    }
}
