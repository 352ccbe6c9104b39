namespace OrleansTrading.Chains;

/// <summary>
/// A chain's node that calls out when something happened to an account, so that nobody has to wait for the next look. A
/// hint is no news: it says "look", what it is about is read from the chain, and one that is lost costs only time.
/// </summary>
public interface IChainHints
{
    /// <summary>The CAIP-2 id of the network.</summary>
    string ChainId { get; }

    /// <summary>
    /// Listens for an account until it is cancelled. Goes on by itself where the node left off when the connection is
    /// lost, after ever longer pauses while it stays so.
    /// </summary>
    /// <param name="account">The account's canonical address.</param>
    /// <param name="cancellationToken">Ends it.</param>
    IAsyncEnumerable<ChainHint> ListenAsync(string account, CancellationToken cancellationToken = default);
}

/// <summary>What a node called out.</summary>
public enum ChainHintKind
{
    /// <summary>The connection stands. What happened before may have gone unheard, so look once.</summary>
    Connected,

    /// <summary>Something happened to the account: look.</summary>
    Moved,

    /// <summary>The connection is lost; it is being made again.</summary>
    Interrupted,
}

/// <summary>A hint.</summary>
/// <param name="Kind">What was called out.</param>
/// <param name="Reason">Why the connection was lost, for operators; null for the other kinds.</param>
public sealed record ChainHint(ChainHintKind Kind, string? Reason = null);
