using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Grains.Ledger;

namespace OrleansTrading.Grains.Quotes;

/// <inheritdoc cref="IQuoteGrain"/>
internal sealed partial class QuoteGrain(
    [PersistentState("quote")] IPersistentState<QuoteState> storage,
    QuoteMaker maker,
    QuoteGuards guards,
    TimeProvider time,
    IOptions<QuoteOptions> options,
    ILogger<QuoteGrain> logger) : Grain, IQuoteGrain, IRemindable
{
    private QuoteState State => storage.State;

    private QuoteId Id => new(this.GetPrimaryKeyString());

    private bool Exists => State.Command is not null;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (IsUnderWay)
        {
            StartDriving(TimeSpan.Zero);
        }

        return Task.CompletedTask;
    }

    public async Task<Outcome<QuoteView>> CreateAsync(CreateQuote command)
    {
        if (Exists)
        {
            return await RepeatAsync(command);
        }

        var made = await maker.MakeAsync(GrainFactory, Id, command);
        if (made.Value is not { } state)
        {
            // Nothing is written here that would tell an activation that it is behind another one.
            return await IsStoredAsync() ? await RepeatAsync(command) : Outcome.Refused<QuoteView>(made.Refusal!);
        }

        storage.State = state;
        RecordCreated();
        await storage.WriteStateAsync();

        // Most quotes are never paid, and many never looked at again: their memory is given back at once, so that a
        // burst of them does not fill it. Whoever comes next reads it from the store.
        DeactivateOnIdle();
        return Outcome.Of(View());
    }

    public async Task<QuoteView?> GetAsync()
    {
        if (!await IsStoredAsync())
        {
            return null;
        }

        await ExpireIfDueAsync();
        return View();
    }

    public async Task<IReadOnlyList<TimelineStep>?> GetTimelineAsync()
    {
        if (!await IsStoredAsync())
        {
            return null;
        }

        await ExpireIfDueAsync();
        var steps = new List<TimelineStep>(State.Timeline);
        if (State.Status is not (QuoteStatus.Pending or QuoteStatus.Committed or QuoteStatus.Expired)
            && await Treasury.GetTransferAsync(TransferId.Delivery(Id)) is { } delivery)
        {
            steps.AddRange(delivery.Steps);
        }

        // Steps of one instant keep their order: ours are appended as they happen, and so are the treasury's.
        return [.. steps.OrderBy(s => s.At)];
    }

    /// <summary>
    /// Whether there is such a quote. That there is none is never said from memory: in a partitioned cluster another
    /// activation may have made it since.
    /// </summary>
    private async Task<bool> IsStoredAsync()
    {
        if (!Exists)
        {
            await storage.ReadStateAsync();
        }

        return Exists;
    }

    private async Task<Outcome<QuoteView>> RepeatAsync(CreateQuote command)
    {
        if (State.Command != command)
        {
            return Outcome.Refused<QuoteView>(
                ErrorCodes.IdempotencyKeyReused,
                "Idempotency-Key",
                $"This key made quote {Id} from another request. Use a new key for a new quote.");
        }

        await ExpireIfDueAsync();
        return Outcome.Of(View());
    }

    /// <summary>Moves along one allowed transition and persists it; nothing is answered before that.</summary>
    private async Task MoveAsync(QuoteEvent happened, string step, string? transactionId = null)
    {
        var from = State.Status;
        State.Status = QuoteTransitions.Next(from, happened);
        State.Deadline = DeadlineOf(State.Status);
        Note(step, State.ReasonDetail, transactionId);
        RecordMove(transactionId);
        State.BookMove(Id, happened, time.GetUtcNow());
        await storage.WriteStateAsync();
        logger.QuoteMoved(Id, from, State.Status);
        if (State.Status == QuoteStatus.Parked)
        {
            logger.QuoteParked(Id, State.Reason, State.ReasonDetail);
        }
    }

    private void Note(string step, string? detail = null, string? transactionId = null) => State.Timeline.Add(
        new TimelineStep { At = time.GetUtcNow(), Step = step, Detail = detail, TransactionId = transactionId });

    private DateTimeOffset? DeadlineOf(QuoteStatus status) => status switch
    {
        QuoteStatus.Committed => time.GetUtcNow() + options.Value.CommitTime,
        QuoteStatus.Executing => time.GetUtcNow() + options.Value.DeliveryTime,
        QuoteStatus.Failed or QuoteStatus.Refunding => time.GetUtcNow() + options.Value.RefundTime,
        _ => null,
    };

    private async Task ExpireIfDueAsync()
    {
        if (State.Status != QuoteStatus.Pending || !IsPastDeadline)
        {
            return;
        }

        if (State.Held is { } held)
        {
            await ConcludeHeldAsync(held);
            return;
        }

        // Given back before the quote is closed: after a crash in between, the next look closes it and does this again.
        if (State.CommitBegun)
        {
            await ReleaseAsync();
        }

        State.Reason = PaymentReasons.NotPaid;
        State.ReasonDetail = "No payment arrived in time.";
        await MoveAsync(QuoteEvent.TimeRanOut, "quote.expired");
    }

    private QuoteView View() => QuoteViews.Of(Id, State, deliveryProblem);
}
