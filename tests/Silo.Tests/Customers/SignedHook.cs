using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrleansTrading.Silo.Tests.Customers;

/// <summary>
/// A webhook as an indexer would sign it: Standard Webhooks, written here from its text and not with the server's code.
/// </summary>
internal sealed record SignedHook
{
    private const string Prefix = "whsec_";

    internal required string Secret { get; init; }

    internal string Id { get; init; } = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W";

    internal DateTimeOffset At { get; init; } = TimeProvider.System.GetUtcNow();

    internal string Body { get; init; } = """{"type":"payment"}""";

    internal static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    internal HttpRequestMessage ToRequest(string chain)
    {
        var timestamp = At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var key = Convert.FromBase64String(Secret[Prefix.Length..]);
        var mac = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{timestamp}.{Body}"));
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/v1/hooks/{chain}", UriKind.Relative))
        {
            Content = new StringContent(Body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("webhook-id", Id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", $"v1,{Convert.ToBase64String(mac)}");
        return request;
    }
}
