namespace OrleansTrading.Market.Tests.Replay;

public sealed class RecordedCsvTests
{
    [Fact]
    public void Candles_count_from_their_close_and_the_interval_is_the_smallest_step()
    {
        var rows = RecordedCsv.Read(
            new StringReader("time_ms,open,high,low,close\n0,1,3,1,2\n7200000,2,2,2,2\n10800000,2,4,1,3\n"), "x.csv");

        Assert.Equal(
            [
                new RecordedRow(3_600, 300_000_000, 100_000_000, 200_000_000),
                new RecordedRow(10_800, 200_000_000, 200_000_000, 200_000_000),
                new RecordedRow(14_400, 400_000_000, 100_000_000, 300_000_000),
            ],
            rows);
    }

    [Fact]
    public void Closes_have_no_range_of_their_own()
    {
        var rows = RecordedCsv.Read(new StringReader("time_ms,price\n0,1.5\n300000,1.25"), "x.csv");

        Assert.Equal(
            [
                new RecordedRow(300, 150_000_000, 150_000_000, 150_000_000),
                new RecordedRow(600, 125_000_000, 125_000_000, 125_000_000),
            ],
            rows);
    }

    [Theory]
    [InlineData("", "x.csv:1")]
    [InlineData("time,price\n0,1\n1000,1", "x.csv:1")]
    [InlineData("time_ms,price\n0,1", "fewer than two rows")]
    [InlineData("time_ms,price\n0,1\n0,1", "x.csv:3: the time does not ascend")]
    [InlineData("time_ms,price\n2000,1\n1000,1", "x.csv:3: the time does not ascend")]
    [InlineData("time_ms,price\n0,1\n1500,1", "x.csv:3")]
    [InlineData("time_ms,price\n0,1\n1000,0", "x.csv:3")]
    [InlineData("time_ms,price\n0,1\n1000,-1", "x.csv:3")]
    [InlineData("time_ms,price\n0,1\n1000,0.123456789", "x.csv:3")]
    [InlineData("time_ms,price\n0,1\n1000,1,1", "x.csv:3")]
    [InlineData("time_ms,price\n0,1\n\n1000,1", "x.csv:3")]
    [InlineData("time_ms,price\n0,1\n99999999999999999,1", "x.csv:3")]
    [InlineData("time_ms,open,high,low,close\n0,1,2,1,3\n3600000,1,1,1,1", "x.csv:2")]
    [InlineData("time_ms,open,high,low,close\n0,3,4,3,2\n3600000,1,1,1,1", "x.csv:2")]
    public void Bad_file_is_refused_with_its_line(string text, string expected)
    {
        var exception = Assert.Throws<InvalidDataException>(() => RecordedCsv.Read(new StringReader(text), "x.csv"));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }
}
