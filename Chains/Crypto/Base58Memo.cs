using System.Diagnostics.CodeAnalysis;

namespace OrleansTrading.Chains.Crypto;

/// <summary>
/// The 32-byte values (keys, hashes) that were last spelled or read, with their spellings: a client meets the same few
/// again and again, and converting is quadratic. Bounded: each value has one place, which the next with the same place
/// takes over. Safe for concurrent use: an entry never changes.
/// </summary>
internal sealed class Base58Memo
{
    internal const int BytesLength = 32;

    private const int PlacesCount = 2048;

    private readonly Entry?[] byBytes = new Entry?[PlacesCount];
    private readonly RecentValues<string, byte[]> byText = new(PlacesCount);

    /// <summary>How a value is spelled; null when it is not remembered.</summary>
    internal string? FindText(ReadOnlySpan<byte> bytes) =>
        Volatile.Read(ref PlaceOf(bytes)) is { } entry && bytes.SequenceEqual(entry.Bytes) ? entry.Text : null;

    /// <summary>A copy of the value with this spelling; false when it is not remembered.</summary>
    internal bool TryFindBytes(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = byText.TryGet(text, out var known) ? [.. known] : null;
        return bytes is not null;
    }

    internal void Remember(ReadOnlySpan<byte> bytes, string text)
    {
        var entry = new Entry(bytes.ToArray(), text);
        Volatile.Write(ref PlaceOf(bytes), entry);
        byText.Remember(text, entry.Bytes);
    }

    // The end of a value: what is chosen (a vanity address) or equal (a program's zeros) is at the beginning.
    private ref Entry? PlaceOf(ReadOnlySpan<byte> bytes) =>
        ref byBytes[(bytes[^1] | (bytes[^2] << 8)) % PlacesCount];

    private sealed record Entry(byte[] Bytes, string Text);
}
