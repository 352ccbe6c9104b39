using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using OrleansTrading.Grains;
using OrleansTrading.Silo.Hosting;

namespace OrleansTrading.Silo.Tests;

/// <summary>A configured trust model is read from its files, and one that does not verify stops the start.</summary>
public sealed class TrustSettingsTests : IDisposable
{
    private const string Name = "eu-2026-11";
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    private readonly string _folder = Directory.CreateTempSubdirectory("trust-model-").FullName;

    private string Model => Path.Combine(_folder, "model.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_a_file_there_is_no_model() =>
        Assert.Null(TrustModelSettings.Load(Settings(file: null)));

    [Fact]
    public void A_model_beside_its_manifest_is_read_and_so_is_one_elsewhere()
    {
        Write($"{Model}.manifest.json");
        Assert.Equal(Name, TrustModelSettings.Load(Settings(Model))!.Name);

        var elsewhere = Path.Combine(_folder, "other.json");
        File.Move($"{Model}.manifest.json", elsewhere);
        Assert.Equal(Name, TrustModelSettings.Load(Settings(Model, ("Manifest", elsewhere)))!.Name);
    }

    [Theory]
    [InlineData("Allowed:0", "us-2026-11", "allow list")]
    [InlineData("Key", null, "Trust:Model:Key is missing")]
    [InlineData("Key", "no base64!", "Trust:Model:Key is not base64")]
    [InlineData("Key", "AAAA", "key has 3 bytes")]
    [InlineData("Key", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "signature is not that")]
    [InlineData("Manifest", "/does/not/exist", "/does/not/exist could not be read")]
    [InlineData("File", "/does/not/exist", "/does/not/exist")]
    public void What_does_not_verify_is_named_and_the_key_is_not(string setting, string? value, string problem)
    {
        Write($"{Model}.manifest.json");

        var refused = Assert.Throws<InvalidOperationException>(
            () => TrustModelSettings.Load(Settings(Model, (setting, value))));

        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Trust:Model", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Key), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_was_changed_on_the_disk_and_one_that_is_too_large_are_refused()
    {
        Write($"{Model}.manifest.json");
        File.AppendAllText(Model, " ");
        var refused = Assert.Throws<InvalidOperationException>(() => TrustModelSettings.Load(Settings(Model)));
        Assert.Contains("size", refused.Message, StringComparison.Ordinal);

        // What is beyond the limit is never read; so the size is not the real one, and not the manifest's either.
        File.AppendAllText(Model, new string(' ', 10_000_000));
        refused = Assert.Throws<InvalidOperationException>(() => TrustModelSettings.Load(Settings(Model)));
        Assert.Contains("size is 65537 bytes", refused.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Settings(string? file, params (string Name, string? Value)[] others)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Trust:Model:File"] = file,
            ["Trust:Model:Key"] = Convert.ToBase64String(Key),
            ["Trust:Model:Allowed:0"] = Name,
        };
        foreach (var (name, value) in others)
        {
            settings[$"Trust:Model:{name}"] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }

    private void Write(string manifest)
    {
        var features = TrustFeatureNames.All.Select(feature => (JsonNode)new JsonObject
        {
            ["feature"] = feature,
            ["weight"] = TrustConstants.One / TrustFeatureNames.All.Count,
            ["samplesFull"] = 10,
            ["points"] = new JsonArray(
                new JsonObject { ["value"] = 0, ["toxicity"] = 0 },
                new JsonObject { ["value"] = 500_000, ["toxicity"] = 1_000_000 }),
        });
        var model = new JsonObject
        {
            ["format"] = "ot-trust-model-1",
            ["name"] = Name,
            ["features"] = new JsonArray([.. features]),
        };
        File.WriteAllText(Model, model.ToJsonString());
        var bytes = File.ReadAllBytes(Model);
        var (sha256, sha512) = (Hex(SHA256.HashData(bytes)), Hex(SHA512.HashData(bytes)));
        var signed = $"ot-trust-manifest-1\n{Name}\n{bytes.Length}\n{sha256}\n{sha512}\n";
        var json = new JsonObject
        {
            ["format"] = "ot-trust-manifest-1",
            ["name"] = Name,
            ["size"] = bytes.Length,
            ["sha256"] = sha256,
            ["sha512"] = sha512,
            ["signature"] = Hex(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(signed))),
        };
        File.WriteAllText(manifest, json.ToJsonString());
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
