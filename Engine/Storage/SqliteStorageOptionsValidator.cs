using System.Globalization;
using Microsoft.Extensions.Options;

namespace OrleansTrading.Engine.Storage;

/// <summary>Checks all options together, so that a start fails with every mistake named at once.</summary>
internal sealed class SqliteStorageOptionsValidator : IValidateOptions<SqliteStorageOptions>
{
    public ValidateOptionsResult Validate(string? name, SqliteStorageOptions options)
    {
        var failures = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Path))
        {
            failures.Add("Storage:Path is empty. Set it to the database file, for example var/trading.db.");
        }

        Within(failures, nameof(options.BatchItemsMax), options.BatchItemsMax, 1, 100_000);
        Within(failures, nameof(options.BatchBytesMax), options.BatchBytesMax, 4_096, 1L << 30);
        Within(failures, nameof(options.QueueItemsMax), options.QueueItemsMax, 1, 10_000_000);
        Within(failures, nameof(options.StateBytesMax), options.StateBytesMax, 1_024, 512L << 20);
        Within(failures, nameof(options.QueueBytesMax), options.QueueBytesMax, options.StateBytesMax, 1L << 40);
        Within(failures, nameof(options.ReadersMax), options.ReadersMax, 1, 64);
        Within(failures, nameof(options.ReadWaitersMax), options.ReadWaitersMax, 1, 10_000_000);
        Within(failures, nameof(options.CheckpointPages), options.CheckpointPages, 100, 1_000_000);
        Within(failures, nameof(options.BusyTimeout), options.BusyTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Within(
            failures,
            nameof(options.ClearedRetention),
            options.ClearedRetention,
            TimeSpan.FromHours(1),
            TimeSpan.FromDays(3_650));
        if (!Enum.IsDefined(options.CheckAtOpen))
        {
            failures.Add($"Storage:CheckAtOpen is {options.CheckAtOpen}. It must be None, Quick or Full.");
        }

        if (options.Json is null)
        {
            failures.Add("Storage:Json is null. Give the JsonSerializerOptions that states are written with.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void Within<T>(List<string> failures, string name, T value, T min, T max)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            failures.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Storage:{name} is {value}. It must be between {min} and {max}."));
        }
    }
}
