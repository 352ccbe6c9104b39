using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrleansTrading.Chains.Transport;

/// <summary>Whether asking twice is the same as asking once.</summary>
public enum RequestKind
{
    /// <summary>Changes nothing; the transport may repeat it.</summary>
    Read,

    /// <summary>
    /// Hands over bytes that take effect at most once, however often and wherever they are sent: a signed transaction.
    /// The transport sends them to each server at most once, and to the next one only after a failure; repeating is the
    /// caller's decision.
    /// </summary>
    Submission,
}

/// <summary>
/// A node that speaks JSON-RPC 2.0. The port between chain logic and the world: real nodes are reached over HTTP, a
/// local network or a simulator answers in the same process.
/// </summary>
public interface IJsonRpc
{
    /// <summary>Calls a method and returns its <c>result</c>.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="parameters">An array or object of parameters; null for none. Not kept.</param>
    /// <param name="kind">Whether the transport may repeat the call.</param>
    /// <param name="cancellationToken">Stops waiting. A submission may still have been taken.</param>
    /// <exception cref="JsonRpcErrorException">The node answered with an error.</exception>
    /// <exception cref="ChainUnavailableException">There was no usable answer.</exception>
    Task<JsonElement> CallAsync(
        string method, JsonNode? parameters, RequestKind kind, CancellationToken cancellationToken = default);

    /// <summary>
    /// A port for one sequence of calls that are all answered by the same server: the one that answers the first. What
    /// one server does not know and how far another has got prove nothing together. When that server fails, the rest of
    /// the sequence does too. Take a new one for each operation.
    /// </summary>
    /// <returns>This port itself, where there is one server only.</returns>
    IJsonRpc Pin() => this;
}

/// <summary>A node's own error answer (JSON-RPC 2.0 section 5.1).</summary>
public sealed class JsonRpcErrorException : Exception
{
    /// <summary>Creates it.</summary>
    /// <param name="code">The error code.</param>
    /// <param name="message">The node's words.</param>
    /// <param name="data">Its details; null when it gave none.</param>
    public JsonRpcErrorException(int code, string message, JsonElement? data = null)
        : base(message)
    {
        Code = code;
        ErrorData = data;
    }

    /// <summary>The error code, e.g. -32602 for invalid parameters.</summary>
    public int Code { get; }

    /// <summary>The <c>data</c> member; null when absent.</summary>
    public JsonElement? ErrorData { get; }

    /// <summary>
    /// The <c>cause</c> member, in which NEAR's nodes name what went wrong; null when absent, as everywhere else.
    /// </summary>
    public JsonElement? ErrorCause { get; init; }
}
