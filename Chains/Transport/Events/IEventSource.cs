namespace OrleansTrading.Chains.Transport.Events;

/// <summary>
/// A server that sends events as they happen (Server-Sent Events, WHATWG HTML section 9.2). The port between chain
/// logic and the world.
/// </summary>
public interface IEventSource
{
    /// <summary>Opens a stream and tells its events until the server ends it.</summary>
    /// <param name="pathAndQuery">Relative to the configured base address, without a leading slash.</param>
    /// <param name="lastId">The id of the last event that was seen; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ChainUnavailableException">It could not be opened, or broke, or fell silent.</exception>
    IAsyncEnumerable<ServerEvent> OpenAsync(
        string pathAndQuery, string? lastId, CancellationToken cancellationToken = default);
}

/// <summary>An event. Its content is left out on purpose: nobody here believes what a stream says.</summary>
/// <param name="Type">Its name; <c>message</c> where the server gave none.</param>
/// <param name="Id">Its id; null when it has none.</param>
public sealed record ServerEvent(string Type, string? Id)
{
    /// <summary>The name of an event without one.</summary>
    public const string Message = "message";
}
