using System.Security.Cryptography;

namespace OrleansTrading.Chains.Crypto;

/// <summary>Ed25519 signatures (RFC 8032, the pure variant) by OpenSSL 3. Safe for concurrent use.</summary>
public static class Ed25519
{
    /// <summary>Bytes of a private key's seed.</summary>
    public const int SeedBytes = 32;

    /// <summary>Bytes of a public key.</summary>
    public const int PublicKeyBytes = 32;

    /// <summary>Bytes of a signature.</summary>
    public const int SignatureBytes = 64;

    /// <summary>Derives the public key of a 32-byte seed.</summary>
    /// <exception cref="ArgumentException">The seed is not 32 bytes.</exception>
    public static byte[] PublicKeyFromSeed(ReadOnlySpan<byte> seed)
    {
        using var key = ImportSeed(seed);
        return ReadPublicKey(key);
    }

    /// <summary>Signs a message with a 32-byte seed. To sign often, keep an <see cref="Ed25519Signer"/>.</summary>
    /// <exception cref="ArgumentException">The seed is not 32 bytes.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        using var key = ImportSeed(seed);
        using var context = NewSigningContext(key);
        return TrySign(context, message) ?? throw Failed("EVP_DigestSign", 0);
    }

    /// <summary>
    /// True when the signature of the message verifies under the public key. Inputs of a wrong length do not verify,
    /// nor does anything under a key of small order: such a key has no owner, since signatures for it can be made
    /// without a secret (Solana's nodes refuse them too, by ed25519-dalek's <c>verify_strict</c>).
    /// </summary>
    public static bool Verify(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != PublicKeyBytes
            || signature.Length != SignatureBytes
            || Ed25519Curve.IsSmallOrder(publicKey))
        {
            return false;
        }

        var digest = VerifiedSignatures.DigestOf(publicKey, message, signature);
        if (VerifiedSignatures.Contains(digest))
        {
            return true;
        }

        var isGood = VerifyingContexts.Verify(publicKey, message, signature);
        if (isGood)
        {
            VerifiedSignatures.Add(digest);
        }

        return isGood;
    }

    /// <summary>
    /// True when the 32 bytes are an encoded point of the curve, so that somebody may hold its key. Solana's
    /// program-derived addresses are off the curve on purpose.
    /// </summary>
    public static bool IsOnCurve(ReadOnlySpan<byte> publicKey) => Ed25519Curve.IsOnCurve(publicKey);

    /// <summary>True when the bytes are a point somebody can own: on the curve and not of small order.</summary>
    public static bool CanHaveOwner(ReadOnlySpan<byte> publicKey) =>
        Ed25519Curve.IsOnCurve(publicKey) && !Ed25519Curve.IsSmallOrder(publicKey);

    internal static EvpKey ImportSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedBytes)
        {
            throw new ArgumentException($"An Ed25519 seed has {SeedBytes} bytes, not {seed.Length}.", nameof(seed));
        }

        var key = LibCrypto.NewPrivateKey(LibCrypto.Ed25519KeyType, 0, seed, (nuint)seed.Length);
        if (!key.IsInvalid)
        {
            return key;
        }

        key.Dispose();
        LibCrypto.ClearErrors();
        throw new CryptographicException("OpenSSL refused an Ed25519 seed (EVP_PKEY_new_raw_private_key).");
    }

    internal static byte[] ReadPublicKey(EvpKey key)
    {
        var publicKey = new byte[PublicKeyBytes];
        var length = (nuint)publicKey.Length;
        Check(LibCrypto.GetPublicKey(key, publicKey, ref length), "EVP_PKEY_get_raw_public_key");
        return length == PublicKeyBytes
            ? publicKey
            : throw new CryptographicException($"OpenSSL returned a public key of {length} bytes.");
    }

    /// <summary>A context that is ready to sign with a key.</summary>
    internal static EvpContext NewSigningContext(EvpKey key)
    {
        var context = NewContext();
        return LibCrypto.SignInit(context, 0, 0, 0, key) == LibCrypto.Success
            ? context
            : throw DisposeAndFail(context, "EVP_DigestSignInit");
    }

    /// <summary>A context that is ready to verify under a public key; null when the key is none.</summary>
    internal static EvpContext? NewVerifyingContext(ReadOnlySpan<byte> publicKey)
    {
        using var key = LibCrypto.NewPublicKey(LibCrypto.Ed25519KeyType, 0, publicKey, (nuint)publicKey.Length);
        if (key.IsInvalid)
        {
            LibCrypto.ClearErrors();
            return null;
        }

        var context = NewContext();
        return LibCrypto.VerifyInit(context, 0, 0, 0, key) == LibCrypto.Success
            ? context
            : throw DisposeAndFail(context, "EVP_DigestVerifyInit");
    }

    /// <summary>
    /// The signature; null when the context refuses, and OpenSSL's queue of errors has an entry then.
    /// </summary>
    internal static byte[]? TrySign(EvpContext context, ReadOnlySpan<byte> message)
    {
        var signature = new byte[SignatureBytes];
        var length = (nuint)signature.Length;
        return LibCrypto.Sign(context, signature, ref length, message, (nuint)message.Length) == LibCrypto.Success
            && length == SignatureBytes
                ? signature
                : null;
    }

    /// <summary>
    /// Whether the signature verifies; when it does not, OpenSSL's queue of errors may have an entry.
    /// </summary>
    internal static bool TryVerify(EvpContext context, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        LibCrypto.Verify(context, signature, (nuint)signature.Length, message, (nuint)message.Length)
        == LibCrypto.Success;

    internal static CryptographicException Failed(string function, int result)
    {
        LibCrypto.ClearErrors();
        return new CryptographicException($"OpenSSL's {function} failed with {result}.");
    }

    private static CryptographicException DisposeAndFail(EvpContext context, string function)
    {
        context.Dispose();
        return Failed(function, 0);
    }

    private static EvpContext NewContext()
    {
        var context = LibCrypto.NewContext();
        return context.IsInvalid
            ? throw new CryptographicException("OpenSSL has no memory (EVP_MD_CTX_new).")
            : context;
    }

    private static void Check(int result, string function)
    {
        if (result != LibCrypto.Success)
        {
            throw Failed(function, result);
        }
    }
}
