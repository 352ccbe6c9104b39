namespace OrleansTrading.Engine;

/// <content>The graceful stop.</content>
internal sealed partial class EngineRuntime
{
    private volatile bool isStopping;
    private volatile bool isStopped;

    /// <summary>
    /// Takes no more calls from outside, lets what runs finish, and ends every activation. Calls among grains are
    /// served to the end, by fresh activations if need be. After the shutdown timeout, or when the token is cancelled,
    /// what is left is abandoned: it can store nothing any more.
    /// </summary>
    internal async Task StopAsync(CancellationToken cancellationToken)
    {
        isStopping = true;
        await collector.DisposeAsync();
        using var timeout = new CancellationTokenSource(Options.ShutdownTimeout, Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var ended = 0;
        try
        {
            while (!Directory.IsEmpty)
            {
                ended += await EndAllAsync(both.Token);
            }

            Log.Stopped(ended);
        }
        catch (OperationCanceledException)
        {
            var left = Directory.All.ToList();
            foreach (var activation in left)
            {
                activation.Abandon(Options.ShutdownTimeout);
            }

            Log.StopTimedOut(left.Count, Options.ShutdownTimeout);
        }

        isStopped = true;
    }

    private async Task<int> EndAllAsync(CancellationToken cancellationToken)
    {
        var all = Directory.All.OrderBy(each => each.GrainId).ToList();
        foreach (var activation in all)
        {
            // Not with the token: what has begun to end goes on when the wait for it is given up.
            activation.Deactivate(
                new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The engine stops."),
                CancellationToken.None);
        }

        await Task.WhenAll(all.Select(each => each.Deactivated)).WaitAsync(cancellationToken);
        return all.Count;
    }
}
