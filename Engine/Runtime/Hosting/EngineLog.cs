using Microsoft.Extensions.Logging;

namespace OrleansTrading.Engine;

/// <summary>What the engine logs.</summary>
internal sealed partial class EngineLog(ILogger logger)
{
    [LoggerMessage(1, LogLevel.Error, "The one-way call {Method} on {GrainId} failed.")]
    internal partial void OneWayFailed(string method, GrainId grainId, Exception error);

    [LoggerMessage(2, LogLevel.Warning, "The one-way call {Method} on {GrainId} was dropped: {Reason}")]
    internal partial void OneWayDropped(string method, GrainId grainId, string reason);

    [LoggerMessage(3, LogLevel.Error,
        "{GrainId} could not be activated. Its waiting calls fail; the next one tries again.")]
    internal partial void ActivationFailed(GrainId grainId, Exception error);

    [LoggerMessage(4, LogLevel.Warning,
        "{GrainId} is dropped because a state write failed: it reads its state again before it answers anyone.")]
    internal partial void ActivationSpoiled(GrainId grainId, Exception error);

    [LoggerMessage(5, LogLevel.Error, "OnDeactivateAsync of {GrainId} failed.")]
    internal partial void DeactivationFailed(GrainId grainId, Exception error);

    [LoggerMessage(6, LogLevel.Error,
        "{GrainId} is abandoned: its calls did not end within {Timeout}. What they still do is not stored.")]
    internal partial void ActivationAbandoned(GrainId grainId, TimeSpan timeout);

    [LoggerMessage(7, LogLevel.Error, "A timer of {GrainId} failed. It ticks on.")]
    internal partial void TimerFailed(GrainId grainId, Exception error);

    [LoggerMessage(8, LogLevel.Error, "The reminder {Name} of {GrainId} failed. It comes again at {NextAt:O}.")]
    internal partial void ReminderFailed(string name, GrainId grainId, DateTimeOffset nextAt, Exception error);

    [LoggerMessage(9, LogLevel.Warning,
        "{Count} activations were still there after {Timeout} and are abandoned by the stop.")]
    internal partial void StopTimedOut(int count, TimeSpan timeout);

    [LoggerMessage(10, LogLevel.Warning,
        "The reminder {Name} of {GrainId} is kept but not delivered: this build has no such grain class with"
            + " reminders.")]
    internal partial void ReminderOrphaned(string name, GrainId grainId);

    [LoggerMessage(11, LogLevel.Information, "The engine stopped; {Count} activations were ended.")]
    internal partial void Stopped(int count);

    [LoggerMessage(12, LogLevel.Error, "What {GrainId} does when a call of {Method} is cancelled failed.")]
    internal partial void CancellationFailed(string method, GrainId grainId, Exception error);
}
