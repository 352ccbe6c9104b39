using System.Runtime.InteropServices;

namespace OrleansTrading.Engine;

/// <summary>
/// Finds turns that wait for each other in a circle though none of them began within another: two grains that call each
/// other at the same time. A call that comes back along its own trail is refused when it arrives; this one looks at all
/// that wait, once per tick of the call clock. What it sees meanwhile changes, so a circle counts only when it was seen
/// twice in a row: a turn that waits, and one that runs, never go back to what they were before.
/// </summary>
internal sealed class DeadlockWatch(ActivationDirectory directory)
{
    private readonly Lock gate = new();

    // Under the gate.
    private readonly Dictionary<Turn, List<GrainCall>> callsOf = [];
    private readonly Dictionary<CallTarget, List<Turn>> runningAt = [];
    private readonly HashSet<Turn> visited = [];
    private HashSet<(Turn Waiting, Turn For)> suspected = [];

    /// <summary>Looks at the calls that turns wait for, and fails one of each circle.</summary>
    internal void Look(IEnumerable<GrainCall> open)
    {
        if (!gate.TryEnter())
        {
            return; // The clock ticks again although the look at its last tick is not over.
        }

        try
        {
            // The oldest first, so that one look after the other meets the same circle first.
            Search([.. open.OrderBy(call => call.SentTick)]);
        }
        finally
        {
            callsOf.Clear();
            runningAt.Clear();
            visited.Clear();
            gate.Exit();
        }
    }

    private void Search(List<GrainCall> open)
    {
        var seen = new HashSet<(Turn Waiting, Turn For)>();
        foreach (var call in open)
        {
            Note(call);
        }

        foreach (var call in open)
        {
            if (FindCircle(call) is { } circle)
            {
                var steps = circle.Select((turn, i) => (turn, circle[(i + 1) % circle.Count])).ToList();
                if (steps.TrueForAll(suspected.Contains))
                {
                    Break(circle);
                }

                seen.UnionWith(steps);
            }
        }

        suspected = seen;
    }

    private void Note(GrainCall call)
    {
        if (call.Parent is { Target: { } target } parent)
        {
            var calls = CollectionsMarshal.GetValueRefOrAddDefault(callsOf, parent, out var known) ??= [];
            calls.Add(call);
            if (!known)
            {
                (CollectionsMarshal.GetValueRefOrAddDefault(runningAt, target, out _) ??= []).Add(parent);
            }
        }
    }

    /// <summary>A circle that can be reached from a turn, by a way on which nobody was before; null: none.</summary>
    private List<Turn>? FindCircle(Turn start)
    {
        if (!visited.Add(start))
        {
            return null;
        }

        // Not by recursion: a chain of waiting grains may be longer than the stack.
        var way = new List<Turn> { start };
        var ahead = new Stack<IEnumerator<Turn>>([AwaitedBy(start).GetEnumerator()]);
        while (ahead.TryPeek(out var next))
        {
            if (!next.MoveNext())
            {
                ahead.Pop();
                way.RemoveAt(way.Count - 1);
            }
            else if (visited.Add(next.Current))
            {
                way.Add(next.Current);
                ahead.Push(AwaitedBy(next.Current).GetEnumerator());
            }
            else if (way.IndexOf(next.Current) is var at and >= 0)
            {
                return way[at..];
            }
        }

        return null;
    }

    /// <summary>What a turn waits for: one that runs, for its calls; a call that waits, for those in its way.</summary>
    private IEnumerable<Turn> AwaitedBy(Turn turn)
    {
        if (turn.IsRunning)
        {
            return callsOf.TryGetValue(turn, out var calls) ? calls.Where(call => !call.IsAnswered) : [];
        }

        return turn is GrainCall { IsAnswered: false } waiting
            && directory.Find(waiting.TargetId) is { } activation
            && runningAt.TryGetValue(activation, out var running)
                ? running.Where(each => each.IsRunning && activation.IsInTheWay(each, waiting))
                : [];
    }

    private static void Break(List<Turn> circle)
    {
        // The one that was sent last, as far as the ticks tell: it closed the circle.
        var waiting = circle.OfType<GrainCall>().Where(call => !call.IsRunning);
        if (waiting.MaxBy(call => call.SentTick) is { } last)
        {
            var from = circle.IndexOf(last) + 1;
            var trail = string.Join(" -> ", circle[from..].Concat(circle[..from]).Select(turn => turn.Description));
            last.TryFail(CallCycleException.Of("Calls wait for each other", trail));
        }
    }
}
