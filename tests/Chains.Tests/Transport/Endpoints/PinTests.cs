using System.Text.Json.Nodes;
using OrleansTrading.Chains.Solana;

namespace OrleansTrading.Chains.Tests.Transport.Endpoints;

/// <summary>What proves something only together is asked of one node.</summary>
public sealed class PinTests
{
    [Fact]
    public async Task A_pinned_sequence_stays_with_the_endpoint_that_answered_first()
    {
        await using var world = await EndpointWorld.OpenAsync(2);
        await world.CheckAsync();
        world[0].AnswerAll(new NodeAnswer(502, "bad gateway"));
        var pinned = world.Rpc.Pin();

        Assert.Equal("b", await world.ReadAsync(pinned));
        world[0].AnswerAsUsual();
        world[1].AnswerAll(new NodeAnswer(502, "bad gateway"));

        await Assert.ThrowsAsync<ChainUnavailableException>(() => world.ReadAsync(pinned));
        Assert.Equal("a", await world.ReadAsync(world.Rpc.Pin()));
    }

    [Fact]
    public async Task A_pinned_sequence_ends_when_its_endpoint_is_set_aside()
    {
        await using var world = await EndpointWorld.OpenAsync(3);
        var pinned = world.Rpc.Pin();
        Assert.Equal("a", await world.ReadAsync(pinned));

        world[0].Branch = "fork";
        await world.CheckAsync();

        await Assert.ThrowsAsync<ChainUnavailableException>(() => world.ReadAsync(pinned));
        Assert.Equal(1, world[0].Count("getThing"));
    }

    [Fact]
    public async Task First_requests_at_once_end_on_one_endpoint()
    {
        await using var world = await EndpointWorld.OpenAsync(2);
        await world.CheckAsync();
        var isFirst = 1;
        world[0].Override = (_, _) => Task.FromResult(
            Interlocked.Exchange(ref isFirst, 0) == 1 ? new NodeAnswer(502, "once") : (NodeAnswer?)null);
        var pinned = world.Rpc.Pin();

        var names = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.ReadAsync(pinned)));

        Assert.Single(names.Distinct());
    }

    [Fact]
    public async Task A_transfer_is_not_called_dead_from_what_two_nodes_said()
    {
        // The first node knows how far the chain is and then fails; the second has not got as far and knows nothing.
        await using var world = await EndpointWorld.OpenAsync(2);
        await world.CheckAsync();
        world[0].Override = (request, _) => Task.FromResult(
            request.RpcMethod == "getEpochInfo" ? null : (NodeAnswer?)new NodeAnswer(502, "bad gateway"));
        world[1].Override = (request, _) => Task.FromResult(request.RpcMethod switch
        {
            "getSignatureStatuses" => (NodeAnswer?)NotFound(request, 5_000_000),
            "getFirstAvailableBlock" => SolanaNode.Result(request, 0),
            _ => null,
        });
        var transfer = new SignedTransfer("sig", [1], 0, ValidUntilHeight: 1_000, ValidUntil: null, FeeUnitsMax: 0);

        await Assert.ThrowsAsync<ChainUnavailableException>(
            () => world.Chain.LookUpAsync("account", transfer, CancellationToken.None));

        Assert.Equal(0, world[1].Count("getSignatureStatuses"));
    }

    [Fact]
    public async Task History_is_read_from_one_node()
    {
        await using var world = await EndpointWorld.OpenAsync(2);
        await world.CheckAsync();
        world[0].Override = (request, _) => Task.FromResult(
            request.RpcMethod == "getEpochInfo" ? null : (NodeAnswer?)new NodeAnswer(502, "bad gateway"));

        await Assert.ThrowsAsync<ChainUnavailableException>(() => world.Chain.ReadHistoryAsync(
            SolanaExtensions.AddressOf(Convert.FromHexString(
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")),
            null, 10, CancellationToken.None));

        Assert.Equal(0, world[1].Count("getSignaturesForAddress"));
    }

    private static NodeAnswer NotFound(NodeRequest request, ulong slot) => SolanaNode.Result(request, new JsonObject
    {
        ["context"] = new JsonObject { ["slot"] = slot },
        ["value"] = new JsonArray((JsonNode?)null),
    });
}
