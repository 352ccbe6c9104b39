using Microsoft.Extensions.Options;

namespace OrleansTrading.Engine;

/// <summary>Checks the options together, at start.</summary>
internal sealed class EngineOptionsValidator : IValidateOptions<EngineOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, EngineOptions options)
    {
        var failures = new List<string>();
        Check(failures, nameof(options.CallTimeout), options.CallTimeout, Shortest, Hour);
        Check(
            failures,
            nameof(options.CallTimeoutResolution),
            options.CallTimeoutResolution,
            Shortest,
            options.CallTimeout);
        Check(failures, nameof(options.ActivationTimeout), options.ActivationTimeout, Shortest, Hour);
        Check(failures, nameof(options.DeactivationTimeout), options.DeactivationTimeout, Shortest, Hour);
        Check(failures, nameof(options.ShutdownTimeout), options.ShutdownTimeout, Shortest, Hour);
        Check(failures, nameof(options.CollectionQuantum), options.CollectionQuantum, Shortest, Hour);
        Check(failures, nameof(options.ReminderPeriodMin), options.ReminderPeriodMin, Shortest, TimeSpan.FromDays(1));
        Check(failures, nameof(options.ReminderStartDelay), options.ReminderStartDelay, TimeSpan.Zero, Hour);
        Check(failures, nameof(options.MaxQueuedRequests), options.MaxQueuedRequests, 1, 1_000_000);
        Check(failures, nameof(options.ReminderDeliveriesMax), options.ReminderDeliveriesMax, 1, 10_000);
        if (options.CollectionAge <= options.CollectionQuantum)
        {
            failures.Add(
                $"Engine:{nameof(options.CollectionAge)} is {options.CollectionAge:c}. It must exceed"
                + $" Engine:{nameof(options.CollectionQuantum)} ({options.CollectionQuantum:c}).");
        }

        if (options.GrainAssemblies.Count == 0)
        {
            failures.Add(
                $"Engine:{nameof(options.GrainAssemblies)} is empty. Call"
                    + " options.AddGrains(typeof(TheGrain).Assembly).");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void Check<T>(List<string> failures, string option, T value, T min, T max)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            failures.Add($"Engine:{option} is {value}. It must be from {min} to {max}.");
        }
    }
}
