using System.Collections.ObjectModel;
using System.Text.Json;

namespace OrleansTrading.Chains.Transport;

/// <summary>A server that speaks plain HTTP resources (Horizon). The port between chain logic and the world.</summary>
public interface IRestTransport
{
    /// <summary>Reads a resource; may be repeated by the transport.</summary>
    /// <param name="pathAndQuery">Relative to the configured base address, without a leading slash.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>
    /// Any answer that says something about what was asked. Redirects, 401, 403, 408, 429 and those from 500 say
    /// something about the server: they are retried, elsewhere first, and then count as none.
    /// </returns>
    /// <exception cref="ChainUnavailableException">There was no usable answer.</exception>
    Task<RestReply> GetAsync(string pathAndQuery, CancellationToken cancellationToken = default);

    /// <summary>
    /// Posts a form (application/x-www-form-urlencoded) with bytes that take effect at most once: once to each server,
    /// and to the next one only after a failure.
    /// </summary>
    /// <param name="path">Relative to the configured base address, without a leading slash.</param>
    /// <param name="form">The form's fields.</param>
    /// <param name="cancellationToken">Stops waiting. The server may still have taken the form.</param>
    /// <returns>Any answer, whatever its status.</returns>
    /// <exception cref="ChainUnavailableException">There was no answer.</exception>
    Task<RestReply> PostFormAsync(
        string path, IReadOnlyDictionary<string, string> form, CancellationToken cancellationToken = default);

    /// <summary>
    /// A port for one sequence of requests that are all answered by the same server: the one that answers the first.
    /// What one server does not know and how far another has got prove nothing together. When that server fails, the
    /// rest of the sequence does too. Take a new one for each operation.
    /// </summary>
    /// <returns>This port itself, where there is one server only.</returns>
    IRestTransport Pin() => this;
}

/// <summary>An HTTP answer.</summary>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Body">The body, at most the transport's limit.</param>
public sealed record RestReply(int Status, ReadOnlyMemory<byte> Body)
{
    /// <summary>
    /// The answer's own headers (not those of its body), several values joined by a comma; empty when the transport has
    /// none. Names are compared without case.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>True for 200 to 299.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Reads the body as JSON.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public JsonElement ReadJson()
    {
        using var document = JsonDocument.Parse(Body);
        return document.RootElement.Clone();
    }
}
