using System.Text.Json.Nodes;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Clocks;
using OrleansTrading.Devnet.Faults;
using OrleansTrading.Devnet.Solana;
using OrleansTrading.Devnet.Stellar;
using OrleansTrading.Devnet.Tests.Stellar;

namespace OrleansTrading.Devnet.Tests.Faults;

/// <summary>The ports without a socket, on a scheduler that must not be left.</summary>
public sealed class InProcessFaceTests
{
    [Fact]
    public void Calls_stay_on_the_callers_scheduler_and_waits_are_the_networks_clocks()
    {
        var trace = Play(seed: 1, out var isAlone);

        Assert.True(isAlone, "a continuation ran outside the caller's scheduler");
        Assert.Contains(trace, line => line.Contains("ChainUnavailable", StringComparison.Ordinal));
        Assert.Contains(trace, line => line.StartsWith("stellar 200", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_seed_plays_the_same_and_another_one_otherwise()
    {
        var first = Play(seed: 1, out _);

        Assert.Equal(first, Play(seed: 1, out _));
        Assert.NotEqual(first, Play(seed: 2, out _));
    }

    private static List<string> Play(ulong seed, out bool isAlone)
    {
        var clock = new ManualTime();
        var options = new DevnetOptions
        {
            Faults = FaultPlan.Parse(seed, "down=0.2,rate-limit=0.1,slow-reply=0.3,stale=0.3"),
        };
        using var solana = SolanaDevnet.Open(options, clock);
        using var stellar = StellarDevnet.Open(options, clock);
        IJsonRpc rpc = solana;
        var horizon = stellar.Horizon;
        var loop = new Loop(clock);
        var trace = new List<string>();
        for (var caller = 0; caller < 4; caller++)
        {
            loop.Start(() => AskAsync(rpc, horizon, trace, loop));
        }

        loop.Run();
        isAlone = loop.IsAlone;
        return trace;
    }

    private static async Task AskAsync(IJsonRpc solana, IRestTransport horizon, List<string> trace, Loop loop)
    {
        for (var round = 0; round < 20; round++)
        {
            trace.Add(await TellAsync(async () =>
                $"solana {await solana.CallAsync("getSlot", new JsonArray(), RequestKind.Read)}"));
            loop.Check();
            trace.Add(await TellAsync(async () => $"stellar {(await horizon.GetAsync("fee_stats")).Status}"));
            loop.Check();
        }
    }

    private static async Task<string> TellAsync(Func<Task<string>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Chains.ChainUnavailableException failure)
        {
            return $"{failure.GetType().Name} {failure.Message}";
        }
    }

    /// <summary>One thread, one queue; when nothing is left to do, time goes on.</summary>
    private sealed class Loop(ManualTime clock) : TaskScheduler
    {
        private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);

        private readonly Queue<Task> _ready = new();
        private readonly List<Task> _started = [];

        internal bool IsAlone { get; private set; } = true;

        internal void Start(Func<Task> act) => _started.Add(Task.Factory.StartNew(
            act, CancellationToken.None, TaskCreationOptions.None, this).Unwrap());

        internal void Check() => IsAlone &= Current == this;

        internal void Run()
        {
            // The test runner's own context would be captured instead of this scheduler.
            SynchronizationContext.SetSynchronizationContext(null);
            while (!_started.TrueForAll(task => task.IsCompleted))
            {
                while (_ready.TryDequeue(out var task))
                {
                    TryExecuteTask(task);
                }

                clock.Advance(s_step);
            }

            Assert.All(_started, task => Assert.Null(task.Exception));
        }

        protected override void QueueTask(Task task) => _ready.Enqueue(task);

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

        protected override IEnumerable<Task> GetScheduledTasks() => _ready;
    }
}
