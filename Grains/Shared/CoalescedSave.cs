namespace OrleansTrading.Grains;

/// <summary>
/// Lets a reentrant grain save once for all the changes that wait: what changes while a write is under way goes into
/// the next one. Single-threaded, as grains are.
/// </summary>
/// <param name="write">Writes the state; it must serialise before its first await.</param>
internal sealed class CoalescedSave(Func<Task> write)
{
    private long changes;
    private long saved;
    private Task? underWay;

    /// <summary>Returns when everything changed before this call is durable.</summary>
    internal Task SaveAsync()
    {
        changes++;
        return WaitAsync(changes);
    }

    /// <summary>Returns when everything changed so far is durable: what was read here may now be told.</summary>
    internal Task SettleAsync() => WaitAsync(changes);

    private async Task WaitAsync(long change)
    {
        while (saved < change)
        {
            await (underWay ?? StartAsync());
        }
    }

    private Task StartAsync()
    {
        var task = WriteAsync(changes);
        underWay = task.IsCompleted ? null : task;
        return task;
    }

    private async Task WriteAsync(long upTo)
    {
        try
        {
            await write();
            saved = upTo;
        }
        finally
        {
            underWay = null;
        }
    }
}
