using System.Security.Cryptography;
using System.Text;

namespace OrleansTrading.Mql5.Tests.Bridge;

/// <summary>The server's side of the protocol's MACs, by the framework's own HMAC.</summary>
internal static class Macs
{
    public static string Of(string secret, string text) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.ASCII.GetBytes(secret), Encoding.UTF8.GetBytes(text)));

    /// <summary>The id under which the broker has an order.</summary>
    public static long Magic(string subscription, long sequence)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(subscription));
        var word = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(digest) >> 1;
        return (word * 2147483648L) + sequence;
    }
}
