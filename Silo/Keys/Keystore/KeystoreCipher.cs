using System.Security.Cryptography;
using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Silo.Keys.Keystore;

/// <summary>
/// Seals and opens the seeds of a keystore: AES-256-GCM under a key that scrypt makes of the passphrase. Each sealing
/// takes a new salt, and so a new key, so that no key ever sees two nonces.
/// </summary>
internal static class KeystoreCipher
{
    /// <summary>N of scrypt: with r 8 it takes 128 MiB and, on a server of today, about half a second.</summary>
    internal const int CostDefault = 1 << 17;

    private const int BlockSize = 8;
    private const int Parallel = 1;
    private const int SaltBytes = 32;
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    internal static KeystoreDocument Seal(
        IReadOnlyList<KeystoreEntry> entries, ReadOnlySpan<byte> seeds, SecretBytes passphrase, int cost)
    {
        var header = new KeystoreHeader
        {
            Version = KeystoreHeader.VersionNow,
            Kdf = new KeystoreKdf
            {
                Name = KeystoreHeader.ScryptName,
                Cost = cost,
                BlockSize = BlockSize,
                Parallel = Parallel,
                Salt = RandomNumberGenerator.GetBytes(SaltBytes),
            },
            Cipher = KeystoreHeader.CipherName,
            Nonce = RandomNumberGenerator.GetBytes(NonceBytes),
            Keys = entries,
        };
        var ciphertext = new byte[seeds.Length];
        var tag = new byte[TagBytes];
        using var key = DeriveKey(header.Kdf, passphrase);
        using var aes = new AesGcm(key.Span, TagBytes);
        aes.Encrypt(header.Nonce, seeds, ciphertext, tag, header.ToBytes());
        return new KeystoreDocument { Header = header, Ciphertext = ciphertext, Tag = tag };
    }

    /// <summary>The seeds, in the order of the header's keys.</summary>
    /// <exception cref="CryptographicException">
    /// The passphrase is another, or a bit of the file was changed.
    /// </exception>
    internal static SecretBytes Open(KeystoreDocument document, SecretBytes passphrase)
    {
        var seeds = new SecretBytes(document.Ciphertext.Length);
        try
        {
            using var key = DeriveKey(document.Header.Kdf, passphrase);
            using var aes = new AesGcm(key.Span, TagBytes);
            aes.Decrypt(
                document.Header.Nonce, document.Ciphertext, document.Tag, seeds.Span, document.Header.ToBytes());
            return seeds;
        }
        catch
        {
            seeds.Dispose();
            throw;
        }
    }

    /// <summary>Why a document cannot be one of ours; null when it may be.</summary>
    internal static string? Check(KeystoreDocument document)
    {
        var header = document.Header;
        return header.Version != KeystoreHeader.VersionNow
            ? $"its version is {header.Version}, and this program knows {KeystoreHeader.VersionNow}"
            : header.Kdf.Name != KeystoreHeader.ScryptName || header.Cipher != KeystoreHeader.CipherName
                ? $"it uses {header.Kdf.Name} and {header.Cipher}, not {KeystoreHeader.ScryptName} and "
                    + KeystoreHeader.CipherName
                : header.Nonce.Length != NonceBytes || document.Tag.Length != TagBytes
                    || document.Ciphertext.Length != header.Keys.Count * Ed25519.SeedBytes
                    ? "its parts have wrong lengths"
                    : null;
    }

    private static SecretBytes DeriveKey(KeystoreKdf kdf, SecretBytes passphrase)
    {
        var key = new SecretBytes(KeyBytes);
        Scrypt.DeriveKey(passphrase.Span, kdf.Salt, kdf.Cost, kdf.BlockSize, kdf.Parallel, key.Span);
        return key;
    }
}
