using System.Net.Http;

namespace OrleansTrading.Chains.Transport.Endpoints;

/// <summary>One question, for whichever endpoint answers it.</summary>
/// <param name="What">What is asked, for messages; without parameters.</param>
/// <param name="Kind">Whether an endpoint may be asked twice.</param>
/// <param name="Compose">Makes the HTTP request for a base address; called once for each attempt.</param>
/// <param name="Read">
/// Reads the answer. Throws <see cref="EndpointFailedException"/> when it is unusable, so that another endpoint is
/// asked; whatever else it throws is the node's own word and goes to the caller.
/// </param>
internal sealed record EndpointRequest<T>(
    string What, RequestKind Kind, Func<Uri, HttpRequestMessage> Compose, Func<RestReply, T> Read);

/// <summary>Sends requests to one endpoint or to the best of several.</summary>
internal interface IExchange
{
    /// <exception cref="ChainUnavailableException">There was no usable answer.</exception>
    Task<T> SendAsync<T>(EndpointRequest<T> request, CancellationToken cancellationToken);
}
