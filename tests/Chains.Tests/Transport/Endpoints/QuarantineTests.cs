using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Tests.Transport.Endpoints;

public sealed class QuarantineTests
{
    [Fact]
    public async Task Nothing_is_asked_of_an_endpoint_that_has_not_said_who_it_is()
    {
        await using var world = await EndpointWorld.OpenAsync(1);
        Assert.Equal(EndpointState.Unchecked, world.StateOf(0));
        Assert.Null(world.Outage);

        await world.ReadAsync();

        Assert.Equal(["getGenesisHash", "getEpochInfo", "getThing"], world[0].Methods);
    }

    [Fact]
    public async Task An_endpoint_of_another_network_is_never_used_even_when_it_corrects_itself()
    {
        await using var world = await EndpointWorld.OpenAsync(2);
        world[0].GenesisHash = "EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG";

        Assert.Equal("b", await world.ReadAsync());
        world[0].GenesisHash = SolanaNode.Genesis;
        await world.CheckAsync();
        await world.SubmitAsync();

        Assert.Equal(EndpointState.WrongNetwork, world.StateOf(0));
        Assert.Equal(["getGenesisHash"], world[0].Methods);
        Assert.Null(world.Outage);
        Assert.Contains("endpoint a is set aside", world.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_endpoints_of_another_network_are_an_outage_that_says_so()
    {
        await using var world = await EndpointWorld.OpenAsync(1);
        world[0].GenesisHash = "EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG";

        var failure = await Assert.ThrowsAsync<ChainUnavailableException>(() => world.ReadAsync());

        Assert.Contains("genesis hash is EtWT", failure.Message, StringComparison.Ordinal);
        Assert.Equal("The chain's endpoints serve another network.", world.Outage!.Reason);
        Assert.Null(world.Outage.RetryAt);
        Assert.Equal(0, world[0].Count("getThing"));
    }

    [Fact]
    public async Task An_endpoint_that_is_behind_is_set_aside_until_it_has_caught_up()
    {
        await using var world = await EndpointWorld.OpenAsync(2);
        world[0].Slot -= 500;

        Assert.Equal("b", await world.ReadAsync());
        Assert.Equal(EndpointState.Behind, world.StateOf(0));
        Assert.Equal("Its final height 999500 is 500 below the others'.", world.Set.List()[0].Problem);

        world[0].Slot += 490;
        await world.CheckAsync();
        Assert.Equal("a", await world.ReadAsync());
    }

    [Fact]
    public async Task A_height_that_no_other_has_reached_is_not_believed()
    {
        await using var world = await EndpointWorld.OpenAsync(3);
        world[0].Slot += 1_000_000;

        Assert.Equal("b", await world.ReadAsync());

        Assert.Equal(EndpointState.Contradicting, world.StateOf(0));
        Assert.Equal(EndpointState.Usable, world.StateOf(1));
        Assert.Equal(EndpointState.Usable, world.StateOf(2));
    }

    [Fact]
    public async Task An_only_endpoint_that_stands_still_is_an_outage_until_it_moves()
    {
        await using var world = await EndpointWorld.OpenAsync(1);
        await world.ReadAsync();
        world.Clock.Advance(HttpTransportOptions.StalledAfterDefault);
        await world.CheckAsync();
        Assert.Null(world.Outage);

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await world.CheckAsync();
        Assert.Equal("The chain's endpoints are behind, or the chain stands still.", world.Outage!.Reason);
        Assert.Equal(world.Clock.GetUtcNow(), world.Outage.Since);

        world[0].Slot++;
        await world.CheckAsync();
        Assert.Null(world.Outage);
    }

    [Fact]
    public async Task Of_three_the_one_with_another_final_block_is_set_aside_until_it_agrees()
    {
        await using var world = await EndpointWorld.OpenAsync(3);
        world[0].Branch = "fork";

        Assert.Equal("b", await world.ReadAsync());
        Assert.Equal(EndpointState.Contradicting, world.StateOf(0));
        Assert.Null(world.Outage);

        world[0].Branch = "main";
        await world.CheckAsync();
        Assert.Equal("a", await world.ReadAsync());
    }

    [Fact]
    public async Task Two_that_contradict_each_other_are_an_outage_until_they_agree()
    {
        await using var world = await EndpointWorld.OpenAsync(2);
        world[1].Branch = "fork";

        var failure = await Assert.ThrowsAsync<ChainUnavailableException>(() => world.ReadAsync());
        Assert.Contains("no majority", failure.Message, StringComparison.Ordinal);
        Assert.Equal("The chain's endpoints contradict each other.", world.Outage!.Reason);
        Assert.Equal(0, world[0].Count("getThing") + world[1].Count("getThing"));

        world[1].Branch = "main";
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("a", await world.ReadAsync());
        Assert.Null(world.Outage);
    }

    [Fact]
    public async Task A_third_that_keeps_silent_about_the_block_is_not_believed_either()
    {
        await using var world = await EndpointWorld.OpenAsync(3);
        world[1].Branch = "fork";
        world[2].Override = (request, _) => Task.FromResult(
            request.RpcMethod == "getBlock" ? SolanaNode.Error(-32004, "Block not available") : null);

        await Assert.ThrowsAsync<ChainUnavailableException>(() => world.ReadAsync());

        Assert.Equal("The chain's endpoints contradict each other.", world.Outage!.Reason);
        Assert.Equal(0, world[2].Count("getThing"));
    }

    [Fact]
    public async Task Blocks_are_compared_below_a_slot_that_was_skipped()
    {
        await using var world = await EndpointWorld.OpenAsync(3);
        world[0].Branch = "fork";
        world[1].Slot++;

        await world.CheckAsync();

        Assert.Equal(0UL, world[0].Slot % 4);
        Assert.Equal(EndpointState.Contradicting, world.StateOf(0));
    }

    [Fact]
    public async Task An_endpoint_without_a_word_keeps_its_verdict_and_one_never_heard_is_not_used()
    {
        await using var world = await EndpointWorld.OpenAsync(2);
        world[0].AnswerAll(new NodeAnswer(200, null));

        Assert.Equal("b", await world.ReadAsync());
        Assert.Equal(EndpointState.Unchecked, world.StateOf(0));
        Assert.Equal(0, world[0].Count("getThing"));

        world[1].AnswerAll(new NodeAnswer(200, null));
        world[0].AnswerAsUsual();
        await world.CheckAsync();
        Assert.Equal(EndpointState.Usable, world.StateOf(0));
        Assert.Equal(EndpointState.Usable, world.StateOf(1));
    }

    [Fact]
    public async Task No_endpoint_at_the_start_is_an_outage_that_ends_with_the_first_answer()
    {
        await using var world = await EndpointWorld.OpenAsync(1);
        world[0].AnswerAll(new NodeAnswer(200, null));
        await Assert.ThrowsAsync<ChainUnavailableException>(() => world.ReadAsync());
        Assert.Equal("No endpoint of the chain answers.", world.Outage!.Reason);

        world[0].AnswerAsUsual();
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("a", await world.ReadAsync());

        Assert.Null(world.Outage);
        Assert.Contains("the chain is back", world.Log.Text, StringComparison.Ordinal);
    }
}
