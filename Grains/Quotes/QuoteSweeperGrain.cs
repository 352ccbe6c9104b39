using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Quotes;

/// <inheritdoc cref="IQuoteSweeperGrain"/>
internal sealed class QuoteSweeperGrain(
    IListingStore listing,
    TimeProvider time,
    IOptions<QuoteOptions> options,
    ILogger<QuoteSweeperGrain> logger) : Grain, IQuoteSweeperGrain, IRemindable
{
    private const string SweepReminder = "sweep";
    private const int PageMax = 200;

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
                    ListingKinds.Quote, now, after, PageMax, cancellationToken);
                await Task.WhenAll(page.Select(row => ReviewAsync(new QuoteId(row.Id))));
                after = page.Count > 0 ? ListingCursor.AfterDeadline(page[^1]) : null;
            }
            while (page.Count == PageMax && !cancellationToken.IsCancellationRequested);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.SweepFailed(failure);
        }
    }

    /// <summary>A quote that cannot be looked at now keeps nobody from the pages behind it.</summary>
    private async Task ReviewAsync(QuoteId quote)
    {
        try
        {
            await GrainFactory.GetGrain<IQuoteGrain>(quote.Value).GetAsync();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.QuoteStalled(quote, failure);
        }
    }
}
