using System.Diagnostics.CodeAnalysis;

namespace OrleansTrading.Chains.Stellar.Keys;

/// <summary>Stellar's text forms of an Ed25519 key pair (SEP-23), for configuration and tools.</summary>
public static class StellarKeys
{
    /// <summary>The G… address of a 32-byte public key.</summary>
    /// <exception cref="ArgumentException">It is not 32 bytes.</exception>
    public static string EncodeAddress(ReadOnlySpan<byte> publicKey) => Strkey.Encode(StrkeyKind.Account, publicKey);

    /// <summary>The 32-byte public key of a G… address; false for anything else.</summary>
    public static bool TryDecodeAddress(string address, [NotNullWhen(true)] out byte[]? publicKey) =>
        Strkey.TryDecode(address, StrkeyKind.Account, out publicKey);

    /// <summary>The 32-byte seed of an S… secret key; false for anything else. The caller clears the bytes.</summary>
    public static bool TryDecodeSecret(string secret, [NotNullWhen(true)] out byte[]? seed) =>
        Strkey.TryDecode(secret, StrkeyKind.Seed, out seed);

    /// <summary>The S… secret key of a 32-byte seed.</summary>
    /// <exception cref="ArgumentException">It is not 32 bytes.</exception>
    public static string EncodeSecret(ReadOnlySpan<byte> seed) => Strkey.Encode(StrkeyKind.Seed, seed);
}
