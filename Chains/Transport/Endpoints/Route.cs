namespace OrleansTrading.Chains.Transport.Endpoints;

/// <summary>The way of one request through the endpoints: who is asked next, and what the failures were.</summary>
internal sealed class Route(EndpointSet set, Endpoint? only)
{
    private readonly HashSet<Endpoint> _tried = [];

    /// <summary>Whether an endpoint is left that can be asked now and has not been asked by this request.</summary>
    internal bool HasUntried => Candidates().Any(endpoint => !_tried.Contains(endpoint));

    /// <summary>
    /// The endpoint to ask now: the healthiest that has not been asked yet, and after all have been the healthiest
    /// again.
    /// </summary>
    /// <exception cref="EndpointFailedException">None can be asked now.</exception>
    internal Endpoint Next()
    {
        var best = Candidates()
            .OrderBy(endpoint => _tried.Contains(endpoint))
            .ThenBy(endpoint => endpoint.Rank)
            .ThenBy(endpoint => endpoint.Place)
            .FirstOrDefault() ?? throw set.NobodyToAsk(only);
        _tried.Add(best);
        return best;
    }

    /// <summary>Puts the endpoint's name to its failure, and says how soon another attempt is worth while.</summary>
    internal EndpointFailedException Failed(Endpoint endpoint, EndpointFailedException failure) =>
        new($"endpoint {endpoint.Name}: {failure.Message}", failure)
        {
            Reply = failure.Reply,
            Counts = failure.Rest is null,
            RetryDelay = HasUntried ? TimeSpan.Zero : null,
        };

    private IEnumerable<Endpoint> Candidates() => only is null
        ? set.Endpoints.Where(endpoint => endpoint.MayBeAsked(out _))
        : only.MayBeAsked(out _) ? [only] : [];
}
