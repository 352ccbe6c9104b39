using Microsoft.Data.Sqlite;
using OrleansTrading.Bench.Children;
using OrleansTrading.Bench.Load;
using OrleansTrading.Silo.Demo;

namespace OrleansTrading.Bench.Quotes;

/// <summary>Checks, after the silo was killed, that every acknowledged quote had been stored.</summary>
internal static class StoredQuotes
{
    private const int SampleMax = 200;

    /// <summary>Counts the stored quotes and their list rows in the database of a silo that no longer runs.</summary>
    internal static (long States, long Rows) Count(string database)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={database}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT (SELECT count(*) FROM grain_state WHERE state_name = 'quote' AND payload IS NOT NULL),
                   (SELECT count(*) FROM listing WHERE kind = 'quote')
            """;
        using var reader = command.ExecuteReader();
        _ = reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>Asks a silo for some of the acknowledged quotes, as their customers.</summary>
    /// <returns>How many were asked for; all of them were there.</returns>
    internal static async Task<int> ReadSampleAsync(
        Stage stage,
        IReadOnlyList<Customer> customers,
        IReadOnlyList<(int Customer, string Id)> sample,
        CancellationToken cancellationToken)
    {
        var step = Math.Max(1, sample.Count / SampleMax);
        var asked = 0;
        for (var i = 0; i < sample.Count; i += step)
        {
            var (customer, id) = sample[i];
            using var api = new ApiClient(stage.SiloUrl);
            api.SignIn(customers[customer].Token);
            var quote = await api.GetAsync($"/v1/quotes/{id}", cancellationToken);
            if (quote["id"]!.GetValue<string>() != id)
            {
                throw new BenchFailedException($"Asked for {id}, was told of {quote["id"]}.");
            }

            asked++;
        }

        return asked;
    }
}
