namespace OrleansTrading.Grains;

/// <summary>
/// Stored work is about an asset, a chain or an account that the configuration no longer has. Nothing is lost: the work
/// goes on once an operator has put it back; the message names what is missing and where it belongs.
/// </summary>
public sealed class NotConfiguredException : Exception
{
    /// <summary>Creates it.</summary>
    public NotConfiguredException(string message)
        : base(message)
    {
    }
}
