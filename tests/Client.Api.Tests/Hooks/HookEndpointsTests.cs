using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using OrleansTrading.Client.Api.Hooks;
using OrleansTrading.Client.Api.Tests.Support;

namespace OrleansTrading.Client.Api.Tests.Hooks;

public sealed class HookEndpointsTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Path = "/v1/hooks/stellar";

    [Fact]
    public async Task An_authentic_message_is_answered_at_once_and_wakes_the_chains_watcher()
    {
        await using var host = await StartAsync();

        var reply = await SendAsync(host, "msg_1");

        Assert.Equal((HttpStatusCode.Accepted, string.Empty), (reply.Status, reply.Text));
        await host.Watcher(Samples.StellarAccount).Woken.Task;
        Assert.Equal(0, host.Watcher(Samples.SolanaAccount).Wakes);
    }

    [Fact]
    public async Task A_hundred_copies_at_once_wake_the_watcher_once()
    {
        await using var host = await StartAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => SendAsync(host, "msg_1")));

        Assert.All(replies, reply => Assert.Equal(HttpStatusCode.Accepted, reply.Status));
        await host.Watcher(Samples.StellarAccount).Woken.Task;
        host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, host.Watcher(Samples.StellarAccount).Wakes);
    }

    [Fact]
    public async Task A_message_is_recognised_for_as_long_as_it_would_be_accepted()
    {
        await using var host = await StartAsync();
        var sentAt = Samples.Start.AddMinutes(5);
        await SendAsync(host, "msg_1", at: sentAt);
        await host.Watcher(Samples.StellarAccount).Woken.Task;

        host.Time.Advance(TimeSpan.FromMinutes(10));
        var repeat = await SendAsync(host, "msg_1", at: sentAt);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        var late = await SendAsync(host, "msg_1", at: sentAt);

        Assert.Equal(HttpStatusCode.Accepted, repeat.Status);
        late.AssertProblem(HttpStatusCode.Unauthorized, "hook_unauthenticated");
        Assert.Equal(1, host.Watcher(Samples.StellarAccount).Wakes);
    }

    [Fact]
    public async Task A_message_that_is_not_authentic_is_refused_and_wakes_nobody()
    {
        await using var host = await StartAsync();

        var reply = await SendAsync(host, "msg_1", tamper: true);
        var bare = await host.PostAsync(Path, "{}");

        reply.AssertProblem(HttpStatusCode.Unauthorized, "hook_unauthenticated");
        bare.AssertProblem(HttpStatusCode.Unauthorized, "hook_unauthenticated");
        Assert.Equal("Standard-Webhooks", reply.Headers["WWW-Authenticate"]);
        Assert.Equal(0, host.Watcher(Samples.StellarAccount).Wakes);

        // A forged message must not use up the id of a true one.
        await SendAsync(host, "msg_1");
        await host.Watcher(Samples.StellarAccount).Woken.Task;
    }

    [Theory]
    [InlineData("/v1/hooks/solana")]
    [InlineData("/v1/hooks/moon")]
    [InlineData("/v1/hooks/Stellar")]
    public async Task A_chain_without_a_secret_has_no_webhook(string path)
    {
        await using var host = await StartAsync();

        (await SendAsync(host, "msg_1", path)).AssertProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_secret_for_a_chain_that_is_not_served_stops_the_start()
    {
        var failure = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => ApiHost.StartAsync(options => options.HookSecrets["moon"] = Secret));

        Assert.Contains("moon", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, failure.Message, StringComparison.Ordinal);
    }

    private static Task<ApiHost> StartAsync() =>
        ApiHost.StartAsync(options => options.HookSecrets["stellar"] = Secret);

    private static Task<Reply> SendAsync(
        ApiHost host, string id, string path = Path, DateTimeOffset? at = null, bool tamper = false)
    {
        Assert.True(WebhookSecret.TryParse(Secret, out var key));
        var body = Encoding.UTF8.GetBytes("""{"type":"payment.created","data":{"id":"1"}}""");
        var timestamp = (at ?? Samples.Start).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = WebhookSignature.Compute(key, id, timestamp, new ReadOnlySequence<byte>(body));
        mac[0] ^= tamper ? (byte)1 : (byte)0;
        return host.SendAsync(HttpMethod.Post, path, content: new ByteArrayContent(body), prepare: request =>
        {
            request.Headers.Add(WebhookSignature.IdHeader, id);
            request.Headers.Add(WebhookSignature.TimestampHeader, timestamp);
            request.Headers.Add(WebhookSignature.SignatureHeader, $"v1,{Convert.ToBase64String(mac)}");
        });
    }
}
