using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Client.Api.Tests.Routing;

public sealed class PagingTests
{
    private const string Id = "q_aaaaaaaaaaaaaaaaaaaaaaaaa2";

    [Fact]
    public void A_cursor_is_read_back_to_the_tick_and_is_safe_in_a_url()
    {
        foreach (var at in new[] { DateTimeOffset.MinValue, Samples.Start.AddTicks(1), DateTimeOffset.MaxValue })
        {
            var text = Paging.Encode(new ListingCursor(at, Id));

            Assert.Equal(Uri.EscapeDataString(text), text);
            Assert.Equal(new ListingCursor(at, Id), Paging.Decode(text));
        }
    }

    [Fact]
    public void A_time_of_another_zone_names_the_same_place()
    {
        var zoned = Samples.Start.ToOffset(TimeSpan.FromHours(9));

        Assert.Equal(Samples.Start, Paging.Decode(Paging.Encode(new ListingCursor(zoned, Id)))!.Value.At);
    }

    [Fact]
    public void No_prefix_and_no_change_of_a_byte_is_taken_for_a_cursor_that_it_is_not()
    {
        var good = Paging.Encode(new ListingCursor(Samples.Start, Id));
        for (var length = 0; length < good.Length; length++)
        {
            Assert.Null(Paging.Decode(good[..length]));
        }

        Assert.Null(Paging.Decode(good + "AAAA"));
        Assert.Null(Paging.Decode("/" + good[1..]));
        Assert.Null(Paging.Decode(new string('A', 1000)));
        Assert.Null(Paging.Decode(Paging.Encode(new ListingCursor(Samples.Start, "u_aaaaaaaaaaaaaaaaaaaaaaaaa2"))));
    }
}
