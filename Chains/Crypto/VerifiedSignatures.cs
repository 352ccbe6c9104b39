using System.Security.Cryptography;

namespace OrleansTrading.Chains.Crypto;

/// <summary>
/// The signatures that were last found good: a transaction is checked when it is made, and again each time it is read,
/// which is most of what reading costs (stellar-core keeps such a cache for the same reason). Only good ones are
/// remembered, by the SHA-256 of key, signature and message; a bad one is checked each time. Bounded: each has one
/// place, which the next with the same place takes over. Safe for concurrent use.
/// </summary>
internal static class VerifiedSignatures
{
    private const int PlacesCount = 4096;

    private static readonly byte[]?[] s_places = new byte[]?[PlacesCount];

    /// <summary>What a signature is remembered by.</summary>
    /// <param name="publicKey">32 bytes.</param>
    /// <param name="message">Of any length, so it comes last.</param>
    /// <param name="signature">64 bytes.</param>
    internal static byte[] DigestOf(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        SHA256.HashData([.. publicKey, .. signature, .. message]);

    internal static bool Contains(byte[] digest) =>
        Volatile.Read(ref PlaceOf(digest)) is { } known && digest.AsSpan().SequenceEqual(known);

    internal static void Add(byte[] digest) => Volatile.Write(ref PlaceOf(digest), digest);

    private static ref byte[]? PlaceOf(byte[] digest) =>
        ref s_places[(digest[0] | (digest[1] << 8)) % PlacesCount];
}
