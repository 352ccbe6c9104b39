using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Simulation.Wire;

/// <summary>JSON-RPC to one of several nodes.</summary>
/// <param name="nodes">The nodes.</param>
/// <param name="inner">The network.</param>
/// <param name="pinned">The only node that is asked; null: any.</param>
internal sealed class SimulatedRpc(SimulatedNodes nodes, IJsonRpc inner, SimulatedNodes.Node? pinned = null) : IJsonRpc
{
    public Task<JsonElement> CallAsync(
        string method, JsonNode? parameters, RequestKind kind, CancellationToken cancellationToken = default) =>
        nodes.AskAsync(
            pinned,
            method,
            kind == RequestKind.Submission,
            () => inner.CallAsync(method, parameters, kind, cancellationToken));

    public IJsonRpc Pin() => new SimulatedRpc(nodes, inner, nodes.Pin());
}

/// <summary>Horizon on one of several servers.</summary>
/// <inheritdoc cref="SimulatedRpc(SimulatedNodes, IJsonRpc, SimulatedNodes.Node?)"/>
internal sealed class SimulatedRest(SimulatedNodes nodes, IRestTransport inner, SimulatedNodes.Node? pinned = null)
    : IRestTransport
{
    public Task<RestReply> GetAsync(string pathAndQuery, CancellationToken cancellationToken = default) =>
        nodes.AskAsync(
            pinned, pathAndQuery, isSubmission: false, () => inner.GetAsync(pathAndQuery, cancellationToken));

    public Task<RestReply> PostFormAsync(
        string path, IReadOnlyDictionary<string, string> form, CancellationToken cancellationToken = default) =>
        nodes.AskAsync(
            pinned, path, isSubmission: true, () => inner.PostFormAsync(path, form, cancellationToken));

    public IRestTransport Pin() => new SimulatedRest(nodes, inner, nodes.Pin());
}
