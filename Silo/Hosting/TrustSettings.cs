using Microsoft.Extensions.Configuration;
using OrleansTrading.Grains.Trust;
using OrleansTrading.Grains.Trust.Model;

namespace OrleansTrading.Silo.Hosting;

/// <summary>Section <c>Trust</c>, besides the options of scores.</summary>
internal sealed class TrustSettings
{
    /// <summary>The model; by default there is none.</summary>
    public TrustModelSettings Model { get; init; } = new();
}

/// <summary>
/// The model that scores users' flow instead of the default scoring. Section <c>Trust:Model</c>; without
/// <see cref="File"/> there is none. A model that does not verify keeps the server from starting: an operator who wants
/// it is not left with another one unseen.
/// </summary>
internal sealed class TrustModelSettings
{
    private const string Section = "Trust:Model";
    private const string Parent = "Trust";

    /// <summary>The model's file. Null: the default scoring.</summary>
    public string? File { get; init; }

    /// <summary>The manifest's file. Null: the model's with <c>.manifest.json</c> appended.</summary>
    public string? Manifest { get; init; }

    /// <summary>The secret that signs manifests: at least 32 bytes in base64. Null: no model can be used.</summary>
    public string? Key { get; init; }

    /// <summary>The names of models that may be used. Defaults to none.</summary>
    public List<string> Allowed { get; init; } = [];

    /// <summary>Reads and verifies the configured model.</summary>
    /// <returns>Null when none is configured.</returns>
    /// <exception cref="InvalidOperationException">It did not verify; the message names what.</exception>
    internal static TrustScoring? Load(IConfiguration configuration)
    {
        var settings = (configuration.GetSection(Parent).Get<TrustSettings>() ?? new TrustSettings()).Model;
        if (settings.File is not { } file)
        {
            return null;
        }

        var manifest = Read(settings.Manifest ?? $"{file}.manifest.json", TrustModelFile.ManifestBytesMax);
        var result = TrustModelFile.Verify(
            manifest, Read(file, TrustModelFile.ModelBytesMax), settings.ReadKey(), settings.Allowed);
        return result.Scoring ?? throw new InvalidOperationException(
            $"The trust model {file} did not verify. {result.Problem} Correct {Section}, or leave out {Section}:File"
            + " for the default scoring.");
    }

    private byte[] ReadKey()
    {
        var key = new byte[(Key?.Length ?? 0) + 3];
        return Key is not null && Convert.TryFromBase64String(Key, key, out var written)
            ? key[..written]
            : throw new InvalidOperationException(
                $"{Section}:Key is {(Key is null ? "missing" : "not base64")}. It must be the base64 of at least"
                + $" {TrustModelFile.KeyBytesMin} random bytes.");
    }

    /// <summary>A file, or its beginning and one byte more than it may have.</summary>
    private static byte[] Read(string path, int bytesMax)
    {
        try
        {
            using var stream = System.IO.File.OpenRead(path);
            var bytes = new byte[bytesMax + 1];
            return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{Section}: {path} could not be read. {failure.Message}", failure);
        }
    }
}
