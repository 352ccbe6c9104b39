using OrleansTrading.Chains;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Grains;

/// <summary>How the chains are reached from this server: outages, and the state of each endpoint.</summary>
internal sealed class ChainHealth(IEnumerable<IChainOutages> outages, IEnumerable<IChainEndpoints> endpoints)
{
    private readonly IChainOutages[] sources = [.. outages];
    private readonly IChainEndpoints[] sets = [.. endpoints];

    /// <summary>The outage of a chain; null when no source knows of one.</summary>
    internal ChainOutage? Find(string chain) =>
        sources.Select(source => source.Find(chain)).FirstOrDefault(outage => outage is not null);

    /// <summary>Refuses what would promise something on a chain that is out.</summary>
    internal Refusal? Refuse(IChain chain) => Find(chain.Name) is { } outage
        ? new Refusal
        {
            Code = ErrorCodes.ChainUnavailable,
            Detail = $"No quotes on {chain.Name} now: {outage.Reason}",
            RetryAt = outage.RetryAt,
        }
        : null;

    internal ChainOutageView? View(string chain) => Find(chain) is { } outage
        ? new ChainOutageView { Reason = outage.Reason, Since = outage.Since, RetryAt = outage.RetryAt }
        : null;

    internal IReadOnlyList<EndpointView> Endpoints(string chain) =>
    [
        .. sets.Where(set => set.Chain == chain).SelectMany(set => set.List()).Select(status => new EndpointView
        {
            Name = status.Name,
            State = Name(status.State),
            Problem = status.Problem,
        }),
    ];

    private static string Name(EndpointState state) => state switch
    {
        EndpointState.Usable => "usable",
        EndpointState.Unchecked => "unchecked",
        EndpointState.Resting => "resting",
        EndpointState.Failing => "failing",
        EndpointState.Behind => "behind",
        EndpointState.Contradicting => "contradicting",
        EndpointState.WrongNetwork => "wrongNetwork",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No such state."),
    };
}
