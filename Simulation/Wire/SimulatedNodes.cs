using System.Globalization;
using OrleansTrading.Chains;
using OrleansTrading.Devnet.Faults;
using OrleansTrading.Simulation.Faults;
using OrleansTrading.Simulation.Loop;

namespace OrleansTrading.Simulation.Wire;

/// <summary>
/// The nodes of one chain as a process reaches them: several, of which some may be behind the others or have forgotten
/// old blocks. Each request goes to one of them, and takes its time there and back.
/// </summary>
internal sealed class SimulatedNodes(
    string chain, DevnetFaults network, VirtualProcess process, VirtualLoop loop, ulong seed, SeedFaults faults,
    ITrace trace)
{
    private const int Nodes = 3;
    private const int LagMax = 32;
    private const int KeptMin = 10;
    private const int KeptMax = 100;
    private static readonly TimeSpan WireTime = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SpikePeriod = TimeSpan.FromSeconds(12);

    private readonly SplitMix draw = SplitMix.Of(seed, $"nodes of {chain} for {process.Name}");
    private bool isOrdered;

    /// <summary>Which of the nodes answers.</summary>
    internal Node Choose() => NodeOf(draw.Below(Nodes));

    /// <summary>
    /// Which of them answers a sequence of requests. It may be several that look like one: as far behind as it happens,
    /// but with one history.
    /// </summary>
    internal Node Pin() => Choose() with { IsSeveral = faults.Hits(FaultClass.Balancer, chain) };

    private Node NodeFor(Node? pinned) =>
        pinned is not { } node ? Choose() : node.IsSeveral ? Another(node, Choose().Lag) : node;

    /// <summary>As far behind as it happens, but all of them have forgotten the same.</summary>
    private static Node Another(Node node, uint lag)
    {
        if (node.Kept == 0)
        {
            return node with { Lag = lag };
        }

        var behind = Math.Min(lag, node.Kept - 1);
        return node with { Lag = behind, Kept = node.Kept - behind };
    }

    /// <summary>Asks a node.</summary>
    internal async Task<T> AskAsync<T>(Node? node, string what, bool isSubmission, Func<Task<T>> ask)
    {
        process.Require($"A node of {chain}");
        if (isSubmission && faults.Crashes(process, CrashPoints.BeforeSubmit))
        {
            await VirtualProcess.NeverAsync();
        }

        // Whether a question waits before or after it is answered makes no difference to anybody.
        await process.DelayAsync(isSubmission ? WireTime : 2 * WireTime);
        T answer;
        try
        {
            answer = await Play(NodeFor(node), what, isSubmission, ask);
        }
        catch (ChainUnavailableException)
        {
            trace.Note(chain, 0, $"{what}: no answer");
            throw;
        }

        process.Require($"An answer of {chain}");
        if (isSubmission && faults.Crashes(process, CrashPoints.AfterSubmit))
        {
            await VirtualProcess.NeverAsync();
        }

        trace.Note(chain, 1, what);
        if (isSubmission)
        {
            await process.DelayAsync(WireTime);
        }

        return answer;
    }

    /// <summary>
    /// The network decides what a request meets before it first waits; so this holds for one request only.
    /// </summary>
    private Task<T> Play<T>(Node node, string what, bool isSubmission, Func<Task<T>> ask)
    {
        Order(node, what, isSubmission);
        if (!isOrdered)
        {
            return ask();
        }

        try
        {
            return ask();
        }
        finally
        {
            network.Clear();
        }
    }

    private void Order(Node node, string what, bool isSubmission)
    {
        isOrdered = false;
        SetLasting(FaultClass.StaleNode, FaultKind.Stale, node.Lag);
        SetLasting(FaultClass.PrunedNode, FaultKind.Pruned, node.Kept);
        if (faults.RateOf(FaultClass.FeeSpike) > 0 && IsNow(FaultClass.FeeSpike, SpikePeriod, out var spike))
        {
            SetLasting(FaultClass.FeeSpike, FaultKind.FeeSpike, 2 + (uint)(spike % 300));
        }

        if (faults.Hits(FaultClass.RpcError, chain))
        {
            Set(faults.Size(FaultClass.RpcError, chain, 0, 1) == 0 ? FaultKind.Down : FaultKind.RateLimit, 1);
        }

        if (faults.Hits(FaultClass.SlowReply, chain))
        {
            Set(FaultKind.SlowReply, (uint)faults.Size(FaultClass.SlowReply, chain, 500, 20_000));
        }

        if (isSubmission)
        {
            OrderFate(what);
        }
    }

    /// <summary>What becomes of a submission; where several are drawn, the network takes the strongest.</summary>
    private void OrderFate(string what)
    {
        Draw(FaultClass.LostReply, FaultKind.LoseReply, 1, 1);
        Draw(FaultClass.DroppedTransaction, FaultKind.Drop, 1, 1);
        Draw(FaultClass.LateInclusion, FaultKind.Delay, 1, 80);
        Draw(FaultClass.FailedOnChain, FaultKind.Fail, 1, 1);
        Draw(FaultClass.DuplicateSubmission, FaultKind.Duplicate, 1, 1);
        Draw(FaultClass.SequenceGap, FaultKind.SequenceGap, 1, 1);
        var fork = faults.Size(FaultClass.Fork, what, 0, 1) == 0 ? FaultKind.Fork : FaultKind.ForkLate;
        Draw(FaultClass.Fork, fork, 1, 30);
    }

    private void Draw(FaultClass fault, FaultKind kind, int first, int last)
    {
        if (network.Supported.Contains(kind) && faults.Hits(fault, chain))
        {
            Set(kind, (uint)faults.Size(fault, chain, first, last));
        }
    }

    private void SetLasting(FaultClass fault, FaultKind kind, uint size)
    {
        if (size > 0)
        {
            faults.Note(fault);
            Set(kind, size);
        }
    }

    private void Set(FaultKind kind, uint size)
    {
        if (size > 0)
        {
            network.Set(kind, 1, size);
            isOrdered = true;
        }
    }

    /// <summary>Whether something that lasts is so at this time.</summary>
    private bool IsNow(FaultClass fault, TimeSpan period, out ulong hash)
    {
        hash = SplitMix.Hash(seed, $"{fault} of {chain}", (ulong)(loop.NowTicks / period.Ticks));
        var isNow = hash % FaultClasses.Million < (ulong)faults.RateOf(fault);
        hash /= FaultClasses.Million;
        return isNow;
    }

    private Node NodeOf(int index)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{chain}/{index}/{loop.NowTicks / Period.Ticks}");
        var stale = faults.RateOf(FaultClass.StaleNode);
        var hash = SplitMix.Hash(seed, place, 0);
        var lag = hash % FaultClasses.Million < (ulong)stale ? (uint)(hash / FaultClasses.Million % LagMax) + 1 : 0;

        // The first node of a chain remembers everything, as an operator would have it.
        var pruned = index > 0 && faults.RateOf(FaultClass.PrunedNode) > 0;
        var kept = pruned ? KeptMin + (uint)(SplitMix.Hash(seed, chain, 1) % (KeptMax - KeptMin)) : 0;
        return new Node(lag, kept);
    }

    /// <summary>A node, as it is at one moment.</summary>
    /// <param name="Lag">How many heights it is behind.</param>
    /// <param name="Kept">How many heights it remembers; 0: all.</param>
    internal readonly record struct Node(uint Lag, uint Kept)
    {
        /// <summary>
        /// Whether each request is answered by another one, which is behind by as much as it happens.
        /// </summary>
        internal bool IsSeveral { get; init; }
    }
}
