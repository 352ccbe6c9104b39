using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Conformance.Tests.Near;

/// <summary>Makes up transactions: what they say as JSON, which both sides build from and read to.</summary>
internal sealed class NearCases
{
    private readonly Dice _dice;
    private readonly Dictionary<string, byte[]> _seeds = [];
    private readonly string[] _keys;

    internal NearCases(Dice dice)
    {
        _dice = dice;
        for (var count = 24; count > 0; count--)
        {
            var seed = dice.Bytes(Ed25519.SeedBytes);
            _seeds.Add(NearPublicKey.FromEd25519(Ed25519.PublicKeyFromSeed(seed)).ToString(), seed);
        }

        _keys = [.. _seeds.Keys.Order(StringComparer.Ordinal)];
    }

    internal JsonObject Transaction() => new()
    {
        ["signerId"] = Account(),
        ["publicKey"] = _dice.Of(_keys),
        ["nonce"] = NearSpecs.Text(_dice.Units(64)),
        ["receiverId"] = Account(),
        ["blockHash"] = new NearHash(_dice.Bytes(NearHash.Length)).ToString(),
        ["actions"] = Actions(isDelegateAllowed: true),
    };

    /// <summary>What signs for a key: the transaction's, or a delegate's among its actions.</summary>
    internal NearSignature Sign(string publicKey, ReadOnlySpan<byte> hash) =>
        new(NearCurve.Ed25519, Ed25519.Sign(_seeds[publicKey], hash));

    /// <summary>The seeds of all keys that a case signs with.</summary>
    internal JsonObject SeedsOf(JsonObject spec)
    {
        var seeds = new JsonObject();
        foreach (var key in spec["actions"]!.AsArray().Append(spec)
            .Where(one => one == spec || (string)one!["kind"]! == "delegate")
            .Select(one => (string)one!["publicKey"]!))
        {
            seeds[key] = Convert.ToHexStringLower(_seeds[key]);
        }

        return seeds;
    }

    internal string Account()
    {
        const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";
        switch (_dice.Below(4))
        {
            case 0:
                return _dice.Hex(32);
            case 1:
                return "0x" + _dice.Hex(20);
            default:
                var parts = Enumerable.Range(0, _dice.Between(1, 3)).Select(_ => string.Concat(
                    Enumerable.Range(0, _dice.Between(2, 15)).Select(_ => Letters[_dice.Below(Letters.Length)])));
                return string.Join(_dice.Of(".", "-", "_"), parts);
        }
    }

    private JsonArray Actions(bool isDelegateAllowed)
    {
        var actions = new JsonArray();
        for (var count = _dice.Chance(1) ? 100 : _dice.Between(1, 4); count > 0; count--)
        {
            actions.Add(isDelegateAllowed && _dice.Chance(10) ? Delegate() : Action());
        }

        return actions;
    }

    private JsonObject Action() => _dice.Below(8) switch
    {
        0 => new() { ["kind"] = "createAccount" },
        1 => new() { ["kind"] = "deployContract", ["code"] = Blob(300) },
        2 => new()
        {
            ["kind"] = "functionCall",
            ["methodName"] = _dice.Of("ft_transfer", "storage_deposit", _dice.Text(40)),
            ["args"] = Blob(200),
            ["gas"] = NearSpecs.Text(_dice.Units(64)),
            ["deposit"] = Amount(),
        },
        3 => new() { ["kind"] = "transfer", ["deposit"] = Amount() },
        4 => new() { ["kind"] = "stake", ["stake"] = Amount(), ["publicKey"] = PublicKey() },
        5 => new()
        {
            ["kind"] = "addKey",
            ["publicKey"] = PublicKey(),
            ["nonce"] = NearSpecs.Text(_dice.Units(64)),
            ["limits"] = _dice.Chance(50) ? Limits() : null,
        },
        6 => new() { ["kind"] = "deleteKey", ["publicKey"] = PublicKey() },
        _ => new() { ["kind"] = "deleteAccount", ["beneficiaryId"] = Account() },
    };

    private JsonObject Limits() => new()
    {
        ["allowance"] = _dice.Chance(50) ? Amount() : null,
        ["receiverId"] = Account(),
        ["methodNames"] = new JsonArray(
            [.. Enumerable.Range(0, _dice.Between(0, 3)).Select(_ => (JsonNode)_dice.Text(20))]),
    };

    private JsonObject Delegate()
    {
        var key = _dice.Of(_keys);
        var action = new JsonObject
        {
            ["kind"] = "delegate",
            ["senderId"] = Account(),
            ["receiverId"] = Account(),
            ["actions"] = Actions(isDelegateAllowed: false),
            ["nonce"] = NearSpecs.Text(_dice.Units(64)),
            ["maxBlockHeight"] = NearSpecs.Text(_dice.Units(64)),
            ["publicKey"] = key,
        };
        var hash = SHA256.HashData(NearSpecs.BuildDelegate(action).EncodeForSigning());
        action["signature"] = Base58.Encode(Sign(key, hash).Bytes);
        return action;
    }

    private string PublicKey() => _dice.Chance(70)
        ? _dice.Of(_keys)
        : new NearPublicKey(NearCurve.Secp256K1, _dice.Bytes(64)).ToString();

    private string Amount() => NearSpecs.Text(_dice.Chance(60)
        ? _dice.Units(64)
        : new UInt128(_dice.Units(64), _dice.Next()));

    private string Blob(int bytesMax) => Convert.ToBase64String(_dice.Bytes(_dice.Between(0, bytesMax)));
}
