using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace OrleansTrading.Bench.Wallets;

/// <summary>
/// The reference: the stored procedure that people would otherwise write. The wallet's row is locked without waiting,
/// its version checked, its balance lowered, and a line of the ledger inserted, in one transaction and one round trip
/// on a prepared statement. A caller that meets a locked row is told so; the debit has failed.
/// </summary>
internal sealed class StoredProcedure : IAsyncDisposable
{
    private const string Schema = """
        CREATE SCHEMA reference;
        CREATE TABLE reference.wallet(
          id bigint PRIMARY KEY, available bigint NOT NULL CHECK (available >= 0), version bigint NOT NULL)
          WITH (fillfactor = 70);
        CREATE TABLE reference.ledger(
          id uuid PRIMARY KEY, wallet bigint NOT NULL, version bigint NOT NULL, kind text NOT NULL,
          account text NOT NULL, units bigint NOT NULL, available_after bigint NOT NULL,
          at timestamptz NOT NULL DEFAULT now(), UNIQUE(wallet, version));
        CREATE FUNCTION reference.debit(p_id uuid, p_wallet bigint, p_units bigint, p_kind text, p_account text)
        RETURNS bigint LANGUAGE plpgsql AS $$
        DECLARE
          has bigint;
          seen bigint;
        BEGIN
          SELECT available, version INTO STRICT has, seen FROM reference.wallet WHERE id = p_wallet FOR UPDATE NOWAIT;
          IF has < p_units THEN
            RETURN -1;
          END IF;
          UPDATE reference.wallet SET available = has - p_units, version = seen + 1
          WHERE id = p_wallet AND version = seen;
          IF NOT FOUND THEN
            RETURN -2;
          END IF;
          INSERT INTO reference.ledger(id, wallet, version, kind, account, units, available_after)
          VALUES (p_id, p_wallet, seen + 1, p_kind, p_account, p_units, has - p_units);
          RETURN has - p_units;
        END $$;
        """;

    private const string Fill = """
        INSERT INTO reference.wallet SELECT i, 1000000000000, 0 FROM generate_series(0, $1 - 1) AS i
        """;

    private const string Debit = "SELECT reference.debit($1, $2, 1, 'FEE_PLATFORM', 'revenue:platform-fee')";

    private readonly NpgsqlDataSource _source;

    private StoredProcedure(NpgsqlDataSource source) => _source = source;

    /// <summary>Debits that were acknowledged.</summary>
    internal long Done { get; private set; }

    internal static async Task<StoredProcedure> StartAsync(
        string connectionString, int connections, int wallets, CancellationToken cancellationToken)
    {
        var reference = new StoredProcedure(
            NpgsqlDataSource.Create($"{connectionString};Maximum Pool Size={connections}"));
        foreach (var sql in (string[])[Schema, Fill])
        {
            await using var command = reference._source.CreateCommand(sql);
            if (sql == Fill)
            {
                command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = wallets });
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return reference;
    }

    /// <summary>Clients that each have a debit under way, on a connection of their own.</summary>
    internal async Task<Rate> RunAsync(int clients, int wallets, TimeSpan time)
    {
        var (done, failed) = (new long[clients], new long[clients]);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
        {
            await using var connection = await _source.OpenConnectionAsync();
            await using var command = new NpgsqlCommand(Debit, connection);
            var (id, wallet) = (new NpgsqlParameter<Guid>(), new NpgsqlParameter<long>());
            command.Parameters.Add(id);
            command.Parameters.Add(wallet);
            await command.PrepareAsync();
            var draw = (uint)client;
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                (id.TypedValue, wallet.TypedValue) = (Guid.NewGuid(), Draw.Next(ref draw, wallets));
                try
                {
                    var left = (long)(await command.ExecuteScalarAsync())!;
                    if (left < 0)
                    {
                        throw new BenchFailedException(string.Create(
                            CultureInfo.InvariantCulture, $"The reference refused a debit: {left}."));
                    }

                    done[client]++;
                }
                catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
                {
                    failed[client]++;
                }
            }
        }));
        var elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Done += done.Sum();
        return new Rate(done.Sum() / elapsed, failed.Sum() / elapsed, done.Sum());
    }

    /// <summary>Lets the planner know all tables of the database, as the server itself does within a minute.</summary>
    internal async Task AnalyzeAsync(CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand("VACUUM ANALYZE");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Fails unless what was acknowledged is what is there.</summary>
    internal async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand("SELECT count(*) FROM reference.ledger");
        var lines = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        if (lines != Done)
        {
            throw new BenchFailedException(string.Create(
                CultureInfo.InvariantCulture, $"The reference has {lines} lines; {Done} were acknowledged."));
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
