using Microsoft.Extensions.Logging;

namespace OrleansTrading.Silo.Hosting;

/// <summary>Every event that the host itself logs. Ids are stable.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(EventId = 3002, Level = LogLevel.Information,
        Message = "Local networks: Solana {Solana}, Horizon {Horizon}, NEAR {Near}. Money on them is worth nothing.")]
    internal static partial void LocalNetworks(this ILogger logger, Uri solana, Uri horizon, Uri? near);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning,
        Message = "Other users of this machine can use {Path}. Run: chmod {Mode} {Path}")]
    internal static partial void OpenToOthers(this ILogger logger, string path, string mode);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Information,
        Message = "A part that had not started could not be stopped: {Problem}")]
    internal static partial void NotStoppedInOrder(this ILogger logger, string problem);
}
