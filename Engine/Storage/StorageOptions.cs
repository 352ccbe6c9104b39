using System.Text.Json;

namespace OrleansTrading.Engine.Storage;

/// <summary>What all databases have in common. Section <c>Storage</c>.</summary>
public abstract class StorageOptions
{
    /// <summary>Gets or sets how many writes one transaction may have.</summary>
    /// <value>1 to 100,000; defaults to <see cref="StorageConstants.BatchItemsMaxDefault"/>.</value>
    public int BatchItemsMax { get; set; } = StorageConstants.BatchItemsMaxDefault;

    /// <summary>
    /// Gets or sets how many payload bytes one transaction may have; a single larger write goes alone.
    /// </summary>
    /// <value>4 KiB to 1 GiB; defaults to <see cref="StorageConstants.BatchBytesMaxDefault"/>.</value>
    public int BatchBytesMax { get; set; } = StorageConstants.BatchBytesMaxDefault;

    /// <summary>
    /// Gets or sets how many writes may wait. One more fails at once with <see cref="StorageOverloadedException"/>:
    /// callers that wait for a place would only be a second queue, one without a limit.
    /// </summary>
    /// <value>1 to 10,000,000; defaults to <see cref="StorageConstants.QueueItemsMaxDefault"/>.</value>
    public int QueueItemsMax { get; set; } = StorageConstants.QueueItemsMaxDefault;

    /// <summary>Gets or sets how many payload bytes may wait; beyond it a write fails as above.</summary>
    /// <value>At least <see cref="StateBytesMax"/>; defaults to
    /// <see cref="StorageConstants.QueueBytesMaxDefault"/>.</value>
    public long QueueBytesMax { get; set; } = StorageConstants.QueueBytesMaxDefault;

    /// <summary>Gets or sets the number of read connections, and so of reads that run at the same time.</summary>
    /// <value>1 to 64; defaults to <see cref="StorageConstants.ReadersMaxDefault"/>.</value>
    public int ReadersMax { get; set; } = StorageConstants.ReadersMaxDefault;

    /// <summary>Gets or sets how many reads may wait for a connection; one more fails at once.</summary>
    /// <value>1 to 10,000,000; defaults to <see cref="StorageConstants.ReadWaitersMaxDefault"/>.</value>
    public int ReadWaitersMax { get; set; } = StorageConstants.ReadWaitersMaxDefault;

    /// <summary>Gets or sets the largest serialised state; a larger one is rejected.</summary>
    /// <value>1 KiB to 512 MiB; defaults to <see cref="StorageConstants.StateBytesMaxDefault"/>.</value>
    public int StateBytesMax { get; set; } = StorageConstants.StateBytesMaxDefault;

    /// <summary>
    /// Gets or sets how long the version of a cleared state is kept, so that a writer that still holds what was
    /// cleared meets a conflict. Later only a writer that believes the state never existed could pass.
    /// </summary>
    /// <value>At least one hour; defaults to 7 days.</value>
    public TimeSpan ClearedRetention { get; set; } =
        TimeSpan.FromDays(StorageConstants.ClearedRetentionDaysDefault);

    /// <summary>Gets or sets how states become JSON.</summary>
    /// <value>Defaults to System.Text.Json's general defaults.</value>
    public JsonSerializerOptions Json { get; set; } = new(JsonSerializerDefaults.General);
}
