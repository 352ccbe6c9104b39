using System.Transactions;
using Npgsql;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Cluster;

/// <summary>
/// Orleans' AdoNet provider, in whose transaction the row of the lists and the events of the history are stored: all of
/// it is there, or nothing. What fails is one of our storage's failures and says what became of the write.
/// </summary>
/// <remarks>
/// The provider opens a connection for itself, which takes part in the ambient transaction and goes back to its pool; a
/// second one with the same connection string is then the same connection, inside the same transaction. Were it another
/// one, the transaction would have to become distributed, which this platform refuses: it would fail, not split.
/// </remarks>
internal sealed class AdoNetStateStorage(IGrainStorage stock, PostgresStorageOptions options) : IGrainStorage
{
    private readonly string connectionString = AdoNetStates.ConnectionString(options);
    private readonly string place = PostgresServer.PlaceOf(new(options.ConnectionString));

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        try
        {
            await stock.ReadStateAsync(stateName, grainId, grainState);
        }
        catch (Exception failure) when (PostgresFailure.IsOne(failure))
        {
            throw new PostgresFailure(failure, place).ToStorageException();
        }
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var state = grainState.State;
        var attached = StateAttachments.Of(state, Key(stateName, grainId));
        await ChangeAsync(
            grainState,
            () => stock.WriteStateAsync(stateName, grainId, grainState),
            connection => AdoNetAttachments.StoreAsync(connection, Key(stateName, grainId), attached, isCleared: false),
            attached);
        attached.Stored(state);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var attached = StateAttachments.OfCleared(grainState.State, Key(stateName, grainId));
        return ChangeAsync(
            grainState,
            () => stock.ClearStateAsync(stateName, grainId, grainState),
            connection => AdoNetAttachments.StoreAsync(connection, Key(stateName, grainId), attached, isCleared: true),
            attached);
    }

    private async Task ChangeAsync<T>(
        IGrainState<T> grainState, Func<Task> change, Func<NpgsqlConnection, Task> attach, StateAttachments attached)
    {
        var (held, etag, exists) = (grainState.State, grainState.ETag, grainState.RecordExists);
        try
        {
            using var transaction = NewTransaction();
            await change();

            // Nothing was there and nothing was cleared: nothing happened.
            if (!attached.IsEmpty && grainState.ETag is not null)
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync();
                await attach(connection);
            }

            transaction.Complete();
        }
        catch (Exception failure)
        {
            // The provider had set them before it was known that they are true.
            (grainState.State, grainState.ETag, grainState.RecordExists) = (held, etag, exists);
            if (AdoNetFailures.Translate(failure, place) is { } translated)
            {
                throw translated;
            }

            throw;
        }
    }

    private static StateKey Key(string stateName, GrainId grainId) =>
        StateKey.Create(grainId.Type.ToString(), grainId.Key.ToString(), stateName);

    private TransactionScope NewTransaction() => new(
        TransactionScopeOption.RequiresNew,
        new TransactionOptions { IsolationLevel = IsolationLevel.ReadCommitted, Timeout = options.CommandTimeout },
        TransactionScopeAsyncFlowOption.Enabled);
}
