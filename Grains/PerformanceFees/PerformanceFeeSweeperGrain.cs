using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Quotes;

namespace OrleansTrading.Grains.PerformanceFees;

/// <inheritdoc cref="IPerformanceFeeSweeperGrain"/>
internal sealed class PerformanceFeeSweeperGrain(
    IListingStore listing,
    TimeProvider time,
    IOptions<PerformanceFeeOptions> options,
    ILogger<PerformanceFeeSweeperGrain> logger) : Grain, IPerformanceFeeSweeperGrain, IRemindable
{
    private const string SweepReminder = "sweep";
    private const int PageMax = 100;

    private IGrainTimer? clock;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        clock = this.RegisterGrainTimer(SweepAsync, new GrainTimerCreationOptions
        {
            DueTime = TimeSpan.Zero,
            Period = options.Value.SweepPeriod,
            KeepAlive = true,
        });
        return Task.CompletedTask;
    }

    public Task StartAsync() => this.RegisterOrUpdateReminder(
        SweepReminder, QuoteConstants.ReminderPeriod, QuoteConstants.ReminderPeriod);

    /// <summary>Being activated is all it takes: the clock starts with the activation.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            ListingCursor? after = null;
            IReadOnlyList<ListingRow> page;
            do
            {
                page = await listing.PageOverdueAsync(
                    ListingKinds.PerformanceFee, now, after, PageMax, cancellationToken);
                await Task.WhenAll(page.Select(row => WakeAsync(new SubscriptionId(row.Id))));
                after = page.Count > 0 ? ListingCursor.AfterDeadline(page[^1]) : null;
            }
            while (page.Count == PageMax && !cancellationToken.IsCancellationRequested);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.FeeSweepFailed(failure);
        }
    }

    /// <summary>One that cannot be woken now keeps no other from it.</summary>
    private async Task WakeAsync(SubscriptionId subscription)
    {
        try
        {
            await GrainFactory.GetGrain<IPerformanceFeeGrain>(subscription.Value).WakeAsync();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.FeeNotWoken(subscription, failure);
        }
    }
}
