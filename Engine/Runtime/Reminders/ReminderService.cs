using Microsoft.Extensions.DependencyInjection;

namespace OrleansTrading.Engine;

/// <summary>
/// Delivers reminders as grain calls. All of them are in memory, ordered by when they are due, behind one timer. When
/// one was last delivered is not stored: after a start each reminder whose first tick has passed comes once, soon,
/// whether its last tick was missed or not, and then at its whole periods.
/// </summary>
internal sealed partial class ReminderService : IReminderRegistry, IDisposable
{
    /// <summary>How many that were replaced or removed may be in order, besides as many as there are.</summary>
    private const int ReplacedMax = 64;

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly EngineRuntime runtime;
    private readonly IReminderTable? table;
    private readonly TaskQueue queue;
    private readonly ITimer timer;

    // Only code on the queue touches these.
    private readonly Dictionary<(GrainId GrainId, string Name), ScheduledReminder> known = [];
    private readonly PriorityQueue<ScheduledReminder, (long DueTicks, long Sequence)> order = new();
    private readonly HashSet<(GrainId GrainId, string Name)> removedWhileLoading = [];
    private long sequence;
    private int underWay;
    private bool loading;
    private volatile bool stopped;

    public ReminderService(EngineRuntime runtime, IServiceProvider services)
    {
        this.runtime = runtime;
        table = services.GetService<IReminderTable>();
        queue = new TaskQueue(runtime.Scheduler);
        using var plain = ExecutionContext.SuppressFlow();
        timer = runtime.Time.CreateTimer(
            static self => ((ReminderService)self!).OnTimer(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gets how many are in order, with those that were replaced; for tests, while nothing happens.</summary>
    internal int OrderedCount => order.Count;

    private IReminderTable Table => table ?? throw new ReminderException(
        $"No {nameof(IReminderTable)} is registered, so there are no reminders. Register one beside"
            + " AddEmbeddedEngine.");

    public async Task<IGrainReminder> RegisterOrUpdateReminder(
        GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reminderName);
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        if (period < runtime.Options.ReminderPeriodMin)
        {
            throw new ArgumentException(
                $"The reminder '{reminderName}' of {callingGrainId} has the period {period:c}. It must be at"
                + $" least Engine:{nameof(EngineOptions.ReminderPeriodMin)} ({runtime.Options.ReminderPeriodMin:c});"
                + " use a timer.",
                nameof(period));
        }

        return await queue.RunAsync<IGrainReminder>(async () =>
        {
            var row = new ReminderRow(callingGrainId, reminderName, runtime.Time.GetUtcNow() + dueTime, period);
            await Table.UpsertAsync(row, CancellationToken.None);
            Schedule(new ScheduledReminder(row, row.StartAt));
            return new GrainReminder(reminderName);
        });
    }

    public async Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        await queue.RunAsync(async () =>
        {
            var removed = await Table.RemoveAsync(callingGrainId, reminder.ReminderName, CancellationToken.None);
            known.Remove((callingGrainId, reminder.ReminderName));
            if (loading)
            {
                removedWhileLoading.Add((callingGrainId, reminder.ReminderName));
            }

            return removed;
        });
    }

    public async Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName)
    {
        var rows = await Table.ReadAsync(callingGrainId, CancellationToken.None);
        return rows.Any(row => row.Name == reminderName) ? new GrainReminder(reminderName) : null;
    }

    public async Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId)
    {
        var rows = await Table.ReadAsync(callingGrainId, CancellationToken.None);
        return [.. rows.Select(row => new GrainReminder(row.Name))];
    }

    public void Dispose()
    {
        stopped = true;
        timer.Dispose();
    }

    /// <summary>Reads all reminders. Those registered meanwhile are newer than what is read.</summary>
    internal Task StartAsync(CancellationToken cancellationToken) => queue.RunAsync(async () =>
    {
        if (table is null)
        {
            return 0;
        }

        loading = true;
        var soon = runtime.Time.GetUtcNow() + runtime.Options.ReminderStartDelay;
        await foreach (var row in table.ReadAllAsync(cancellationToken))
        {
            if (!known.ContainsKey((row.GrainId, row.Name)) && !removedWhileLoading.Contains((row.GrainId, row.Name)))
            {
                Schedule(new ScheduledReminder(row, row.StartAt > soon ? row.StartAt : soon));
            }
        }

        loading = false;
        removedWhileLoading.Clear();
        return known.Count;
    });

    /// <summary>Delivers no more. What is under way is the engine's to drain.</summary>
    internal async Task StopAsync()
    {
        stopped = true;
        await timer.DisposeAsync();
    }
}
