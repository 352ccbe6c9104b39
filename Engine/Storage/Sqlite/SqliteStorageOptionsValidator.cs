using Microsoft.Extensions.Options;

namespace OrleansTrading.Engine.Storage;

/// <summary>Checks the options of the SQLite storage.</summary>
internal sealed class SqliteStorageOptionsValidator : IValidateOptions<SqliteStorageOptions>
{
    public ValidateOptionsResult Validate(string? name, SqliteStorageOptions options)
    {
        var failures = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Path))
        {
            failures.Add("Storage:Path is empty. Set it to the database file, for example var/trading.db.");
        }

        StorageOptionsRules.Check(failures, options);
        StorageOptionsRules.Within(
            failures, nameof(options.CheckpointPages), options.CheckpointPages, 100, 1_000_000);
        StorageOptionsRules.Within(
            failures, nameof(options.BusyTimeout), options.BusyTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        if (!Enum.IsDefined(options.CheckAtOpen))
        {
            failures.Add($"Storage:CheckAtOpen is {options.CheckAtOpen}. It must be None, Quick or Full.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
