using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>Keeps every line that is logged, at every level, with its exception.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(EventId Id, LogLevel Level, string Text)> lines = new();

    internal IReadOnlyList<(EventId Id, LogLevel Level, string Text)> Lines => [.. lines];

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
    }

    private sealed class Logger(CapturedLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            log.lines.Enqueue((eventId, logLevel, $"{formatter(state, exception)} {exception}"));
    }
}
