using Microsoft.Extensions.Configuration;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Grains;
using OrleansTrading.Silo.Hosting;
using OrleansTrading.Silo.Keys.Keystore;
using OrleansTrading.Silo.Keys.Vault;

namespace OrleansTrading.Silo.Keys;

/// <summary>Where treasury keys are. Section <c>Keys</c>.</summary>
internal sealed class KeySettings
{
    /// <summary>
    /// The folder of the keystore, and of local networks' keys; null for <c>keys</c> in the data folder.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>The keystore file; null for <c>keystore.json</c> in the folder.</summary>
    public string? Keystore { get; init; }

    /// <summary>The file with the keystore's passphrase; null: it is asked for at the terminal.</summary>
    public string? PassphraseFile { get; init; }

    /// <summary>A signer outside of this process; with an address it is used instead of a keystore.</summary>
    public VaultOptions Vault { get; init; } = new();
}

/// <summary>Opens the keys of real networks: from the keystore, or at the outside signer.</summary>
internal sealed class KeySource : IDisposable
{
    private const string KeystoreFileName = "keystore.json";

    private readonly IReadOnlyDictionary<string, ISigner> _signers;
    private readonly string _place;
    private readonly IDisposable? _source;

    private KeySource(IReadOnlyDictionary<string, ISigner> signers, string place, IDisposable? source)
    {
        _signers = signers;
        _place = place;
        _source = source;
    }

    /// <exception cref="InvalidOperationException">They cannot be opened; the message says why.</exception>
    internal static async Task<KeySource> OpenAsync(
        IConfiguration configuration, string keyFolder, TimeProvider time, CancellationToken cancellationToken)
    {
        var settings = configuration.GetSection("Keys").Get<KeySettings>() ?? new KeySettings();
        var platform = configuration.GetSection("Platform").Get<PlatformOptions>() ?? new PlatformOptions();
        return settings.Vault.Address is null
            ? OpenKeystore(settings, keyFolder)
            : await FindAsync(
                settings.Vault, KeyRing.NamesOf(platform).Concat(WebAuthName(configuration)), time, cancellationToken);
    }

    /// <summary>Where the keystore is.</summary>
    internal static string KeystorePath(KeySettings settings, string keyFolder) =>
        settings.Keystore ?? Path.Combine(keyFolder, KeystoreFileName);

    internal KeyRing ToRing(AssetCatalog catalog) => new(_signers, _place, catalog, _source);

    public void Dispose()
    {
        foreach (var signer in _signers.Values.OfType<IDisposable>())
        {
            signer.Dispose();
        }

        _source?.Dispose();
    }

    private static KeySource OpenKeystore(KeySettings settings, string keyFolder)
    {
        var keystore = new KeystoreKeys(KeystorePath(settings, keyFolder));
        keystore.List();
        using var passphrase = Passphrase.Read(settings.PassphraseFile, $"Passphrase of {keystore.Path}: ");
        var signers = keystore.OpenSigners(passphrase)
            .ToDictionary(one => one.Key, one => (ISigner)one.Value, StringComparer.Ordinal);
        return new KeySource(signers, keystore.Path, source: null);
    }

    /// <summary>The key of Stellar Web Authentication, if that is configured; it is no treasury's.</summary>
    private static IEnumerable<(string Name, bool IsNeeded)> WebAuthName(IConfiguration configuration) =>
        configuration.GetSection("Stellar:WebAuth").Get<WebAuthSettings>()?.SigningKey is { } account
            ? [(KeyNames.Of(StellarExtensions.ChainName, account), true)]
            : [];

    private static async Task<KeySource> FindAsync(
        VaultOptions options,
        IEnumerable<(string Name, bool IsNeeded)> names,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var vault = new VaultTransit(options, time);
        try
        {
            var signers = new Dictionary<string, ISigner>(StringComparer.Ordinal);
            foreach (var (name, isNeeded) in names)
            {
                try
                {
                    signers[name] = await VaultSigner.FindAsync(vault, name, cancellationToken);
                }
                catch (VaultFailedException failure) when (!isNeeded && failure.IsMissing)
                {
                    // The account's key signs for this lane.
                }
            }

            return new KeySource(signers, $"The outside signer {options.Address!.Authority}", vault);
        }
        catch
        {
            vault.Dispose();
            throw;
        }
    }
}
