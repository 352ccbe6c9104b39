using OrleansTrading.Chains;

namespace OrleansTrading.Grains.Treasury;

/// <content>
/// One transfer whose question to the chain fails does not hold up the others: it is tried again later, ever less
/// often. Nothing of this is stored; an activation tries all of them afresh.
/// </content>
internal sealed partial class TreasuryGrain
{
    /// <summary>After so many failures in one tick it is the chain rather than the transfers: the tick ends.</summary>
    private const int FailuresPerTickMax = 4;

    private const int DoublingsMax = 16;

    private readonly Dictionary<TransferId, Stall> stalled = [];
    private int failuresLeft;

    private bool MayGoOn => failuresLeft > 0;

    private bool IsDue(OpenTransfer transfer) =>
        !stalled.TryGetValue(transfer.Request.Id, out var stall) || time.GetUtcNow() >= stall.RetryAt;

    /// <summary>
    /// Asks the chain on behalf of one transfer; null when that failed, whatever the reason: a node, an asset or a key
    /// that is not configured any more, a signer. A broken promise still drops the activation.
    /// </summary>
    private async Task<T?> TryAsync<T>(OpenTransfer transfer, Func<Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var answer = await ask();
            stalled.Remove(transfer.Request.Id);
            return answer;
        }
        catch (Exception failure) when (IsOfOneTransfer(failure, cancellationToken))
        {
            Note(transfer.Request.Id, failure);
            return null;
        }
    }

    /// <summary>An exception while submitting is one more answer that says nothing about the outcome.</summary>
    private async Task<SubmitResult> TrySubmitAsync(SignedTransfer signed, CancellationToken cancellationToken)
    {
        try
        {
            return await Chain.SubmitAsync(signed, cancellationToken);
        }
        catch (Exception failure) when (IsOfOneTransfer(failure, cancellationToken))
        {
            failuresLeft--;
            return new SubmitResult(SubmitReply.Unknown, failure.Message);
        }
    }

    private void Note(TransferId transfer, Exception failure)
    {
        failuresLeft--;
        var before = stalled.GetValueOrDefault(transfer);
        var delay = TimeSpan.FromTicks(long.Min(
            options.PumpPeriod.Ticks << int.Min(before.Failures + 1, DoublingsMax), options.RetryDelayMax.Ticks));
        var isUnconfigured = failure is ArgumentException or NotConfiguredException;
        var stall = new Stall(before.Failures + 1, time.GetUtcNow() + delay, failure.Message, isUnconfigured);
        stalled[transfer] = stall;
        if (!isUnconfigured)
        {
            logger.TransferStalled(transfer, stall.Failures, stall.RetryAt, failure);
        }
        else if (before.Problem != failure.Message)
        {
            // Said once: it lasts until an operator has put back what the configuration has lost.
            logger.TransferUnconfigured(transfer, failure.Message);
        }
    }

    private Stall? StallOf(OpenTransfer transfer) =>
        stalled.TryGetValue(transfer.Request.Id, out var stall) ? stall : null;

    /// <summary>What the transfer waits for an operator to do; null when for nothing.</summary>
    private string? NeededFor(OpenTransfer transfer) =>
        StallOf(transfer) is { IsUnconfigured: true, Problem: var problem } ? problem : null;

    private static bool IsOfOneTransfer(Exception failure, CancellationToken cancellationToken) =>
        failure is not BrokenPromiseException && !cancellationToken.IsCancellationRequested;

    private readonly record struct Stall(int Failures, DateTimeOffset RetryAt, string Problem, bool IsUnconfigured);
}
