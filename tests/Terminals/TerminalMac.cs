using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrleansTrading.Terminals;

/// <summary>HMACs as docs/bridge-protocol.md has them, written from it and not from the bridge.</summary>
public static class TerminalMac
{
    public static string Of(string secret, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(secret), Encoding.UTF8.GetBytes(text)));

    /// <summary>The mac of the n-th line of a direction, <c>C</c> or <c>S</c>.</summary>
    public static string OfLine(string secret, char direction, string session, long number, string line) => Of(
        secret, string.Create(CultureInfo.InvariantCulture, $"{direction}|{session}|{number}|{line}"));

    /// <summary>The magic that an order's request carries.</summary>
    public static long Magic(string subscription, long sequence)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(subscription));
        var bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash) >> 1;
        return ((long)bits << 31) + sequence;
    }
}
