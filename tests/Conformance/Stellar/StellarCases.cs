using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Keys;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Conformance.Tests.Stellar;

/// <summary>Makes up transactions: what they say as JSON, which both sides build from and read to.</summary>
internal sealed class StellarCases(Dice dice)
{
    internal static readonly string[] Networks =
        [StellarConstants.PubnetPassphrase, StellarConstants.TestnetPassphrase, StellarConstants.DevnetPassphrase];

    private readonly (byte[] Seed, string Address)[] _accounts =
        [.. Enumerable.Range(0, 24).Select(_ => dice.Bytes(Ed25519.SeedBytes)).Select(seed => (
            seed, StellarKeys.EncodeAddress(Ed25519.PublicKeyFromSeed(seed))))];

    internal IEnumerable<string> Addresses => _accounts.Select(account => account.Address);

    internal JsonObject Transaction()
    {
        var operations = new JsonArray();
        for (var count = dice.Chance(1) ? 100 : dice.Between(1, 5); count > 0; count--)
        {
            operations.Add(Operation());
        }

        var min = dice.Chance(60) ? 0 : (long)dice.Units(31);
        return new JsonObject
        {
            ["source"] = Account(),
            ["fee"] = StellarSpecs.Text(operations.Count * dice.Between(100, 1_000_000)),
            ["sequence"] = Amount(),
            ["timeBounds"] = dice.Chance(85)
                ? new JsonObject
                {
                    ["min"] = StellarSpecs.Text(min),
                    ["max"] = StellarSpecs.Text(dice.Chance(10) ? 0 : min + (long)dice.Units(40)),
                }
                : null,
            ["memo"] = Memo(),
            ["operations"] = operations,
        };
    }

    internal JsonObject FeeBump()
    {
        var inner = Transaction();
        var count = inner["operations"]!.AsArray().Count;
        var rate = long.Parse((string)inner["fee"]!, CultureInfo.InvariantCulture) / count;
        return new JsonObject
        {
            ["feeSource"] = Account(),
            ["fee"] = StellarSpecs.Text((rate + dice.Between(0, 1_000_000)) * (count + 1)),
            ["inner"] = inner,
        };
    }

    /// <summary>One or two signers, not necessarily the right ones: that is for the network to tell.</summary>
    internal IReadOnlyList<(byte[] Seed, string Address)> Signers() =>
        [.. Enumerable.Range(0, dice.Between(1, 2)).Select(_ => dice.Of(_accounts)).Distinct()];

    private JsonObject Operation()
    {
        JsonObject operation = dice.Below(10) switch
        {
            8 => new()
            {
                ["type"] = "createClaimableBalance",
                ["asset"] = Asset(),
                ["amount"] = Amount(),
                ["claimants"] = new JsonArray(
                    [.. Enumerable.Range(0, dice.Between(1, 4)).Select(_ => (JsonNode)Claimant())]),
            },
            9 => new() { ["type"] = "claimClaimableBalance", ["balanceId"] = $"00000000{dice.Hex(32)}" },
            0 => new()
            {
                ["type"] = "createAccount", ["destination"] = Plain(), ["startingBalance"] = Amount(),
            },
            1 => new()
            {
                ["type"] = "payment", ["destination"] = Account(), ["asset"] = Asset(), ["amount"] = Amount(),
            },
            2 => new(Path("pathPaymentStrictReceive")) { ["sendMax"] = Amount(), ["destAmount"] = Amount() },
            3 => new(Path("pathPaymentStrictSend")) { ["sendAmount"] = Amount(), ["destMin"] = Amount() },
            4 => new()
            {
                ["type"] = "changeTrust",
                ["asset"] = Issued(),
                ["limit"] = dice.Chance(20) ? "0" : Amount(),
            },
            5 => new() { ["type"] = "accountMerge", ["destination"] = Account() },
            6 => new()
            {
                ["type"] = "manageData",
                ["name"] = Letters(dice.Between(1, 64)),
                ["value"] = dice.Chance(70) ? dice.Hex(dice.Between(1, 64)) : null,
            },
            _ => new() { ["type"] = "bumpSequence", ["bumpTo"] = Amount() },
        };
        operation["source"] = dice.Chance(25) ? Account() : null;
        return operation;
    }

    private IEnumerable<KeyValuePair<string, JsonNode?>> Path(string type) =>
    [
        new("type", type),
        new("sendAsset", Asset()),
        new("destination", Account()),
        new("destAsset", Asset()),
        new("path", new JsonArray([.. Enumerable.Range(0, dice.Between(0, 5)).Select(_ => (JsonNode)Asset())])),
    ];

    private JsonObject Claimant() => new()
    {
        ["destination"] = Plain(), ["predicate"] = Predicate(ClaimPredicate.DepthMax),
    };

    private JsonObject Predicate(int depthMax) => dice.Below(depthMax > 1 ? 6 : 3) switch
    {
        0 => new() { ["kind"] = "unconditional" },
        1 => new() { ["kind"] = "before", ["seconds"] = Amount() },
        2 => new() { ["kind"] = "within", ["seconds"] = Amount() },
        3 => new()
        {
            ["kind"] = "and", ["left"] = Predicate(depthMax - 1), ["right"] = Predicate(depthMax - 1),
        },
        4 => new()
        {
            ["kind"] = "or", ["left"] = Predicate(depthMax - 1), ["right"] = Predicate(depthMax - 1),
        },
        _ => new() { ["kind"] = "not", ["inner"] = Predicate(depthMax - 1) },
    };

    private JsonObject Memo()
    {
        var (type, value) = dice.Below(6) switch
        {
            0 => ("none", (string?)null),
            1 => ("text", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(dice.Text(28)))),
            2 => ("text", Convert.ToBase64String(dice.Bytes(dice.Between(1, 28)))),
            3 => ("id", dice.Units(64).ToString(CultureInfo.InvariantCulture)),
            4 => ("hash", dice.Hex(32)),
            _ => ("return", dice.Hex(32)),
        };
        return new JsonObject { ["type"] = type, ["value"] = value };
    }

    private string Plain() => dice.Chance(50)
        ? dice.Of(_accounts).Address
        : StellarKeys.EncodeAddress(dice.Bytes(Strkey.KeyBytes));

    private string Account() => dice.Chance(70) ? Plain() : new MuxedAccount(Plain(), dice.Units(64)).ToString();

    private string Asset() => dice.Chance(30) ? "native" : Issued();

    private string Issued() => $"{Letters(dice.Between(1, 12))}:{Plain()}";

    private string Amount() => dice.Units(63).ToString(CultureInfo.InvariantCulture);

    private string Letters(int count)
    {
        const string Alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        return string.Concat(Enumerable.Range(0, count).Select(_ => Alphabet[dice.Below(Alphabet.Length)]));
    }
}
