using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace OrleansTrading.Bridge.Protocol;

/// <summary>What was found at the beginning of what was received.</summary>
internal enum LineFound
{
    /// <summary>No end of a line yet.</summary>
    None,

    /// <summary>A line.</summary>
    Line,

    /// <summary>More than a line may have, or a line that is too long.</summary>
    TooLong,
}

/// <summary>Cuts what is received into lines, and lines into fields.</summary>
internal static class LineReader
{
    private const byte LineFeed = (byte)'\n';
    private const char Bar = '|';

    private static readonly SearchValues<char> s_controls =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Select(code => (char)code), '\u007f']);

    /// <summary>Takes the next line, without its line feed, off the buffer.</summary>
    internal static LineFound TryTake(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        // No further than the longest line: what a flood may send is not searched through.
        var head = buffer.Slice(0, Math.Min(buffer.Length, BridgeConstants.LineBytesMax));
        if (head.PositionOf(LineFeed) is not { } end)
        {
            line = default;
            return head.Length == BridgeConstants.LineBytesMax ? LineFound.TooLong : LineFound.None;
        }

        line = buffer.Slice(0, end);
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return LineFound.Line;
    }

    /// <summary>The line's fields; null when it is no UTF-8 or has a control character.</summary>
    internal static string[]? Split(ReadOnlySpan<byte> line)
    {
        if (!Utf8.IsValid(line))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(line);
        return text.AsSpan().ContainsAny(s_controls) ? null : text.Split(Bar);
    }
}
