using Microsoft.Extensions.Logging;

namespace OrleansTrading.Chains.Transport.Endpoints;

/// <summary>Every event that the endpoints log. Ids are stable; endpoints are told by name, never by address.</summary>
internal static partial class EndpointLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Error,
        Message = "{Chain}: endpoint {Endpoint} is set aside: {Problem}")]
    internal static partial void EndpointSetAside(this ILogger logger, string chain, string endpoint, string problem);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Information,
        Message = "{Chain}: endpoint {Endpoint} is used again")]
    internal static partial void EndpointBack(this ILogger logger, string chain, string endpoint);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Error,
        Message = "{Chain}: the chain is out, no new quotes on it: {Reason}")]
    internal static partial void ChainOut(this ILogger logger, string chain, string reason);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Information,
        Message = "{Chain}: the chain is back; out since {Since}")]
    internal static partial void ChainBack(this ILogger logger, string chain, DateTimeOffset since);

    [LoggerMessage(EventId = 4005, Level = LogLevel.Error, Message = "{Chain}: its endpoints could not be checked")]
    internal static partial void CheckFailed(this ILogger logger, string chain, Exception exception);
}
