using System.Text.Json.Nodes;
using OrleansTrading.Silo.Tests.Customers;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests;

/// <summary>
/// No secret in the log, at its most talkative. Every other stage's log is searched too, when the stage goes.
/// </summary>
public sealed class LeakTests
{
    [Fact]
    public async Task Whole_log_of_a_trade_and_of_wrong_answers_has_no_secret_in_it()
    {
        var shared = new SharedStage();
        await shared.InitializeAsync();
        try
        {
            await UseEverythingAsync(shared);
            var id = Customer.Id((await shared.Alice.ListAsync())[0]);
            await shared.Stage.StopAsync();

            Assert.All(
                ["a challenge's signature", "a treasury seed", "the secret of a bearer token"],
                kind => Assert.True(shared.Stage.Secrets.Count(kind) >= 2, kind));
            Assert.Equal(1, shared.Stage.Secrets.Count("a webhook secret"));
            Assert.Equal(1, shared.Stage.Secrets.Count("an operator's key"));
            shared.Stage.AssertNoSecretInLog();

            // The search would have found something: the log is long and says what is not secret.
            Assert.Contains("trce: ", shared.Stage.Log, StringComparison.Ordinal);
            Assert.Contains(id, shared.Stage.Log, StringComparison.Ordinal);
            Assert.Equal(["a webhook secret"], shared.Stage.Secrets.FindIn($"key={shared.HookSecret};"));
        }
        finally
        {
            await shared.DisposeAsync();
        }
    }

    private static async Task UseEverythingAsync(SharedStage shared)
    {
        var quote = await shared.Alice.QuoteAsync("10");
        await shared.Alice.PayAsync(quote);
        await shared.Alice.AwaitEndAsync(quote);
        var hook = new SignedHook { Secret = shared.HookSecret };
        (await shared.Alice.Api.SendAsync(hook.ToRequest("solana"))).AssertStatus(202);
        (await shared.Alice.Api.SendAsync(hook.ToRequest("stellar"))).AssertStatus(404);
        (await shared.Alice.Api.GetAsync("/v1/operator/treasury", shared.OperatorKey)).AssertStatus(200);
        (await shared.Alice.Api.GetAsync("/v1/operator/treasury", shared.Alice.Token)).AssertStatus(403);
        (await shared.Alice.Api.GetAsync("/v1/user", shared.OperatorKey)).AssertStatus(403);
        (await shared.Alice.Api.GetAsync("/v1/user", "no token")).AssertStatus(401);
        var challenge = await shared.Alice.ChallengeAsync(shared.Bob.Stellar, shared.Alice.Token);
        var signature = await Customer.SignAsync(shared.Alice.Stellar, challenge);
        (await shared.Alice.AnswerAsync(challenge, signature, shared.Alice.Token)).AssertStatus(422);
        (await shared.Alice.Api.PostAsync("/v1/auth/sign-out", new JsonObject(), shared.Bob.Token))
            .AssertStatus(204);
        (await shared.Alice.Api.GetAsync("/v1/user", shared.Bob.Token)).AssertStatus(401);
    }
}
