using System.Security.Cryptography;
using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Silo.Keys.Keystore;

/// <summary>
/// The keys of a keystore file by name. Every change asks for the passphrase and seals all of them anew.
/// </summary>
internal sealed class KeystoreKeys(string path, int cost = KeystoreCipher.CostDefault)
{
    /// <summary>More keys than a treasury of three chains with all their lanes has.</summary>
    private const int KeysMax = 1000;

    internal string Path => path;

    internal bool Exists => File.Exists(path);

    /// <summary>
    /// The keys' names and public keys as the file says them openly. Only <see cref="OpenSigners"/> proves them.
    /// </summary>
    internal IReadOnlyList<KeystoreEntry> List() => KeystoreFile.Read(path).Header.Keys;

    /// <summary>Adds a key.</summary>
    /// <exception cref="InvalidOperationException">The name is taken, or the passphrase is another.</exception>
    internal KeystoreEntry Add(string name, ReadOnlySpan<byte> seed, SecretBytes passphrase)
    {
        if (KeyNames.Check(name) is { } problem)
        {
            throw new ArgumentException(problem);
        }

        var entry = new KeystoreEntry
        {
            Name = name,
            PublicKey = Convert.ToHexStringLower(Ed25519.PublicKeyFromSeed(seed)),
        };
        using var added = new SecretBytes(seed);
        KeystoreFile.Change(path, document =>
        {
            using var held = document is null ? new SecretBytes(0) : Open(document, passphrase);
            IReadOnlyList<KeystoreEntry> entries = document?.Header.Keys ?? [];
            if (entries.Any(known => known.Name == name))
            {
                throw new InvalidOperationException($"{path} has a key {name} already. It was not changed.");
            }

            if (entries.Count >= KeysMax)
            {
                throw new InvalidOperationException($"{path} has {entries.Count} keys. At most {KeysMax} fit.");
            }

            using var all = new SecretBytes(held.Span.Length + added.Span.Length);
            held.Span.CopyTo(all.Span);
            added.Span.CopyTo(all.Span[held.Span.Length..]);
            return KeystoreCipher.Seal([.. entries, entry], all.Span, passphrase, cost);
        });
        return entry;
    }

    /// <summary>Seals the same keys with another passphrase.</summary>
    internal void ChangePassphrase(SecretBytes present, SecretBytes next) => KeystoreFile.Change(path, document =>
    {
        using var seeds = Open(document ?? KeystoreFile.Read(path), present);
        return KeystoreCipher.Seal(document!.Header.Keys, seeds.Span, next, cost);
    });

    /// <summary>
    /// A signer for each key; the seeds are wiped before this returns and live on inside OpenSSL only.
    /// </summary>
    internal Dictionary<string, Ed25519Signer> OpenSigners(SecretBytes passphrase)
    {
        var document = KeystoreFile.Read(path);
        using var seeds = Open(document, passphrase);
        var signers = new Dictionary<string, Ed25519Signer>(StringComparer.Ordinal);
        for (var place = 0; place < document.Header.Keys.Count; place++)
        {
            var entry = document.Header.Keys[place];
            var signer = new Ed25519Signer(seeds.Span.Slice(place * Ed25519.SeedBytes, Ed25519.SeedBytes));
            if (Convert.ToHexStringLower(signer.PublicKey.Span) != entry.PublicKey
                || !signers.TryAdd(entry.Name, signer))
            {
                throw new InvalidOperationException($"{path}: the key {entry.Name} is not the one its entry names.");
            }
        }

        return signers;
    }

    private SecretBytes Open(KeystoreDocument document, SecretBytes passphrase)
    {
        try
        {
            return KeystoreCipher.Open(document, passphrase);
        }
        catch (CryptographicException exception)
        {
            throw new InvalidOperationException(
                $"{path} cannot be opened: the passphrase is another, or the file was changed.", exception);
        }
    }
}
