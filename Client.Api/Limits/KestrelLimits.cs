using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace OrleansTrading.Client.Api.Limits;

/// <summary>What the server itself refuses before a route is reached.</summary>
internal sealed class KestrelLimits(IOptions<ApiOptions> api) : IConfigureOptions<KestrelServerOptions>
{
    private const int HeaderBytesMax = 16 * 1024;
    private const int HeadersMax = 64;
    private const int StreamsPerConnectionMax = 100;

    public void Configure(KestrelServerOptions options)
    {
        var limits = api.Value;
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = limits.RequestBodyBytesMax;
        options.Limits.RequestHeadersTimeout = limits.RequestHeadersTimeout;
        options.Limits.KeepAliveTimeout = limits.KeepAliveTimeout;
        options.Limits.MaxConcurrentConnections = limits.ConnectionsMax;
        options.Limits.MaxConcurrentUpgradedConnections = limits.ConnectionsMax;
        options.Limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
        options.Limits.MaxRequestHeaderCount = HeadersMax;
        options.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnectionMax;
    }
}
