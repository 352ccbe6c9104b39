using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OrleansTrading.Engine.Tests.Runtime;

/// <summary>Keeps what was logged.</summary>
internal sealed class LogProbe : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(int Id, string Text, Exception? Error)> entries = new();

    internal IReadOnlyCollection<(int Id, string Text, Exception? Error)> Entries => entries;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        entries.Enqueue((eventId.Id, formatter(state, exception), exception));

    public void Dispose()
    {
    }
}
