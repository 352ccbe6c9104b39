namespace OrleansTrading.Engine;

/// <summary>A queue is full: the call was not made and may be repeated later.</summary>
public sealed class LimitExceededException : OrleansException
{
    /// <summary>Creates it.</summary>
    public LimitExceededException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it from the limit's name, the present value and the limit.</summary>
    public LimitExceededException(string limitName, int current, int threshold, object extraInfo)
        : base($"Limit exceeded {limitName} Current={current} Threshold={threshold} {extraInfo}")
    {
    }
}
