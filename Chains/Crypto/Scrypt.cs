using System.Security.Cryptography;

namespace OrleansTrading.Chains.Crypto;

/// <summary>
/// scrypt (RFC 7914) by OpenSSL 3: derives a key from a passphrase at a cost in memory and time that guessing pays too.
/// </summary>
public static class Scrypt
{
    /// <summary>The least cost that is accepted.</summary>
    public const int CostMin = 1 << 14;

    /// <summary>The greatest cost that is accepted: with block size 8 it takes 1 GiB.</summary>
    public const int CostMax = 1 << 20;

    private const int SaltBytesMin = 8;
    private const int BlockSizeMax = 32;
    private const int ParallelMax = 16;
    private const long MemoryBytesMax = (1L << 30) + (1L << 26);

    /// <summary>Fills <paramref name="key"/> with what the passphrase and the salt give.</summary>
    /// <param name="passphrase">The passphrase's bytes.</param>
    /// <param name="salt">At least 8 random bytes; 16 or more for what is kept.</param>
    /// <param name="cost">N: a power of two from <see cref="CostMin"/> to <see cref="CostMax"/>.</param>
    /// <param name="blockSize">r: 1 to 32. Memory is 128 · N · r bytes, at most 1 GiB.</param>
    /// <param name="parallel">p: 1 to 16.</param>
    /// <param name="key">Where the key goes.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    /// <exception cref="CryptographicException">OpenSSL refused, for want of memory say.</exception>
    public static void DeriveKey(
        ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int cost, int blockSize, int parallel, Span<byte> key)
    {
        var isCost = cost is >= CostMin and <= CostMax && int.IsPow2(cost);
        if (!isCost || blockSize is < 1 or > BlockSizeMax || parallel is < 1 or > ParallelMax
            || 128L * cost * blockSize > MemoryBytesMax || salt.Length < SaltBytesMin || key.Length == 0)
        {
            throw new ArgumentException(
                $"scrypt with N {cost}, r {blockSize}, p {parallel} and a salt of {salt.Length} bytes is out of range:"
                + $" N is a power of two from {CostMin} to {CostMax}, r 1 to {BlockSizeMax}, p 1 to {ParallelMax},"
                + $" N · r at most 1 GiB / 128, the salt at least {SaltBytesMin} bytes.");
        }

        var done = LibCrypto.DeriveScrypt(
            passphrase, (nuint)passphrase.Length, salt, (nuint)salt.Length, (ulong)cost, (ulong)blockSize,
            (ulong)parallel, (ulong)MemoryBytesMax, key, (nuint)key.Length);
        if (done != LibCrypto.Success)
        {
            LibCrypto.ClearErrors();
            throw new CryptographicException(
                "OpenSSL could not derive a key (EVP_PBE_scrypt). It takes"
                + $" {128L * cost * blockSize} bytes of memory.");
        }
    }
}
