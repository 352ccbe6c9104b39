using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrading.Clocks;

namespace OrleansTrading.Market.Tests.Coalescing;

public sealed class CoalescingPriceSourceTests
{
    private readonly ManualTime _clock = new();
    private readonly ScriptedSource _inner = new();

    [Fact]
    public async Task Thousand_callers_at_once_share_one_fetch()
    {
        var source = Source();
        var waiting = Enumerable.Range(0, 1_000).Select(_ => source.GetAsync(["SOL/USD"])).ToArray();
        var fetch = await _inner.NextFetch();
        Assert.All(waiting, answers => Assert.False(answers.IsCompleted));

        fetch.Answer(7);

        Assert.All(await Task.WhenAll(waiting), answers => Assert.Equal(7, Assert.Single(answers).Price?.Mantissa));
        Assert.Equal(1, _inner.Fetches);
    }

    [Fact]
    public async Task Callers_on_many_threads_share_one_fetch_too()
    {
        var source = Source();
        using var barrier = new Barrier(8);
        var waiting = Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                return source.GetAsync(["SOL/USD", "XLM/USD"]);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap()).ToArray();

        (await _inner.NextFetch()).Answer(7);

        await Task.WhenAll(waiting);
        Assert.Equal(1, _inner.Fetches);
    }

    [Fact]
    public async Task Answer_serves_for_one_second_from_its_arrival_and_then_is_fetched_again()
    {
        var source = Source();
        var first = source.GetAsync(["SOL/USD"]);
        var fetch = await _inner.NextFetch();
        _clock.Advance(TimeSpan.FromSeconds(5)); // a slow fetch: its answer is not old on arrival
        fetch.Answer(1);
        await first;

        _clock.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        Assert.Equal(1, Assert.Single(await source.GetAsync(["SOL/USD"])).Price?.Mantissa);
        Assert.Equal(1, _inner.Fetches);

        _clock.Advance(TimeSpan.FromTicks(1));
        var second = source.GetAsync(["SOL/USD"]);
        (await _inner.NextFetch()).Answer(2);
        Assert.Equal(2, Assert.Single(await second).Price?.Mantissa);
        Assert.Equal(2, _inner.Fetches);
    }

    [Fact]
    public async Task Feeds_asked_together_are_one_request_and_answered_in_the_order_asked()
    {
        var source = Source();
        var answers = source.GetAsync(["XLM/USD", "NEAR/USD", "XLM/USD"]);
        var fetch = await _inner.NextFetch();

        fetch.Answer(7);

        Assert.Equal(["NEAR/USD", "XLM/USD"], fetch.Feeds);
        Assert.Equal(["XLM/USD", "NEAR/USD", "XLM/USD"], (await answers).Select(answer => answer.Price?.Feed));
    }

    [Fact]
    public async Task Only_what_is_neither_fresh_nor_under_way_is_fetched()
    {
        var source = Source();
        var sol = source.GetAsync(["SOL/USD"]);
        var solFetch = await _inner.NextFetch();

        var both = source.GetAsync(["SOL/USD", "XLM/USD"]);
        var xlmFetch = await _inner.NextFetch();
        Assert.Equal(["XLM/USD"], xlmFetch.Feeds);

        xlmFetch.Answer(2);
        Assert.False(both.IsCompleted);
        solFetch.Answer(1);
        await sol;
        Assert.Equal([1L, 2L], (await both).Select(answer => answer.Price?.Mantissa));
    }

    [Fact]
    public async Task Feeds_of_different_callers_are_refreshed_in_one_request()
    {
        var source = Source();
        await Fetch(source, "SOL/USD", 1);
        await Fetch(source, "XLM/USD", 1);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var answers = source.GetAsync(["XLM/USD"]);
        var fetch = await _inner.NextFetch();
        fetch.Answer(2);
        await answers;

        Assert.Equal(["SOL/USD", "XLM/USD"], fetch.Feeds);
        Assert.Equal(2, Assert.Single(await source.GetAsync(["SOL/USD"])).Price?.Mantissa);
        Assert.Equal(3, _inner.Fetches);
    }

    [Fact]
    public async Task Feed_nobody_asked_for_in_ten_seconds_is_not_fetched_along()
    {
        var source = Source();
        await Fetch(source, "SOL/USD", 1);
        _clock.Advance(TimeSpan.FromSeconds(10));

        var fetch = await Fetch(source, "XLM/USD", 1);

        Assert.Equal(["XLM/USD"], fetch.Feeds);
    }

    [Fact]
    public async Task Failure_is_shared_and_kept_for_the_same_second()
    {
        var source = Source();
        var waiting = new[] { source.GetAsync(["SOL/USD"]), source.GetAsync(["SOL/USD"]) };
        (await _inner.NextFetch()).Fail("out of order");

        var answers = await Task.WhenAll(waiting);
        var again = await source.GetAsync(["SOL/USD"]);

        Assert.All([.. answers, again], answer => Assert.Equal("out of order", Assert.Single(answer).Problem));
        Assert.Equal(1, _inner.Fetches);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await Fetch(source, "SOL/USD", 5);
        Assert.Equal(5, Assert.Single(await source.GetAsync(["SOL/USD"])).Price?.Mantissa);
    }

    [Fact]
    public async Task Source_that_throws_is_a_problem_of_every_caller_and_not_a_hang()
    {
        var source = Source();
        var answers = source.GetAsync(["SOL/USD"]);
        (await _inner.NextFetch()).Throw(new InvalidOperationException("a detail for the log only"));

        var problem = Assert.Single(await answers).Problem;

        Assert.Equal("No price of SOL/USD: the price source failed.", problem);
    }

    [Fact]
    public async Task Source_that_answers_too_few_is_a_problem_too()
    {
        var source = Source();
        var answers = source.GetAsync(["SOL/USD", "XLM/USD"]);
        (await _inner.NextFetch()).AnswerNothing();

        Assert.All(await answers, answer => Assert.Contains("failed", answer.Problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Caller_who_leaves_takes_nobody_along()
    {
        var source = Source();
        using var leaving = new CancellationTokenSource();
        var left = source.GetAsync(["SOL/USD"], leaving.Token);
        var stays = source.GetAsync(["SOL/USD"]);
        var fetch = await _inner.NextFetch();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.False(fetch.Token.CanBeCanceled);
        fetch.Answer(3);

        Assert.Equal(3, Assert.Single(await stays).Price?.Mantissa);
        Assert.Equal(1, _inner.Fetches);
    }

    [Fact]
    public async Task Number_of_feeds_is_bounded_and_idle_ones_make_room()
    {
        var source = Source(new CoalescingOptions { FeedsMax = 2 });
        await Fetch(source, "A/USD", 1);
        await Fetch(source, "B/USD", 1);

        var refused = Assert.Single(await source.GetAsync(["C/USD"]));
        Assert.Contains("2 others are in use", refused.Problem, StringComparison.Ordinal);
        Assert.Equal(2, _inner.Fetches);

        _clock.Advance(TimeSpan.FromSeconds(11));
        await Fetch(source, "B/USD", 2);
        await Fetch(source, "C/USD", 3);

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Contains("in use", Assert.Single(await source.GetAsync(["A/USD"])).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_asked_is_nothing_fetched()
    {
        Assert.Empty(await Source().GetAsync([]));
        Assert.Equal(0, _inner.Fetches);
    }

    private CoalescingPriceSource Source(CoalescingOptions? options = null) =>
        new(_inner, options ?? new CoalescingOptions(), _clock, NullLogger<CoalescingPriceSource>.Instance);

    private async Task<ScriptedFetch> Fetch(CoalescingPriceSource source, string feed, long mantissa)
    {
        var answers = source.GetAsync([feed]);
        var fetch = await _inner.NextFetch();
        fetch.Answer(mantissa);
        await answers;
        return fetch;
    }
}
