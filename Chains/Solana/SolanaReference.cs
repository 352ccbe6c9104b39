using System.Text;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana;

/// <summary>
/// The reference of a payment request (docs.solanapay.com, "Reference"): a key that wallets add to the transfer without
/// writing it or signing for it, so that the payment is recognized. Ours hold the request's memo itself: three bytes
/// that mark it, its length, its characters, and zeros. So nothing has to be stored to read it back.
/// </summary>
internal static class SolanaReference
{
    private const int HeaderBytes = 4;
    private const int TextBytesMax = SolanaKey.Length - HeaderBytes;

    private static ReadOnlySpan<byte> Mark => "OTr"u8;

    /// <summary>The reference for a memo; null when it is longer than 28 characters or not printable ASCII.</summary>
    internal static SolanaKey? Of(string memo)
    {
        if (memo.Length is 0 or > TextBytesMax || !memo.All(IsPrintable))
        {
            return null;
        }

        var bytes = new byte[SolanaKey.Length];
        Mark.CopyTo(bytes);
        bytes[Mark.Length] = (byte)memo.Length;
        Encoding.ASCII.GetBytes(memo, bytes.AsSpan(HeaderBytes));
        return new SolanaKey(bytes);
    }

    /// <summary>The memo of the first key that is a reference of ours; null when none is.</summary>
    internal static string? ReadMemo(IEnumerable<SolanaKey> keys) =>
        keys.Select(Read).FirstOrDefault(memo => memo is not null);

    private static string? Read(SolanaKey key)
    {
        var bytes = key.ToArray();
        var length = bytes[Mark.Length];
        if (!bytes.AsSpan().StartsWith(Mark)
            || length is 0 or > TextBytesMax
            || bytes.AsSpan(HeaderBytes + length).ContainsAnyExcept((byte)0))
        {
            return null;
        }

        var text = Encoding.ASCII.GetString(bytes, HeaderBytes, length);
        return text.All(IsPrintable) ? text : null;
    }

    private static bool IsPrintable(char letter) => letter is > ' ' and <= '~';
}
