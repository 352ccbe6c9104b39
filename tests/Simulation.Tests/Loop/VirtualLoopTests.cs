using OrleansTrading.Simulation.Loop;

namespace OrleansTrading.Simulation.Tests.Loop;

public sealed class VirtualLoopTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly VirtualLoop _loop = new(seed: 1);

    [Fact]
    public void Hours_pass_at_once_when_nothing_is_ready()
    {
        var done = _loop.Outside.Start(() => _loop.Outside.DelayAsync(Hour));

        Assert.True(_loop.Run(() => done.IsCompleted, Hour * 2, 1_000));

        Assert.Equal(Hour, _loop.Elapsed);
    }

    [Fact]
    public void Killed_process_does_nothing_more_in_the_middle_of_what_it_did()
    {
        var process = new VirtualProcess(_loop, "process");
        var steps = new List<int>();
        _ = process.Start(async () =>
        {
            steps.Add(1);
            await process.DelayAsync(Hour);
            steps.Add(2);
        });
        _loop.Run(() => steps.Count > 0, Hour, 1_000);

        process.Kill();
        _loop.Run(() => false, Hour * 3, 1_000);

        Assert.Equal([1], steps);
    }

    [Fact]
    public void Wrong_wall_clock_does_not_move_timers()
    {
        var process = new VirtualProcess(_loop, "process");
        var done = process.Start(() => process.DelayAsync(Hour));

        process.Time.Skew = TimeSpan.FromDays(1);
        _loop.Run(() => done.IsCompleted, Hour * 2, 1_000);

        Assert.Equal(Hour, _loop.Elapsed);
        Assert.Equal(_loop.Now + TimeSpan.FromDays(1), process.Time.GetUtcNow());
    }

    [Fact]
    public void Going_round_and_round_is_told()
    {
        void Again() => _loop.Outside.After(TimeSpan.Zero, Again);
        Again();

        Assert.False(_loop.Run(() => false, Hour, 1_000));
    }

    [Fact]
    public void What_leaves_the_thread_ends_the_run()
    {
        var process = new VirtualProcess(_loop, "process");
        var thread = new Thread(() => Assert.Throws<InvalidOperationException>(() => process.After(Hour, () => { })));
        thread.Start();
        thread.Join();

        _loop.Run(() => false, Hour, 1_000);

        Assert.Contains("outside the simulation's thread", _loop.Escape, StringComparison.Ordinal);
    }
}
