using System.Net.Http;
using OrleansTrading.Chains.Transport.Endpoints;

namespace OrleansTrading.Chains.Transport;

/// <summary>Plain HTTP resources.</summary>
internal sealed class HttpRestTransport(IExchange exchange, Func<IExchange>? pin = null) : IRestTransport
{
    /// <inheritdoc/>
    public IRestTransport Pin() => pin is null ? this : new HttpRestTransport(pin());

    /// <inheritdoc/>
    public Task<RestReply> GetAsync(string pathAndQuery, CancellationToken cancellationToken = default)
    {
        var relative = Check(pathAndQuery);
        return exchange.SendAsync(
            new EndpointRequest<RestReply>(
                $"GET {WithoutQuery(pathAndQuery)}",
                RequestKind.Read,
                address => new HttpRequestMessage(HttpMethod.Get, Resolve(address, relative)),
                reply => reply),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<RestReply> PostFormAsync(
        string path, IReadOnlyDictionary<string, string> form, CancellationToken cancellationToken = default)
    {
        var relative = Check(path);
        try
        {
            return await exchange.SendAsync(
                new EndpointRequest<RestReply>(
                    $"POST {WithoutQuery(path)}",
                    RequestKind.Submission,
                    address => new HttpRequestMessage(HttpMethod.Post, Resolve(address, relative))
                    {
                        Content = new FormUrlEncodedContent(form),
                    },
                    reply => reply),
                cancellationToken);
        }
        catch (ChainUnavailableException exception)
            when (exception.InnerException is EndpointFailedException { Reply: { } reply })
        {
            // The server's own words about a submission are worth more than that they came with a 503.
            return reply;
        }
    }

    private static string WithoutQuery(string pathAndQuery) => pathAndQuery.Split('?', 2)[0];

    // "//host/…" and "http://host/…" would leave the configured server.
    private static Uri Check(string pathAndQuery) =>
        !pathAndQuery.StartsWith('/') && Uri.TryCreate(pathAndQuery, UriKind.Relative, out var relative)
            ? relative
            : throw new ArgumentException($"'{WithoutQuery(pathAndQuery)}' is not relative to the base address.");

    private static Uri Resolve(Uri address, Uri relative)
    {
        // Without the slash the last part of the base path would be replaced instead of extended.
        var text = address.AbsoluteUri;
        return new Uri(text.EndsWith('/') ? address : new Uri(text + "/"), relative);
    }
}
