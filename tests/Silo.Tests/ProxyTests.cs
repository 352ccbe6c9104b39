using System.Net;
using System.Net.Http.Json;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests;

/// <summary>Behind a proxy each customer has an address of their own, and nobody else can choose one.</summary>
public sealed class ProxyTests
{
    private static readonly string[] OneEach = ["Api:RateLimits:Auth:PerSecond=1", "Api:RateLimits:Auth:Burst=1"];

    [Theory]
    [InlineData("Proxy:KnownNetworks:0=127.0.0.0/8")]
    [InlineData("Proxy:KnownProxies:0=127.0.0.1")]
    public async Task Clients_behind_a_known_proxy_do_not_share_a_limit(string setting)
    {
        await using var stage = await Stage.OpenAsync([.. OneEach, setting]);

        // More than one address in the same second: only what the last proxy appended counts.
        for (var client = 1; client <= 20; client++)
        {
            Assert.NotEqual(
                HttpStatusCode.TooManyRequests, await SignInAsync(stage, $"203.0.113.250, 203.0.113.{client}"));
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, await ManyAsync(stage, _ => "203.0.113.99"));
    }

    [Theory]
    [InlineData("Proxy:ForwardLimit=1")]
    [InlineData("Proxy:KnownNetworks:0=10.0.0.0/8")]
    public async Task Who_is_no_known_proxy_cannot_choose_an_address(string setting)
    {
        await using var stage = await Stage.OpenAsync([.. OneEach, setting]);

        Assert.Contains(HttpStatusCode.TooManyRequests, await ManyAsync(stage, client => $"203.0.113.{client}"));
    }

    private static async Task<List<HttpStatusCode>> ManyAsync(Stage stage, Func<int, string> forwardedFor)
    {
        var replies = await Task.WhenAll(
            Enumerable.Range(1, 50).Select(client => SignInAsync(stage, forwardedFor(client))));
        return [.. replies];
    }

    private static async Task<HttpStatusCode> SignInAsync(Stage stage, string forwardedFor)
    {
        using var client = new HttpClient { BaseAddress = stage.Api };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/auth/challenges")
        {
            Content = JsonContent.Create(new { chain = "solana" }),
        };
        request.Headers.Add("X-Forwarded-For", forwardedFor);
        using var reply = await client.SendAsync(request);
        return reply.StatusCode;
    }
}
