using System.Text.Json.Serialization;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.History;
using OrleansTrading.Grains.Ledger;

namespace OrleansTrading.Grains.Treasury;

/// <summary>A finished transfer, or what the chain says of one that we do not remember.</summary>
internal sealed class TransferState : IRecordedState, IBookedState
{
    /// <summary>The outcome; null before it is final.</summary>
    public TransferView? Outcome { get; set; }

    /// <summary>The first transaction that carried the transfer's tag and was not signed here; null: none.</summary>
    public string? SeenTransactionId { get; set; }

    /// <inheritdoc/>
    [JsonIgnore]
    public HistoryDraft History { get; } = new();

    /// <inheritdoc/>
    public LedgerDraft Ledger { get; init; } = new();
}

/// <inheritdoc cref="ITransferGrain"/>
internal sealed class TransferGrain(
    [PersistentState("transfer")] IPersistentState<TransferState> state, TimeProvider time) : Grain, ITransferGrain
{
    public async Task<TransferView?> GetAsync()
    {
        await ReadAgainUnlessAsync(state.State.Outcome is not null);
        return state.State.Outcome;
    }

    public async Task<string?> GetSeenAsync()
    {
        await ReadAgainUnlessAsync(state.State.SeenTransactionId is not null);
        return state.State.SeenTransactionId;
    }

    /// <summary>
    /// That there is no end is never said from memory, however lately it was read: whoever asks makes the transfer if
    /// there is none. In a partitioned cluster another activation may have recorded it since, and what ended would be
    /// paid again.
    /// </summary>
    private Task ReadAgainUnlessAsync(bool isKnown) => isKnown ? Task.CompletedTask : state.ReadStateAsync();

    public async Task MarkSeenAsync(string transactionId)
    {
        if (state.State.SeenTransactionId is null)
        {
            state.State.SeenTransactionId = transactionId;
            var seen = new TransferDetails { TransactionId = transactionId };
            state.State.Record(
                time.GetUtcNow(), HistoryKinds.TransferSeen, user: null, this.GetPrimaryKeyString(), seen);
            await state.WriteStateAsync();
        }
    }

    public async Task RecordAsync(TransferView outcome)
    {
        Check.That(outcome.Request.Id.Value == this.GetPrimaryKeyString(), $"{outcome.Request.Id} came elsewhere");
        if (state.State.Outcome is { } known)
        {
            var same = known.Status == outcome.Status
                && known.TransactionId == outcome.TransactionId
                && known.Request == outcome.Request;
            Check.That(same, $"{known.Request.Id} ended {known.Status} before and {outcome.Status} now");
            return;
        }

        state.State.Outcome = outcome;
        Record(outcome);
        state.State.Book(outcome, time.GetUtcNow());
        await state.WriteStateAsync();
    }

    /// <summary>The end of a transfer is told here, where it is decided once and for all.</summary>
    private void Record(TransferView outcome)
    {
        var request = outcome.Request;
        state.State.Record(
            time.GetUtcNow(),
            Recording.KindOf(outcome.Status),
            request.User,
            request.Id.Value,
            new TransferDetails
            {
                To = request.To,
                Amount = request.Amount,
                TransactionId = outcome.TransactionId,
                Attempt = outcome.Attempts,
                FeeUnits = outcome.FeeUnits,
                Reason = HistoryDetails.Clip(outcome.Reason),
            });
    }
}
