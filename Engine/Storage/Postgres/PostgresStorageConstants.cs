namespace OrleansTrading.Engine.Storage;

/// <summary>Defaults and fixed values of the PostgreSQL storage.</summary>
public static class PostgresStorageConstants
{
    /// <summary>Write connections: while one commits, another one's batch is executed.</summary>
    public const int WritersMaxDefault = 2;

    /// <summary>Read connections.</summary>
    public const int ReadersMaxDefault = 16;

    /// <summary>How long one statement may take, in seconds.</summary>
    public const int CommandTimeoutSecondsDefault = 30;

    /// <summary>How often what failed for a passing reason is tried again.</summary>
    public const int RetriesMaxDefault = 3;

    /// <summary>The wait before the first of these tries, in milliseconds; it doubles, with jitter.</summary>
    public const int RetryDelayMsDefault = 50;

    /// <summary>How long the server is left alone once it keeps failing, in milliseconds.</summary>
    public const int BreakerPauseMsDefault = 1_000;

    /// <summary>How long callers wait for a commit whose answer was lost to be looked up, in milliseconds.</summary>
    public const int SettleTimeMsDefault = 5_000;

    /// <summary>The schema, in PostgreSQL's sense, that holds all tables.</summary>
    public const string SchemaName = "orleanstrading";

    /// <summary>
    /// Failed calls within <see cref="BreakerSeconds"/> from which on the server is left alone, if they are more than
    /// half of all.
    /// </summary>
    internal const int BreakerFailuresMin = 4;

    internal const int BreakerSeconds = 10;

    /// <summary>Days after which the row of a writer that never came back is taken away.</summary>
    internal const int WriterRetentionDays = 7;

    /// <summary>How long a start waits for the lock of a server that is just going, in seconds.</summary>
    internal const int OwnerPatienceSeconds = 10;

    /// <summary>The advisory lock of the one server that may use the database without a cluster.</summary>
    internal const long OwnerLock = 0x4F54_4F57_4E45_5231;

    /// <summary>The advisory lock under which tables are made and changed.</summary>
    internal const long MigrationLock = 0x4F54_4D49_4752_3031;
}
