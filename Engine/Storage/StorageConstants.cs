namespace OrleansTrading.Engine.Storage;

/// <summary>Defaults and hard limits of <see cref="StorageOptions"/>.</summary>
public static class StorageConstants
{
    /// <summary>Writes in one transaction: large enough that one fsync is shared by all callers that wait.</summary>
    public const int BatchItemsMaxDefault = 2_048;

    /// <summary>Payload bytes in one transaction: 8 MiB, so that one batch never holds others up for long.</summary>
    public const int BatchBytesMaxDefault = 8 * 1024 * 1024;

    /// <summary>Writes that may wait: about one second of the writer's throughput.</summary>
    public const int QueueItemsMaxDefault = 65_536;

    /// <summary>Payload bytes that may wait: 256 MiB.</summary>
    public const long QueueBytesMaxDefault = 256L * 1024 * 1024;

    /// <summary>Read connections.</summary>
    public const int ReadersMaxDefault = 4;

    /// <summary>Reads that may wait for a connection.</summary>
    public const int ReadWaitersMaxDefault = 65_536;

    /// <summary>One grain state, serialised: 16 MiB.</summary>
    public const int StateBytesMaxDefault = 16 * 1024 * 1024;

    /// <summary>Days for which the version of a cleared state is remembered.</summary>
    public const int ClearedRetentionDaysDefault = 7;

    /// <summary>Rows that one page of a listing may have.</summary>
    public const int ListingPageMax = 500;

    /// <summary>Characters in each text of a listing row, and in the name of a reminder.</summary>
    public const int TextLengthMax = 256;

    /// <summary>Characters in the details of an event of the history.</summary>
    public const int HistoryDetailsLengthMax = 8_192;

    /// <summary>Events that one state may hold unstored: far more than a turn makes.</summary>
    public const int HistoryPendingMax = 1_000;

    /// <summary>Bytes of a grain's type, key and state name together.</summary>
    public const int KeyBytesMax = 4_096;

    /// <summary>The name under which the grain storage is registered, Orleans' name for the default provider.</summary>
    public const string DefaultProviderName = "Default";

    /// <summary>The meter of all storage instruments.</summary>
    public const string MeterName = "OrleansTrading.Storage";
}
