namespace OrleansTrading.Chains.Transport.Endpoints;

/// <summary>What one endpoint said of itself in a check.</summary>
/// <param name="Endpoint">Which one.</param>
/// <param name="NetworkProblem">Why it is not of the configured network; null when it is, or did not say.</param>
/// <param name="Height">Its last final height; null when it did not answer.</param>
/// <param name="RoseAt">Since when that has been its height.</param>
internal sealed record EndpointReading(Endpoint Endpoint, string? NetworkProblem, ulong? Height, DateTimeOffset RoseAt)
{
    /// <summary>The hash of its block at the height that was compared; null when it told none.</summary>
    internal string? Hash { get; init; }
}

/// <summary>One round of questions to all endpoints of a chain.</summary>
internal sealed class EndpointCheck<TPort>(
    IReadOnlyList<(Endpoint Endpoint, TPort Port)> servers, IEndpointProbe<TPort> probe, EndpointJudge judge)
{
    /// <summary>Solana skips slots: so many below the common height are tried for one that has a block.</summary>
    private const int HeightsTriedMax = 8;

    /// <summary>
    /// Asks all at once who they are and how far, then those that are up to date for the hash at the greatest height
    /// that all of them have.
    /// </summary>
    internal async Task<IReadOnlyList<(Endpoint Endpoint, EndpointVerdict Verdict)>> RunAsync()
    {
        var readings = await Task.WhenAll(servers.Select(ReadAsync));
        var upToDate = judge.UpToDate(readings);
        return judge.Judge(upToDate.Count < 2 ? readings : await CompareAsync(readings, upToDate));
    }

    private async Task<EndpointReading> ReadAsync((Endpoint Endpoint, TPort Port) server)
    {
        var (endpoint, port) = server;
        var nothing = new EndpointReading(endpoint, null, null, endpoint.Progress.RoseAt);
        if (endpoint.Verdict.State == EndpointState.WrongNetwork)
        {
            return nothing;
        }

        try
        {
            if (await probe.FindNetworkProblemAsync(port, CancellationToken.None) is { } problem)
            {
                return nothing with { NetworkProblem = problem };
            }

            var height = await probe.ReadFinalHeightAsync(port, CancellationToken.None);
            endpoint.Observe(height);
            return new EndpointReading(endpoint, null, height, endpoint.Progress.RoseAt);
        }
        catch (ChainUnavailableException)
        {
            // Counted where it happened; an endpoint that says nothing is judged by its breaker.
            return nothing;
        }
    }

    private async Task<IReadOnlyList<EndpointReading>> CompareAsync(
        EndpointReading[] readings, IReadOnlyList<EndpointReading> upToDate)
    {
        var compared = readings;
        var height = upToDate.Min(reading => reading.Height!.Value);
        for (var tried = 0; tried < HeightsTriedMax && height > 0; tried++, height--)
        {
            var at = height;
            compared = await Task.WhenAll(readings.Select((reading, index) => upToDate.Contains(reading)
                ? ReadHashAsync(reading, servers[index].Port, at)
                : Task.FromResult(reading)));
            if (compared.Any(reading => reading.Hash is not null))
            {
                break;
            }
        }

        return compared;
    }

    private async Task<EndpointReading> ReadHashAsync(EndpointReading reading, TPort port, ulong height)
    {
        try
        {
            return reading with { Hash = await probe.ReadHashAsync(port, height, CancellationToken.None) };
        }
        catch (ChainUnavailableException)
        {
            // It has no say about this block, and its breaker counts the failure.
            return reading;
        }
    }
}
