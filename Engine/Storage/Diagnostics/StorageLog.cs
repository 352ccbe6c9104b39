using Microsoft.Extensions.Logging;

namespace OrleansTrading.Engine.Storage;

/// <summary>The storage's log messages. Ids 2000 to 2099; an id is never reused.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(2000, LogLevel.Information, "Storage {Place} is open: {Engine}, schema {Schema}.")]
    public static partial void Opened(ILogger logger, string place, string engine, int schema);

    [LoggerMessage(2001, LogLevel.Information, "Storage {Place} is closed.")]
    public static partial void Closed(ILogger logger, string place);

    [LoggerMessage(2002, LogLevel.Error, "Storage {Place}: {Items} writes were rolled back; nothing was written.")]
    public static partial void BatchRolledBack(ILogger logger, string place, int items, Exception failure);

    [LoggerMessage(2003, LogLevel.Critical,
        "Storage {Place}: a commit failed; {Items} writes have an unknown outcome.")]
    public static partial void CommitFailed(ILogger logger, string place, int items, Exception failure);

    [LoggerMessage(2004, LogLevel.Warning, "Storage {Place}: the failed commit's outcome is settled; work goes on.")]
    public static partial void OutcomeSettled(ILogger logger, string place);

    [LoggerMessage(2005, LogLevel.Error, "Storage {Place} cannot be recovered yet; it is tried again.")]
    public static partial void RecoveryFailed(ILogger logger, string place, Exception failure);

    [LoggerMessage(2006, LogLevel.Critical, "The storage writer ended unexpectedly. Restart the server.")]
    public static partial void WriterEnded(ILogger logger, Exception failure);

    [LoggerMessage(2007, LogLevel.Information, "Storage {Place}: forgot {Rows} states cleared before {Cutoff}.")]
    public static partial void ClearedForgotten(ILogger logger, string place, long rows, DateTimeOffset cutoff);

    [LoggerMessage(2008, LogLevel.Warning, "Storage {Place}: forgetting cleared states failed; tried again later.")]
    public static partial void ForgettingFailed(ILogger logger, string place, Exception failure);

    [LoggerMessage(2009, LogLevel.Warning,
        "Storage {Place}: copying the write-ahead log into the file failed; it is tried again when the log has grown.")]
    public static partial void CheckpointFailed(ILogger logger, string place, Exception failure);

    [LoggerMessage(2010, LogLevel.Error, "Storage {Place} keeps failing and is left alone for {Pause}.")]
    public static partial void BreakerOpened(ILogger logger, string place, TimeSpan pause, Exception? failure);

    [LoggerMessage(2011, LogLevel.Information, "Storage {Place} answers again.")]
    public static partial void BreakerClosed(ILogger logger, string place);

    [LoggerMessage(2012, LogLevel.Warning,
        "Storage {Place}: the answer to a commit of {Items} writes was lost and looked up: committed is {Committed}.")]
    public static partial void CommitLookedUp(ILogger logger, string place, int items, bool committed);

    [LoggerMessage(2013, LogLevel.Warning,
        "Storage {Place} runs with {Setting} = {Value}: what is acknowledged can be lost when the server loses power.")]
    public static partial void NotDurable(ILogger logger, string place, string setting, string value);
}
