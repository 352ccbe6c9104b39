namespace OrleansTrading.Chains.Transport.Endpoints;

/// <summary>One endpoint, once, whether it is usable or not: how it is checked.</summary>
internal sealed class DirectExchange(EndpointSet set, Endpoint endpoint) : IExchange
{
    /// <inheritdoc/>
    public async Task<T> SendAsync<T>(EndpointRequest<T> request, CancellationToken cancellationToken)
    {
        try
        {
            return await endpoint.SendAsync(request, cancellationToken);
        }
        catch (EndpointFailedException failure)
        {
            throw set.Unavailable(request.What, $"endpoint {endpoint.Name}: {failure.Message}", failure);
        }
    }
}
