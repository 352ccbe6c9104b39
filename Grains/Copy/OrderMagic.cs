using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OrleansTrading.Grains.Copy;

/// <summary>By what a terminal recognises an order. docs/bridge-protocol.md has the formula.</summary>
internal static class OrderMagic
{
    /// <summary>The half of the magic that all orders of a subscription share: 31 bits.</summary>
    internal static uint Of(SubscriptionId subscription)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes(subscription.Value), hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash) >> 1;
    }
}
