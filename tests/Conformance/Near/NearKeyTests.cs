using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near.Wire;
using OrleansTrading.Servers;
using Xunit.Abstractions;

namespace OrleansTrading.Conformance.Tests.Near;

/// <summary>Keys, implicit accounts and signatures.</summary>
public sealed class NearKeyTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int Cases = 500;

    private readonly NodeScript _script = NodeScript.Start("near.mjs");

    public ValueTask DisposeAsync() => _script.DisposeAsync();

    [Fact]
    public async Task Keys_implicit_accounts_and_signatures_are_theirs()
    {
        var dice = Dice.Throw(output);
        var cases = Enumerable.Range(0, Cases).Select(_ => Case(dice)).ToArray();

        var answers = await _script.CallEachAsync("keys", cases.Select(one => one.Question));

        for (var i = 0; i < Cases; i++)
        {
            Agreement.Equal(dice, i, "keys", answers[i], cases[i].Answer);
        }

        Agreement.Count(output, "near", Cases, "keys: text form, implicit account and signature alike");
    }

    private static (JsonObject Question, JsonObject Answer) Case(Dice dice)
    {
        var seed = dice.Bytes(Ed25519.SeedBytes);
        var publicKey = Ed25519.PublicKeyFromSeed(seed);
        var message = dice.Bytes(dice.Below(200));
        var signature = Convert.ToHexStringLower(Ed25519.Sign(seed, message));
        return (
            new JsonObject
            {
                ["secret"] = $"ed25519:{Base58.Encode([.. seed, .. publicKey])}",
                ["message"] = Convert.ToHexStringLower(message),
                ["signature"] = signature,
            },
            new JsonObject
            {
                ["publicKey"] = NearPublicKey.FromEd25519(publicKey).ToString(),
                ["implicit"] = NearAccountId.ImplicitOf(publicKey),
                ["signature"] = signature,
                ["verified"] = true,
            });
    }
}
