using Microsoft.Extensions.Logging;

namespace OrleansTrading.Market;

/// <summary>Everything this room logs. Ids 4000 to 4099 are its own.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(4000, LogLevel.Information, "Prices: {Description}")]
    public static partial void PricesComeFrom(this ILogger log, string description);

    [LoggerMessage(4001, LogLevel.Warning, "Feed {Feed} has no price. {Problem}")]
    public static partial void NoPrice(this ILogger log, string feed, string problem);

    [LoggerMessage(4002, LogLevel.Error, "The price source broke its promise not to throw: {Description}")]
    public static partial void PriceSourceBroke(this ILogger log, Exception exception, string description);

    [LoggerMessage(4003, LogLevel.Information, "Feed {Feed} has a price again.")]
    public static partial void PriceIsBack(this ILogger log, string feed);
}
