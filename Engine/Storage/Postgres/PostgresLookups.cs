namespace OrleansTrading.Engine.Storage;

/// <summary>
/// Looks entries of the ledger up by their ids. Who waits shares a query with all who wait, whatever their streams: a
/// grain looks up before each of its writes, and a round trip for each would cost more than the write.
/// </summary>
/// <param name="read">Runs a query on a read connection.</param>
internal sealed class PostgresLookups(
    Func<IReadOnlyList<LedgerKey>, CancellationToken, ValueTask<IReadOnlyList<LedgerRecord>>> read)
{
    /// <summary>Queries at once: while one is under way, others gather for the next.</summary>
    private const int QueriesMax = 2;

    /// <summary>Ids of a query from which on no further look-up joins it.</summary>
    private const int IdsMax = 1_000;

    /// <summary>Look-ups that wait at most; more are refused.</summary>
    private const int WaitingMax = 65_536;

    private readonly Lock _gate = new();
    private readonly Queue<Lookup> _waiting = new();
    private int _running;

    /// <summary>The entries of a stream that have one of these ids.</summary>
    /// <exception cref="StorageException">The read failed, or too many are waiting.</exception>
    public async ValueTask<IReadOnlyList<LedgerRecord>> FindAsync(
        LedgerStream stream,
        IReadOnlyCollection<UInt128> ids,
        CancellationToken cancellationToken)
    {
        var lookup = new Lookup([.. ids.Distinct().Select(id => new LedgerKey(stream, id))]);
        lock (_gate)
        {
            if (_waiting.Count >= WaitingMax)
            {
                throw new StorageOverloadedException(
                    $"{_waiting.Count} look-ups in the ledger wait already, the most there may be. Send less.");
            }

            _waiting.Enqueue(lookup);
            if (_running < QueriesMax)
            {
                _running++;
                _ = Task.Run(RunAsync, CancellationToken.None);
            }
        }

        return await lookup.Found.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Looks up until nobody waits. Never fails: who waits is told.</summary>
    private async Task RunAsync()
    {
        for (var group = Take(); group.Count > 0; group = Take())
        {
            try
            {
                var records = await read([.. group.SelectMany(lookup => lookup.Keys)], CancellationToken.None);
                if (records.Count == 0)
                {
                    // Almost always: what is looked up is new.
                    group.ForEach(lookup => lookup.Found.TrySetResult([]));
                    continue;
                }

                var byKey = records.ToLookup(record => (record.Stream, record.Id));
                group.ForEach(lookup => lookup.Found.TrySetResult(
                    [.. lookup.Keys.SelectMany(key => byKey[(key.Stream, key.IdText)]).OrderBy(r => r.Position)]));
            }
            catch (Exception failure)
            {
                Fail(group, failure);
            }
        }
    }

    /// <summary>Each caller gets an exception of its own.</summary>
    private static void Fail(List<Lookup> group, Exception failure) => group.ForEach(lookup =>
        lookup.Found.TrySetException(failure switch
        {
            StorageOverloadedException => new StorageOverloadedException(failure.Message),
            StorageCorruptException => new StorageCorruptException(failure.Message, failure),
            _ => new StorageUnavailableException(failure.Message, failure),
        }));

    private List<Lookup> Take()
    {
        lock (_gate)
        {
            var group = new List<Lookup>();
            for (var ids = 0; ids < IdsMax && _waiting.TryDequeue(out var lookup); ids += lookup.Keys.Length)
            {
                group.Add(lookup);
            }

            _running -= group.Count == 0 ? 1 : 0;
            return group;
        }
    }

    /// <summary>One caller's.</summary>
    private sealed record Lookup(LedgerKey[] Keys)
    {
        // Callers go on elsewhere: a continuation that is run here would hold up every other caller.
        public TaskCompletionSource<IReadOnlyList<LedgerRecord>> Found { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>What an entry is looked up by.</summary>
internal readonly record struct LedgerKey(LedgerStream Stream, UInt128 Id)
{
    public string IdText => LedgerEncoding.IdText(Id);
}
