namespace OrleansTrading.Chains;

/// <summary>Holds one Ed25519 private key and signs with it; the key itself never leaves the implementation.</summary>
public interface ISigner
{
    /// <summary>The 32-byte public key.</summary>
    ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Signs a message and returns the 64-byte signature (RFC 8032, deterministic).</summary>
    ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default);
}
