namespace OrleansTrading.Chains.Transport.Endpoints;

/// <summary>
/// What a chain can ask one server in order to judge it, with calls that are cheap. Each call may throw
/// <see cref="ChainUnavailableException"/>: then the server has no say in this check.
/// </summary>
/// <typeparam name="TPort">How the chain speaks to a server.</typeparam>
internal interface IEndpointProbe<in TPort>
{
    /// <summary>How far apart blocks are, about; turns a time behind into a number of blocks.</summary>
    TimeSpan BlockTime { get; }

    /// <summary>Why the server is not of the configured network; null when it is.</summary>
    Task<string?> FindNetworkProblemAsync(TPort server, CancellationToken cancellationToken);

    /// <summary>The height (on Solana the slot) of its last final block.</summary>
    Task<ulong> ReadFinalHeightAsync(TPort server, CancellationToken cancellationToken);

    /// <summary>The hash of the final block at a height; null when there is none or the server lacks it.</summary>
    Task<string?> ReadHashAsync(TPort server, ulong height, CancellationToken cancellationToken);
}
