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

    private readonly SplitMix draw = SplitMix.Of(seed, $"nodes of {chain} for {process.Name}");

    /// <summary>Which of the nodes answers.</summary>
    internal Node Choose() => NodeOf(draw.Below(Nodes));

    /// <summary>Asks a node.</summary>
    internal async Task<T> AskAsync<T>(Node? node, string what, bool isSubmission, Func<Task<T>> ask)
    {
        process.Require($"A node of {chain}");
        if (isSubmission && faults.Crashes(process, CrashPoints.BeforeSubmit))
        {
            await VirtualProcess.NeverAsync();
        }

        await process.DelayAsync(WireTime);
        T answer;
        try
        {
            answer = await Play(node ?? Choose(), ask);
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
        await process.DelayAsync(WireTime);
        return answer;
    }

    /// <summary>The network decides what a request meets before it first waits; so this holds for one request only.</summary>
    private Task<T> Play<T>(Node node, Func<Task<T>> ask)
    {
        if (node.Lag == 0 && node.Kept == 0)
        {
            return ask();
        }

        if (node.Lag > 0)
        {
            network.Set(FaultKind.Stale, 1, node.Lag);
        }

        if (node.Kept > 0)
        {
            network.Set(FaultKind.Pruned, 1, node.Kept);
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
    internal readonly record struct Node(uint Lag, uint Kept);
}
