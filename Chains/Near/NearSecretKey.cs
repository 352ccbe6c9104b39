using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Chains.Near;

/// <summary>
/// Reads a NEAR secret key as its wallets and command line tools write it (docs.near.org/protocol/access-keys).
/// </summary>
public static class NearSecretKey
{
    private const string Curve = "ed25519:";
    private const int PairBytes = Ed25519.SeedBytes + Ed25519.PublicKeyBytes;

    /// <summary>
    /// The 32-byte seed of a secret key: <c>ed25519:</c> and base58 of 64 bytes (seed and public key, which must belong
    /// together) or of the 32 bytes of the seed. False for anything else. The caller clears the bytes.
    /// </summary>
    public static bool TryDecodeSeed(string secret, [NotNullWhen(true)] out byte[]? seed)
    {
        seed = null;
        if (!secret.StartsWith(Curve, StringComparison.Ordinal))
        {
            return false;
        }

        var text = secret[Curve.Length..];
        if (Base58.TryDecode(text, Ed25519.SeedBytes, out var bare))
        {
            seed = bare;
            return true;
        }

        if (!Base58.TryDecode(text, PairBytes, out var pair))
        {
            return false;
        }

        try
        {
            var half = pair.AsSpan(0, Ed25519.SeedBytes);
            if (!Ed25519.PublicKeyFromSeed(half).AsSpan().SequenceEqual(pair.AsSpan(Ed25519.SeedBytes)))
            {
                return false;
            }

            seed = half.ToArray();
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pair);
        }
    }
}
