using System.Text;
using OrleansTrading.Chains.Transport.Events;

namespace OrleansTrading.Chains.Tests.Transport.Events;

public sealed class EventParserTests
{
    [Theory]
    [InlineData("data: x\n\n", "message:")]
    [InlineData("event: open\ndata: \"hello\"\n\n", "open:")]
    [InlineData("id: 77\ndata: {}\n\nid: 78\ndata\n\n", "message:77 message:78")]
    [InlineData("id:77\r\ndata:a\r\ndata:b\r\n\r\n", "message:77")]
    [InlineData("id: 77\rdata: a\r\r", "message:77")]
    [InlineData("\uFEFFdata: x\n\n", "message:")]
    [InlineData(": a comment\n\nevent: open\n\nretry: 1000\n\n", "")]
    [InlineData("data: x\n", "")]
    [InlineData("id: 1\n\ndata: x\n\n", "message:")]
    [InlineData("other: 1\ndata: x\nid: a\0b\n\n", "message:")]
    public void A_stream_has_its_events_whole_or_byte_by_byte(string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(expected, Show(new EventParser().Read(bytes)));
        var slow = new EventParser();
        Assert.Equal(expected, Show([.. bytes.SelectMany(value => slow.Read([value]))]));
    }

    [Fact]
    public void Contents_of_any_length_are_passed_over_and_an_id_that_is_too_long_is_none()
    {
        var parser = new EventParser();
        Assert.Empty(parser.Read(Encoding.ASCII.GetBytes("id: 5\ndata: ")));
        var megabyte = new byte[1024 * 1024];
        megabyte.AsSpan().Fill((byte)'x');
        for (var sent = 0; sent < 64; sent++)
        {
            Assert.Empty(parser.Read(megabyte));
        }

        var id = new string('7', EventParser.LineBytesMax);
        var events = parser.Read(Encoding.ASCII.GetBytes($"\n\nid: {id}\ndata: y\n\n"));
        Assert.Equal("message:5 message:", Show(events));
    }

    private static string Show(IReadOnlyList<ServerEvent> events) =>
        string.Join(' ', events.Select(one => $"{one.Type}:{one.Id}"));
}
