namespace OrleansTrading.Engine.Storage;

/// <summary>Options of the PostgreSQL storage, checked together at start.</summary>
public sealed class PostgresStorageOptions : StorageOptions
{
    /// <summary>Makes options with the defaults for a server that is reached over a network.</summary>
    public PostgresStorageOptions() => ReadersMax = PostgresStorageConstants.ReadersMaxDefault;

    /// <summary>Gets or sets how the server is reached, in Npgsql's form. It may hold a password: a secret.</summary>
    /// <value>No default: must be set, with a host and a database.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// Gets or sets the number of write connections. A grain's writes all go through the same one, in their order.
    /// </summary>
    /// <value>1 to 32; defaults to <see cref="PostgresStorageConstants.WritersMaxDefault"/>.</value>
    public int WritersMax { get; set; } = PostgresStorageConstants.WritersMaxDefault;

    /// <summary>Gets or sets how long one statement may take before it counts as failed.</summary>
    /// <value>1 second to 10 minutes; defaults to 30 seconds.</value>
    public TimeSpan CommandTimeout { get; set; } =
        TimeSpan.FromSeconds(PostgresStorageConstants.CommandTimeoutSecondsDefault);

    /// <summary>
    /// Gets or sets how often a call that failed for a passing reason, and certainly wrote nothing, is tried again.
    /// </summary>
    /// <value>0 to 10; defaults to <see cref="PostgresStorageConstants.RetriesMaxDefault"/>.</value>
    public int RetriesMax { get; set; } = PostgresStorageConstants.RetriesMaxDefault;

    /// <summary>Gets or sets the wait before the first new try. It doubles each time, with jitter.</summary>
    /// <value>1 ms to 10 seconds; defaults to 50 ms.</value>
    public TimeSpan RetryDelay { get; set; } =
        TimeSpan.FromMilliseconds(PostgresStorageConstants.RetryDelayMsDefault);

    /// <summary>
    /// Gets or sets how long no call is made once most fail. Meanwhile calls fail at once, and the server that comes
    /// back is not met by all that waited.
    /// </summary>
    /// <value>500 ms to 1 minute; defaults to 1 second.</value>
    public TimeSpan BreakerPause { get; set; } =
        TimeSpan.FromMilliseconds(PostgresStorageConstants.BreakerPauseMsDefault);

    /// <summary>
    /// Gets or sets for how long a commit whose answer was lost is looked up before its callers are told that its
    /// outcome is unknown.
    /// </summary>
    /// <value>0 to 1 minute; defaults to 5 seconds.</value>
    public TimeSpan SettleTime { get; set; } =
        TimeSpan.FromMilliseconds(PostgresStorageConstants.SettleTimeMsDefault);

    /// <summary>
    /// Gets or sets whether this process must be the database's only user of its kind. Two embedded engines on one
    /// database would run every grain twice; a stale write would fail, but both would work for nothing.
    /// </summary>
    /// <value>Defaults to true. False on a cluster, whose members share the database.</value>
    public bool ExclusiveOwner { get; set; } = true;
}
