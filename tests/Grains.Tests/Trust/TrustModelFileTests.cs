using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OrleansTrading.Grains.Trust.Model;

namespace OrleansTrading.Grains.Tests.Trust;

/// <summary>A model is used when all of its manifest verifies, and each thing that does not is named.</summary>
public sealed class TrustModelFileTests
{
    private const string Name = "eu-2026-11";
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    /// <summary>
    /// What the commands of docs/trust.md make of a file with the bytes "model\n" and the key 01 02 … 20, run by hand
    /// with coreutils and OpenSSL.
    /// </summary>
    private const string ByHand =
        """{"format":"ot-trust-manifest-1","name":"eu-2026-11","size":6,"""
        + "\"sha256\":\"98ad61a25e3683b6adf2474b01bbe1c27de6aad2ce3a80ff4140fe473c14e691\","
        + "\"sha512\":\"71dc800f17e1cbdd767df535a899dec116c0132f51cd417ff464eca258824739"
        + "e7e577433d6349ce2953b995c73d3e2b60cf33b74df30ab5e8dda8e09edf11a0\","
        + "\"signature\":\"f7699e44fb68ae583e89a8b6706a8170c12d7d2e964458341afad8c348b67402\"}";

    public static TheoryData<string, Action<JsonObject>> WrongManifests => new()
    {
        { "manifest is not of its form", m => m["more"] = 1 },
        { "manifest is not of its form", m => m.Remove("sha512") },
        { "manifest is not of its form", m => m["size"] = "7" },
        { "manifest is not of its form", m => m["name"] = null },
        { "manifest's format is 'ot-trust-manifest-2'", m => m["format"] = "ot-trust-manifest-2" },
        { "manifest's name is 'Upper'", m => m["name"] = "Upper" },
        { "manifest's name is 'default'", m => m["name"] = "default" },
        { "manifest's name is ''", m => m["name"] = "" },
        { "manifest's name is 'two\nlines'", m => m["name"] = "two\nlines" },
        { "manifest's sha256 has 63", m => m["sha256"] = new string('a', 63) },
        { "manifest's sha512 has 128 characters. It must be 128 lower", m => m["sha512"] = new string('A', 128) },
        { "manifest's signature has 0", m => m["signature"] = "" },
        { "signature is not that of the configured key", m => m["signature"] = new string('0', 64) },
        { "signature is not that of the configured key", m => m["size"] = 7 },
        { "signature is not that of the configured key", m => m["name"] = "other" },
        { "signature is not that of the configured key", m => m["sha256"] = new string('0', 64) },
        { "signature is not that of the configured key", m => m["sha512"] = new string('0', 128) },
    };

    public static TheoryData<string, Action<JsonObject>> WrongModels => new()
    {
        { "model is not of its form", m => m["more"] = 1 },
        { "model is not of its form", m => m["$type"] = "System.Diagnostics.Process" },
        { "model is not of its form", m => m.Remove("features") },
        { "model is not of its form", m => Feature(m, 0)["weight"] = 0.5 },
        { "model is not of its form", m => Feature(m, 0)["weight"] = "150000" },
        { "model is not of its form", m => Feature(m, 0)["points"] = null },
        { "model is not of its form", m => Point(m, 0, 0)["value"] = 3_000_000_000L },
        { "model's format is 'x'", m => m["format"] = "x" },
        { "model's own name is 'us-2026-11'", m => m["name"] = "us-2026-11" },
        { "'speed' is no feature", m => Feature(m, 0)["feature"] = "speed" },
        { "each of the 8 features once", m => Feature(m, 0)["feature"] = "win_rate" },
        { "each of the 8 features once", m => m["features"]!.AsArray().RemoveAt(7) },
        { "weights of all features are 1000001", m => Feature(m, 0)["weight"] = 150_001 },
        { "weight of holding_time is -1", m => Feature(m, 0)["weight"] = -1 },
        { "samples of holding_time is 0", m => Feature(m, 0)["samplesFull"] = 0 },
        { "line of holding_time has 1 points", m => Feature(m, 0)["points"]!.AsArray().RemoveAt(0) },
        { "line of holding_time leaves its range", m => Point(m, 0, 1)["toxicity"] = 1_000_001 },
        { "line of holding_time must rise", m => Point(m, 0, 1)["value"] = 200_000 },
        {
            "line of holding_time must rise",
            m => (Point(m, 0, 0)["toxicity"], Point(m, 0, 1)["toxicity"]) = (500_000, 499_999)
        },
    };

    [Fact]
    public void A_model_whose_manifest_verifies_scores_by_its_own_weights_and_lines()
    {
        var model = Model();
        Feature(model, 0)["weight"] = 250_000;
        Feature(model, 1)["weight"] = 100_000;
        Point(model, 0, 0)["toxicity"] = 200_000;
        model["features"]!.AsArray().Add(Taken(model, 0));

        var result = Verify(Manifest(Bytes(model)), Bytes(model));

        Assert.Null(result.Problem);
        Assert.Equal(Name, result.Scoring!.Name);
        Assert.Equal(Enum.GetValues<TrustFeature>(), result.Scoring.Rules.Select(rule => rule.Feature));
        Assert.Equal((250_000, 600_000), (result.Scoring.Rules[0].Weight, result.Scoring.Rules[0].Toxicity(500_000)));

        static JsonNode Taken(JsonObject model, int index)
        {
            var feature = model["features"]![index]!;
            model["features"]!.AsArray().RemoveAt(index);
            return feature;
        }
    }

    [Theory]
    [MemberData(nameof(WrongManifests))]
    public void A_manifest_that_was_changed_after_it_was_signed_is_refused(string problem, Action<JsonObject> change)
    {
        var model = Bytes(Model());
        var manifest = Manifest(model);
        Assert.NotNull(Verify(manifest, model).Scoring);

        change(manifest);

        Refused(problem, Verify(manifest, model));
    }

    [Theory]
    [MemberData(nameof(WrongModels))]
    public void A_model_that_breaks_a_rule_is_refused_although_it_was_signed(string problem, Action<JsonObject> change)
    {
        var model = Model();
        change(model);

        Refused(problem, Verify(Manifest(Bytes(model)), Bytes(model)));
    }

    [Fact]
    public void A_member_that_is_there_twice_is_refused()
    {
        var model = Encoding.UTF8.GetBytes(Model().ToJsonString().Replace(
            "\"name\":", "\"name\":\"x\",\"name\":", StringComparison.Ordinal));

        Refused("model is not of its form", Verify(Manifest(model), model));
    }

    [Fact]
    public void Other_bytes_than_those_signed_are_refused_and_what_differs_is_named()
    {
        var model = Bytes(Model());
        var manifest = Manifest(model);

        Refused("model's size is", Verify(manifest, [.. model, (byte)'\n']));
        byte[] other = [.. model];
        other[^3] ^= 1;
        Refused("model's SHA-256 is not", Verify(manifest, other));
        Refused("model's SHA-512 is not", Verify(Manifest(model, sha512: SHA512.HashData(other)), model));
        Refused("model's size is 0", Verify(manifest, []));
    }

    [Fact]
    public void A_signature_of_another_key_or_a_short_key_is_refused()
    {
        var model = Bytes(Model());
        byte[] other = [.. Key];
        other[0] ^= 1;

        Refused("signature", Verify(Manifest(model), model, key: other));
        Refused("key has 31 bytes", Verify(Manifest(model), model, key: Key[..31]));
    }

    [Fact]
    public void A_name_that_is_not_allowed_is_refused_in_whatever_case()
    {
        var model = Bytes(Model());

        Refused("not on the allow list, which has 2", Verify(Manifest(model), model, allowed: ["EU-2026-11", "eu"]));
        Refused("not on the allow list, which has 0", Verify(Manifest(model), model, allowed: []));
    }

    [Fact]
    public void What_is_too_large_is_refused_unread()
    {
        var model = Model();
        var large = Encoding.UTF8.GetBytes(model.ToJsonString() + new string(' ', TrustModelFile.ModelBytesMax));
        var manifest = Encoding.UTF8.GetBytes(
            Manifest(Bytes(model)).ToJsonString() + new string(' ', TrustModelFile.ManifestBytesMax));

        Refused("model has", Verify(Manifest(large), large));
        Refused("manifest has", TrustModelFile.Verify(manifest, Bytes(model), Key, [Name]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    public void What_is_no_manifest_is_refused(string text) =>
        Refused("manifest is", TrustModelFile.Verify(Encoding.UTF8.GetBytes(text), [], Key, [Name]));

    [Fact]
    public void A_manifest_made_with_the_commands_of_the_guide_verifies_as_far_as_its_model_is_one() => Refused(
        "model is not of its form", TrustModelFile.Verify(Encoding.UTF8.GetBytes(ByHand), "model\n"u8, Key, [Name]));

    private static TrustModelResult Verify(
        JsonObject manifest, byte[] model, byte[]? key = null, string[]? allowed = null) =>
        TrustModelFile.Verify(Bytes(manifest), model, key ?? Key, allowed ?? [Name]);

    private static void Refused(string problem, TrustModelResult result)
    {
        Assert.Null(result.Scoring);
        Assert.Contains(problem, result.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Key), result.Problem, StringComparison.Ordinal);
    }

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    private static JsonObject Manifest(byte[] model, byte[]? sha512 = null)
    {
        var hashes = (Hex(SHA256.HashData(model)), Hex(sha512 ?? SHA512.HashData(model)));
        var signed = $"ot-trust-manifest-1\n{Name}\n{model.Length}\n{hashes.Item1}\n{hashes.Item2}\n";
        return new JsonObject
        {
            ["format"] = "ot-trust-manifest-1",
            ["name"] = Name,
            ["size"] = model.Length,
            ["sha256"] = hashes.Item1,
            ["sha512"] = hashes.Item2,
            ["signature"] = Hex(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(signed))),
        };
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static JsonObject Model() => new()
    {
        ["format"] = "ot-trust-model-1",
        ["name"] = Name,
        ["features"] = new JsonArray([.. TrustFeatureNames.All.Select((feature, i) => new JsonObject
        {
            ["feature"] = feature,
            ["weight"] = i == 1 ? 200_000 : i is 0 or 2 ? 150_000 : 100_000,
            ["samplesFull"] = 30,
            ["points"] = new JsonArray(
                new JsonObject { ["value"] = 200_000, ["toxicity"] = 0 },
                new JsonObject { ["value"] = 800_000, ["toxicity"] = 1_000_000 }),
        })]),
    };

    private static JsonNode Feature(JsonObject model, int index) => model["features"]![index]!;

    private static JsonNode Point(JsonObject model, int feature, int index) =>
        Feature(model, feature)["points"]![index]!;
}
