using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near.Ownership;
using OrleansTrading.Chains.Near.Wire;
using OrleansTrading.Servers;
using Xunit.Abstractions;

namespace OrleansTrading.Conformance.Tests.Near;

/// <summary>Messages as wallets sign them (NEP-413).</summary>
public sealed class NearMessageTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int Cases = 500;

    private readonly NodeScript _script = NodeScript.Start("near.mjs");

    public ValueTask DisposeAsync() => _script.DisposeAsync();

    [Fact]
    public async Task Messages_that_the_sdk_signs_verify_here_and_ours_have_its_signature()
    {
        var dice = Dice.Throw(output);
        var seeds = new byte[Cases][];
        var payloads = new Nep413Payload[Cases];
        for (var i = 0; i < Cases; i++)
        {
            seeds[i] = dice.Bytes(Ed25519.SeedBytes);
            payloads[i] = new Nep413Payload(
                dice.Text(300),
                dice.Bytes(Nep413Payload.NonceBytes),
                dice.Of("example.com", dice.Text(60)),
                dice.Chance(50) ? $"https://example.com/{dice.Hex(8)}" : null);
        }

        var answers = await _script.CallEachAsync(
            "messages", Enumerable.Range(0, Cases).Select(i => Question(seeds[i], payloads[i])));

        for (var i = 0; i < Cases; i++)
        {
            var key = NearPublicKey.FromEd25519(Ed25519.PublicKeyFromSeed(seeds[i]));
            var theirs = Convert.FromBase64String((string)answers[i]["signature"]!);
            Agreement.Equal(dice, i, "key", answers[i]["publicKey"], key.ToString());
            Agreement.Equal(dice, i, "signature", theirs, Ed25519.Sign(seeds[i], payloads[i].Hash()));
            Assert.True(
                key.Verify(payloads[i].Hash(), new NearSignature(NearCurve.Ed25519, theirs)), $"{dice.Seed} {i}");
        }

        Agreement.Count(output, "near", Cases, "messages of NEP-413 signed alike");
    }

    private static JsonObject Question(byte[] seed, Nep413Payload payload) => new()
    {
        ["seed"] = Convert.ToHexStringLower(seed),
        ["accountId"] = "alice.near",
        ["message"] = payload.Message,
        ["nonce"] = Convert.ToHexStringLower(payload.Nonce),
        ["recipient"] = payload.Recipient,
        ["callbackUrl"] = payload.CallbackUrl,
    };
}
