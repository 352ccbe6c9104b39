using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OrleansTrading.Grains.Tests.Worlds;

/// <summary>Keeps the last lines that were logged, for the message of a test that failed.</summary>
internal sealed class LogTail : ILoggerProvider, ILogger
{
    private const int LinesMax = 60;

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentBag<string> _critical = [];
    private readonly ConcurrentQueue<EventId> _warned = new();

    /// <summary>What was logged as critical: a broken promise, a halted account.</summary>
    internal IReadOnlyCollection<string> Critical => _critical;

    /// <summary>The events that were logged as warnings, oldest first.</summary>
    internal IReadOnlyCollection<EventId> Warned => _warned;

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
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var line = $"{logLevel} {eventId.Id} {formatter(state, exception)} {exception?.ToString()}";
        _lines.Enqueue(line);
        while (_lines.Count > LinesMax)
        {
            _lines.TryDequeue(out _);
        }

        if (logLevel == LogLevel.Warning)
        {
            _warned.Enqueue(eventId);
        }

        if (logLevel == LogLevel.Critical)
        {
            _critical.Add(line);
        }
    }

    public void Dispose()
    {
    }

    public override string ToString() => string.Join(Environment.NewLine, _lines);
}
