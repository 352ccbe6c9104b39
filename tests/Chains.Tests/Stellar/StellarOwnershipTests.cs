using System.Text;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Keys;
using OrleansTrading.Chains.Stellar.Ownership;

namespace OrleansTrading.Chains.Tests.Stellar;

public sealed class StellarOwnershipTests
{
    private static readonly IChain Chain = StellarExtensions.CreateChain(new StellarOptions(), new FakeHorizon());

    private static readonly OwnershipChallenge Challenge = new(
        "example.com",
        "https://example.com/",
        StellarFixtures.Address(1),
        "Sign in to Example.",
        "abcd1234",
        new DateTimeOffset(2026, 9, 1, 14, 0, 0, TimeSpan.FromHours(2)),
        new DateTimeOffset(2026, 9, 1, 12, 5, 0, TimeSpan.Zero));

    [Fact]
    public void Signed_messages_of_the_vectors_verify_and_are_made()
    {
        var vectors = StellarFixtures.Vectors.GetProperty("sep53");
        Assert.Equal(4, vectors.GetArrayLength());
        foreach (var vector in vectors.EnumerateArray())
        {
            var message = Convert.FromHexString(vector.Text("message_hex"));
            var hash = SignedMessage.Hash(message);
            var signature = Ed25519.Sign(StellarFixtures.SeedOf(vector.Text("signer")), hash);
            Assert.Equal(vector.Text("hash_hex"), Convert.ToHexStringLower(hash));
            Assert.Equal(vector.Text("signature_base64"), Convert.ToBase64String(signature));
            Assert.Equal(vector.Text("signature_hex"), Convert.ToHexStringLower(signature));
            if (vector.GetProperty("message").GetString() is { } text)
            {
                Assert.True(SignedMessage.Verify(vector.Text("signer"), text, signature));
                Assert.False(SignedMessage.Verify(vector.Text("signer"), text + " ", signature));
            }
        }
    }

    [Fact]
    public void Signed_messages_of_sep_53_verify_and_are_made()
    {
        var vectors = StellarFixtures.Official.GetProperty("sep53");
        Assert.Equal(3, vectors.GetArrayLength());
        foreach (var vector in vectors.EnumerateArray())
        {
            Assert.True(StellarKeys.TryDecodeSecret(vector.Text("seed"), out var seed));
            Assert.Equal(vector.Text("address"), StellarKeys.EncodeAddress(Ed25519.PublicKeyFromSeed(seed)));
            var message = vector.TryGetProperty("message", out var text)
                ? Encoding.UTF8.GetBytes(text.GetString()!)
                : Convert.FromBase64String(vector.Text("message_base64"));
            Assert.Equal(
                vector.Text("signature_base64"),
                Convert.ToBase64String(Ed25519.Sign(seed, SignedMessage.Hash(message))));
        }
    }

    [Fact]
    public void The_message_says_everything_it_binds()
    {
        Assert.Equal(
            $"""
            example.com wants you to prove that this Stellar account is yours:
            {StellarFixtures.Address(1)}

            Sign in to Example.

            URI: https://example.com/
            Chain ID: stellar:devnet
            Nonce: abcd1234
            Issued At: 2026-09-01T12:00:00Z
            Expiration Time: 2026-09-01T12:05:00Z
            """.ReplaceLineEndings("\n"),
            Chain.ComposeOwnershipMessage(Challenge));
    }

    [Fact]
    public void A_proof_in_base64_or_hex_holds_with_or_without_the_text()
    {
        var message = Chain.ComposeOwnershipMessage(Challenge);
        var signature = Sign(1, message);
        foreach (var text in new[] { Convert.ToBase64String(signature), Convert.ToHexStringLower(signature) })
        {
            foreach (var signed in new[] { null, message })
            {
                Assert.Equal(
                    new OwnershipCheck(OwnershipVerdict.Proven, null),
                    Chain.VerifyOwnership(Challenge, new OwnershipProof(text, signed)));
            }
        }
    }

    [Fact]
    public void Another_key_another_text_and_another_form_prove_nothing()
    {
        var message = Chain.ComposeOwnershipMessage(Challenge);
        Assert.Equal(OwnershipVerdict.WrongSignature, Verify(Sign(2, message)));
        Assert.Equal(OwnershipVerdict.WrongSignature, Verify(Sign(1, message + "\n")));
        Assert.Equal(OwnershipVerdict.WrongMessage, Verify(Sign(1, "Hello"), "Hello"));
        Assert.Equal(OwnershipVerdict.WrongSignature, Verify(Sign(1, message), "Hello"));
        Assert.Equal(OwnershipVerdict.MalformedSignature, Verify(new byte[63]));

        // A signature over the bare message, or over its hash without the prefix, could be one of a transaction.
        var bare = Encoding.UTF8.GetBytes(message);
        Assert.Equal(OwnershipVerdict.WrongSignature, Verify(Ed25519.Sign(StellarFixtures.SeedFrom(1), bare)));
        Assert.Equal(
            OwnershipVerdict.WrongSignature,
            Verify(Ed25519.Sign(
                StellarFixtures.SeedFrom(1), System.Security.Cryptography.SHA256.HashData(bare))));
    }

    [Fact]
    public void Every_field_of_the_challenge_is_bound()
    {
        var signature = Sign(1, Chain.ComposeOwnershipMessage(Challenge));
        OwnershipChallenge[] others =
        [
            Challenge with { Domain = "evil.com" },
            Challenge with { Uri = "https://evil.com/" },
            Challenge with { Statement = "Sign out." },
            Challenge with { Nonce = "abcd1235" },
            Challenge with { IssuedAt = Challenge.IssuedAt.AddSeconds(1) },
            Challenge with { ExpiresAt = Challenge.ExpiresAt.AddSeconds(1) },
            Challenge with { Address = StellarFixtures.Address(2) },
        ];
        foreach (var other in others)
        {
            var check = Chain.VerifyOwnership(other, new OwnershipProof(Convert.ToBase64String(signature), null));
            Assert.Equal(OwnershipVerdict.WrongSignature, check.Verdict);
        }

        var elsewhere = StellarExtensions.CreateChain(
            new StellarOptions
            {
                ChainId = StellarConstants.TestnetId, NetworkPassphrase = StellarConstants.TestnetPassphrase,
            },
            new FakeHorizon());
        Assert.Equal(
            OwnershipVerdict.WrongSignature,
            elsewhere.VerifyOwnership(
                Challenge, new OwnershipProof(Convert.ToBase64String(signature), null)).Verdict);
    }

    [Fact]
    public void A_challenge_that_would_forge_a_line_is_not_composed()
    {
        OwnershipChallenge[] wrong =
        [
            Challenge with { Statement = "ok\nNonce: other" },
            Challenge with { Domain = string.Empty },
            Challenge with { Nonce = "a\rb" },
            Challenge with { Uri = "x\u0085y" },
            Challenge with { Address = "nobody" },
        ];
        foreach (var challenge in wrong)
        {
            Assert.Throws<ArgumentException>(() => Chain.ComposeOwnershipMessage(challenge));
        }
    }

    private static OwnershipVerdict Verify(byte[] signature, string? signed = null) => Chain.VerifyOwnership(
        Challenge, new OwnershipProof(Convert.ToBase64String(signature), signed)).Verdict;

    private static byte[] Sign(byte tag, string message) =>
        Ed25519.Sign(StellarFixtures.SeedFrom(tag), SignedMessage.Hash(message));
}
