using OrleansTrading.Chains;
using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Simulation.Worlds;

/// <summary>
/// A key of the simulated world. What it has signed the networks need not verify: they are in the same process, and
/// have tests of their own for signatures.
/// </summary>
internal sealed class SimulatedSigner(ReadOnlySpan<byte> seed) : ISigner
{
    private Ed25519Signer Inner { get; } = new(seed);

    public ReadOnlyMemory<byte> PublicKey => Inner.PublicKey;

    public async ValueTask<byte[]> SignAsync(
        ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        var signature = await Inner.SignAsync(message, cancellationToken);
        VerifiedSignatures.Add(VerifiedSignatures.DigestOf(PublicKey.Span, message.Span, signature));
        return signature;
    }
}
