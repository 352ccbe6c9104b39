using System.Net;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Limits;

public sealed class RateLimitingTests
{
    /// <summary>More than the bucket holds and refills while they are sent, by far.</summary>
    private const int Many = 60;

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_back()
    {
        await using var host = await StartAsync(limits => limits.Reads = new RateLimit { PerSecond = 1, Burst = 2 });

        var replies = await ManyAsync(() => host.GetAsync("/v1/assets"));

        Assert.Contains(replies, reply => reply.Status == HttpStatusCode.OK);
        var refused = replies.Where(r => r.Status != HttpStatusCode.OK).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, reply =>
        {
            reply.AssertProblem(HttpStatusCode.TooManyRequests, "rate_limited");
            Assert.True(int.Parse(reply.Headers["Retry-After"], null) >= 1);
        });
    }

    [Fact]
    public async Task A_users_limit_follows_the_user_and_spares_the_others_at_the_same_address()
    {
        await using var host = await StartAsync(limits => limits.Reads = new RateLimit { PerSecond = 1, Burst = 2 });
        var (_, alice) = await host.SignInAsync("GALICE");
        var (_, alicesOther) = await host.SignInAsync("GALICE");
        var (_, bob) = await host.SignInAsync("GBOB");

        var replies = await ManyAsync(() => host.GetAsync("/v1/user", alice));
        var other = await ManyAsync(() => host.GetAsync("/v1/user", alicesOther));
        var bobs = await host.GetAsync("/v1/user", bob);

        Assert.Contains(replies, r => r.Status == HttpStatusCode.TooManyRequests);
        Assert.Contains(other, r => r.Status == HttpStatusCode.TooManyRequests);
        Assert.Equal(HttpStatusCode.OK, bobs.Status);
    }

    [Fact]
    public async Task Classes_of_routes_have_limits_of_their_own()
    {
        await using var host = await StartAsync(limits => limits.Auth = new RateLimit { PerSecond = 1, Burst = 1 });

        var signIns = await ManyAsync(
            () => host.PostAsync("/v1/auth/challenges", """{"chain":"stellar","address":"GA"}"""));
        var assets = await host.GetAsync("/v1/assets");

        Assert.Contains(signIns, r => r.Status == HttpStatusCode.TooManyRequests);
        Assert.Equal(HttpStatusCode.OK, assets.Status);
    }

    [Fact]
    public async Task Who_guesses_tokens_soon_wakes_no_more_grains_and_others_are_served()
    {
        await using var host = await StartAsync(
            limits =>
            {
                limits.WrongTokens = new RateLimit { PerSecond = 1, Burst = 5 };
                limits.Reads = new RateLimit { PerSecond = 1000, Burst = 1000 };
            });

        var (_, customer) = await host.SignInAsync();
        await host.GetAsync("/v1/user", customer);
        var replies = new List<Reply>();
        for (var i = 0; i < Many; i++)
        {
            var id = $"{i:D26}".Replace('0', 'a').Replace('1', 'b').Replace('8', 'c').Replace('9', 'd');
            replies.Add(await host.GetAsync("/v1/user", $"ots_{id}_{new string('a', 52)}"));
        }

        var anonymous = await host.GetAsync("/v1/assets");
        var signedIn = await host.GetAsync("/v1/user", customer);
        var guess = await host.GetAsync("/v1/user", customer[..^1] + (customer[^1] == 'a' ? 'b' : 'a'));
        var operators = await host.GetAsync("/v1/operator/treasury", ApiHost.OperatorKey);

        replies[0].AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Contains(replies, r => r.Status == HttpStatusCode.TooManyRequests);
        Assert.True(host.Grains.Keys<ISessionGrain>().Count < Many);
        Assert.Equal(HttpStatusCode.OK, anonymous.Status);
        Assert.Equal(HttpStatusCode.OK, signedIn.Status);
        guess.AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Equal(HttpStatusCode.OK, operators.Status);
        Assert.Contains(host.Log.Lines, line => line.Id.Id == 2012);
    }

    [Fact]
    public async Task Switched_off_nobody_is_held_off()
    {
        await using var host = await StartAsync(limits =>
        {
            limits.Enabled = false;
            limits.Reads = new RateLimit { PerSecond = 1, Burst = 1 };
        });

        var replies = await ManyAsync(() => host.GetAsync("/v1/assets"));

        Assert.All(replies, reply => Assert.Equal(HttpStatusCode.OK, reply.Status));
    }

    private static Task<ApiHost> StartAsync(Action<RateLimitOptions> configure) => ApiHost.StartAsync(options =>
    {
        options.RateLimits.Enabled = true;
        configure(options.RateLimits);
    });

    private static Task<Reply[]> ManyAsync(Func<Task<Reply>> ask) =>
        Task.WhenAll(Enumerable.Range(0, Many).Select(_ => ask()));
}
