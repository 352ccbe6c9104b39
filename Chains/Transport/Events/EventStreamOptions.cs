namespace OrleansTrading.Chains.Transport.Events;

/// <summary>How a chain's event streams are reached over HTTP.</summary>
public sealed class EventStreamOptions
{
    /// <summary>Default of <see cref="ConnectTimeout"/>.</summary>
    public static readonly TimeSpan ConnectTimeoutDefault = TimeSpan.FromSeconds(15);

    /// <summary>Default of <see cref="SilenceMax"/>: twice as long as public servers keep a stream open.</summary>
    public static readonly TimeSpan SilenceMaxDefault = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The endpoints' base addresses, tried one after the other, a further one for each new connection. They may hold
    /// API keys and are never put into messages as a whole.
    /// </summary>
    public required IReadOnlyList<Uri> BaseAddresses { get; init; }

    /// <summary>The time until a server answers. Defaults to <see cref="ConnectTimeoutDefault"/>.</summary>
    public TimeSpan ConnectTimeout { get; init; } = ConnectTimeoutDefault;

    /// <summary>
    /// A stream that says nothing for so long counts as broken, because a dead connection says nothing either. Defaults
    /// to <see cref="SilenceMaxDefault"/>.
    /// </summary>
    public TimeSpan SilenceMax { get; init; } = SilenceMaxDefault;

    /// <summary>Checks the options together.</summary>
    /// <exception cref="ArgumentException">Names the option, its value and the rule.</exception>
    public void Validate()
    {
        Require(
            BaseAddresses.Count is >= 1 and <= 16,
            $"{nameof(BaseAddresses)} has {BaseAddresses.Count} entries. It must have 1 to 16.");
        foreach (var address in BaseAddresses)
        {
            Require(
                address.IsAbsoluteUri && address.Scheme is "http" or "https" && address.Query.Length == 0,
                $"{nameof(BaseAddresses)} must be absolute http or https addresses without a query.");
            Require(
                address.Scheme == "https" || address.IsLoopback || address.UserInfo.Length == 0,
                $"{nameof(BaseAddresses)} has an entry with credentials. It must use https.");
        }

        Require(
            ConnectTimeout > TimeSpan.Zero && ConnectTimeout <= TimeSpan.FromMinutes(5),
            $"{nameof(ConnectTimeout)} is {ConnectTimeout}. It must be above zero and at most 5 minutes.");
        Require(
            SilenceMax >= TimeSpan.FromSeconds(1) && SilenceMax <= TimeSpan.FromHours(1),
            $"{nameof(SilenceMax)} is {SilenceMax}. It must be between 1 second and 1 hour.");
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new ArgumentException(problem);
        }
    }
}
