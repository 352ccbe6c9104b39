namespace OrleansTrading.Engine.Storage;

/// <summary>How thoroughly the database file is checked before it is used.</summary>
public enum SqliteCheck
{
    /// <summary>Only that it is ours and its schema is known.</summary>
    None = 0,

    /// <summary>SQLite's <c>quick_check</c>: structure of every page; time grows with the file.</summary>
    Quick = 1,

    /// <summary>SQLite's <c>integrity_check</c>: structure and every index entry; several times slower.</summary>
    Full = 2,
}

/// <summary>Options of the SQLite storage, checked together at start.</summary>
public sealed class SqliteStorageOptions : StorageOptions
{
    /// <summary>Gets or sets the database file. Its directory is created if missing.</summary>
    /// <value>No default: must be set.</value>
    public string Path { get; set; } = "";

    /// <summary>Gets or sets the length of the write-ahead log, in pages, at which it is checkpointed.</summary>
    /// <value>100 to 1,000,000; defaults to <see cref="SqliteStorageConstants.CheckpointPagesDefault"/>.</value>
    public int CheckpointPages { get; set; } = SqliteStorageConstants.CheckpointPagesDefault;

    /// <summary>Gets or sets how long a lock of another process is waited for.</summary>
    /// <value>0 to 5 minutes; defaults to 5 seconds.</value>
    public TimeSpan BusyTimeout { get; set; } =
        TimeSpan.FromMilliseconds(SqliteStorageConstants.BusyTimeoutMsDefault);

    /// <summary>Gets or sets the check made when the file is opened.</summary>
    /// <value>Defaults to <see cref="SqliteCheck.None"/>.</value>
    public SqliteCheck CheckAtOpen { get; set; } = SqliteCheck.None;

    /// <summary>
    /// Gets or sets whether this process must be the file's only owner. Two engines on one file would run every grain
    /// twice, so a second one refuses to start.
    /// </summary>
    /// <value>Defaults to true. False only where several silos of one test cluster share a file.</value>
    public bool ExclusiveOwner { get; set; } = true;

    /// <summary>
    /// Gets or sets whether the machine's own SQLite library is used when it is at least as new as the one shipped
    /// with the product. Decided once per process, by the store opened first.
    /// </summary>
    /// <value>Defaults to true.</value>
    public bool PreferSystemEngine { get; set; } = true;
}
