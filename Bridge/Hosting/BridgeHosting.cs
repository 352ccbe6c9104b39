using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OrleansTrading.Bridge.Diagnostics;
using OrleansTrading.Bridge.Hosting;
using OrleansTrading.Bridge.Sessions;

namespace OrleansTrading.Bridge;

/// <summary>The bridge's door.</summary>
public static class BridgeHosting
{
    /// <summary>
    /// Registers the server for terminals: it listens when the host has started and stops before it does. The host
    /// provides <c>IGrainFactory</c>, <c>IEntropy</c> and, unless it is the system's, <c>TimeProvider</c>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Binds <see cref="BridgeOptions"/>; they are checked when the host starts.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddBridge(this IServiceCollection services, Action<BridgeOptions> configure)
    {
        services.AddOptions<BridgeOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<BridgeOptions>, BridgeOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BridgeMetrics>();
        services.TryAddSingleton<BridgeServices>();
        services.TryAddSingleton<BridgeConnections>();
        services.TryAddSingleton<BridgeServer>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<BridgeServer>());
        services.AddHealthChecks().AddCheck<BridgeHealthCheck>(BridgeHealthCheck.Name);
        return services;
    }
}
