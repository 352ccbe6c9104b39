using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OrleansTrading.Grains.Trust.Model;

/// <summary>A scoring from a file, or what did not verify.</summary>
/// <param name="Scoring">The scoring; null when something did not verify.</param>
/// <param name="Problem">What did not verify, and the present value; null when all did.</param>
public sealed record TrustModelResult(TrustScoring? Scoring, string? Problem);

/// <summary>
/// Turns a model's bytes into a scoring, when its manifest verifies: docs/trust.md has both formats. Checked in this
/// order, and the first that fails is told: the manifest's form, its signature, its name, the model's size, both of its
/// hashes, its form and its rules. Nothing of the model is parsed before its bytes are known to be those that were
/// signed.
/// </summary>
public static class TrustModelFile
{
    /// <summary>The most bytes of a manifest.</summary>
    public const int ManifestBytesMax = 4 * 1024;

    /// <summary>The most bytes of a model.</summary>
    public const int ModelBytesMax = 64 * 1024;

    /// <summary>The least bytes of a key.</summary>
    public const int KeyBytesMin = 32;

    internal const string ManifestFormat = "ot-trust-manifest-1";
    internal const string ModelFormat = "ot-trust-model-1";
    private const int NameLengthMax = 64;

    /// <summary>Verifies a model and reads it.</summary>
    /// <param name="manifest">The manifest's bytes.</param>
    /// <param name="model">The model's bytes.</param>
    /// <param name="key">The key of the manifest's HMAC-SHA256, at least <see cref="KeyBytesMin"/> bytes.</param>
    /// <param name="allowed">The names of models that may be used.</param>
    public static TrustModelResult Verify(
        ReadOnlySpan<byte> manifest, ReadOnlySpan<byte> model, ReadOnlySpan<byte> key, IReadOnlyList<string> allowed)
    {
        if (key.Length < KeyBytesMin)
        {
            return Refused($"The key has {key.Length} bytes. It must have at least {KeyBytesMin}.");
        }

        var (data, unreadable) = Read(manifest, ManifestBytesMax, "manifest", TrustModelJson.Default.ManifestData);
        var problem = unreadable
            ?? CheckForm(data!)
            ?? CheckSignature(data!, key)
            ?? CheckName(data!.Name, allowed)
            ?? CheckBytes(data!, model);
        if (problem is not null)
        {
            return Refused(problem);
        }

        var (read, malformed) = Read(model, ModelBytesMax, "model", TrustModelJson.Default.ModelData);
        return malformed is null ? ToScoring(read!, data!.Name) : Refused(malformed);
    }

    private static (T? Data, string? Problem) Read<T>(
        ReadOnlySpan<byte> bytes, int bytesMax, string what, JsonTypeInfo<T> type)
        where T : class
    {
        if (bytes.Length > bytesMax)
        {
            return (null, $"The {what} has {bytes.Length} bytes or more. It may have {bytesMax}.");
        }

        try
        {
            return JsonSerializer.Deserialize(bytes, type) is { } data
                ? (data, null)
                : (null, $"The {what} is null. It must be a JSON object.");
        }
        catch (JsonException unreadable)
        {
            return (null, $"The {what} is not of its form: {unreadable.Message}");
        }
    }

    private static string? CheckForm(ManifestData manifest)
    {
        if (manifest.Format != ManifestFormat)
        {
            return $"The manifest's format is '{Shorten(manifest.Format)}'. It must be '{ManifestFormat}'.";
        }

        if (!IsName(manifest.Name))
        {
            return $"The manifest's name is '{Shorten(manifest.Name)}'. It must be 1 to {NameLengthMax} of a-z,"
                + $" 0-9, '-' and '.', and not '{TrustScoring.DefaultName}'.";
        }

        return CheckHex("sha256", manifest.Sha256, SHA256.HashSizeInBytes)
            ?? CheckHex("sha512", manifest.Sha512, SHA512.HashSizeInBytes)
            ?? CheckHex("signature", manifest.Signature, HMACSHA256.HashSizeInBytes);
    }

    private static string? CheckHex(string member, string text, int bytes) =>
        text.Length == bytes * 2 && text.All(char.IsAsciiHexDigitLower)
            ? null
            : $"The manifest's {member} has {text.Length} characters. It must be {bytes * 2} lower-case hex digits.";

    private static string? CheckSignature(ManifestData manifest, ReadOnlySpan<byte> key) =>
        CryptographicOperations.FixedTimeEquals(
            HMACSHA256.HashData(key, SignedBytes(manifest)), Convert.FromHexString(manifest.Signature))
            ? null
            : "The manifest's signature is not that of the configured key.";

    /// <summary>What is signed: every other member, one on each line, so that none can be taken for another.</summary>
    private static byte[] SignedBytes(ManifestData manifest) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{manifest.Format}\n{manifest.Name}\n{manifest.Size}\n{manifest.Sha256}\n{manifest.Sha512}\n"));

    private static string? CheckName(string name, IReadOnlyList<string> allowed) =>
        allowed.Contains(name, StringComparer.Ordinal)
            ? null
            : $"The model's name '{name}' is not on the allow list, which has {allowed.Count} names.";

    private static string? CheckBytes(ManifestData manifest, ReadOnlySpan<byte> model)
    {
        if (model.Length != manifest.Size)
        {
            return $"The model's size is {model.Length} bytes. The manifest says {manifest.Size}.";
        }

        if (Convert.ToHexStringLower(SHA256.HashData(model)) != manifest.Sha256)
        {
            return "The model's SHA-256 is not the manifest's.";
        }

        return Convert.ToHexStringLower(SHA512.HashData(model)) == manifest.Sha512
            ? null
            : "The model's SHA-512 is not the manifest's.";
    }

    private static TrustModelResult ToScoring(ModelData model, string name)
    {
        if (model.Format != ModelFormat)
        {
            return Refused($"The model's format is '{Shorten(model.Format)}'. It must be '{ModelFormat}'.");
        }

        if (model.Name != name)
        {
            return Refused($"The model's own name is '{Shorten(model.Name)}'. The manifest says '{name}'.");
        }

        List<TrustRule> rules = [];
        foreach (var feature in model.Features)
        {
            var index = TrustFeatureNames.All.ToList().IndexOf(feature.Feature);
            if (index < 0)
            {
                return Refused($"The model's rules do not hold: '{Shorten(feature.Feature)}' is no feature.");
            }

            rules.Add(new TrustRule
            {
                Feature = (TrustFeature)index,
                Weight = feature.Weight,
                SamplesFull = feature.SamplesFull,
                Points = [.. feature.Points.Select(point => new TrustPoint(point.Value, point.Toxicity))],
            });
        }

        var scoring = TrustScoring.Of(name, [.. rules.OrderBy(rule => rule.Feature)]);
        return scoring.Problem() is { } problem
            ? Refused($"The model's rules do not hold: {problem}")
            : new TrustModelResult(scoring, null);
    }

    private static bool IsName(string name) =>
        name.Length is >= 1 and <= NameLengthMax
        && name != TrustScoring.DefaultName
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');

    private static string Shorten(string text) => text.Length <= NameLengthMax ? text : text[..NameLengthMax] + "…";

    private static TrustModelResult Refused(string problem) => new(null, problem);
}
