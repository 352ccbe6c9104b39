using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OrleansTrading.Bridge.Tests.Support;

/// <summary>Everything that was logged.</summary>
internal sealed class CapturedLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(EventId Event, string Text)> _entries = new();

    internal IReadOnlyCollection<(EventId Event, string Text)> Entries => _entries;

    /// <summary>Called after each entry.</summary>
    internal Action? Logged { get; set; }

    internal bool Has(int id) => _entries.Any(entry => entry.Event.Id == id);

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
            Func<TState, Exception?, string> formatter)
        {
            log._entries.Enqueue((eventId, $"{formatter(state, exception)} {exception}"));
            log.Logged?.Invoke();
        }
    }
}
