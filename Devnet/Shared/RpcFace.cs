using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Faults;

namespace OrleansTrading.Devnet.Shared;

/// <summary>A network's answer to one call: a result, or one of its own errors.</summary>
internal sealed record RpcAnswer(JsonNode? Result, JsonRpcErrorException? Error);

/// <summary>
/// A network's JSON-RPC before it is put behind HTTP, and the port for clients in the same process. An answer comes on
/// the caller's scheduler, without a thread or a clock but the network's.
/// </summary>
/// <param name="chain">The chain's short name.</param>
/// <param name="gate">The faults on the way.</param>
/// <param name="possible">What calls of a method can meet.</param>
/// <param name="handle">The network.</param>
internal sealed class RpcFace(
    string chain,
    FaultGate gate,
    Func<string, IReadOnlyList<FaultKind>> possible,
    Func<string, JsonElement, RequestFaults, CancellationToken, Task<JsonNode?>> handle)
    : IJsonRpc
{
    /// <inheritdoc/>
    public async Task<JsonElement> CallAsync(
        string method, JsonNode? parameters, RequestKind kind, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var served = await ServeAsync(method, JsonSerializer.SerializeToElement(parameters), cancellationToken);
        return served.Delivery != Delivery.Answered
            ? throw Unavailable(chain, method, served.Delivery)
            : served.Answer!.Error is { } error
                ? throw error
                : JsonSerializer.SerializeToElement(served.Answer.Result, DevnetJson.Options);
    }

    internal static ChainUnavailableException Unavailable(string chain, string what, Delivery delivery) =>
        new(chain, $"{chain}: {what} got no usable answer from the local network: "
            + (delivery == Delivery.RateLimited ? "too many requests." : "a fault took it."));

    internal Task<Served<RpcAnswer>> ServeAsync(
        string method, JsonElement parameters, CancellationToken cancellationToken) =>
        gate.ServeAsync(
            method,
            possible(method),
            met => AnswerAsync(method, parameters, met, cancellationToken),
            cancellationToken);

    private async Task<RpcAnswer> AnswerAsync(
        string method, JsonElement parameters, RequestFaults met, CancellationToken cancellationToken)
    {
        try
        {
            return new RpcAnswer(await handle(method, parameters, met, cancellationToken), null);
        }
        catch (JsonRpcErrorException error)
        {
            return new RpcAnswer(null, error);
        }
    }
}
