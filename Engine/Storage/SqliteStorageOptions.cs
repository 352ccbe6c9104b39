using System.Text.Json;

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
public sealed class SqliteStorageOptions
{
    /// <summary>Gets or sets the database file. Its directory is created if missing.</summary>
    /// <value>No default: must be set.</value>
    public string Path { get; set; } = "";

    /// <summary>Gets or sets how many writes one transaction may have.</summary>
    /// <value>1 to 100,000; defaults to <see cref="SqliteStorageConstants.BatchItemsMaxDefault"/>.</value>
    public int BatchItemsMax { get; set; } = SqliteStorageConstants.BatchItemsMaxDefault;

    /// <summary>
    /// Gets or sets how many payload bytes one transaction may have; a single larger write goes alone.
    /// </summary>
    /// <value>4 KiB to 1 GiB; defaults to <see cref="SqliteStorageConstants.BatchBytesMaxDefault"/>.</value>
    public int BatchBytesMax { get; set; } = SqliteStorageConstants.BatchBytesMaxDefault;

    /// <summary>
    /// Gets or sets how many writes may wait. One more fails at once with <see cref="StorageOverloadedException"/>:
    /// callers that wait for a place would only be a second queue, one without a limit.
    /// </summary>
    /// <value>1 to 10,000,000; defaults to <see cref="SqliteStorageConstants.QueueItemsMaxDefault"/>.</value>
    public int QueueItemsMax { get; set; } = SqliteStorageConstants.QueueItemsMaxDefault;

    /// <summary>Gets or sets how many payload bytes may wait; beyond it a write fails as above.</summary>
    /// <value>At least <see cref="StateBytesMax"/>; defaults to
    /// <see cref="SqliteStorageConstants.QueueBytesMaxDefault"/>.</value>
    public long QueueBytesMax { get; set; } = SqliteStorageConstants.QueueBytesMaxDefault;

    /// <summary>Gets or sets the number of read connections, and so of reads that run at the same time.</summary>
    /// <value>1 to 64; defaults to <see cref="SqliteStorageConstants.ReadersMaxDefault"/>.</value>
    public int ReadersMax { get; set; } = SqliteStorageConstants.ReadersMaxDefault;

    /// <summary>Gets or sets how many reads may wait for a connection; one more fails at once.</summary>
    /// <value>1 to 10,000,000; defaults to <see cref="SqliteStorageConstants.ReadWaitersMaxDefault"/>.</value>
    public int ReadWaitersMax { get; set; } = SqliteStorageConstants.ReadWaitersMaxDefault;

    /// <summary>Gets or sets the largest serialised state; a larger one is rejected.</summary>
    /// <value>1 KiB to 512 MiB; defaults to <see cref="SqliteStorageConstants.StateBytesMaxDefault"/>.</value>
    public int StateBytesMax { get; set; } = SqliteStorageConstants.StateBytesMaxDefault;

    /// <summary>Gets or sets the length of the write-ahead log, in pages, at which it is checkpointed.</summary>
    /// <value>100 to 1,000,000; defaults to <see cref="SqliteStorageConstants.CheckpointPagesDefault"/>.</value>
    public int CheckpointPages { get; set; } = SqliteStorageConstants.CheckpointPagesDefault;

    /// <summary>Gets or sets how long a lock of another process is waited for.</summary>
    /// <value>0 to 5 minutes; defaults to 5 seconds.</value>
    public TimeSpan BusyTimeout { get; set; } =
        TimeSpan.FromMilliseconds(SqliteStorageConstants.BusyTimeoutMsDefault);

    /// <summary>
    /// Gets or sets how long the version of a cleared state is kept, so that a writer that still holds what was
    /// cleared meets a conflict. Later only a writer that believes the state never existed could pass.
    /// </summary>
    /// <value>At least one hour; defaults to 7 days.</value>
    public TimeSpan ClearedRetention { get; set; } =
        TimeSpan.FromDays(SqliteStorageConstants.ClearedRetentionDaysDefault);

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

    /// <summary>Gets or sets how states become JSON.</summary>
    /// <value>Defaults to System.Text.Json's general defaults.</value>
    public JsonSerializerOptions Json { get; set; } = new(JsonSerializerDefaults.General);
}
