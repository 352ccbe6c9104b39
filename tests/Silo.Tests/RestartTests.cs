using System.Text.Json.Nodes;
using OrleansTrading.Silo.Tests.Customers;
using OrleansTrading.Silo.Tests.Processes;
using OrleansTrading.Silo.Tests.Refusals;

namespace OrleansTrading.Silo.Tests;

/// <summary>A server that is stopped in order, with its local networks, and started again.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task Restarted_server_knows_its_quotes_and_delivers_for_one_that_was_pending()
    {
        await using var stage = await Stage.OpenAsync();
        using var customer = await Customer.SignInAsync(stage);
        var traded = await customer.QuoteAsync("10");
        await customer.PayAsync(traded);
        var executed = await customer.AwaitEndAsync(traded);
        Assert.Equal("executed", executed["status"]!.GetValue<string>());
        var timeline = await customer.GetAsync($"/v1/quotes/{Customer.Id(traded)}/timeline");
        var pending = await customer.QuoteAsync("20");

        var stopped = await stage.StopAsync();
        Assert.True(stopped.ExitCode == 0, stopped.ToString());
        Assert.Equal(string.Empty, stopped.Errors);
        await stage.ServeAsync();

        // The token still holds, and what was final is word for word what it was.
        AssertSame(executed, await customer.GetAsync($"/v1/quotes/{Customer.Id(traded)}"));
        AssertSame(timeline, await customer.GetAsync($"/v1/quotes/{Customer.Id(traded)}/timeline"));
        AssertSame(pending, await customer.GetAsync($"/v1/quotes/{Customer.Id(pending)}"));
        await customer.PayAsync(pending);
        Assert.Equal("executed", (await customer.AwaitEndAsync(pending))["status"]!.GetValue<string>());
        Assert.Single(await customer.DeliveriesAsync(pending));
        Assert.Single(await customer.DeliveriesAsync(traded));
    }

    [Fact]
    public async Task Challenge_that_has_expired_is_refused_even_with_the_right_signature()
    {
        await using var stage = await Stage.OpenAsync(
            "SignIn:ChallengeLifetime=00:00:10", "Api:RateLimits:Enabled=false");
        using var customer = await Customer.SignInAsync(stage);
        var before = await customer.GetAsync("/v1/user");
        using var wallet = customer.NewSolanaWallet();
        var challenge = await customer.ChallengeAsync(wallet, customer.Token);

        // Malformed answers do not use a challenge up, so they can be sent until its time is over.
        var expired = await Eventually.GetAsync("the challenge expires", async () =>
        {
            var reply = await customer.Api.PostAsync(
                "/v1/auth/verifications", Customer.Verification(challenge, "no signature"), customer.Token);
            return reply.Code == "signature_malformed" ? null : reply;
        });

        expired.AssertProblem(410, "challenge_expired", "challengeId");
        var right = await customer.AnswerAsync(
            challenge, await Customer.SignAsync(wallet, challenge), customer.Token);
        right.AssertProblem(410, "challenge_expired", "challengeId");
        AssertSame(before, await customer.GetAsync("/v1/user"));
    }

    private static void AssertSame(JsonObject before, JsonObject after) =>
        Assert.True(JsonNode.DeepEquals(before, after), $"Before: {before}\nAfter: {after}");
}
