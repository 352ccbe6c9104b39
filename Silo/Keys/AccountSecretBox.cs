using System.Security.Cryptography;
using System.Text;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Silo.Keys;

/// <summary>
/// Seals the secrets of trading accounts with AES-256-GCM under a key in a file that is its owner's alone. What is
/// sealed names its key, so that one that was swapped is told from data that was changed.
/// </summary>
internal sealed class AccountSecretBox : ISecretBox, IDisposable
{
    /// <summary>The file's name in the folder of keys.</summary>
    internal const string FileName = "account-secrets.key";

    private const byte Version = 1;
    private const int KeyBytes = 32;
    private const int KeyIdBytes = 8;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = 1 + KeyIdBytes + NonceBytes;

    private readonly string _path;
    private readonly SecretBytes _key;
    private readonly byte[] _keyId;

    private AccountSecretBox(string path, SecretBytes key)
    {
        (_path, _key) = (path, key);
        _keyId = SHA256.HashData(key.Span)[..KeyIdBytes];
    }

    /// <summary>Opens the box with the folder's key.</summary>
    /// <param name="folder">The folder of keys.</param>
    /// <param name="mustExist">
    /// True where all members of a cluster must have the same key, so that none is made where there is none.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// The file is missing and must exist, can be used by others, or has no key; the message has the remedy.
    /// </exception>
    internal static AccountSecretBox Open(string folder, bool mustExist)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            if (mustExist)
            {
                throw new InvalidOperationException(
                    $"There is no {path}. It has the key of the trading accounts' secrets, 64 hex characters, the same"
                    + " for all members of the cluster. Make one: openssl rand -hex 32");
            }

            PrivateFiles.CreateDirectory(folder);
            using var writer = new StreamWriter(
                PrivateFiles.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.None));
            writer.Write(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyBytes)));
        }

        PrivateMode.Require(path);
        var text = File.ReadAllText(path).Trim();
        var key = new SecretBytes(KeyBytes);
        if (text.Length == 2 * KeyBytes
            && Convert.FromHexString(text, key.Span, out _, out _) == System.Buffers.OperationStatus.Done)
        {
            return new AccountSecretBox(path, key);
        }

        key.Dispose();
        throw new InvalidOperationException($"{path} is no key. It holds 64 hex characters.");
    }

    public string Seal(string secret, string context)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var box = new byte[HeadBytes + plain.Length + TagBytes];
        box[0] = Version;
        _keyId.CopyTo(box, 1);
        var nonce = box.AsSpan(1 + KeyIdBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key.Span, TagBytes);
        aes.Encrypt(
            nonce,
            plain,
            box.AsSpan(HeadBytes, plain.Length),
            box.AsSpan(HeadBytes + plain.Length),
            Encoding.UTF8.GetBytes(context));
        CryptographicOperations.ZeroMemory(plain);
        return Convert.ToBase64String(box);
    }

    public string Open(string sealedText, string context)
    {
        var box = Convert.FromBase64String(sealedText);
        if (box.Length < HeadBytes + TagBytes || box[0] != Version)
        {
            throw new CryptographicException($"The secret of {context} was not sealed by this version.");
        }

        if (!box.AsSpan(1, KeyIdBytes).SequenceEqual(_keyId))
        {
            throw new CryptographicException(
                $"The secret of {context} was sealed with another key than that in {_path}. Put that key back, or have"
                + " the account's owner rotate the secret.");
        }

        var plain = new byte[box.Length - HeadBytes - TagBytes];
        using var aes = new AesGcm(_key.Span, TagBytes);
        aes.Decrypt(
            box.AsSpan(1 + KeyIdBytes, NonceBytes),
            box.AsSpan(HeadBytes, plain.Length),
            box.AsSpan(HeadBytes + plain.Length),
            plain,
            Encoding.UTF8.GetBytes(context));
        var secret = Encoding.UTF8.GetString(plain);
        CryptographicOperations.ZeroMemory(plain);
        return secret;
    }

    public void Dispose() => _key.Dispose();
}
