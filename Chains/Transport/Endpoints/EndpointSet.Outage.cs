using Polly.CircuitBreaker;

namespace OrleansTrading.Chains.Transport.Endpoints;

internal sealed partial class EndpointSet
{
    private DateTimeOffset? _outSince;

    /// <inheritdoc/>
    /// <remarks>
    /// A chain is out while none of its endpoints may be asked, and while most calls to it fail wherever they go.
    /// Before the first check has ended nothing is known, and that is no outage.
    /// </remarks>
    public ChainOutage? Find(string chain)
    {
        if (chain != Chain || !IsChecked)
        {
            return null;
        }

        var (reason, retryAt) = Diagnose();
        var now = _time.GetUtcNow();
        bool isNew;
        bool isOver;
        DateTimeOffset since;
        lock (_lock)
        {
            isNew = reason is not null && _outSince is null;
            isOver = reason is null && _outSince is not null;
            since = _outSince ?? now;
            _outSince = reason is null ? null : since;
        }

        if (isNew)
        {
            _logger.ChainOut(Chain, reason!);
        }
        else if (isOver)
        {
            _logger.ChainBack(Chain, since);
        }

        return reason is null ? null : new ChainOutage(reason, since, retryAt);
    }

    /// <summary>Why nobody, or not this one, can be asked now, and whether waiting a moment helps.</summary>
    internal EndpointFailedException NobodyToAsk(Endpoint? only)
    {
        var from = EarliestOf(only is null ? _endpoints : [only]);
        var wait = from - _time.GetUtcNow();
        var states = string.Join(
            "; ", (only is null ? _endpoints : [only]).Select(one => $"{one.Name}: {one.Trouble}"));
        return new EndpointFailedException($"no endpoint can be asked now ({states})")
        {
            Counts = false,
            MayRetry = wait <= RestWaitMax,
            RetryDelay = wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        };
    }

    private static DateTimeOffset? EarliestOf(IEnumerable<Endpoint> endpoints)
    {
        DateTimeOffset? earliest = null;
        foreach (var endpoint in endpoints)
        {
            endpoint.MayBeAsked(out var from);
            earliest = from is null || from > earliest ? earliest : from;
        }

        return earliest;
    }

    private (string? Reason, DateTimeOffset? RetryAt) Diagnose()
    {
        var statuses = List();
        if (!statuses.Any(status => status.State == EndpointState.Usable))
        {
            return (Describe(statuses), EarliestOf(_endpoints));
        }

        lock (_lock)
        {
            return _breaker.CircuitState == CircuitState.Closed
                ? (null, null)
                : ("Most calls to the chain fail.", _brokenUntil);
        }
    }

    /// <summary>The gravest of what is wrong, for anybody.</summary>
    private static string Describe(IReadOnlyList<EndpointStatus> statuses)
    {
        return Has(EndpointState.Contradicting) ? "The chain's endpoints contradict each other."
            : Has(EndpointState.WrongNetwork) ? "The chain's endpoints serve another network."
            : Has(EndpointState.Behind) ? "The chain's endpoints are behind, or the chain stands still."
            : Has(EndpointState.Resting) ? "The chain's endpoints ask for fewer requests."
            : "No endpoint of the chain answers.";

        bool Has(EndpointState state) => statuses.Any(status => status.State == state);
    }
}
