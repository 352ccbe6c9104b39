using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Tests.Transport.Endpoints;

public sealed class FailoverTests
{
    private static readonly NodeAnswer Broken = new(502, "bad gateway");

    public static TheoryData<int, string?> FailuresOfTheServer => new()
    {
        { 500, "oops" },
        { 502, "bad gateway" },
        { 504, "timeout" },
        { 408, "timeout" },
        { 401, "key" },
        { 403, "key" },
        { 301, "elsewhere" },
        { 200, "<html>" },
        { 200, "[]" },
        { 200, """{"jsonrpc":"2.0","id":999999,"result":1}""" },
        { 200, """{"jsonrpc":"2.0","id":1,"error":{"code":-32005,"message":"Node is behind by 42 slots"}}""" },
        {
            200,
            """{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"","cause":{"name":"NOT_SYNCED_YET"}}}"""
        },
        { 200, null },
    };

    [Fact]
    public async Task Requests_go_to_the_first_endpoint_while_it_is_healthy()
    {
        await using var world = await EndpointWorld.OpenAsync(2);

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("a", await world.ReadAsync());
        }

        Assert.Equal(0, world[1].Count("getThing"));
    }

    [Theory]
    [MemberData(nameof(FailuresOfTheServer))]
    public async Task A_read_that_one_endpoint_cannot_answer_is_answered_by_the_next(int status, string? body)
    {
        await using var world = await EndpointWorld.OpenAsync(2);
        await world.CheckAsync();
        world[0].AnswerAll(new NodeAnswer(status, body, ("Location", world[1].Url.ToString())));

        Assert.Equal("b", await world.ReadAsync());

        Assert.Equal(1, world[0].Count("getThing"));
        Assert.Equal(1, world[1].Count("getThing"));
    }

    [Fact]
    public async Task An_answer_above_the_limit_is_not_read_and_another_endpoint_is_asked()
    {
        await using var world = await EndpointWorld.OpenAsync(2, options => options with { ResponseBytesMax = 2048 });
        await world.CheckAsync();
        world[0].AnswerAll(new NodeAnswer(200, new string(' ', 3000)));

        Assert.Equal("b", await world.ReadAsync());
    }

    [Fact]
    public async Task A_nodes_own_refusal_is_not_carried_to_another_endpoint()
    {
        await using var world = await EndpointWorld.OpenAsync(2);
        await world.CheckAsync();
        world[0].AnswerAll(SolanaNode.Error(-32602, "invalid params"));

        var error = await Assert.ThrowsAsync<JsonRpcErrorException>(() => world.ReadAsync());

        Assert.Equal(-32602, error.Code);
        Assert.Equal(0, world[1].Count("getThing"));
        Assert.Equal(EndpointState.Usable, world.StateOf(0));
    }

    [Fact]
    public async Task A_read_is_tried_everywhere_and_then_again_as_often_as_configured()
    {
        await using var world = await EndpointWorld.OpenAsync(2);
        await world.CheckAsync();
        world[0].AnswerAll(Broken);
        world[1].AnswerAll(Broken);

        await Assert.ThrowsAsync<ChainUnavailableException>(() => world.ReadAsync());

        Assert.Equal(
            HttpTransportOptions.ReadAttemptsMaxDefault, world[0].Count("getThing") + world[1].Count("getThing"));
        Assert.Equal(1, world[1].Count("getThing"));
    }

    [Fact]
    public async Task A_submission_goes_on_to_the_next_endpoint_with_the_same_bytes_once_each()
    {
        await using var world = await EndpointWorld.OpenAsync(3);
        await world.CheckAsync();
        world[0].AnswerAll(Broken);
        world[1].AnswerAll(new NodeAnswer(200, null));

        Assert.Equal("c", await world.SubmitAsync());

        var bodies = Enumerable.Range(0, 3)
            .SelectMany(place => world[place].Requests).Select(request => request.Body)
            .Where(body => body.Contains("sendTransaction", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, bodies.Count);
        Assert.Single(bodies.Distinct());
    }

    [Fact]
    public async Task A_submission_that_all_endpoints_fail_is_sent_once_to_each_and_its_outcome_is_unknown()
    {
        await using var world = await EndpointWorld.OpenAsync(3);
        await world.CheckAsync();
        for (var place = 0; place < 3; place++)
        {
            world[place].AnswerAll(Broken);
        }

        await Assert.ThrowsAsync<ChainUnavailableException>(() => world.SubmitAsync());

        Assert.All(Enumerable.Range(0, 3), place => Assert.Equal(1, world[place].Count("sendTransaction")));
    }

    [Fact]
    public async Task A_submission_that_a_node_refuses_is_not_sent_elsewhere()
    {
        await using var world = await EndpointWorld.OpenAsync(2);
        await world.CheckAsync();
        world[0].AnswerAll(SolanaNode.Error(-32002, "Transaction simulation failed"));

        await Assert.ThrowsAsync<JsonRpcErrorException>(() => world.SubmitAsync());

        Assert.Equal(0, world[1].Count("sendTransaction"));
    }

    [Fact]
    public async Task A_silent_endpoint_is_given_up_when_its_time_is_over_and_the_next_is_asked()
    {
        await using var world = await EndpointWorld.OpenAsync(2);
        await world.CheckAsync();
        var asked = new TaskCompletionSource();
        world[0].Override = async (_, token) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return null;
        };

        var submission = world.SubmitAsync();
        await asked.Task;
        Assert.False(submission.IsCompleted);
        world.Clock.Advance(HttpTransportOptions.RequestTimeoutDefault);

        Assert.Equal("b", await submission);
    }

    [Fact]
    public async Task An_endpoint_that_failed_ranks_behind_until_enough_later_calls_succeeded()
    {
        await using var world = await EndpointWorld.OpenAsync(2);
        await world.CheckAsync();
        world[0].AnswerAll(Broken);
        Assert.Equal("b", await world.ReadAsync());
        world[0].AnswerAsUsual();

        Assert.Equal("b", await world.ReadAsync());
        for (var i = 0; i < 4; i++)
        {
            await world.CheckAsync();
        }

        Assert.Equal("a", await world.ReadAsync());
    }

    [Fact]
    public async Task A_cancelled_caller_is_cancelled_and_no_endpoint_is_blamed()
    {
        await using var world = await EndpointWorld.OpenAsync(2);
        await world.CheckAsync();
        using var cancelled = new CancellationTokenSource();
        world[0].Override = async (_, token) =>
        {
            await cancelled.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return null;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => world.Rpc.CallAsync("getThing", null, RequestKind.Read, cancelled.Token));

        Assert.Equal(0, world[1].Count("getThing"));
        Assert.Equal(0, world.Set.Endpoints[0].Rank);
    }
}
