using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Chains.Transport.Endpoints;

namespace OrleansTrading.Chains.Tests.Transport;

/// <summary>The real transports over a client whose answers the test decides.</summary>
internal static class TestTransports
{
    internal static EndpointSet Set(
        string chain, HttpClient client, HttpTransportOptions options, TimeProvider? time = null) => new(
        chain, options, client, time ?? TimeProvider.System, new EndpointMetrics(chain, null), NullLogger.Instance);

    internal static HttpJsonRpc JsonRpc(string chain, HttpClient client, HttpTransportOptions options) =>
        new(Set(chain, client, options));
}
