namespace OrleansTrading.Engine;

/// <summary>Turns that wait, first come first served. It takes no memory of its own.</summary>
internal struct TurnQueue
{
    private Turn? head;
    private Turn? tail;

    /// <summary>Gets the first; null: none waits.</summary>
    internal readonly Turn? Head => head;

    /// <summary>Adds one at the end.</summary>
    internal void Enqueue(Turn turn)
    {
        if (tail is null)
        {
            head = turn;
        }
        else
        {
            tail.NextWaiting = turn;
        }

        tail = turn;
    }

    /// <summary>Takes the first; null: none waits.</summary>
    internal Turn? Dequeue()
    {
        var turn = head;
        if (turn is not null)
        {
            head = turn.NextWaiting;
            tail = head is null ? null : tail;
            turn.NextWaiting = null;
        }

        return turn;
    }
}
