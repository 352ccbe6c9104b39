using System.Security.Cryptography;
using OrleansTrading.Grains;

namespace OrleansTrading.Silo;

/// <summary>The operating system's randomness.</summary>
internal sealed class SystemEntropy : IEntropy
{
    public void Fill(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);
}
