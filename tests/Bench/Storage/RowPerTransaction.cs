using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace OrleansTrading.Bench.Storage;

/// <summary>The reference: an upsert with the etag in its condition, prepared, one transaction for each row.</summary>
internal sealed class RowPerTransaction : IAsyncDisposable
{
    private const string Table = """
        CREATE TABLE reference_state(
          grain_type text COLLATE "C" NOT NULL, grain_key text COLLATE "C" NOT NULL,
          state_name text COLLATE "C" NOT NULL, etag bigint NOT NULL, modified_at_ms bigint NOT NULL, payload text,
          PRIMARY KEY(grain_type, grain_key, state_name)) WITH (fillfactor = 70)
        """;

    private const string Upsert = """
        INSERT INTO reference_state AS s VALUES('bench', $1, 'small', $2 + 1, $3, $4)
        ON CONFLICT(grain_type, grain_key, state_name) DO UPDATE
        SET etag = excluded.etag, modified_at_ms = excluded.modified_at_ms, payload = excluded.payload
        WHERE s.etag = $2
        """;

    private readonly NpgsqlDataSource _source;
    private readonly int _connections;
    private readonly long[] _etags;

    private RowPerTransaction(NpgsqlDataSource source, int connections)
    {
        _source = source;
        _connections = connections;
        _etags = new long[connections];
    }

    internal static async Task<RowPerTransaction> StartAsync(
        string connectionString, int connections, CancellationToken cancellationToken)
    {
        var reference = new RowPerTransaction(
            NpgsqlDataSource.Create($"{connectionString};Maximum Pool Size={connections}"), connections);
        await using var command = reference._source.CreateCommand(Table);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return reference;
    }

    internal async Task<double> PerSecondAsync(TimeSpan time)
    {
        var written = new long[_connections];
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, _connections).Select(async caller =>
        {
            await using var connection = await _source.OpenConnectionAsync();
            await using var command = new NpgsqlCommand(Upsert, connection);
            var state = new SmallState();
            var key = caller.ToString(CultureInfo.InvariantCulture);
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                state.Number++;
                command.Parameters.Clear();
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _etags[caller] });
                command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Environment.TickCount64 });
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = JsonSerializer.Serialize(state) });
                if (!command.IsPrepared)
                {
                    await command.PrepareAsync();
                }

                if (await command.ExecuteNonQueryAsync() != 1)
                {
                    throw new BenchFailedException($"The reference row {key} was not written.");
                }

                _etags[caller]++;
                written[caller]++;
            }
        }));
        return written.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
