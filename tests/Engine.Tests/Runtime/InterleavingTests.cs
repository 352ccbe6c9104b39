namespace OrleansTrading.Engine.Tests.Runtime;

public sealed class InterleavingTests
{
    [Fact]
    public async Task Calls_of_a_reentrant_grain_run_beside_each_other()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IReentrantGrain>("r");
        var first = grain.WorkAsync("a", "gate");
        Assert.Equal("a+", await engine.Probe.NextAsync());
        await engine.AnswerAsync(grain.WorkAsync("b", null));
        Assert.Equal(["b+", "b-"], await engine.Probe.NextAsync(2));
        Assert.False(first.IsCompleted);
        engine.Probe.Open("gate");
        await first;
    }

    [Fact]
    public async Task An_interleaving_call_starts_while_another_waits_and_lets_others_start()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IWorkGrain>("i");
        var work = grain.WorkAsync("a", "a");
        Assert.Equal(["activate i", "a+"], await engine.Probe.NextAsync(2));
        var queued = grain.WorkAsync("b");
        await engine.AnswerAsync(grain.InterleaveAsync("i"));
        Assert.Equal(["i+", "i-"], await engine.Probe.NextAsync(2));
        Assert.False(queued.IsCompleted);
        engine.Probe.Open("a");
        await Task.WhenAll(work, queued);
        await engine.Probe.NextAsync(3);

        var interleaved = grain.InterleaveAsync("j", "j");
        Assert.Equal("j+", await engine.Probe.NextAsync());
        await engine.AnswerAsync(grain.WorkAsync("c"));
        engine.Probe.Open("j");
        await interleaved;
    }

    [Fact]
    public async Task Readers_run_beside_readers_but_never_beside_a_writer()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IWorkGrain>("rw");
        var slow = grain.ReadAsync("r1", "r1");
        Assert.Equal(["activate rw", "r1+"], await engine.Probe.NextAsync(2));
        await engine.AnswerAsync(grain.ReadAsync("r2"));
        Assert.Equal(["r2+", "r2-"], await engine.Probe.NextAsync(2));
        var writer = grain.WorkAsync("w", "w");
        await engine.SettledAsync();
        Assert.True(engine.Probe.IsQuiet);
        engine.Probe.Open("r1");
        await slow;
        Assert.Equal(["r1-", "w+"], await engine.Probe.NextAsync(2));
        var reader = grain.ReadAsync("r3");
        await engine.SettledAsync();
        Assert.True(engine.Probe.IsQuiet);
        engine.Probe.Open("w");
        await Task.WhenAll(writer, reader);
        Assert.Equal(["w-", "r3+", "r3-"], await engine.Probe.NextAsync(3));
    }

    [Fact]
    public async Task A_stream_of_readers_does_not_keep_a_writer_waiting_for_ever()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IWorkGrain>("fair");
        var first = grain.ReadAsync("r1", "r1");
        Assert.Equal(["activate fair", "r1+"], await engine.Probe.NextAsync(2));
        var writer = grain.WorkAsync("w");
        var late = grain.ReadAsync("r2");
        engine.Probe.Open("r1");
        await Task.WhenAll(first, writer, late);
        Assert.Equal(["r1-", "w+", "w-", "r2+", "r2-"], await engine.Probe.NextAsync(5));
    }
}

internal interface IReentrantGrain : IGrainWithStringKey
{
    Task WorkAsync(string name, string? gate);
}

[Reentrant]
internal sealed class ReentrantGrain(Probe probe) : Grain, IReentrantGrain
{
    public async Task WorkAsync(string name, string? gate)
    {
        probe.Tell($"{name}+");
        if (gate is not null)
        {
            await probe.PassAsync(gate);
        }

        probe.Tell($"{name}-");
    }
}
