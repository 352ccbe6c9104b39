using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OrleansTrading.Client.Api.Catalog;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Health;

/// <summary>Adds for each configured chain a check of its endpoints, of its watcher and of its treasury.</summary>
internal sealed class ChainHealthChecks(
    AssetCatalog catalog, ChainStatusReader reader, TimeProvider time, IOptions<ApiOptions> api)
    : IConfigureOptions<HealthCheckServiceOptions>
{
    public void Configure(HealthCheckServiceOptions options)
    {
        foreach (var chain in catalog.Chains)
        {
            options.Registrations.Add(Registration(chain, "endpoints", CheckEndpoints));
            options.Registrations.Add(Registration(chain, "watcher", CheckWatcher));
            options.Registrations.Add(Registration(chain, "treasury", CheckTreasury));
        }
    }

    private HealthCheckRegistration Registration(
        ChainAccountOptions chain, string what, Func<ChainStatus, HealthCheckResult> check) =>
        new(
            $"chain:{chain.Name}:{what}",
            _ => new ChainHealthCheck(reader, chain.Name, check),
            HealthStatus.Unhealthy,
            tags: null);

    private HealthCheckResult CheckWatcher(ChainStatus status) => status switch
    {
        { Watcher: null } => HealthCheckResult.Unhealthy("The watcher does not answer."),
        _ when status.IsBehind(time.GetUtcNow(), api.Value.WatcherLagMax) =>
            HealthCheckResult.Unhealthy("The watcher has not caught up with the chain."),
        _ => HealthCheckResult.Healthy(),
    };

    private static HealthCheckResult CheckEndpoints(ChainStatus status)
    {
        if (status.Watcher is not { } watcher)
        {
            // The watcher's own check says so; this one does not know.
            return HealthCheckResult.Degraded("Nobody tells: the watcher does not answer.");
        }

        var troubles = string.Join(
            " ",
            watcher.Endpoints.Where(endpoint => endpoint.Problem is not null)
                .Select(endpoint => $"{endpoint.Name} is {endpoint.State}: {endpoint.Problem}"));
        return watcher.Outage is { } outage
            ? HealthCheckResult.Unhealthy($"{outage.Reason} {troubles}".TrimEnd())
            : troubles.Length > 0 ? HealthCheckResult.Degraded(troubles)
            : HealthCheckResult.Healthy();
    }

    private static HealthCheckResult CheckTreasury(ChainStatus status) => status switch
    {
        { Treasury: null } => HealthCheckResult.Unhealthy("The treasury account does not answer."),
        { IsHalted: true } => HealthCheckResult.Unhealthy("The treasury account is halted; an operator decides."),
        _ => HealthCheckResult.Healthy(),
    };

    private sealed class ChainHealthCheck(
        ChainStatusReader reader, string chain, Func<ChainStatus, HealthCheckResult> check) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var statuses = await reader.ReadAsync();
            return check(statuses.First(status => status.Chain.Name == chain));
        }
    }
}
