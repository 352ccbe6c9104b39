using System.Globalization;

namespace OrleansTrading.Engine.Storage;

/// <summary>Checks options together, so that a start fails with every mistake named at once.</summary>
internal static class StorageOptionsRules
{
    /// <summary>Checks what all databases have in common.</summary>
    public static void Check(List<string> failures, StorageOptions options)
    {
        Within(failures, nameof(options.BatchItemsMax), options.BatchItemsMax, 1, 100_000);
        Within(failures, nameof(options.BatchBytesMax), options.BatchBytesMax, 4_096, 1L << 30);
        Within(failures, nameof(options.QueueItemsMax), options.QueueItemsMax, 1, 10_000_000);
        Within(failures, nameof(options.StateBytesMax), options.StateBytesMax, 1_024, 512L << 20);
        Within(failures, nameof(options.QueueBytesMax), options.QueueBytesMax, options.StateBytesMax, 1L << 40);
        Within(failures, nameof(options.ReadersMax), options.ReadersMax, 1, 64);
        Within(failures, nameof(options.ReadWaitersMax), options.ReadWaitersMax, 1, 10_000_000);
        Within(
            failures,
            nameof(options.ClearedRetention),
            options.ClearedRetention,
            TimeSpan.FromHours(1),
            TimeSpan.FromDays(3_650));
        if (options.Json is null)
        {
            failures.Add("Storage:Json is null. Give the JsonSerializerOptions that states are written with.");
        }
    }

    /// <summary>Adds a failure unless the value is between both limits, which are allowed.</summary>
    public static void Within<T>(List<string> failures, string name, T value, T min, T max)
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
