namespace OrleansTrading.Engine;

/// <summary>
/// A call came back to a grain that waits for it, directly or through others, and can therefore never be served. It is
/// reported at once instead of hanging until the timeout. (Orleans lets it run into the timeout.)
/// </summary>
public sealed class CallCycleException : OrleansException
{
    /// <summary>Creates it.</summary>
    public CallCycleException(string message)
        : base(message)
    {
    }
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
