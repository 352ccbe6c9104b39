using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Near.Ownership;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Tests.Near;

public sealed class NearOwnershipTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly NearBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Payloads_are_those_of_the_official_sdk()
    {
        var vectors = NearFixtures.Vectors.List("nep413").ToList();
        Assert.Equal(5, vectors.Count);
        foreach (var vector in vectors)
        {
            var payload = new Nep413Payload(
                vector.Text("message"),
                vector.Base64("nonce_base64"),
                vector.Text("recipient"),
                vector.GetProperty("callback_url").GetString());
            var isGood = !vector.TryGetProperty("expected", out _);
            if (isGood)
            {
                Assert.Equal(vector.Hex("payload_borsh_hex_with_prefix"), payload.Encode());
                Assert.Equal(vector.Hex("hash_hex"), payload.Hash());
            }

            var signature = new NearSignature(NearCurve.Ed25519, vector.Base64("signature_base64"));
            Assert.Equal(
                isGood, NearPublicKey.Parse(vector.Text("public_key")).Verify(payload.Hash(), signature));
        }
    }

    [Theory]
    [InlineData(
        "example.near",
        "http://localhost:3000",
        "zzZQ/GwAjrZVrTIFlvmmQbDQHllfzrr8urVWHaRt5cPfcXaCSZo35c5LDpPpTKivR6BxLyb3lcPM0FfCW5lcBQ==")]
    [InlineData(
        "example.near",
        null,
        "NnJgPU1Ql7ccRTITIoOVsIfElmvH1RV7QAT4a9Vh6ShCOnjIzRwxqX54JzoQ/nK02p7VBMI2vJn48rpImIJwAw==")]
    public void Signatures_published_with_the_wallets_code_verify(string recipient, string? callback, string signature)
    {
        var payload = new Nep413Payload(
            "Hello NEAR!",
            Convert.FromBase64String("KNV0cOpvJ50D5vfF9pqWom8wo2sliQ4W+Wa7uZ3Uk6Y="),
            recipient,
            callback);
        Assert.True(NearPublicKey.Parse("ed25519:2RM3EotCzEiVobm6aMjaup43k8cFffR4KHFtrqbZ79Qy").Verify(
            payload.Hash(), new NearSignature(NearCurve.Ed25519, Convert.FromBase64String(signature))));
    }

    [Fact]
    public void The_message_binds_every_field_and_the_payload_follows_from_it()
    {
        var message = _bench.Chain.ComposeOwnershipMessage(Challenge("alice.near"));
        Assert.Equal(
            """
            shop.example wants you to sign in with your NEAR account:
            alice.near

            Sign in. This costs nothing.

            URI: https://shop.example/
            Version: 1
            Chain ID: near:localnet
            Nonce: abcdefgh12345678
            Issued At: 2026-11-21T12:00:00.000Z
            Expiration Time: 2026-11-21T12:05:00.000Z
            """.ReplaceLineEndings("\n"),
            message);
        var expected = new Nep413Payload(
            message, Nep413Payload.NonceOf("abcdefgh12345678"), "shop.example", null);
        Assert.Equal(expected.Hash(), _bench.Chain.OwnershipBytes(message));
        Assert.Throws<ArgumentException>(() => _bench.Chain.OwnershipBytes("another text"));
        Assert.Throws<ArgumentException>(() => _bench.Chain.ComposeOwnershipMessage(
            Challenge("alice.near") with { Statement = "two\nlines" }));
        Assert.Throws<ArgumentException>(() => _bench.Chain.ComposeOwnershipMessage(
            Challenge("alice.near") with { Nonce = "short" }));
    }

    [Fact]
    public async Task The_key_of_an_implicit_account_proves_it_without_being_named()
    {
        Assert.Equal(OwnershipVerdict.Proven, await VerifyAsync(_bench.Alice, "alice", key: null));
        Assert.Equal(OwnershipVerdict.Proven, await VerifyAsync(_bench.Alice, "alice", _bench.AliceKey));

        // It need not be opened yet.
        var carol = NearExtensions.AddressOf(Ed25519.PublicKeyFromSeed(NearFixtures.SeedOf("carol")));
        Assert.Equal(OwnershipVerdict.Proven, await VerifyAsync(carol, "carol", key: null));
    }

    [Fact]
    public async Task An_implicit_account_whose_key_was_removed_is_no_longer_that_keys()
    {
        _bench.Node.Now.Keys.Remove((_bench.Alice, _bench.AliceKey));
        _bench.Node.AddBlock();
        Assert.Equal(OwnershipVerdict.WrongKey, await VerifyAsync(_bench.Alice, "alice", key: null));
    }

    [Fact]
    public async Task A_named_account_needs_the_key_named_and_with_full_access()
    {
        Assert.Equal(OwnershipVerdict.Proven, await VerifyAsync("bob.near", "bob", NearBench.BobKey));
        Assert.Equal(OwnershipVerdict.WrongKey, await VerifyAsync("bob.near", "bob", key: null));
        Assert.Equal(OwnershipVerdict.WrongKey, await VerifyAsync("bob.near", "bob", "bob"));
        Assert.Equal(OwnershipVerdict.WrongKey, await VerifyAsync("bob.near", "alice", _bench.AliceKey));
        Assert.Equal(OwnershipVerdict.WrongSignature, await VerifyAsync("bob.near", "alice", NearBench.BobKey));
        Assert.Equal(OwnershipVerdict.WrongKey, await VerifyAsync("nobody.near", "alice", _bench.AliceKey));

        _bench.Node.Now.Keys[("bob.near", NearBench.BobKey)] = (1, false);
        _bench.Node.AddBlock();
        Assert.Equal(OwnershipVerdict.WrongKey, await VerifyAsync("bob.near", "bob", NearBench.BobKey));
    }

    [Fact]
    public async Task A_wallet_that_leaves_the_page_may_sign_the_page_that_asked_and_no_other()
    {
        Assert.Equal(
            OwnershipVerdict.Proven, await VerifyAsync(_bench.Alice, "alice", null, "https://shop.example/"));
        Assert.Equal(
            OwnershipVerdict.WrongSignature, await VerifyAsync(_bench.Alice, "alice", null, "https://evil.example/"));
    }

    [Fact]
    public async Task A_proof_of_another_challenge_or_text_or_form_is_refused()
    {
        var challenge = Challenge(_bench.Alice);
        var signature = Sign("alice", _bench.Chain.ComposeOwnershipMessage(challenge), null);
        foreach (var other in (OwnershipChallenge[])
        [
            challenge with { Domain = "evil.example" },
            challenge with { Nonce = "abcdefgh12345679" },
            challenge with { Statement = "Link this address." },
            challenge with { ExpiresAt = Now.AddMinutes(6) },
        ])
        {
            var check = await _bench.Chain.VerifyOwnershipAsync(other, new OwnershipProof(signature, null));
            Assert.Equal(OwnershipVerdict.WrongSignature, check.Verdict);
        }

        Assert.Equal(
            OwnershipVerdict.WrongMessage,
            (await _bench.Chain.VerifyOwnershipAsync(challenge, new OwnershipProof(signature, "changed"))).Verdict);
        Assert.Equal(
            OwnershipVerdict.MalformedSignature,
            (await _bench.Chain.VerifyOwnershipAsync(challenge, new OwnershipProof("abc", null))).Verdict);
    }

    private async Task<OwnershipVerdict> VerifyAsync(
        string address, string seed, string? key, string? callback = null)
    {
        var challenge = Challenge(address);
        var signature = Sign(seed, _bench.Chain.ComposeOwnershipMessage(challenge), callback);
        var proof = new OwnershipProof(signature, null) { PublicKey = key };
        return (await _bench.Chain.VerifyOwnershipAsync(challenge, proof)).Verdict;
    }

    /// <summary>As a wallet signs: it is given the message, the recipient and the nonce.</summary>
    private static string Sign(string seed, string message, string? callback) => Convert.ToBase64String(Ed25519.Sign(
        NearFixtures.SeedOf(seed),
        new Nep413Payload(message, Nep413Payload.NonceOf("abcdefgh12345678"), "shop.example", callback).Hash()));

    private static OwnershipChallenge Challenge(string address) => new(
        "shop.example",
        "https://shop.example/",
        address,
        "Sign in. This costs nothing.",
        "abcdefgh12345678",
        Now,
        Now.AddMinutes(5));
}
