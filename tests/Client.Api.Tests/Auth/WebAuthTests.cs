using System.Buffers.Text;
using System.Net;
using System.Text;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Auth;

/// <summary>Stellar Web Authentication as wallets call it.</summary>
public sealed class WebAuthTests
{
    private const string Path = WebAuthEndpoints.Path;
    private const string Body = $$"""{"transaction":"{{FakeWebAuth.Answer}}"}""";

    [Fact]
    public async Task An_account_is_given_a_challenge_in_the_names_of_the_standard()
    {
        await using var host = await ApiHost.StartAsync();
        var reply = await host.GetAsync($"{Path}?account=GALICE&home_domain=example.com&client_domain=wallet.example");
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("challenge(GALICE)", reply.Member("transaction"));
        Assert.Equal("A network", reply.Member("network_passphrase"));
        Assert.Equal("*", reply.Headers["Access-Control-Allow-Origin"]);
    }

    [Theory]
    [InlineData("", "account")]
    [InlineData("?account=", "account")]
    [InlineData("?account=GALICE&account=GBOB", "account")]
    [InlineData("?account=GALICE&memo=7", "memo")]
    [InlineData("?account=GALICE&home_domain=example.org", "home_domain")]
    public async Task What_cannot_be_challenged_is_refused_by_name(string query, string field)
    {
        await using var host = await ApiHost.StartAsync();
        (await host.GetAsync(Path + query)).AssertProblem(HttpStatusCode.BadRequest, "request_malformed", field);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_token_of_an_answer_is_a_session_until_it_is_signed_out(bool asForm)
    {
        await using var host = await ApiHost.StartAsync();
        var token = (await AnswerAsync(host, asForm)).Member("token")!;
        Assert.Equal(3, token.Split('.').Length);

        var user = await host.GetAsync("/v1/user", token);
        Assert.Equal(HttpStatusCode.OK, user.Status);
        Assert.Equal(
            UserId.Derive(AccountId.Of(FakeChallenge.Network, FakeWebAuth.Account)).Value, user.Member("id"));
        var forged = await host.GetAsync("/v1/user", token[..^4] + "AAAA");
        forged.AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Equal(
            HttpStatusCode.NoContent, (await host.PostAsync("/v1/auth/sign-out", null, token)).Status);
        (await host.GetAsync("/v1/user", token)).AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Fact]
    public async Task An_answer_is_good_once()
    {
        await using var host = await ApiHost.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await AnswerAsync(host, asForm: false)).Status);
        (await AnswerAsync(host, asForm: true))
            .AssertProblem(HttpStatusCode.Conflict, "challenge_used", "transaction");
    }

    [Fact]
    public async Task What_is_no_challenge_wakes_no_grain()
    {
        await using var host = await ApiHost.StartAsync();
        (await host.PostAsync(Path, """{"transaction":"AAAA"}"""))
            .AssertProblem(HttpStatusCode.UnprocessableEntity, "signature_wrong", "transaction");
        (await host.PostAsync(Path, "{}")).AssertProblem(HttpStatusCode.BadRequest, "request_malformed", "transaction");
        var many = Enumerable.Range(0, 2000).Select(i => KeyValuePair.Create($"f{i}", string.Empty));
        using var flood = new FormUrlEncodedContent(many);
        (await host.SendAsync(HttpMethod.Post, Path, null, flood))
            .AssertProblem(HttpStatusCode.BadRequest, "request_malformed", "transaction");
        using var form = new FormUrlEncodedContent([]);
        (await host.SendAsync(HttpMethod.Post, Path, null, form))
            .AssertProblem(HttpStatusCode.BadRequest, "request_malformed", "transaction");
    }

    [Fact]
    public async Task Wallets_are_led_here_by_the_toml()
    {
        await using var host = await ApiHost.StartAsync();
        var reply = await host.GetAsync(WebAuthEndpoints.TomlPath);
        Assert.Equal((HttpStatusCode.OK, "text/plain; charset=utf-8"), (reply.Status, reply.ContentType));
        Assert.Equal("*", reply.Headers["Access-Control-Allow-Origin"]);
        Assert.Equal(
            "VERSION=\"2.7.0\"\nNETWORK_PASSPHRASE=\"A network\"\nSIGNING_KEY=\"GSERVER\"\n"
            + "WEB_AUTH_ENDPOINT=\"https://api.example.com/v1/auth/sep10\"\n",
            reply.Text);
    }

    [Theory]
    [InlineData("{\"jti\":\"short\"}")]
    [InlineData("{\"jti\":7}")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{")]
    public void A_token_without_an_id_of_ours_is_none(string claims)
    {
        var middle = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims));
        Assert.Null(BearerToken.Parse($"Bearer eyJh.{middle}.c2ln"));
    }

    [Theory]
    [InlineData("eyJh")]
    [InlineData("eyJh.")]
    [InlineData("eyJh..c2ln")]
    [InlineData("eyJh.***.c2ln")]
    [InlineData("eyJh.e30.")]
    [InlineData("eyJh.e30.c2 ln")]
    public void What_has_not_the_form_of_a_token_is_none(string token) =>
        Assert.Null(BearerToken.Parse("Bearer " + token));

    private static async Task<Reply> AnswerAsync(ApiHost host, bool asForm)
    {
        if (!asForm)
        {
            return await host.PostAsync(Path, Body);
        }

        using var form = new FormUrlEncodedContent([KeyValuePair.Create("transaction", FakeWebAuth.Answer)]);
        return await host.SendAsync(HttpMethod.Post, Path, null, form);
    }
}
