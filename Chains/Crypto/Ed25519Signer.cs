namespace OrleansTrading.Chains.Crypto;

/// <summary>
/// A signer whose key lives in this process. The key is kept inside OpenSSL only, which wipes it on dispose. Safe for
/// concurrent use.
/// </summary>
public sealed class Ed25519Signer : ISigner, IDisposable
{
    private readonly EvpKey _key;
    private readonly SigningContexts _contexts;
    private readonly byte[] _publicKey;

    /// <summary>Imports a seed. The caller still owns, and should clear, the bytes it passed.</summary>
    /// <param name="seed">The 32-byte seed of RFC 8032; what Solana and Stellar call the secret key.</param>
    /// <exception cref="ArgumentException">The seed is not 32 bytes.</exception>
    public Ed25519Signer(ReadOnlySpan<byte> seed)
    {
        _key = Ed25519.ImportSeed(seed);
        _contexts = new SigningContexts(_key);
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
        return ValueTask.FromResult(_contexts.Sign(message.Span));
    }

    /// <summary>Wipes the key.</summary>
    public void Dispose()
    {
        // The key first: a context that comes back from a call under way finds it closed and is not kept.
        _key.Dispose();
        _contexts.Dispose();
    }

    /// <summary>The public key only.</summary>
    public override string ToString() => $"Ed25519 signer of {Convert.ToHexStringLower(_publicKey)}";
}
