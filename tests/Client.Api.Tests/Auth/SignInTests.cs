using System.Net;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Auth;

public sealed class SignInTests
{
    private const string ChallengeBody = """{"chain":"stellar","address":"GALICE"}""";

    [Fact]
    public async Task A_proven_address_signs_in_until_the_session_is_signed_out()
    {
        await using var host = await ApiHost.StartAsync();

        var challenge = await host.PostAsync("/v1/auth/challenges", ChallengeBody);
        var verified = await host.PostAsync("/v1/auth/verifications", Answer(challenge, "sign(GALICE)"));
        var token = verified.Member("token")!;
        var user = await host.GetAsync("/v1/user", token);
        var signedOut = await host.PostAsync("/v1/auth/sign-out", null, token);
        var after = await host.GetAsync("/v1/user", token);

        Assert.Equal(HttpStatusCode.Created, challenge.Status);
        Assert.Equal("prove GALICE", challenge.Member("message"));
        Assert.Equal("2026-03-01T12:05:00+00:00", challenge.Member("expiresAt"));
        Assert.Equal(HttpStatusCode.OK, verified.Status);
        Assert.Equal("Bearer", verified.Member("tokenType"));
        Assert.Equal("2026-03-02T12:00:00+00:00", verified.Member("expiresAt"));
        Assert.Equal(verified.Member("user.id"), user.Member("id"));
        Assert.Equal("stellar:testnet:GALICE", verified.Json.GetProperty("user").GetProperty("addresses")[0]
            .GetProperty("accountId").GetString());
        Assert.Equal(HttpStatusCode.NoContent, signedOut.Status);
        after.AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Equal("Bearer realm=\"OrleansTrading\", error=\"invalid_token\"", after.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task A_signed_transaction_is_an_answer_too_but_not_beside_a_signature()
    {
        await using var host = await ApiHost.StartAsync();
        var challenge = await host.PostAsync("/v1/auth/challenges", ChallengeBody);
        var id = challenge.Member("challengeId")!;
        Assert.Equal("AQ==", challenge.Member("transaction"));

        var both = await host.PostAsync(
            "/v1/auth/verifications", $$"""{"challengeId":"{{id}}","signature":"s","signedTransaction":"AQ=="}""");
        var none = await host.PostAsync("/v1/auth/verifications", $$"""{"challengeId":"{{id}}"}""");
        await host.PostAsync("/v1/auth/verifications", $$"""{"challengeId":"{{id}}","signedTransaction":"AQ=="}""");

        both.AssertProblem(HttpStatusCode.BadRequest, "request_malformed", "signature");
        none.AssertProblem(HttpStatusCode.BadRequest, "request_malformed", "signature");
        var redeemed = ((FakeChallenge)host.Grains.GetGrain<IChallengeGrain>(id)).Redeemed!;
        Assert.Equal((string.Empty, "AQ=="), (redeemed.Signature, redeemed.SignedTransaction));
    }

    [Fact]
    public async Task With_a_session_an_address_is_linked_and_no_new_token_is_given()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();

        var challenge = await host.PostAsync("/v1/auth/challenges", ChallengeBody, token);
        var verified = await host.PostAsync("/v1/auth/verifications", Answer(challenge, "sign(GALICE)"), token);

        Assert.Equal(HttpStatusCode.OK, verified.Status);
        Assert.Equal(user.Value, verified.Member("user.id"));
        Assert.False(verified.Json.TryGetProperty("token", out _));
        var grain = (FakeChallenge)host.Grains.GetGrain<IChallengeGrain>(challenge.Member("challengeId")!);
        Assert.Equal(user, grain.Redeemed!.LinkTo);
    }

    [Fact]
    public async Task A_challenge_of_a_session_is_refused_without_it()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();
        var challenge = await host.PostAsync("/v1/auth/challenges", ChallengeBody, token);

        var verified = await host.PostAsync("/v1/auth/verifications", Answer(challenge, "sign(GALICE)"));

        verified.AssertProblem(HttpStatusCode.Forbidden, "challenge_of_other_user", "challengeId");
    }

    [Theory]
    [InlineData("/v1/auth/challenges", ChallengeBody)]
    [InlineData("/v1/auth/verifications", """{"challengeId":"c_x","signature":"s"}""")]
    public async Task A_token_that_does_not_hold_is_refused_also_where_none_is_needed(string path, string body)
    {
        await using var host = await ApiHost.StartAsync();

        var wrong = await host.PostAsync(path, body, "ots_wrong");
        var operators = await host.PostAsync(path, body, ApiHost.OperatorKey);

        wrong.AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        operators.AssertProblem(HttpStatusCode.Forbidden, "forbidden");
        Assert.Empty(host.Grains.Keys<IChallengeGrain>());
    }

    [Fact]
    public async Task A_challenge_that_cannot_exist_wakes_no_grain()
    {
        await using var host = await ApiHost.StartAsync();

        var verified = await host.PostAsync(
            "/v1/auth/verifications", """{"challengeId":"c_guess","signature":"s"}""");

        verified.AssertProblem(HttpStatusCode.NotFound, "challenge_unknown", "challengeId");
        Assert.Empty(host.Grains.Keys<IChallengeGrain>());
    }

    [Fact]
    public async Task A_refusal_of_the_grain_is_answered_with_its_code_field_and_sentence()
    {
        await using var host = await ApiHost.StartAsync();
        var challenge = await host.PostAsync("/v1/auth/challenges", ChallengeBody);

        var unknown = await host.PostAsync("/v1/auth/challenges", """{"chain":"moon","address":"GALICE"}""");
        var wrong = await host.PostAsync("/v1/auth/verifications", Answer(challenge, "sign(GBOB)"));

        unknown.AssertProblem(HttpStatusCode.UnprocessableEntity, "chain_unknown", "chain");
        Assert.Equal("The chain is one of: stellar.", unknown.Member("detail"));
        wrong.AssertProblem(HttpStatusCode.UnprocessableEntity, "signature_wrong", "signature");
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused_before_anything_reads_it()
    {
        await using var host = await ApiHost.StartAsync();
        var address = new string('G', 513);

        var reply = await host.PostAsync(
            "/v1/auth/challenges", $$"""{"chain":"stellar","address":"{{address}}"}""");

        reply.AssertProblem(HttpStatusCode.BadRequest, "request_malformed", "address");
        Assert.Empty(host.Grains.Keys<IChallengeGrain>());
    }

    [Fact]
    public async Task Without_a_token_a_customers_route_says_which_scheme_it_wants()
    {
        await using var host = await ApiHost.StartAsync();

        var reply = await host.GetAsync("/v1/user");

        reply.AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Equal("Bearer realm=\"OrleansTrading\"", reply.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task Two_tokens_in_one_request_are_none()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();

        var reply = await host.SendAsync(HttpMethod.Get, "/v1/user", prepare: request =>
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        });

        reply.AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task A_session_ends_at_its_time()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();

        host.Time.Advance(TimeSpan.FromHours(1));

        (await host.GetAsync("/v1/user", token)).AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task No_line_of_the_log_holds_a_token_or_a_signature()
    {
        await using var host = await ApiHost.StartAsync();
        var challenge = await host.PostAsync("/v1/auth/challenges", ChallengeBody);
        await host.PostAsync("/v1/auth/verifications", Answer(challenge, "sign(GBOB)"));
        var verified = await host.PostAsync("/v1/auth/verifications", Answer(challenge, "sign(GALICE)"));
        var token = verified.Member("token")!;
        await host.GetAsync("/v1/user", token);
        await host.GetAsync("/v1/user", token[..^1] + (token[^1] == 'a' ? 'b' : 'a'));
        await host.GetAsync("/v1/operator/treasury", ApiHost.OperatorKey);

        var secrets = new[] { token.Split('_')[2][..40], "sign(", ApiHost.OperatorKey[12..] };

        Assert.NotEmpty(host.Log.Lines);
        Assert.All(
            host.Log.Lines,
            line => Assert.All(secrets, s => Assert.DoesNotContain(s, line.Text, StringComparison.Ordinal)));
    }

    private static string Answer(Reply challenge, string signature) =>
        $$"""{"challengeId":"{{challenge.Member("challengeId")}}","signature":"{{signature}}"}""";
}
