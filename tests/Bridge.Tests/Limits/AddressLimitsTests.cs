using System.Net;
using OrleansTrading.Bridge.Limits;
using OrleansTrading.Bridge.Tests.Support;
using OrleansTrading.Clocks;

namespace OrleansTrading.Bridge.Tests.Limits;

/// <summary>What one address may open.</summary>
public sealed class AddressLimitsTests
{
    private static readonly IPAddress First = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Second = IPAddress.Parse("192.0.2.2");

    private readonly ManualTime _time = new();

    [Fact]
    public void Address_has_so_many_connections_and_another_has_its_own()
    {
        var limits = new AddressLimits(connectionsMax: 2, rate: 100, _time);
        Assert.Null(limits.TryOpen(First));
        Assert.Null(limits.TryOpen(First));

        Assert.Equal("address-connections", limits.TryOpen(First));
        Assert.Null(limits.TryOpen(Second));
        limits.Close(First);
        Assert.Null(limits.TryOpen(First));
    }

    [Fact]
    public void Address_opens_so_many_a_second()
    {
        var limits = new AddressLimits(connectionsMax: 1_000, rate: 5, _time);
        Assert.Equal(20, CountOpened(limits));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(5, CountOpened(limits));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(20, CountOpened(limits));
    }

    [Fact]
    public void Network_of_ipv6_counts_as_one_address()
    {
        var limits = new AddressLimits(connectionsMax: 1, rate: 100, _time);
        Assert.Null(limits.TryOpen(IPAddress.Parse("2001:db8:1:2::1")));

        Assert.Equal("address-connections", limits.TryOpen(IPAddress.Parse("2001:db8:1:2:ffff::9")));
        Assert.Null(limits.TryOpen(IPAddress.Parse("2001:db8:1:3::1")));
        Assert.Null(limits.TryOpen(First));
        Assert.Equal("address-connections", limits.TryOpen(First.MapToIPv6()));
    }

    [Fact]
    public void Address_is_forgotten_when_it_could_open_as_many_as_a_new_one()
    {
        var limits = new AddressLimits(connectionsMax: 10, rate: 1, _time);
        limits.TryOpen(First);
        limits.TryOpen(Second);
        limits.Close(First);

        _time.Advance(TimeSpan.FromSeconds(5));
        limits.TryOpen(IPAddress.Loopback);

        Assert.Equal(2, limits.Count);
        limits.Close(Second);
    }

    private static int CountOpened(AddressLimits limits)
    {
        var count = 0;
        while (limits.TryOpen(First) is null)
        {
            count++;
            limits.Close(First);
        }

        return count;
    }
}
