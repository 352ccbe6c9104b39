namespace OrleansTrading.Chains.Crypto;

/// <summary>
/// A signer whose key lives in this process. The key is kept once, inside OpenSSL, which wipes it on dispose. Safe for
/// concurrent use.
/// </summary>
public sealed class Ed25519Signer : ISigner, IDisposable
{
    private readonly EvpKey _key;
    private readonly byte[] _publicKey;

    /// <summary>Imports a seed. The caller still owns, and should clear, the bytes it passed.</summary>
    /// <param name="seed">The 32-byte seed of RFC 8032; what Solana and Stellar call the secret key.</param>
    /// <exception cref="ArgumentException">The seed is not 32 bytes.</exception>
    public Ed25519Signer(ReadOnlySpan<byte> seed)
    {
        _key = Ed25519.ImportSeed(seed);
        _publicKey = Ed25519.ReadPublicKey(_key);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> PublicKey => _publicKey;

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The signer was disposed.</exception>
    public ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_key.IsClosed, this);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Ed25519.Sign(_key, message.Span));
    }

    /// <summary>Wipes the key.</summary>
    public void Dispose() => _key.Dispose();

    /// <summary>The public key only.</summary>
    public override string ToString() => $"Ed25519 signer of {Convert.ToHexStringLower(_publicKey)}";
}
