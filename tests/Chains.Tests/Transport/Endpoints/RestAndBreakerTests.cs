using System.Globalization;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Tests.Transport.Endpoints;

public sealed class RestAndBreakerTests
{
    private static readonly NodeAnswer Broken = new(502, "bad gateway");

    [Fact]
    public async Task An_endpoint_that_asks_for_fewer_requests_rests_until_the_time_it_named()
    {
        await using var world = await EndpointWorld.OpenAsync(2);
        await world.CheckAsync();
        world[0].AnswerAll(new NodeAnswer(429, "slow down", ("Retry-After", "30")));

        Assert.Equal("b", await world.ReadAsync());
        world[0].AnswerAsUsual();
        world.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("b", await world.ReadAsync());
        Assert.Equal(EndpointState.Resting, world.StateOf(0));
        Assert.Equal(1, world[0].Count("getThing"));

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(EndpointState.Usable, world.StateOf(0));
    }

    [Fact]
    public async Task A_rest_until_a_date_is_understood_and_is_the_outages_end()
    {
        await using var world = await EndpointWorld.OpenAsync(1);
        await world.CheckAsync();
        var until = world.Clock.GetUtcNow().AddSeconds(90);
        var date = until.ToString("R", CultureInfo.InvariantCulture);
        world[0].AnswerAll(new NodeAnswer(429, "slow down", ("Retry-After", date)));

        await Assert.ThrowsAsync<ChainUnavailableException>(() => world.ReadAsync());
        await Assert.ThrowsAsync<ChainUnavailableException>(() => world.ReadAsync());

        Assert.Equal(1, world[0].Count("getThing"));
        Assert.Equal("The chain's endpoints ask for fewer requests.", world.Outage!.Reason);
        Assert.Equal(until, world.Outage.RetryAt);
    }

    [Fact]
    public async Task A_read_waits_for_an_only_endpoint_that_rests_for_a_moment()
    {
        await using var world = await EndpointWorld.OpenAsync(1);
        await world.CheckAsync();
        world[0].Override = (request, _) =>
        {
            world[0].AnswerAsUsual();
            return Task.FromResult<NodeAnswer?>(new NodeAnswer(429, "slow down"));
        };
        var waits = world.Clock.NextTimerAsync(due => due == TimeSpan.FromSeconds(1));

        var read = world.ReadAsync();
        await waits;
        world.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("a", await read);
    }

    [Fact]
    public async Task A_rest_is_never_longer_than_ten_minutes()
    {
        await using var world = await EndpointWorld.OpenAsync(1);
        await world.CheckAsync();
        world[0].AnswerAll(new NodeAnswer(503, "maintenance", ("Retry-After", "86400")));

        await Assert.ThrowsAsync<ChainUnavailableException>(() => world.ReadAsync());

        Assert.Equal(world.Clock.GetUtcNow().AddMinutes(10), world.Outage!.RetryAt);
    }

    [Fact]
    public async Task An_endpoint_that_keeps_failing_is_left_alone_and_a_check_lets_it_back()
    {
        await using var world = await EndpointWorld.OpenAsync(2, options => options with { BreakerFailuresMin = 4 });
        await world.CheckAsync();
        world[0].AnswerAll(Broken);
        for (var i = 0; i < 4; i++)
        {
            await world.CheckAsync();
        }

        Assert.Equal(EndpointState.Failing, world.StateOf(0));
        var before = world[0].Requests.Count;
        await world.CheckAsync();
        Assert.Equal("b", await world.ReadAsync());
        Assert.Equal(before, world[0].Requests.Count);

        world[0].AnswerAsUsual();
        world.Clock.Advance(HttpTransportOptions.BreakerPauseDefault);
        await world.CheckAsync();
        Assert.Equal(EndpointState.Usable, world.StateOf(0));
        Assert.Null(world.Outage);
    }

    [Fact]
    public async Task A_chain_on_which_most_calls_fail_is_out_until_one_succeeds_after_the_pause()
    {
        await using var world = await EndpointWorld.OpenAsync(1, options => options with
        {
            BreakerFailuresMin = 2,
            ReadAttemptsMax = 1,
        });
        await world.CheckAsync();
        world[0].Override = (request, _) =>
            Task.FromResult(request.RpcMethod == "getThing" ? Broken : (NodeAnswer?)null);
        for (var i = 0; i < 8; i++)
        {
            await Assert.ThrowsAsync<ChainUnavailableException>(() => world.ReadAsync());
        }

        var asked = world[0].Count("getThing");
        Assert.InRange(asked, 2, 7);
        var outage = world.Outage!;
        Assert.NotNull(outage.RetryAt);
        Assert.Contains("the chain is out", world.Log.Text, StringComparison.Ordinal);

        world[0].AnswerAsUsual();
        world.Clock.Advance(outage.RetryAt!.Value - world.Clock.GetUtcNow());
        Assert.Equal("a", await world.ReadAsync());
        Assert.Null(world.Outage);
    }
}
