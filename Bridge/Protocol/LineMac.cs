using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Protocol;

/// <summary>
/// The macs of one session, with a counter for each direction: HMAC-SHA256 over
/// <c>direction|session|n|line</c>. One thread may read and one may write at a time.
/// </summary>
internal sealed class LineMac(SigningKey key, string session)
{
    /// <summary>A mac as it is written.</summary>
    internal const int HexLength = SHA256.HashSizeInBytes * 2;

    // "C|", the session, the counter and their bars, before the line itself.
    private const int TextBytesMax = 64 + BridgeConstants.LineBytesMax;

    private readonly byte[] _key = Encoding.ASCII.GetBytes(key.Text);
    private readonly byte[] _session = Encoding.ASCII.GetBytes(session);
    private long _received;
    private long _sent;

    /// <summary>Whether the client's next line has the mac that only it can have. In constant time.</summary>
    internal bool IsNextReceived(ReadOnlySpan<byte> line, ReadOnlySpan<byte> mac)
    {
        Span<byte> expected = stackalloc byte[HexLength];
        Compute((byte)'C', ++_received, line, expected);
        return CryptographicOperations.FixedTimeEquals(expected, mac);
    }

    /// <summary>Writes the mac of the next line to the client.</summary>
    internal void SignNextSent(ReadOnlySpan<byte> line, Span<byte> mac) => Compute((byte)'S', ++_sent, line, mac);

    /// <summary>HMAC-SHA256 over a text, in hexadecimal: the handshake's proofs.</summary>
    internal static string Prove(SigningKey key, string text) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.ASCII.GetBytes(key.Text), Encoding.UTF8.GetBytes(text)));

    private void Compute(byte direction, long number, ReadOnlySpan<byte> line, Span<byte> hex)
    {
        Span<byte> text = stackalloc byte[TextBytesMax];
        text[0] = direction;
        text[1] = (byte)'|';
        _session.CopyTo(text[2..]);
        var length = 2 + _session.Length;
        text[length++] = (byte)'|';
        number.TryFormat(text[length..], out var digits, provider: CultureInfo.InvariantCulture);
        length += digits;
        text[length++] = (byte)'|';
        line.CopyTo(text[length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, text[..(length + line.Length)], hash);
        Convert.TryToHexStringLower(hash, hex, out _);
    }
}
