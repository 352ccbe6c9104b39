using System.Text.Json.Nodes;
using OrleansTrading.Silo.Tests.Customers;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests.Refusals;

/// <summary>Bad input: each its own code, none changes anything.</summary>
[Collection(SharedStage.Name)]
public sealed class BadRequestsTests(SharedStage shared)
{
    public static TheoryData<string> Names => [.. BadRequests.All.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Bad_input_is_refused_with_its_code_and_changes_nothing(string name)
    {
        var row = BadRequests.All.Single(r => r.Name == name);
        var before = await ReadAllAsync();

        var reply = await shared.Alice.Api.SendAsync(row.Make(shared));

        reply.AssertProblem(row.Status, row.Code, row.Field);
        Assert.Equal(before, await ReadAllAsync());
    }

    [Fact]
    public async Task Idempotency_key_gives_the_same_quote_for_the_same_body_and_nothing_for_another()
    {
        var key = Guid.NewGuid().ToString();
        var first = (await shared.Alice.AskAsync(shared.Alice.QuoteRequest("10"), key)).Expect(201);
        var before = await ReadAllAsync();

        var repeated = (await shared.Alice.AskAsync(shared.Alice.QuoteRequest("10"), key)).Expect(201);
        var other = await shared.Alice.AskAsync(shared.Alice.QuoteRequest("11"), key);

        Assert.True(JsonNode.DeepEquals(first, repeated), $"{first}\n{repeated}");
        other.AssertProblem(422, "idempotency_key_reused", "Idempotency-Key");
        Assert.Equal(before, await ReadAllAsync());
    }

    [Fact]
    public async Task Replayed_challenge_is_refused()
    {
        using var wallet = shared.Alice.NewSolanaWallet();
        var challenge = await shared.Alice.ChallengeAsync(wallet, shared.Alice.Token);
        var signature = await Customer.SignAsync(wallet, challenge);
        (await shared.Alice.AnswerAsync(challenge, signature, shared.Alice.Token)).Expect(200);
        var before = await ReadAllAsync();

        var replayed = await shared.Alice.AnswerAsync(challenge, signature, shared.Alice.Token);

        replayed.AssertProblem(409, "challenge_used", "challengeId");
        Assert.Equal(before, await ReadAllAsync());
    }

    [Fact]
    public async Task Answers_that_do_not_hold_are_refused_and_the_right_one_still_counts()
    {
        using var wallet = shared.Alice.NewStellarWallet();
        using var stranger = shared.Alice.NewStellarWallet();
        var challenge = await shared.Alice.ChallengeAsync(wallet, shared.Alice.Token);
        var before = await ReadAllAsync();
        var wrong = await Customer.SignAsync(stranger, challenge);

        (await AnswerAsync("no signature")).AssertProblem(422, "signature_malformed", "signature");
        (await AnswerAsync(wrong)).AssertProblem(422, "signature_wrong", "signature");
        var right = await Customer.SignAsync(wallet, challenge);
        var otherSession = await shared.Bob.AnswerAsync(challenge, right, shared.Bob.Token);
        otherSession.AssertProblem(403, "challenge_of_other_user", "challengeId");
        const string promise = "I agree to everything.";
        var another = Customer.Verification(challenge, await wallet.SignMessageAsync(promise));
        another["signedMessage"] = promise;
        (await shared.Alice.Api.PostAsync("/v1/auth/verifications", another, shared.Alice.Token))
            .AssertProblem(422, "signed_message_wrong", "signedMessage");
        Assert.Equal(before, await ReadAllAsync());

        (await shared.Alice.AnswerAsync(challenge, right, shared.Alice.Token)).Expect(200);

        Task<Reply> AnswerAsync(string signature) => shared.Alice.Api.PostAsync(
            "/v1/auth/verifications", Customer.Verification(challenge, signature), shared.Alice.Token);
    }

    [Fact]
    public async Task Address_of_another_user_cannot_be_linked()
    {
        var before = await ReadAllAsync();
        var challenge = await shared.Alice.ChallengeAsync(shared.Bob.Stellar, shared.Alice.Token);

        var taken = await shared.Alice.AnswerAsync(
            challenge, await Customer.SignAsync(shared.Bob.Stellar, challenge), shared.Alice.Token);

        taken.AssertProblem(409, "address_taken", "challengeId");
        Assert.Equal(before, await ReadAllAsync());
    }

    /// <summary>All that the two customers have: whatever a request changes shows here.</summary>
    private async Task<string> ReadAllAsync()
    {
        var all = new List<JsonObject>();
        foreach (var customer in new[] { shared.Alice, shared.Bob })
        {
            all.Add(await customer.GetAsync("/v1/user"));
            all.AddRange(await customer.ListAsync());
        }

        return string.Join('\n', all.Select(item => item.ToJsonString()));
    }
}
