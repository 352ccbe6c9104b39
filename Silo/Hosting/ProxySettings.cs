using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;

namespace OrleansTrading.Silo.Hosting;

/// <summary>
/// Whose word about a client's address is taken. Section <c>Proxy</c>. With none, which is the default, the header
/// <c>X-Forwarded-For</c> is not read: whoever connects is the client.
/// </summary>
internal sealed class ProxySettings
{
    private const string Section = "Proxy";

    /// <summary>Addresses of proxies.</summary>
    public List<string> KnownProxies { get; init; } = [];

    /// <summary>Networks of proxies, as <c>10.0.0.0/8</c>.</summary>
    public List<string> KnownNetworks { get; init; } = [];

    /// <summary>How many proxies a request passes; each appends an address. Defaults to 1; at most 10.</summary>
    public int ForwardLimit { get; init; } = 1;

    /// <summary>Takes the client's address from the proxies that are named; does nothing when none is.</summary>
    /// <exception cref="InvalidOperationException">A setting is wrong; the message names it and the rule.</exception>
    internal static void Use(WebApplication app, ProxySettings settings)
    {
        if (settings.ForwardLimit is < 1 or > 10)
        {
            throw Invalid(nameof(ForwardLimit), $"{settings.ForwardLimit}", "be 1 to 10");
        }

        if (settings.KnownProxies.Count + settings.KnownNetworks.Count == 0)
        {
            return;
        }

        // The address only: scheme and host are none of the API's business.
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor,
            ForwardLimit = settings.ForwardLimit,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        settings.KnownProxies.ForEach(text => options.KnownProxies.Add(ReadAddress(text)));
        settings.KnownNetworks.ForEach(text => options.KnownIPNetworks.Add(ReadNetwork(text)));
        app.UseForwardedHeaders(options);
    }

    private static IPAddress ReadAddress(string text) => IPAddress.TryParse(text, out var address)
        ? address
        : throw Invalid(nameof(KnownProxies), text, "be an IP address");

    private static System.Net.IPNetwork ReadNetwork(string text)
    {
        // Everybody's word would be nobody's: a client could name any address for itself.
        var isNetwork = System.Net.IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0;
        return isNetwork
            ? network
            : throw Invalid(nameof(KnownNetworks), text, "be a network like 10.0.0.0/8 and not all addresses");
    }

    private static InvalidOperationException Invalid(string setting, string value, string rule) =>
        new($"{Section}:{setting} is '{value}'. It must {rule}.");
}
