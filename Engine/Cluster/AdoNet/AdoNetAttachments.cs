using Npgsql;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Cluster;

/// <summary>Stores what comes with one state, in the transaction of the connection.</summary>
internal static class AdoNetAttachments
{
    /// <summary>A number that is given once, to tell this write's events from all others.</summary>
    private const string Place = "SELECT nextval('orleanstrading.etag_block')";

    /// <summary>Our own storage takes so many from each; so none of its numbers is ever one of these.</summary>
    private const int BlockBits = 17;

    internal static async Task StoreAsync(
        NpgsqlConnection connection, StateKey key, StateAttachments attached, bool isCleared)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (attached.Row is { } row)
        {
            batch.BatchCommands.Add(isCleared ? PostgresListings.Remove([row]) : PostgresListings.Store([row]));
        }

        if (attached.Events.Count > 0)
        {
            await using var place = PostgresSql.Command(Place, connection);
            var etag = (long)(await place.ExecuteScalarAsync())! << BlockBits;
            var write = PostgresBatch.Write(
                key, expected: null, payload: null, attached, new WriteStateCommand(key, null, [], attached, default));
            write.Etag = etag;
            batch.BatchCommands.Add(
                PostgresHistory.Append([.. attached.Events.Select((e, ordinal) => (write, ordinal, e))]));
        }

        await batch.ExecuteNonQueryAsync();
    }
}
