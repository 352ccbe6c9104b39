using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.WebAuth;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Tests.Stellar.WebAuth;

/// <summary>The server's checks one by one, signers and thresholds, and tokens.</summary>
public sealed class StellarWebAuthTests : IDisposable
{
    private const byte Server = 1;
    private const byte Client = 2;
    private const byte Friend = 3;
    private const byte Stranger = 4;

    private static readonly byte[] Nonce = [.. Enumerable.Range(0, 48).Select(value => (byte)value)];
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeHorizon _horizon = new();
    private readonly Ed25519Signer _signer = new(StellarFixtures.SeedFrom(Server));
    private readonly StellarWebAuth _auth;
    private DateTimeOffset _now = Now;

    public StellarWebAuthTests() => _auth = new StellarWebAuth(
        new StellarOptions(),
        new WebAuthOptions
        {
            HomeDomain = "example.com", WebAuthDomain = "auth.example.com", Issuer = "https://example.com",
        },
        _horizon,
        _signer,
        new Clock(this));

    public void Dispose() => _signer.Dispose();

    [Fact]
    public async Task The_master_key_of_an_account_that_does_not_exist_is_enough_and_nobody_else_s()
    {
        var challenge = await ComposeAsync();
        Assert.Equal(
            new WebAuthAnswer(StellarFixtures.Address(Client), null),
            await _auth.VerifyAsync(Sign(challenge, Client)));
        await RefusedAsync(challenge, "not signed by the account");
        await RefusedAsync(Sign(challenge, Stranger), "not one of the account's");
        await RefusedAsync(Sign(challenge, Client, Stranger), "not one of the account's");
        await RefusedAsync(Sign(challenge, Client, Client), "or one twice");
    }

    [Fact]
    public async Task An_account_s_signers_count_by_their_weights_against_the_threshold_for_moving_money()
    {
        OnAccount(medium: 3, (Client, 1), (Friend, 2));
        var challenge = await ComposeAsync();
        await RefusedAsync(Sign(challenge, Client), "weigh 1, but the account asks for 3");
        await RefusedAsync(Sign(challenge, Friend), "weigh 2, but the account asks for 3");
        await RefusedAsync(Sign(challenge, Client, Stranger), "not one of the account's");
        Assert.NotNull((await _auth.VerifyAsync(Sign(challenge, Friend, Client))).Account);
    }

    [Fact]
    public async Task A_master_key_without_weight_proves_nothing_even_where_the_threshold_is_zero()
    {
        OnAccount(medium: 0, (Client, 0), (Friend, 1));
        var challenge = await ComposeAsync();
        await RefusedAsync(Sign(challenge, Client), "not one of the account's");
        Assert.NotNull((await _auth.VerifyAsync(Sign(challenge, Friend))).Account);
    }

    [Fact]
    public async Task The_server_does_not_help_an_account_of_which_it_is_a_signer()
    {
        OnAccount(medium: 2, (Client, 1), (Server, 1));
        var challenge = await ComposeAsync();
        await RefusedAsync(Sign(challenge, Client), "weigh 1, but the account asks for 2");
        await RefusedAsync(Sign(challenge, Server), "or one twice");
    }

    [Fact]
    public async Task What_differs_from_a_challenge_of_ours_is_refused_though_the_server_signed_it()
    {
        var good = Challenge();
        var client = MuxedAccount.Of(StellarFixtures.Address(Client));
        var server = MuxedAccount.Of(_auth.SigningKey);
        var (first, domain) = ((ManageDataOperation)good.Operations[0], (ManageDataOperation)good.Operations[1]);
        (string Problem, StellarTransaction Transaction)[] cases =
        [
            ("sequence number is not 0", good with { Sequence = 1 }),
            ("source is not this server", good with { Source = client }),
            ("no end of validity", good with { TimeBounds = null }),
            ("no end of validity", good with { TimeBounds = new TimeBounds(0, 0) }),
            ("first operation is not a data entry", good with { Operations = [] }),
            ("first operation is not a data entry", good with { Operations = [new BumpSequenceOperation(0)] }),
            ("first operation is not a data entry", With(first with { Source = null }, domain)),
            ("not for example.com", With(first with { Name = "example.org auth" }, domain)),
            ("48 random bytes", With(first with { Value = null }, domain)),
            ("48 random bytes", With(first with { Value = new byte[64] }, domain)),
            ("memo beside a multiplexed", With(first with { Source = client with { Id = 7 } }, domain) with
            {
                Memo = new StellarMemo.Number(7),
            }),
            ("memo is not a number", good with { Memo = new StellarMemo.Text("7"u8.ToArray()) }),
            ("no web_auth_domain", With(first)),
            ("web_auth_domain is not", With(first, domain with { Value = "evil.example.com"u8.ToArray() })),
            ("is there twice", With(first, domain, domain)),
            ("is not of this server's account", With(first, domain with { Source = client })),
            ("is not of this server's account", With(first, domain, new ManageDataOperation("x", [1], client))),
            ("not a data entry", With(first, domain, new BumpSequenceOperation(0, server))),
            ("customers of a shared account", With(first with { Source = client with { Id = 7 } }, domain)),
            ("customers of a shared account", good with { Memo = new StellarMemo.Number(7) }),
        ];
        foreach (var (problem, transaction) in cases)
        {
            var hash = Network().Hash(transaction);
            await RefusedAsync(
                StellarWebAuth.Encode(new TransactionEnvelope(
                    transaction, false, [Signature(Server, hash), Signature(Client, hash)])),
                problem);
        }

        StellarTransaction With(params StellarOperation[] operations) => good with { Operations = operations };
    }

    [Fact]
    public async Task A_challenge_of_another_network_or_server_and_bytes_that_are_none_are_refused()
    {
        var transaction = Challenge();
        var elsewhere = new StellarNetwork(StellarConstants.TestnetPassphrase).Hash(transaction);
        var here = Network().Hash(transaction);
        await RefusedAsync(
            StellarWebAuth.Encode(new TransactionEnvelope(
                transaction, false, [Signature(Server, elsewhere), Signature(Client, elsewhere)])),
            "not signed by this server");
        await RefusedAsync(
            StellarWebAuth.Encode(new TransactionEnvelope(transaction, false, [Signature(Client, here)])),
            "not signed by this server");
        var inner = new TransactionEnvelope(transaction, false, [Signature(Server, here)]);
        await RefusedAsync(
            StellarWebAuth.Encode(new FeeBumpEnvelope(MuxedAccount.Of(_auth.SigningKey), 500, inner, [])),
            "not a transaction");
        foreach (var text in new[] { string.Empty, "AAAA", "not base64", new string('A', 20_000) })
        {
            await RefusedAsync(text, "not a transaction");
            Assert.Null(StellarWebAuth.PeekNonce(text));
        }
    }

    [Fact]
    public async Task A_client_s_domain_must_vouch_where_it_is_named_and_counts_for_no_account()
    {
        var good = Challenge();
        var named = good with
        {
            Operations =
            [
                .. good.Operations,
                new ManageDataOperation(
                    "client_domain", "wallet.example"u8.ToArray(), MuxedAccount.Of(StellarFixtures.Address(Friend))),
            ],
        };
        var hash = Network().Hash(named);
        string With(params byte[] keys) => StellarWebAuth.Encode(new TransactionEnvelope(
            named, false, [Signature(Server, hash), .. keys.Select(key => Signature(key, hash))]));
        Assert.NotNull((await _auth.VerifyAsync(With(Client, Friend))).Account);
        await RefusedAsync(With(Client), "not signed by the key of the client's domain");
        await RefusedAsync(With(Friend), "not signed by the account");
        OnAccount(medium: 2, (Client, 1), (Friend, 1));
        await RefusedAsync(With(Client, Friend), "weigh 1, but the account asks for 2");
    }

    [Fact]
    public async Task A_challenge_ends_with_its_time_and_names_its_nonce()
    {
        var answer = Sign(await ComposeAsync(), Client);
        Assert.Equal(Nonce, StellarWebAuth.PeekNonce(answer));
        _now += TimeSpan.FromMinutes(15);
        Assert.NotNull((await _auth.VerifyAsync(answer)).Account);
        _now += TimeSpan.FromSeconds(1);
        await RefusedAsync(answer, "not valid now");
    }

    [Fact]
    public async Task Only_accounts_are_given_challenges()
    {
        var muxed = new MuxedAccount(StellarFixtures.Address(Client), 7).ToString();
        await Assert.ThrowsAsync<ArgumentException>(() => _auth.ComposeAsync(muxed, Nonce));
        await Assert.ThrowsAsync<ArgumentException>(() => _auth.ComposeAsync("nobody", Nonce));
        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => _auth.ComposeAsync(StellarFixtures.Address(Client), Nonce[..32]));
    }

    [Fact]
    public async Task A_token_is_a_jwt_that_the_server_s_key_has_signed()
    {
        var account = StellarFixtures.Address(Client);
        var token = await _auth.SignTokenAsync(account, "id", Now.AddHours(1));
        var parts = token.Split('.');
        Assert.Equal("""{"alg":"EdDSA","typ":"JWT"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])));
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        Assert.Equal("https://example.com", claims.RootElement.Text("iss"));
        Assert.Equal(account, claims.RootElement.Text("sub"));
        Assert.Equal("id", claims.RootElement.Text("jti"));
        Assert.Equal(Now.ToUnixTimeSeconds(), claims.RootElement.GetProperty("iat").GetInt64());
        Assert.Equal(Now.AddHours(1).ToUnixTimeSeconds(), claims.RootElement.GetProperty("exp").GetInt64());
        Assert.True(Ed25519.Verify(
            _signer.PublicKey.Span,
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
            Base64Url.DecodeFromChars(parts[2])));
    }

    [Theory]
    [InlineData("", "auth.example.com", "https://example.com", 900)]
    [InlineData("example.com", "auth example", "https://example.com", 900)]
    [InlineData("example.com", "auth.example.com", "example", 900)]
    [InlineData("example.com", "auth.example.com", "https://example.com", 5)]
    public void Options_out_of_range_are_named(string home, string domain, string issuer, int seconds) =>
        Assert.Throws<ArgumentException>(() => new WebAuthOptions
        {
            HomeDomain = home,
            WebAuthDomain = domain,
            Issuer = issuer,
            ChallengeLifetime = TimeSpan.FromSeconds(seconds),
        }.Validate());

    private static StellarNetwork Network() => new(StellarConstants.DevnetPassphrase);

    private static DecoratedSignature Signature(byte tag, byte[] hash)
    {
        var seed = StellarFixtures.SeedFrom(tag);
        return StellarNetwork.Decorate(Ed25519.PublicKeyFromSeed(seed), Ed25519.Sign(seed, hash));
    }

    private static string Sign(string challenge, params byte[] tags)
    {
        var envelope = (TransactionEnvelope)EnvelopeCodec.Decode(Convert.FromBase64String(challenge));
        var hash = Network().Hash(envelope.Transaction);
        return StellarWebAuth.Encode(envelope with
        {
            Signatures = [.. envelope.Signatures, .. tags.Select(tag => Signature(tag, hash))],
        });
    }

    private StellarTransaction Challenge() => WebAuthChallenge.Compose(
        _auth.SigningKey,
        MuxedAccount.Of(StellarFixtures.Address(Client)),
        null,
        new WebAuthOptions
        {
            HomeDomain = "example.com", WebAuthDomain = "auth.example.com", Issuer = "https://example.com",
        },
        Nonce,
        (ulong)Now.ToUnixTimeSeconds());

    private Task<string> ComposeAsync() => _auth.ComposeAsync(StellarFixtures.Address(Client), Nonce);

    private async Task RefusedAsync(string transaction, string problem)
    {
        var answer = await _auth.VerifyAsync(transaction);
        Assert.Null(answer.Account);
        Assert.Contains(problem, answer.Problem, StringComparison.Ordinal);
    }

    private void OnAccount(int medium, params (byte Tag, int Weight)[] signers) => _horizon.On(
        "accounts/" + StellarFixtures.Address(Client),
        new JsonObject
        {
            ["thresholds"] = new JsonObject { ["low_threshold"] = 0, ["med_threshold"] = medium },
            ["signers"] = new JsonArray([.. signers.Select(signer => (JsonNode)new JsonObject
            {
                ["key"] = StellarFixtures.Address(signer.Tag), ["weight"] = signer.Weight,
            })]),
        }.ToJsonString());

    private sealed class Clock(StellarWebAuthTests test) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => test._now;
    }
}
