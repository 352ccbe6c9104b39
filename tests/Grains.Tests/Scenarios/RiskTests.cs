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
        JumpToNoon(world);
        var risk = world.Grains.GetGrain<IRiskGrain>("u_test");

        Assert.Null(await risk.BookAsync("a", 1_000));
        Assert.Null(await risk.BookAsync("a", 1_000));
        Assert.Null(await risk.BookAsync("b", 600));
        var tooMuch = await risk.BookAsync("c", 401);
        Assert.Equal(ErrorCodes.LimitExceeded, tooMuch!.Code);
        Assert.Equal(
            new DateTimeOffset(world.Time.GetUtcNow().UtcDateTime.Date.AddDays(1), TimeSpan.Zero), tooMuch.RetryAt);
        Assert.Contains("20.01", tooMuch.Detail, StringComparison.Ordinal);
        Assert.Null(await risk.CheckAsync(400));
        Assert.Equal(tooMuch, await risk.CheckAsync(401));

        // One quote has a limit of its own, which no day resets.
        var one = await risk.CheckAsync(1_001);
        Assert.Equal(ErrorCodes.LimitExceeded, one!.Code);
        Assert.Null(one.RetryAt);

        await risk.ReleaseAsync("b");
        await risk.ReleaseAsync("b");
        Assert.Null(await risk.BookAsync("c", 1_000));
        Assert.NotNull(await risk.CheckAsync(1));

        await world.RestartAsync(TimeSpan.FromMinutes(1));
        risk = world.Grains.GetGrain<IRiskGrain>("u_test");
        Assert.NotNull(await risk.CheckAsync(1));
        world.Time.Jump(TimeSpan.FromHours(12));
        Assert.Null(await risk.CheckAsync(1_000));
        Assert.Null(await risk.BookAsync("d", 1_000));
    }

    [Fact]
    public async Task Parallel_bookings_never_exceed_the_day()
    {
        await using var world = await World.StartAsync(new WorldOptions { Risk = o => o.DayUsdCentsMax = 1_050 });
        JumpToNoon(world);
        var risk = world.Grains.GetGrain<IRiskGrain>("u_test");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => risk.BookAsync($"q{i}", 100)));

        Assert.Equal(10, answers.Count(a => a is null));
    }

    private static void JumpToNoon(World world)
    {
        var now = world.Time.GetUtcNow();
        world.Time.Jump(new DateTimeOffset(now.UtcDateTime.Date.AddDays(1).AddHours(12), TimeSpan.Zero) - now);
    }
}
