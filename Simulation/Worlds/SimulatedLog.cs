using Microsoft.Extensions.Logging;

namespace OrleansTrading.Simulation.Worlds;

/// <summary>
/// What the platform logs: each warning counts as a branch that was taken, and a broken promise as a violation.
/// </summary>
internal sealed class SimulatedLog(SimulatedWorld world) : ILoggerFactory
{
    private const int PromiseBroken = 1001;

    public ILogger CreateLogger(string categoryName) => new Logger(world);

    public void AddProvider(ILoggerProvider provider)
    {
        // A world listens to itself only.
    }

    public void Dispose()
    {
        // It holds nothing.
    }

    private sealed class Logger(SimulatedWorld world) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning)
            {
                world.Coverage.Hit($"log {eventId.Name}");
            }

            // An activation that is behind another one finds that what it remembers does not fit what it hears: it is
            // dropped, which is how it catches up. Alone in the world nothing may ever not fit.
            if (eventId.Id == PromiseBroken && !world.HadTwoProcesses)
            {
                world.Violate("promise", $"{formatter(state, exception)}: {exception?.Message}");
            }

            if (world.Settings.KeepsTrace)
            {
                world.Trace.Tell($"{formatter(state, exception)} {exception?.Message}");
            }
        }
    }
}
