using Npgsql;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Cluster;

/// <summary>Stores what comes with one state, in the transaction of the connection.</summary>
internal static class AdoNetAttachments
{
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
            // A number that is given once tells this write's events from all others.
            await using var block = PostgresSql.Command(PostgresEtags.NextBlock, connection);
            var etag = PostgresEtags.FirstOf((long)(await block.ExecuteScalarAsync())!);
            batch.BatchCommands.Add(PostgresHistory.Append([.. PostgresHistoryRow.Of(key, etag, attached.Events)]));
        }

        if (attached.Entries.Count > 0)
        {
            batch.BatchCommands.Add(PostgresLedger.Append(attached.Entries));
        }

        await batch.ExecuteNonQueryAsync();
    }
}
