using System.Net;
using System.Text.Json;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Trust;

public sealed class TrustEndpointsTests
{
    private static readonly UserId User = UserId.Derive(AccountId.Of(Samples.StellarId, "GADDRESS"));
    private static readonly string Root = $"/v1/operator/users/{User}/trust";

    [Fact]
    public async Task Customers_see_their_own_score_with_reasons_and_nothing_of_who_set_it()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var trust = host.Trust(user);
        trust.View = trust.View with
        {
            Override = new TrustOverride { After = 2, Score = 420_000, By = "ops-1", Note = "ticket 7" },
        };

        var reply = await host.GetAsync("/v1/trust", token);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(
            ["score", "overridden", "decay", "observedAt", "scoring", "effects", "reasons"],
            reply.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(420_000, reply.Json.GetProperty("score").GetInt32());
        Assert.True(reply.Json.GetProperty("overridden").GetBoolean());
        var reason = reply.Json.GetProperty("reasons")[0];
        Assert.Equal(
            ("mark_out_1s", 120, -70_000),
            (reason.GetProperty("feature").GetString(), reason.GetProperty("value").GetInt32(),
                reason.GetProperty("contribution").GetInt32()));
        var effects = reply.Json.GetProperty("effects");
        Assert.Equal(
            ("watched", 50, 20, false),
            (effects.GetProperty("band").GetString(), effects.GetProperty("limitPercent").GetInt32(),
                effects.GetProperty("extraSpreadBasisPoints").GetInt32(), effects.GetProperty("blocked").GetBoolean()));
    }

    [Fact]
    public async Task Operators_see_the_override_and_the_number_that_the_next_one_names()
    {
        await using var host = await ApiHost.StartAsync();
        var trust = host.Trust(User);
        trust.View = trust.View with
        {
            Score = 900_000,
            Override = new TrustOverride { After = 2, Score = 900_000, By = "ops-1", Note = "ticket 7" },
        };

        var reply = await host.GetAsync(Root, ApiHost.OperatorKey);

        Assert.Equal((User.Value, "ops-1", "ticket 7"), (
            reply.Member("userId"), reply.Member("override.by"), reply.Member("override.note")));
        Assert.Equal(3, reply.Json.GetProperty("overrides").GetInt32());
        Assert.Equal(420_000, reply.Json.GetProperty("computedScore").GetInt32());
        Assert.Equal(900_000, reply.Json.GetProperty("trust").GetProperty("score").GetInt32());
    }

    [Theory]
    [InlineData("""{"after":3,"score":900000,"until":"2026-12-31T00:00:00Z","note":"ticket 7"}""", 900_000, true)]
    [InlineData("""{"after":3,"score":0,"note":"ticket 7"}""", 0, false)]
    [InlineData("""{"after":3,"note":"ticket 7"}""", null, false)]
    public async Task An_override_is_ordered_with_the_operators_name_and_note(string json, int? score, bool ends)
    {
        await using var host = await ApiHost.StartAsync();

        var reply = await host.PostAsync($"{Root}/override", json, ApiHost.OperatorKey);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(4, reply.Json.GetProperty("overrides").GetInt32());
        Assert.Equal(
            score is null ? JsonValueKind.Null : JsonValueKind.Object, reply.Json.GetProperty("override").ValueKind);
        var expected = new TrustOverride
        {
            After = 3,
            Score = score,
            Until = ends ? new DateTimeOffset(2026, 12, 31, 0, 0, 0, TimeSpan.Zero) : null,
            By = "ops-1",
            Note = "ticket 7",
        };
        Assert.Equal(expected, Assert.Single(host.Trust(User).Orders));
        Assert.Contains(host.Log.Lines, line => line.Text.Contains("ops-1", StringComparison.Ordinal)
            && line.Text.Contains(User.Value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"score":1,"note":"x"}""", "after")]
    [InlineData("""{"after":0,"score":1}""", "note")]
    [InlineData("""{"after":0,"score":1.5,"note":"x"}""", "score")]
    [InlineData("""{"after":0,"score":"1","note":"x"}""", "score")]
    [InlineData("""{"after":0,"score":1,"note":"x","by":"me"}""", "by")]
    public async Task What_cannot_be_read_is_refused_before_the_grain_is_asked(string json, string? field)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.PostAsync($"{Root}/override", json, ApiHost.OperatorKey))
            .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.RequestMalformed, field);

        Assert.Empty(host.Trust(User).Orders);
    }

    [Fact]
    public async Task An_override_that_was_decided_before_another_one_is_a_conflict()
    {
        await using var host = await ApiHost.StartAsync();
        host.Trust(User).Refusal = new Refusal { Code = ErrorCodes.TrustOverrideOutdated, Detail = "look again" };

        (await host.PostAsync($"{Root}/override", """{"after":0,"note":"x"}""", ApiHost.OperatorKey))
            .AssertProblem(HttpStatusCode.Conflict, ErrorCodes.TrustOverrideOutdated);
    }

    [Fact]
    public async Task Customers_and_strangers_see_and_set_nobodys_score_and_who_is_no_user_is_not_found()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();
        const string Body = """{"after":0,"score":1000000,"note":"me"}""";

        (await host.GetAsync("/v1/trust")).AssertProblem(HttpStatusCode.Unauthorized, ErrorCodes.Unauthenticated);
        (await host.GetAsync("/v1/trust", ApiHost.OperatorKey))
            .AssertProblem(HttpStatusCode.Forbidden, ErrorCodes.Forbidden);
        (await host.GetAsync(Root, token)).AssertProblem(HttpStatusCode.Forbidden, ErrorCodes.Forbidden);
        (await host.PostAsync($"{Root}/override", Body, token))
            .AssertProblem(HttpStatusCode.Forbidden, ErrorCodes.Forbidden);
        (await host.PostAsync("/v1/operator/users/u_x/trust/override", Body, ApiHost.OperatorKey))
            .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.NotFound);
        Assert.Empty(host.Trust(User).Orders);
    }
}
