using System.Security.Cryptography;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>The system's randomness.</summary>
internal sealed class TestEntropy : IEntropy
{
    public void Fill(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);
}
