namespace OrleansTrading.Chains.Transport;

/// <summary>Whether an endpoint is used, and if not why.</summary>
public enum EndpointState
{
    /// <summary>It has not answered who it is yet, so it is not used.</summary>
    Unchecked,

    /// <summary>It is used.</summary>
    Usable,

    /// <summary>It asked for fewer requests and is left alone until it may be asked again.</summary>
    Resting,

    /// <summary>Most calls to it failed; it is tried now and then.</summary>
    Failing,

    /// <summary>Its final block is far older than the others', or has not changed for long.</summary>
    Behind,

    /// <summary>It contradicts most others about a final block or about how far the chain is.</summary>
    Contradicting,

    /// <summary>It serves another network. It is not used until the process starts again.</summary>
    WrongNetwork,
}

/// <summary>An endpoint and how it is doing.</summary>
/// <param name="Name">Its configured name, or its place in the list; never its address.</param>
/// <param name="State">Whether it is used.</param>
/// <param name="Problem">One sentence for anybody; null when it is used.</param>
/// <param name="FinalHeight">The final height it told last; null when it has not.</param>
public sealed record EndpointStatus(string Name, EndpointState State, string? Problem, ulong? FinalHeight);

/// <summary>The endpoints of one chain.</summary>
public interface IChainEndpoints
{
    /// <summary>The chain's short name.</summary>
    string Chain { get; }

    /// <summary>How each endpoint is doing, in the configured order.</summary>
    IReadOnlyList<EndpointStatus> List();
}
