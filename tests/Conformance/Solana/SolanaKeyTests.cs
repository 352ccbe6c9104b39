using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Servers;
using Xunit.Abstractions;

namespace OrleansTrading.Conformance.Tests.Solana;

/// <summary>Keys, signatures, text forms and derived addresses.</summary>
public sealed class SolanaKeyTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int Cases = 600;

    private readonly NodeScript _script = NodeScript.Start("solana.mjs");

    public ValueTask DisposeAsync() => _script.DisposeAsync();

    [Fact]
    public async Task Addresses_signatures_base58_curve_and_token_accounts_are_theirs()
    {
        var dice = Dice.Throw(output);
        var cases = Enumerable.Range(0, Cases).Select(_ => Case(dice)).ToArray();

        var answers = await _script.CallEachAsync("keys", cases.Select(one => one.Question));

        for (var i = 0; i < cases.Length; i++)
        {
            Agreement.Equal(dice, i, "keys", answers[i], cases[i].Answer);
            var secret = (string)answers[i]["secret"]!;
            using var imported = SolanaSecretKey.Import(secret);
            Assert.Equal((string?)answers[i]["address"], new SolanaKey(imported.PublicKey.Span).ToString());
        }

        Agreement.Count(output, "solana", cases.Length, "keys: address, signature, base58, curve, token account alike");
    }

    private static (JsonObject Question, JsonObject Answer) Case(Dice dice)
    {
        var seed = dice.Bytes(Ed25519.SeedBytes);
        var publicKey = Ed25519.PublicKeyFromSeed(seed);

        // Leading zeros have a rule of their own in base58.
        byte[] message = [.. new byte[dice.Chance(30) ? dice.Below(5) : 0], .. dice.Bytes(dice.Below(200))];
        var signature = Ed25519.Sign(seed, message);
        var point = dice.Chance(50) ? dice.Bytes(32) : Ed25519.PublicKeyFromSeed(dice.Bytes(32));
        var owner = new SolanaKey(publicKey);
        var mint = new SolanaKey(dice.Bytes(32));
        var program = dice.Of(SolanaPrograms.Token, SolanaPrograms.Token2022);
        Assert.True(Base58.TryDecode(Base58.Encode(message), out var again) && again.SequenceEqual(message));
        return (
            new JsonObject
            {
                ["seed"] = Convert.ToHexStringLower(seed),
                ["message"] = Convert.ToHexStringLower(message),
                ["signature"] = Convert.ToHexStringLower(signature),
                ["point"] = Convert.ToHexStringLower(point),
                ["owner"] = owner.ToString(),
                ["mint"] = mint.ToString(),
                ["program"] = program.ToString(),
            },
            new JsonObject
            {
                ["address"] = SolanaExtensions.AddressOf(publicKey),
                ["secret"] = Base58.Encode([.. seed, .. publicKey]),
                ["signature"] = Convert.ToHexStringLower(signature),
                ["verified"] = true,
                ["base58"] = Base58.Encode(message),
                ["onCurve"] = Ed25519.IsOnCurve(point),
                ["token"] = SolanaAccounts.AssociatedToken(owner, mint, program, out _).ToString(),
            });
    }
}
