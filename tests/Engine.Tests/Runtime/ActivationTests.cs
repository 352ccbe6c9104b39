using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansTrading.Engine.Tests.Runtime;

public sealed class ActivationTests
{
    private const int Callers = 64;

    [Fact]
    public async Task Sixty_four_callers_that_all_find_no_activation_get_the_same_one()
    {
        var roster = new Roster();
        await using var engine = await TestEngine.StartAsync(add: services => services.AddSingleton(roster));
        await engine.Get<ISoloGrain>("another").NoteAsync("the proxy is made", leave: false);

        // An activation that is made looks at the clock: there all wait until all have found none.
        using var met = new CountdownEvent(Callers);
        var racing = new ThreadLocal<bool>();
        engine.Time.Looking = () =>
        {
            if (racing.Value)
            {
                racing.Value = false;
                met.Signal();
                met.Wait(TimeSpan.FromSeconds(30));
            }
        };
        var answers = Enumerable.Range(0, Callers).Select(caller => Task.Factory.StartNew(
            () =>
            {
                racing.Value = true;
                return engine.Get<ISoloGrain>("solo").NoteAsync($"{caller}", leave: false);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap());
        await Task.WhenAll(answers);
        Assert.True(met.IsSet);
        Assert.Equal(2, roster.Born);
        Assert.Equal(Callers + 1, roster.Notes.Count);
    }

    [Fact]
    public async Task Racing_callers_meet_one_activation_at_a_time_though_it_ends_again_and_again()
    {
        const int callers = 4;
        const int rounds = 100;
        const int callsEach = Callers / callers;
        var roster = new Roster();
        await using var engine = await TestEngine.StartAsync(add: services => services.AddSingleton(roster));
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            for (var round = 0; round < rounds; round++)
            {
                // Many at a time from each, so that some wait whenever it ends.
                await Task.WhenAll(Enumerable.Range(0, callsEach).Select(i => engine.Get<ISoloGrain>("solo")
                    .NoteAsync($"{caller} {round} {i}", leave: caller == 0 && i == 3)));
            }
        })));
        await engine.StopAsync();
        Assert.Equal(1, roster.AliveMax);
        Assert.Equal(callers * rounds * callsEach, roster.Notes.Count);
        Assert.Equal(callers * rounds * callsEach, roster.Notes.Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(roster.Born, rounds, rounds + 1);
    }

    [Fact]
    public async Task Calls_of_one_caller_keep_their_order_over_the_ends_of_activations()
    {
        var roster = new Roster();
        await using var engine = await TestEngine.StartAsync(add: services => services.AddSingleton(roster));
        var grain = engine.Get<ISoloGrain>("order");
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(
            i => grain.NoteAsync($"{i}", leave: i % 200 == 100)));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"{i}"), roster.Notes);
        Assert.Equal(6, roster.Born);
    }

    [Fact]
    public async Task Calls_that_wait_for_a_grain_that_leaves_after_each_of_them_are_all_served()
    {
        var roster = new Roster();
        await using var engine = await TestEngine.StartAsync(add: services => services.AddSingleton(roster));
        var grain = engine.Get<ISoloGrain>("brief");
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => grain.NoteAsync($"{i}", leave: true)));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}"), roster.Notes);
        Assert.InRange(roster.Born, 50, 51);
    }

    /// <summary>Whether two activations of the grain were there at the same time, and what they served.</summary>
    internal sealed class Roster
    {
        private readonly Lock gate = new();
        private int alive;

        internal ConcurrentQueue<string> Notes { get; } = new();

        internal int AliveMax { get; private set; }

        internal int Born { get; private set; }

        internal void Enter()
        {
            lock (gate)
            {
                Born++;
                AliveMax = Math.Max(AliveMax, ++alive);
            }
        }

        internal void Leave()
        {
            lock (gate)
            {
                alive--;
            }
        }
    }
}

internal interface ISoloGrain : IGrainWithStringKey
{
    Task NoteAsync(string what, bool leave);
}

internal sealed class SoloGrain(ActivationTests.Roster roster) : Grain, ISoloGrain
{
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        roster.Enter();
        await Task.Yield();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Task.Yield();
        roster.Leave();
    }

    public async Task NoteAsync(string what, bool leave)
    {
        roster.Notes.Enqueue(what);
        await Task.Yield();
        if (leave)
        {
            DeactivateOnIdle();
        }
    }
}
