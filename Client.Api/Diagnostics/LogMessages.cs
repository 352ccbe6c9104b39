using Microsoft.Extensions.Logging;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Diagnostics;

/// <summary>
/// Everything the API logs, ids from 2001. No message takes a token, a signature, a body or an address of the network.
/// </summary>
internal static partial class LogMessages
{
    [LoggerMessage(2001, LogLevel.Error, "Request {TraceId} {Method} {Route} failed unexpectedly")]
    internal static partial void UnexpectedFailure(
        this ILogger logger, string traceId, string method, string route, Exception failure);

    [LoggerMessage(2002, LogLevel.Warning, "Request {TraceId} {Method} {Route} met a limit of the platform")]
    internal static partial void Overloaded(
        this ILogger logger, string traceId, string method, string route, Exception failure);

    [LoggerMessage(2003, LogLevel.Warning, "Request {TraceId} needs {Chain}, which is unavailable, at {Route}")]
    internal static partial void ChainUnavailable(
        this ILogger logger, string traceId, string chain, string route, Exception failure);

    [LoggerMessage(2004, LogLevel.Debug, "Request {TraceId} was given up by its caller")]
    internal static partial void RequestAborted(this ILogger logger, string traceId);

    [LoggerMessage(2005, LogLevel.Information, "{User} signed in")]
    internal static partial void SignedIn(this ILogger logger, UserId user);

    [LoggerMessage(2006, LogLevel.Information, "{User} linked an address")]
    internal static partial void AddressLinked(this ILogger logger, UserId user);

    [LoggerMessage(2007, LogLevel.Information, "{User} signed out")]
    internal static partial void SignedOut(this ILogger logger, UserId user);

    [LoggerMessage(2008, LogLevel.Warning, "A webhook for {Chain} was refused: {Problem}")]
    internal static partial void HookRefused(this ILogger logger, string chain, string problem);

    [LoggerMessage(2009, LogLevel.Warning, "A hint could not wake the watcher of {Account}; its clock makes up for it")]
    internal static partial void WakeFailed(this ILogger logger, AccountId account, Exception failure);

    [LoggerMessage(2010, LogLevel.Warning, "The status of {Chain} could not be read")]
    internal static partial void ChainStatusFailed(this ILogger logger, string chain, Exception failure);

    [LoggerMessage(2011, LogLevel.Warning, "Operator {Operator} resumes the treasury on {Chain}")]
    internal static partial void TreasuryResumeAsked(this ILogger logger, string @operator, string chain);

    [LoggerMessage(2013, LogLevel.Warning, "Operator {Operator} orders a {Direction} of {Wallet}: {Units} of {Asset}")]
    internal static partial void WalletAdjustmentAsked(
        this ILogger logger, string @operator, WalletId wallet, string direction, UInt128 units, AssetId asset);

    [LoggerMessage(2014, LogLevel.Warning, "Operator {Operator} asks to undo {Operation} of {Wallet}")]
    internal static partial void WalletReversalAsked(
        this ILogger logger, string @operator, WalletId wallet, string operation);

    [LoggerMessage(2016, LogLevel.Warning, "Operator {Operator} sets the trust of {User} to {Score} (empty: none)")]
    internal static partial void TrustOverrideAsked(this ILogger logger, string @operator, UserId user, int? score);

    [LoggerMessage(2015, LogLevel.Warning, "Operator {Operator} asks to {Verb} the breaker of {Chain}")]
    internal static partial void BreakerAsked(this ILogger logger, string @operator, string verb, string chain);

    [LoggerMessage(2012, LogLevel.Warning, "A client that sends over {PerSecond} wrong tokens a second is held off")]
    internal static partial void WrongTokensThrottled(this ILogger logger, int perSecond);

    [LoggerMessage(2020, LogLevel.Debug, "The stream of hints for {Account} is being connected again: {Reason}")]
    internal static partial void HintsInterrupted(this ILogger logger, AccountId account, string? reason);

    [LoggerMessage(2021, LogLevel.Error, "There are no more hints for {Account}; its watcher's clock makes up for it")]
    internal static partial void HintsEnded(this ILogger logger, AccountId account, Exception failure);
}
