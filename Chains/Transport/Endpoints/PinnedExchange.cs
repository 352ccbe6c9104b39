namespace OrleansTrading.Chains.Transport.Endpoints;

/// <summary>
/// A sequence of requests of which all go to the endpoint that answered the first. What one node does not know and how
/// far another has got prove nothing together. When that endpoint fails or is set aside meanwhile, so does the rest of
/// the sequence; the next sequence finds another.
/// </summary>
internal sealed class PinnedExchange(EndpointSet set) : IExchange
{
    private Endpoint? _source;

    /// <inheritdoc/>
    public async Task<T> SendAsync<T>(EndpointRequest<T> request, CancellationToken cancellationToken)
    {
        var bound = Volatile.Read(ref _source);
        var (answer, source) = await set.SendAsync(request, bound, cancellationToken);
        if (bound is not null)
        {
            return answer;
        }

        // Of several first requests at once one decides; the others ask again if another endpoint answered them.
        bound = Interlocked.CompareExchange(ref _source, source, null) ?? source;
        return ReferenceEquals(bound, source)
            ? answer
            : (await set.SendAsync(request, bound, cancellationToken)).Answer;
    }
}
