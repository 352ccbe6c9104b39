using System.Collections.Concurrent;
using System.Threading.Channels;

namespace OrleansTrading.Engine.Tests.Runtime;

/// <summary>What grains under test tell and wait for: events in order, and gates that the test opens.</summary>
internal sealed class Probe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<string> events = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> gates = new();
    private readonly ConcurrentDictionary<string, int> counts = new();
    private volatile bool open;

    internal void Tell(string what)
    {
        counts.AddOrUpdate(what, 1, static (_, count) => count + 1);
        events.Writer.TryWrite(what);
    }

    internal int Count(string what) => counts.GetValueOrDefault(what);

    /// <summary>What to wait for before nothing more can be expected, but for a moment of other threads.</summary>
    internal Func<Task> Settled { get; set; } = () => Task.CompletedTask;

    /// <summary>The next event, in order.</summary>
    internal async Task<string> NextAsync()
    {
        var next = events.Reader.ReadAsync().AsTask();
        await Task.WhenAny(next, Settled());
        try
        {
            return await next.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            Assert.Fail("Nothing more was told, and nothing goes on that could tell.");
            throw;
        }
    }

    /// <summary>The next events, in order.</summary>
    internal async Task<List<string>> NextAsync(int count)
    {
        var all = new List<string>();
        while (all.Count < count)
        {
            all.Add(await NextAsync());
        }

        return all;
    }

    /// <summary>Whether nothing was told since the last event that was read.</summary>
    internal bool IsQuiet => events.Reader.Count == 0;

    internal Task PassAsync(string gate)
    {
        // In this order: whoever opens all gates says so first, and then looks which there are.
        var task = Gate(gate).Task;
        return open ? Task.CompletedTask : task;
    }

    internal void Open(string gate) => Gate(gate).TrySetResult();

    internal void OpenAll()
    {
        open = true;
        foreach (var gate in gates.Values)
        {
            gate.TrySetResult();
        }
    }

    private TaskCompletionSource Gate(string name) => gates.GetOrAdd(
        name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
