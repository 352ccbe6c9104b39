using System.Net.Http;

namespace OrleansTrading.Chains.Transport;

/// <summary>Plain HTTP resources.</summary>
internal sealed class HttpRestTransport : IRestTransport
{
    private readonly HttpExchange _exchange;
    private readonly Uri _baseAddress;

    internal HttpRestTransport(string chain, HttpClient client, HttpTransportOptions options, TimeProvider time)
    {
        _exchange = new HttpExchange(chain, client, options, time);

        if (options.BaseAddress.Query.Length > 0)
        {
            throw new ArgumentException(
                $"{nameof(options.BaseAddress)} of {chain} has a query, which resource paths would drop. Remove it.");
        }

        // Without the slash the last part of the base path would be replaced instead of extended.
        var text = options.BaseAddress.AbsoluteUri;
        _baseAddress = text.EndsWith('/') ? options.BaseAddress : new Uri(text + "/");
    }

    /// <inheritdoc/>
    public Task<RestReply> GetAsync(string pathAndQuery, CancellationToken cancellationToken = default)
    {
        var address = Resolve(pathAndQuery);
        return _exchange.SendAsync(
            () => new HttpRequestMessage(HttpMethod.Get, address),
            RequestKind.Read,
            $"GET {WithoutQuery(pathAndQuery)}",
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<RestReply> PostFormAsync(
        string path, IReadOnlyDictionary<string, string> form, CancellationToken cancellationToken = default)
    {
        var address = Resolve(path);
        return _exchange.SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) },
            RequestKind.Submission,
            $"POST {WithoutQuery(path)}",
            cancellationToken);
    }

    private static string WithoutQuery(string pathAndQuery) => pathAndQuery.Split('?', 2)[0];

    private Uri Resolve(string pathAndQuery)
    {
        // "//host/…" and "http://host/…" would leave the configured server.
        if (pathAndQuery.StartsWith('/') || !Uri.TryCreate(pathAndQuery, UriKind.Relative, out var relative))
        {
            throw new ArgumentException($"'{WithoutQuery(pathAndQuery)}' is not relative to the base address.");
        }

        return new Uri(_baseAddress, relative);
    }
}
