namespace OrleansTrading.Chains.Transport.Endpoints;

internal sealed partial class EndpointSet
{
    /// <summary>While no endpoint is usable, callers make a check run, but not more often than this.</summary>
    private static readonly TimeSpan CheckGapMin = TimeSpan.FromSeconds(1);

    private Func<Task<IReadOnlyList<(Endpoint Endpoint, EndpointVerdict Verdict)>>>? _check;
    private Task? _underWay;
    private long _checkedAt;
    private volatile bool _isChecked;

    /// <summary>Whether the endpoints have been compared at least once.</summary>
    internal bool IsChecked => _isChecked;

    /// <summary>Says how endpoints are asked who they are. Without it they are used unchecked.</summary>
    /// <param name="probe">The chain's questions.</param>
    /// <param name="bind">Makes the chain's port on one endpoint.</param>
    internal void CheckWith<TPort>(IEndpointProbe<TPort> probe, Func<IExchange, TPort> bind)
    {
        var check = new EndpointCheck<TPort>(
            [.. _endpoints.Select(endpoint => (endpoint, bind(new DirectExchange(this, endpoint))))],
            probe,
            new EndpointJudge(Options, probe.BlockTime, _time));
        _check = check.RunAsync;
    }

    /// <summary>
    /// Asks all endpoints who they are and how far, and judges them. Whoever comes while one is under way waits for it.
    /// </summary>
    internal async Task CheckAsync(CancellationToken cancellationToken)
    {
        Task check;
        lock (_lock)
        {
            // Under way for all who wait, so nobody's token ends it; each attempt has a time limit.
            _underWay = check = _underWay is { IsCompleted: false } ? _underWay : CheckAllAsync();
        }

        await check.WaitAsync(cancellationToken);
    }

    /// <summary>Nothing is asked of an endpoint that has not said who it is.</summary>
    private Task CheckBeforeUseAsync(CancellationToken cancellationToken) =>
        _isChecked
        && (_endpoints.Any(endpoint => endpoint.Verdict.State == EndpointState.Usable)
            || _time.GetElapsedTime(Volatile.Read(ref _checkedAt)) < CheckGapMin)
            ? Task.CompletedTask
            : CheckAsync(cancellationToken);

    private async Task CheckAllAsync()
    {
        // The lock is left before anything is asked.
        await Task.Yield();
        if (_check is null)
        {
            foreach (var endpoint in _endpoints)
            {
                endpoint.Judge(EndpointVerdict.Usable);
            }
        }
        else
        {
            foreach (var (endpoint, verdict) in await _check())
            {
                Announce(endpoint, endpoint.Judge(verdict), verdict);
            }
        }

        Volatile.Write(ref _checkedAt, _time.GetTimestamp());
        _isChecked = true;

        // Notes when an outage begins or ends, though nobody may ask.
        Find(Chain);
    }

    private void Announce(Endpoint endpoint, EndpointVerdict? before, EndpointVerdict verdict)
    {
        if (before is null)
        {
            return;
        }

        if (verdict.State is EndpointState.Usable)
        {
            if (before.State != EndpointState.Unchecked)
            {
                _logger.EndpointBack(Chain, endpoint.Name);
            }
        }
        else if (verdict.State != EndpointState.Unchecked && before.State != verdict.State)
        {
            _logger.EndpointSetAside(Chain, endpoint.Name, verdict.Detail ?? verdict.Problem!);
            _metrics.SetAside(endpoint.Name, verdict.State);
        }
    }
}
