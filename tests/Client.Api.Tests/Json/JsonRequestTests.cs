using System.Buffers;
using System.Text;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Json;

public sealed class JsonRequestTests
{
    private const string Good = """
        {"pay":{"asset":"a","amount":"1"},"receive":{"asset":"b","address":"c","memo":null},"refundAddress":null}
        """;

    [Fact]
    public void A_right_body_is_read()
    {
        var read = Parse(Good);

        Assert.Null(read.Refusal);
        Assert.Equal("a", read.Value!.Pay.Asset);
        Assert.Equal("1", read.Value.Pay.Amount);
        Assert.Null(read.Value.Receive.Amount);
    }

    [Fact]
    public void A_body_in_several_pieces_is_read_like_one_in_one_piece()
    {
        var bytes = Encoding.UTF8.GetBytes(Good);
        for (var cut = 1; cut < bytes.Length - 1; cut += 7)
        {
            var first = new Piece(bytes.AsMemory(0, cut), null);
            var last = new Piece(bytes.AsMemory(cut), first);
            var body = new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);

            var read = JsonRequest.Parse(body, ApiJsonContext.Default.QuoteRequest);

            Assert.Equal("c", read.Value!.Receive.Address);
        }
    }

    [Theory]
    [InlineData("", null, "not one JSON object")]
    [InlineData("{", null, "not one JSON object")]
    [InlineData("{} {}", null, "not one JSON object")]
    [InlineData("""{"pay":1,"pay":2}""", null, "names a member twice")]
    [InlineData("null", null, "null")]
    [InlineData("[]", null, "an array")]
    [InlineData("\"x\"", null, "a string")]
    [InlineData("{}", "pay", "missing")]
    [InlineData("""{"pay":null,"receive":{"asset":"b","address":"c"}}""", "pay", "must not be null")]
    [InlineData("""{"pay":"12 USDC","receive":{"asset":"b","address":"c"}}""", "pay", "JSON object, not a string")]
    [InlineData("""{"pay":{},"receive":{"asset":"b","address":"c"}}""", "pay.asset", "missing")]
    [InlineData("""{"pay":{"asset":null},"receive":{"asset":"b","address":"c"}}""", "pay.asset", "must not be null")]
    [InlineData(
        """{"pay":{"asset":"a","amount":1.5},"receive":{"asset":"b","address":"c"}}""", "pay.amount", "not a number")]
    [InlineData("""{"pay":{"asset":"a"},"receive":{"asset":"b"}}""", "receive.address", "missing")]
    [InlineData(
        """{"pay":{"asset":"a","ammount":"1"},"receive":{"asset":"b","address":"c"}}""", "pay.ammount", "Known: asset")]
    [InlineData(
        """{"Pay":{"asset":"a"},"pay":{"asset":"a"},"receive":{"asset":"b","address":"c"}}""", "Pay", "not known")]
    [InlineData(
        """{"pay":{"asset":"\ud800"},"receive":{"asset":"b","address":"c"}}""", null, "not valid Unicode")]
    public void A_wrong_body_is_refused_with_the_field_and_the_rule(string json, string? field, string rule)
    {
        var read = Parse(json);

        Assert.Null(read.Value);
        Assert.Equal(ErrorCodes.RequestMalformed, read.Refusal!.Code);
        Assert.Equal(field, read.Refusal.Field);
        Assert.Contains(rule, read.Refusal.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("OrleansTrading", read.Refusal.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16, "'a' is not known")]
    [InlineData(17, "nested deeper than 16 levels")]
    public void Sixteen_levels_are_read_and_seventeen_are_not(int levels, string rule)
    {
        var nested = string.Concat(Enumerable.Repeat("{\"a\":", levels - 1));
        var read = Parse($"{nested}{{}}{new string('}', levels - 1)}");

        Assert.Contains(rule, read.Refusal!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_member_is_shown_cut_short()
    {
        var read = Parse($$"""{"{{new string('x', 5000)}}":1}""");

        Assert.Equal(64, read.Refusal!.Field!.Length);
        Assert.True(read.Refusal.Detail.Length < 200);
    }

    private static Outcome<Api.Quotes.QuoteRequest> Parse(string json) => JsonRequest.Parse(
        new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(json)), ApiJsonContext.Default.QuoteRequest);

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        internal Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is not null)
            {
                before.Next = this;
                RunningIndex = before.RunningIndex + before.Memory.Length;
            }
        }
    }
}
