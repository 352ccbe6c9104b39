using System.Buffers;
using System.Text;
using OrleansTrading.Bridge.Protocol;

namespace OrleansTrading.Bridge.Tests.Protocol;

/// <summary>Where a line ends, and what is none.</summary>
public sealed class LineReaderTests
{
    [Fact]
    public void Lines_are_found_wherever_the_pieces_are_cut()
    {
        var text = Encoding.UTF8.GetBytes("PONG|1|x\nPONG|2|y\nPO");
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var buffer = Piece.Of(text[..cut], text[cut..]);

            Assert.Equal(LineFound.Line, LineReader.TryTake(ref buffer, out var first));
            Assert.Equal(LineFound.Line, LineReader.TryTake(ref buffer, out var second));
            Assert.Equal(LineFound.None, LineReader.TryTake(ref buffer, out _));

            Assert.Equal("PONG|1|x", Encoding.UTF8.GetString(first));
            Assert.Equal("PONG|2|y", Encoding.UTF8.GetString(second));
            Assert.Equal("PO", Encoding.UTF8.GetString(buffer));
        }
    }

    [Theory]
    [InlineData(1_023, true, LineFound.Line)]
    [InlineData(1_024, true, LineFound.TooLong)]
    [InlineData(1_023, false, LineFound.None)]
    [InlineData(1_024, false, LineFound.TooLong)]
    [InlineData(50_000, true, LineFound.TooLong)]
    public void Line_has_1024_bytes_at_most_with_its_end(int length, bool hasEnd, object found)
    {
        var bytes = Encoding.UTF8.GetBytes(new string('x', length) + (hasEnd ? "\nmore" : string.Empty));
        var buffer = new ReadOnlySequence<byte>(bytes);

        Assert.Equal((LineFound)found, LineReader.TryTake(ref buffer, out var line));
        Assert.Equal(found is LineFound.Line ? length : 0, line.Length);
    }

    [Theory]
    [InlineData("PONG|1\r")]
    [InlineData("PONG\t|1")]
    [InlineData("PONG|\0")]
    [InlineData("PONG|\u007f")]
    public void Line_with_a_control_character_has_no_fields(string line) =>
        Assert.Null(LineReader.Split(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void Line_that_is_no_utf8_has_no_fields()
    {
        Assert.Null(LineReader.Split([(byte)'A', 0xC3, (byte)'|']));
        Assert.Null(LineReader.Split([0xED, 0xA0, 0x80]));
        Assert.Equal(["ACC", "Bank für Handel", ""], LineReader.Split("ACC|Bank für Handel|"u8)!);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        private Piece(byte[] bytes, long before)
        {
            Memory = bytes;
            RunningIndex = before;
        }

        internal static ReadOnlySequence<byte> Of(byte[] first, byte[] second)
        {
            var head = new Piece(first, 0);
            var tail = new Piece(second, first.Length);
            head.Next = tail;
            return new ReadOnlySequence<byte>(head, 0, tail, second.Length);
        }
    }
}
