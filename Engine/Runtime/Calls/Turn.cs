namespace OrleansTrading.Engine;

/// <summary>What a running turn lets start beside it.</summary>
internal enum TurnKind
{
    /// <summary>Nothing but interleaving turns.</summary>
    Exclusive,

    /// <summary>Other reading turns.</summary>
    ReadOnly,

    /// <summary>Everything; it starts beside everything too.</summary>
    Interleave,
}

/// <summary>
/// One piece of work of an activation, from its start to its end with all awaits between: a call, a timer's tick, or
/// the activation itself. Turns that wait for each other form a trail, by which call cycles are found.
/// </summary>
internal abstract class Turn
{
    private static readonly AsyncLocal<Turn?> Context = new();

    /// <summary>Gets the turn that the running code belongs to, across its awaits; null: none.</summary>
    internal static Turn? Flowing => Context.Value;

    /// <summary>Gets or sets the turn that waits for this one; null: nobody does, or it is unknown.</summary>
    internal Turn? Parent { get; set; }

    /// <summary>Gets where it runs; null until it starts.</summary>
    internal CallTarget? Target { get; private set; }

    /// <summary>Gets how it runs beside others.</summary>
    internal TurnKind Kind { get; private set; }

    /// <summary>Gets whether it runs now.</summary>
    internal bool IsRunning { get; private set; }

    /// <summary>Gets or sets the next one in the queue it waits in.</summary>
    internal Turn? NextWaiting { get; set; }

    /// <summary>Gets or sets when it started, if turns are timed.</summary>
    internal long StartedAt { get; set; }

    /// <summary>Gets what a person calls it: grain and method.</summary>
    internal abstract string Description { get; }

    /// <summary>
    /// Runs it up to its first await. It reports its end to <see cref="CallTarget.End"/>; it must not throw.
    /// </summary>
    internal void Begin(CallTarget target, TurnKind kind)
    {
        Target = target;
        Kind = kind;
        IsRunning = true;
        Context.Value = this;
        Run(target);
    }

    /// <summary>Marks the end. Its children are no longer waited for through it.</summary>
    internal void MarkEnded()
    {
        IsRunning = false;
        Parent = null;
    }

    /// <summary>The turn that waits for this one, directly or through others, and runs there; null: none.</summary>
    internal Turn? FindWaitingIn(CallTarget target)
    {
        for (var turn = Parent; turn is not null; turn = turn.Parent)
        {
            if (turn.Target == target && turn.IsRunning)
            {
                return turn;
            }
        }

        return null;
    }

    /// <summary>The trail, first caller first, ending in this turn.</summary>
    internal string DescribeTrail()
    {
        var steps = new List<string>();
        for (var turn = this; turn is not null; turn = turn.Parent)
        {
            steps.Add(turn.Description);
        }

        steps.Reverse();
        return string.Join(" -> ", steps);
    }

    /// <summary>Does the work.</summary>
    protected abstract void Run(CallTarget target);
}
