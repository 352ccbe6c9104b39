using System.Security.Cryptography;
using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Tests.Support;

/// <summary>What a test says, and then the system's randomness.</summary>
internal sealed class TestEntropy(params string[] first) : IEntropy
{
    private readonly Queue<byte[]> _first = new(first.Select(Convert.FromHexString));

    public void Fill(Span<byte> buffer)
    {
        lock (_first)
        {
            if (_first.TryDequeue(out var bytes))
            {
                bytes.CopyTo(buffer);
                return;
            }
        }

        RandomNumberGenerator.Fill(buffer);
    }
}
