using System.Globalization;
using System.Text.Json;
using OrleansTrading.Chains.Stellar.WebAuth;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Tests.Stellar.WebAuth;

/// <summary>Every SEP-10 case of the vectors, at the moment it is to be judged at.</summary>
public sealed class WebAuthVectorTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, 15)];

    [Fact]
    public void All_cases_are_there() =>
        Assert.Equal(15, StellarFixtures.Vectors.GetProperty("sep10").GetArrayLength());

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_is_judged_as_the_reference_does(int index)
    {
        var vector = StellarFixtures.Vectors.GetProperty("sep10")[index];
        var now = ulong.Parse(vector.Text("validate_at_unix"), CultureInfo.InvariantCulture);
        var problem = Judge(vector, now, out var challenge);
        Assert.Equal(vector.Text("expected") == "valid", problem is null);
        if (challenge is null || problem is not null)
        {
            return;
        }

        Assert.Equal(vector.Text("client_account"), challenge.Client.ToString());
        Assert.Equal(vector.Text("nonce_base64"), Convert.ToBase64String(challenge.Nonce));
        var memo = vector.TryGetProperty("memo", out var field) ? field.GetString() : null;
        Assert.Equal(memo, challenge.MemoId?.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(14)]
    public void A_challenge_is_composed_byte_for_byte_as_the_reference_does(int index)
    {
        var vector = StellarFixtures.Vectors.GetProperty("sep10")[index];
        Assert.True(MuxedAccount.TryParse(vector.Text("client_account"), out var client));
        var minTime = ulong.Parse(vector.Text("min_time"), CultureInfo.InvariantCulture);
        var maxTime = ulong.Parse(vector.Text("max_time"), CultureInfo.InvariantCulture);
        ulong? memo = vector.TryGetProperty("memo", out var field) && field.GetString() is { } text
            ? ulong.Parse(text, CultureInfo.InvariantCulture)
            : null;
        var server = vector.Text("server_account");
        var transaction = WebAuthChallenge.Compose(
            server,
            client,
            memo,
            OptionsOf(vector, TimeSpan.FromSeconds(maxTime - minTime)),
            Convert.FromBase64String(vector.Text("nonce_base64")),
            minTime);
        var hash = StellarFixtures.Network(vector.Text("network")).Hash(transaction);
        var signed = new TransactionEnvelope(transaction, false, [StellarFixtures.Sign(server, hash)]);
        Assert.Equal(vector.Text("challenge_xdr"), StellarWebAuth.Encode(signed));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void No_case_holds_before_or_after_its_time(int index)
    {
        var vector = StellarFixtures.Vectors.GetProperty("sep10")[index];
        Assert.NotNull(Judge(vector, ulong.Parse(vector.Text("min_time"), CultureInfo.InvariantCulture) - 1, out _));
        Assert.NotNull(Judge(vector, ulong.Parse(vector.Text("max_time"), CultureInfo.InvariantCulture) + 1, out _));
    }

    private static string? Judge(JsonElement vector, ulong now, out WebAuthChallenge? challenge) =>
        WebAuthChallenge.TryRead(
            vector.Text("signed_xdr"),
            StellarFixtures.Network(vector.Text("network")),
            vector.Text("server_account"),
            OptionsOf(vector, WebAuthOptions.ChallengeLifetimeDefault),
            now,
            out challenge,
            out var problem)
            ? WebAuthSigners.ProblemOf(challenge, null, vector.Text("server_account"))
            : problem;

    private static WebAuthOptions OptionsOf(JsonElement vector, TimeSpan lifetime) => new()
    {
        HomeDomain = vector.Text("home_domain"),
        WebAuthDomain = vector.Text("web_auth_domain"),
        Issuer = "https://example.com",
        ChallengeLifetime = lifetime,
    };
}
