using System.Buffers.Binary;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Keys;
using OrleansTrading.Servers;
using Xunit.Abstractions;

namespace OrleansTrading.Conformance.Tests.Stellar;

/// <summary>Keys, signatures and all kinds of strkeys.</summary>
public sealed class StellarKeyTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int Cases = 600;

    private static readonly StrkeyKind[] Kinds = Enum.GetValues<StrkeyKind>();

    private readonly NodeScript _script = NodeScript.Start("stellar.mjs");

    public ValueTask DisposeAsync() => _script.DisposeAsync();

    [Fact]
    public async Task Addresses_secrets_signatures_and_strkeys_are_theirs_and_damaged_ones_are_refused_by_both()
    {
        var dice = Dice.Throw(output);
        var cases = Enumerable.Range(0, Cases).Select(_ => Case(dice)).ToArray();

        var answers = await _script.CallEachAsync("keys", cases.Select(one => one.Question));

        for (var i = 0; i < cases.Length; i++)
        {
            Agreement.Equal(dice, i, $"keys {cases[i].Question["damaged"]}", answers[i], cases[i].Answer);
        }

        Agreement.Count(output, "stellar", cases.Length, "keys: address, secret, signature and strkeys alike");
    }

    private static (JsonObject Question, JsonObject Answer) Case(Dice dice)
    {
        var seed = dice.Bytes(Ed25519.SeedBytes);
        var publicKey = Ed25519.PublicKeyFromSeed(seed);
        var message = dice.Bytes(dice.Below(200));
        var signature = Convert.ToHexStringLower(Ed25519.Sign(seed, message));
        var kind = dice.Of(Kinds);
        var payload = Payload(dice, kind);
        var strkey = Strkey.Encode(kind, payload);
        Assert.True(Strkey.TryDecode(strkey, kind, out var again) && again.SequenceEqual(payload));
        var damaged = Damage(dice, strkey);
        return (
            new JsonObject
            {
                ["seed"] = Convert.ToHexStringLower(seed),
                ["message"] = Convert.ToHexStringLower(message),
                ["signature"] = signature,
                ["letter"] = strkey[..1],
                ["payload"] = Convert.ToHexStringLower(payload),
                ["damaged"] = damaged,
            },
            new JsonObject
            {
                ["address"] = StellarExtensions.AddressOf(publicKey),
                ["secret"] = StellarKeys.EncodeSecret(seed),
                ["signature"] = signature,
                ["verified"] = true,
                ["strkey"] = strkey,
                ["damaged"] = Strkey.TryDecode(damaged, kind, out _),
            });
    }

    private static byte[] Payload(Dice dice, StrkeyKind kind)
    {
        switch (kind)
        {
            case StrkeyKind.Muxed:
                return dice.Bytes(Strkey.MuxedBytes);
            case StrkeyKind.ClaimableBalance:
                return [0, .. dice.Bytes(Strkey.KeyBytes)];
            case StrkeyKind.SignedPayload:
                var length = new byte[sizeof(uint)];
                var content = dice.Bytes(dice.Between(1, 64));
                BinaryPrimitives.WriteUInt32BigEndian(length, (uint)content.Length);
                return [.. dice.Bytes(Strkey.KeyBytes), .. length, .. content, .. new byte[-content.Length & 3]];
            default:
                return dice.Bytes(Strkey.KeyBytes);
        }
    }

    private static string Damage(Dice dice, string strkey)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var at = dice.Below(strkey.Length);
        return dice.Below(6) switch
        {
            0 => strkey[..^1],
            1 => strkey + "A",
            2 => strkey + "=",
            3 => strkey[..at] + char.ToLowerInvariant(strkey[at]) + strkey[(at + 1)..],
            4 => strkey[..at] + strkey[(at + 1)..] + strkey[at],
            _ => strkey[..at] + Letters[dice.Below(Letters.Length)] + strkey[(at + 1)..],
        };
    }
}
