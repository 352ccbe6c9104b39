using Microsoft.Extensions.Logging;
using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Diagnostics;

/// <summary>
/// Everything the bridge logs, ids from 5001. No message takes a secret, a proof, a mac or a whole line; addresses of
/// terminals may be in it.
/// </summary>
internal static partial class LogMessages
{
    [LoggerMessage(5001, LogLevel.Information, "The bridge listens at {Endpoint}, TLS: {HasTls}")]
    internal static partial void Listening(this ILogger logger, string endpoint, bool hasTls);

    [LoggerMessage(5002, LogLevel.Warning,
        "The bridge listens at {Endpoint} without TLS: nobody can forge what is said there, but whoever is in between"
        + " can read it. Set Bridge:Certificate")]
    internal static partial void ListeningOpenly(this ILogger logger, string endpoint);

    [LoggerMessage(5003, LogLevel.Information, "{Account} is connected from {Remote} as {Role}, session {Session}")]
    internal static partial void SessionBegan(
        this ILogger logger, TradingAccountId account, string remote, TradingRole role, string session);

    [LoggerMessage(5004, LogLevel.Information, "Session {Session} of {Account} ended: {Cause}")]
    internal static partial void SessionEnded(
        this ILogger logger, string session, TradingAccountId account, string cause);

    [LoggerMessage(5005, LogLevel.Information, "Somebody at {Remote} was not let in: {Cause}")]
    internal static partial void NotLetIn(this ILogger logger, string remote, string cause);

    [LoggerMessage(5006, LogLevel.Warning, "{Account} said a malformed {Kind}")]
    internal static partial void MalformedLine(this ILogger logger, TradingAccountId account, string kind);

    [LoggerMessage(5007, LogLevel.Warning,
        "Session {Session} of {Account} ends because {What} failed; the terminal connects again and goes on")]
    internal static partial void WorkFailed(
        this ILogger logger, string session, TradingAccountId account, string what, Exception failure);

    [LoggerMessage(5008, LogLevel.Warning, "{Account} did not take {Subscription}#{Sequence}: {Code}")]
    internal static partial void OrderRejected(
        this ILogger logger, TradingAccountId account, SubscriptionId subscription, long sequence, string code);

    [LoggerMessage(5009, LogLevel.Error,
        "Report {Number} of {Account} on {Subscription}#{Sequence}, order {Order}, deal {Deal}, is nobody's: the"
        + " account does not copy this. It is confirmed and not stored")]
    internal static partial void ReportIsNobodys(
        this ILogger logger,
        TradingAccountId account,
        SubscriptionId subscription,
        long number,
        long sequence,
        long order,
        long deal);

    [LoggerMessage(5011, LogLevel.Warning, "{Account} could not be told that session {Session} is over")]
    internal static partial void NotClosedAtAccount(
        this ILogger logger, TradingAccountId account, string session, Exception failure);

    [LoggerMessage(5012, LogLevel.Debug, "A connection from {Remote} was closed before a word: {Limit}")]
    internal static partial void ConnectionRefused(this ILogger logger, string remote, string limit);

    [LoggerMessage(5013, LogLevel.Warning, "{Path} could not be read; the certificate read before is used on")]
    internal static partial void CertificateNotRead(this ILogger logger, string path, Exception failure);

    [LoggerMessage(5014, LogLevel.Information, "The bridge stopped; {Count} sessions were ended, {Left} are abandoned")]
    internal static partial void Stopped(this ILogger logger, int count, int left);

    [LoggerMessage(5015, LogLevel.Error, "A connection from {Remote} failed unexpectedly")]
    internal static partial void ConnectionFailed(this ILogger logger, string remote, Exception failure);
}
