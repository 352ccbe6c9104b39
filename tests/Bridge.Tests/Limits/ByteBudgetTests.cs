using OrleansTrading.Bridge.Limits;
using OrleansTrading.Bridge.Tests.Support;
using OrleansTrading.Clocks;

namespace OrleansTrading.Bridge.Tests.Limits;

/// <summary>What one client may send.</summary>
public sealed class ByteBudgetTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Ten_seconds_worth_may_come_at_once_and_more_waits()
    {
        var budget = new ByteBudget(1_000, _time);

        Assert.Equal(TimeSpan.Zero, budget.Take(10_000));
        Assert.InRange(budget.Take(500), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.501));

        _time.Advance(TimeSpan.FromSeconds(0.6));
        Assert.Equal(TimeSpan.Zero, budget.Take(100));
        Assert.NotEqual(TimeSpan.Zero, budget.Take(1));
    }

    [Fact]
    public void Silence_saves_no_more_than_ten_seconds_worth()
    {
        var budget = new ByteBudget(1_000, _time);
        budget.Take(10_000);

        _time.Advance(TimeSpan.FromDays(30));

        Assert.Equal(TimeSpan.Zero, budget.Take(10_000));
        Assert.NotEqual(TimeSpan.Zero, budget.Take(1));
    }
}
