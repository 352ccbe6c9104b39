using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OrleansTrading.Bridge.Diagnostics;

namespace OrleansTrading.Bridge.Hosting;

/// <summary>Whether terminals can connect.</summary>
internal sealed class BridgeHealthCheck(
    BridgeServer server, BridgeConnections connections, BridgeMetrics metrics, IOptions<BridgeOptions> options)
    : IHealthCheck
{
    internal const string Name = "bridge";

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(Check(context));

    private HealthCheckResult Check(HealthCheckContext context)
    {
        if (!options.Value.Enabled)
        {
            return HealthCheckResult.Healthy("Not enabled.");
        }

        if (server.Endpoint is null)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "The bridge does not listen.");
        }

        return connections.Count >= options.Value.SessionsMax
            ? HealthCheckResult.Degraded("There are as many connections as may be.")
            : HealthCheckResult.Healthy($"{metrics.Sessions} sessions.");
    }
}
