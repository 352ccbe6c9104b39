using Microsoft.Extensions.Options;
using Npgsql;

namespace OrleansTrading.Engine.Storage;

/// <summary>Checks the options of the PostgreSQL storage. No message repeats the connection string.</summary>
internal sealed class PostgresStorageOptionsValidator : IValidateOptions<PostgresStorageOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgresStorageOptions options)
    {
        var failures = new List<string>();
        CheckConnectionString(failures, options.ConnectionString);
        StorageOptionsRules.Check(failures, options);
        StorageOptionsRules.Within(failures, nameof(options.WritersMax), options.WritersMax, 1, 32);
        StorageOptionsRules.Within(
            failures,
            nameof(options.CommandTimeout),
            options.CommandTimeout,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromMinutes(10));
        StorageOptionsRules.Within(failures, nameof(options.RetriesMax), options.RetriesMax, 0, 10);
        StorageOptionsRules.Within(
            failures,
            nameof(options.RetryDelay),
            options.RetryDelay,
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromSeconds(10));
        StorageOptionsRules.Within(
            failures,
            nameof(options.BreakerPause),
            options.BreakerPause,
            TimeSpan.FromMilliseconds(500),
            TimeSpan.FromMinutes(1));
        StorageOptionsRules.Within(
            failures, nameof(options.SettleTime), options.SettleTime, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void CheckConnectionString(List<string> failures, string text)
    {
        const string Example = "Host=127.0.0.1;Database=orleanstrading;Username=orleanstrading";
        if (string.IsNullOrWhiteSpace(text))
        {
            failures.Add($"Storage:ConnectionString is empty. Set it, for example to {Example}.");
            return;
        }

        try
        {
            var parts = new NpgsqlConnectionStringBuilder(text);
            if (string.IsNullOrEmpty(parts.Host) || string.IsNullOrEmpty(parts.Database))
            {
                failures.Add($"Storage:ConnectionString lacks Host or Database. It looks like {Example}.");
            }
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException)
        {
            // The failure's text can repeat a part of the string, and so a password.
            failures.Add($"Storage:ConnectionString cannot be read. It looks like {Example}.");
        }
    }
}
