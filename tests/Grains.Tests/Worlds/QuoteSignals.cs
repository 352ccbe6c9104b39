using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Tests.Worlds;

/// <summary>Tells a test when a quote has reached a status: a quote is stored with its row at each change.</summary>
internal sealed class QuoteSignals
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ListingRow> _rows = [];
    private readonly List<(string Id, Func<string, bool> Holds, TaskCompletionSource Reached)> _waiting = [];

    internal void Tell(ListingRow row)
    {
        lock (_lock)
        {
            _rows[row.Id] = row;
            foreach (var waiter in _waiting.Where(w => w.Id == row.Id && w.Holds(row.Status)).ToList())
            {
                _waiting.Remove(waiter);
                waiter.Reached.SetResult();
            }
        }
    }

    internal Task ReachedAsync(QuoteId quote, Func<string, bool> holds)
    {
        lock (_lock)
        {
            if (_rows.TryGetValue(quote.Value, out var known) && holds(known.Status))
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((quote.Value, holds, reached));
            return reached.Task;
        }
    }
}

/// <summary>The real storage, which also tells the test what became durable.</summary>
internal sealed class SignallingStorage(IGrainStorage inner, QuoteSignals signals) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ReadStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = (grainState.State as IListedState)?.ToListingRow(grainId.Key.ToString()!);
        await inner.WriteStateAsync(stateName, grainId, grainState);
        if (row is not null)
        {
            signals.Tell(row);
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        inner.ClearStateAsync(stateName, grainId, grainState);
}
