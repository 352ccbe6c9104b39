namespace OrleansTrading.Engine.Storage;

/// <summary>Defaults of <see cref="SqliteStorageOptions"/>.</summary>
public static class SqliteStorageConstants
{
    /// <summary>
    /// Write-ahead log pages (4 KiB each) after which the log is copied into the database file: few enough that a
    /// commit which shares the disk with the copying hardly notices.
    /// </summary>
    public const int CheckpointPagesDefault = 1_000;

    /// <summary>
    /// How long a lock held by another process (a backup tool, a shell) is waited for, in milliseconds.
    /// </summary>
    public const int BusyTimeoutMsDefault = 5_000;
}
