using Microsoft.Extensions.Logging;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains;

/// <summary>
/// Looks, on a clock, at every row of one kind in the list whose deadline has passed, so that nothing that is due waits
/// for somebody to ask. One activation per platform and kind.
/// </summary>
internal abstract class SweeperGrain(
    IListingStore listing, TimeProvider time, ILogger logger, string kind, TimeSpan period) : Grain, IRemindable
{
    private const string SweepReminder = "sweep";
    private const int PageMax = 200;

    private IGrainTimer? clock;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        clock = this.RegisterGrainTimer(SweepAsync, new GrainTimerCreationOptions
        {
            DueTime = TimeSpan.Zero,
            Period = period,
            KeepAlive = true,
        });
        return Task.CompletedTask;
    }

    public Task StartAsync() => this.RegisterOrUpdateReminder(
        SweepReminder, GrainConstants.ReminderPeriod, GrainConstants.ReminderPeriod);

    /// <summary>Being activated is all it takes: the clock starts with the activation.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    /// <summary>Has the grain that a row tells of do what is due.</summary>
    protected abstract Task WakeAsync(string id);

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            ListingCursor? after = null;
            IReadOnlyList<ListingRow> page;
            do
            {
                page = await listing.PageOverdueAsync(kind, now, after, PageMax, cancellationToken);
                await Task.WhenAll(page.Select(row => TryWakeAsync(row.Id)));
                after = page.Count > 0 ? ListingCursor.AfterDeadline(page[^1]) : null;
            }
            while (page.Count == PageMax && !cancellationToken.IsCancellationRequested);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.SweepFailed(kind, failure);
        }
    }

    /// <summary>One that cannot be woken now keeps nobody from the pages behind it.</summary>
    private async Task TryWakeAsync(string id)
    {
        try
        {
            await WakeAsync(id);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.NotWoken(kind, id, failure);
        }
    }
}
