namespace OrleansTrading.Engine;

/// <summary>The base of what the actor runtime itself reports, as opposed to what grain code throws.</summary>
public class OrleansException : Exception
{
    /// <summary>Creates it.</summary>
    public OrleansException()
        : base("The actor runtime could not do what was asked.")
    {
    }

    /// <summary>Creates it.</summary>
    public OrleansException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    public OrleansException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
