using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Tests.Worlds;

namespace OrleansTrading.Grains.Tests.Scenarios;

public sealed class RiskTests
{
    [Fact]
    public async Task A_users_day_is_booked_once_for_each_quote_released_and_starts_anew_at_midnight()
    {
        await using var world = await World.StartAsync(new WorldOptions
        {
            Risk = o => (o.QuoteUsdCentsMax, o.DayUsdCentsMax) = (1_000, 2_000),
        });
        world.JumpToNoon();
        var risk = world.Grains.GetGrain<IRiskGrain>("u_test");

        Assert.Null(await risk.BookAsync("a", Claims.Of(1_000)));
        Assert.Null(await risk.BookAsync("a", Claims.Of(1_000)));
        Assert.Null(await risk.BookAsync("b", Claims.Of(600)));
        var tooMuch = await risk.BookAsync("c", Claims.Of(401));
        Assert.Equal(ErrorCodes.LimitExceeded, tooMuch!.Code);
        Assert.Equal(
            new DateTimeOffset(world.Time.GetUtcNow().UtcDateTime.Date.AddDays(1), TimeSpan.Zero), tooMuch.RetryAt);
        Assert.Contains("20.01", tooMuch.Detail, StringComparison.Ordinal);
        Assert.Null(await risk.CheckAsync(Claims.Of(400)));
        Assert.Equal(tooMuch, await risk.CheckAsync(Claims.Of(401)));

        // One quote has a limit of its own, which no day resets.
        var one = await risk.CheckAsync(Claims.Of(1_001));
        Assert.Equal(ErrorCodes.LimitExceeded, one!.Code);
        Assert.Null(one.RetryAt);

        await risk.ReleaseAsync("b");
        await risk.ReleaseAsync("b");
        Assert.Null(await risk.BookAsync("c", Claims.Of(1_000)));
        Assert.NotNull(await risk.CheckAsync(Claims.Of(1)));

        await world.RestartAsync(TimeSpan.FromMinutes(1));
        risk = world.Grains.GetGrain<IRiskGrain>("u_test");
        Assert.NotNull(await risk.CheckAsync(Claims.Of(1)));
        world.Time.Jump(TimeSpan.FromHours(12));
        Assert.Null(await risk.CheckAsync(Claims.Of(1_000)));
        Assert.Null(await risk.BookAsync("d", Claims.Of(1_000)));
    }

    [Fact]
    public async Task Parallel_bookings_never_exceed_the_day()
    {
        await using var world = await World.StartAsync(new WorldOptions { Risk = o => o.DayUsdCentsMax = 1_050 });
        world.JumpToNoon();
        var risk = world.Grains.GetGrain<IRiskGrain>("u_test");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => risk.BookAsync($"q{i}", Claims.Of(100))));

        Assert.Equal(10, answers.Count(a => a is null));
    }

    [Fact]
    public async Task A_users_day_has_limits_for_each_asset_and_chain_that_count_what_touches_them()
    {
        await using var world = await World.StartAsync(new WorldOptions
        {
            Risk = o =>
            {
                o.DayUsdCentsMax = 3_000;
                o.Assets["stellar/XLM"] = new LimitOptions { UserDayUsdCentsMax = 1_000 };
                o.Chains["solana"] = new LimitOptions { UserDayUsdCentsMax = 2_000 };
            },
        });
        world.JumpToNoon();
        var (xlm, solana) = (LimitKeys.OfAsset("stellar/XLM"), LimitKeys.OfChain("solana"));
        var risk = world.Grains.GetGrain<IRiskGrain>("u_test");

        Assert.Null(await risk.BookAsync("a", Claims.Of(800, xlm, solana)));
        Assert.Null(await risk.BookAsync("a", Claims.Of(800, xlm, solana)));
        AssertRefused(await risk.BookAsync("b", Claims.Of(201, xlm)), xlm, "10 US dollars", "10.01");
        Assert.Null(await risk.BookAsync("b", Claims.Of(1_200, LimitKeys.OfAsset("near/NEAR"), solana)));
        AssertRefused(await risk.CheckAsync(Claims.Of(1, solana)), solana, "20 US dollars", "20.01");
        Assert.Null(await risk.CheckAsync(Claims.Of(1_000)));
        AssertRefused(await risk.CheckAsync(Claims.Of(1_001)), "A day's quotes of a user", "30 US dollars", "30.01");
        Assert.Null(await world.Grains.GetGrain<IRiskGrain>("u_other").CheckAsync(Claims.Of(1_000, xlm, solana)));

        // What is stored counts, not what an activation remembers.
        await world.RestartAsync(TimeSpan.FromMinutes(1));
        risk = world.Grains.GetGrain<IRiskGrain>("u_test");
        AssertRefused(await risk.CheckAsync(Claims.Of(1, solana)), solana, "20 US dollars", "20.01");

        await risk.ReleaseAsync("a");
        Assert.Null(await risk.CheckAsync(Claims.Of(800, xlm, solana)));
        AssertRefused(await risk.CheckAsync(Claims.Of(801, solana)), solana, "20 US dollars", "20.01");
        world.Time.Jump(TimeSpan.FromHours(12));
        Assert.Null(await risk.BookAsync("c", Claims.Of(1_000, xlm, solana)));

        void AssertRefused(Refusal? refusal, params string[] parts)
        {
            Assert.Equal(ErrorCodes.LimitExceeded, refusal?.Code);
            var midnight = world.Time.GetUtcNow().UtcDateTime.Date.AddDays(1);
            Assert.Equal(new DateTimeOffset(midnight, TimeSpan.Zero), refusal!.RetryAt);
            Assert.All(parts, part => Assert.Contains(part, refusal.Detail, StringComparison.Ordinal));
            Assert.Contains("resets at", refusal.Detail, StringComparison.Ordinal);
        }
    }
}
