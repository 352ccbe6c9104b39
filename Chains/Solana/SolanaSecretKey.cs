using System.Security.Cryptography;
using System.Text.Json;
using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Chains.Solana;

/// <summary>
/// Reads a Solana secret key as wallets and solana-keygen write it: 64 bytes, the seed and then the public key.
/// </summary>
public static class SolanaSecretKey
{
    private const int SecretBytes = Ed25519.SeedBytes + Ed25519.PublicKeyBytes;

    /// <summary>Imports base58 of 64 bytes, or a JSON array of 64 numbers (a solana-keygen file).</summary>
    /// <exception cref="FormatException">
    /// It is neither, or its two halves do not belong together. The message never holds the key.
    /// </exception>
    public static Ed25519Signer Import(string text)
    {
        var seed = DecodeSeed(text);
        try
        {
            return new Ed25519Signer(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    /// <summary>The 32-byte seed in the same texts. The caller clears the bytes.</summary>
    /// <exception cref="FormatException">As <see cref="Import"/>.</exception>
    public static byte[] DecodeSeed(string text)
    {
        var secret = Decode(text.Trim());
        try
        {
            var seed = secret.AsSpan(0, Ed25519.SeedBytes);
            return Ed25519.PublicKeyFromSeed(seed).AsSpan().SequenceEqual(secret.AsSpan(Ed25519.SeedBytes))
                ? seed.ToArray()
                : throw new FormatException("The secret key's second half is not the public key of its first half.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static byte[] Decode(string text)
    {
        if (!text.StartsWith('['))
        {
            return Base58.TryDecode(text, SecretBytes, out var decoded) ? decoded : throw Malformed();
        }

        try
        {
            var numbers = JsonSerializer.Deserialize<int[]>(text) ?? [];
            return numbers.Length == SecretBytes && numbers.All(number => number is >= 0 and <= byte.MaxValue)
                ? Array.ConvertAll(numbers, number => (byte)number)
                : throw Malformed();
        }
        catch (JsonException)
        {
            // The parser's own words quote the text, which is the key.
            throw Malformed();
        }
    }

    private static FormatException Malformed() =>
        new($"The secret key is neither base58 of {SecretBytes} bytes nor a JSON array of {SecretBytes} bytes.");
}
