using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OrleansTrading.Mql5.Tests.RealBridge;

/// <summary>The last lines that the platform logged, for the message of a test that failed.</summary>
internal sealed class LogTail : ILoggerProvider, ILogger
{
    private const int LinesMax = 60;

    private readonly ConcurrentQueue<string> _lines = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            _lines.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}");
        }

        while (_lines.Count > LinesMax)
        {
            _lines.TryDequeue(out _);
        }
    }

    public void Dispose()
    {
    }

    public override string ToString() => string.Join('\n', _lines);
}
