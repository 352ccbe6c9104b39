using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Ledger;

/// <summary>How far the ledger was checked.</summary>
internal sealed class LedgerAuditState
{
    /// <summary>True once the ledger is audited.</summary>
    public bool Started { get; set; }

    /// <summary>The last entry that was checked.</summary>
    public long Position { get; set; }

    /// <summary>Entries checked up to there.</summary>
    public long Entries { get; set; }

    /// <summary>The latest time that an entry bears up to there; null: there is none.</summary>
    public DateTimeOffset? Latest { get; set; }

    /// <summary>When the last pass over everything began; null before the first.</summary>
    public DateTimeOffset? FullPassAt { get; set; }

    /// <summary>True from the beginning of a pass over everything to its end.</summary>
    public bool IsFullPass { get; set; }

    /// <summary>The first thing that is wrong; null: nothing.</summary>
    public string? Problem { get; set; }
}

/// <inheritdoc cref="ILedgerAuditGrain"/>
/// <remarks>
/// It stands still at an entry that is wrong, and looks at it again each time: once it is put right (from a backup) the
/// audit goes on by itself.
/// </remarks>
internal sealed class LedgerAuditGrain(
    [PersistentState("audit")] IPersistentState<LedgerAuditState> storage,
    ILedgerStore ledger,
    ILedgerAuditStore audit,
    LedgerMetrics metrics,
    TimeProvider time,
    IOptions<LedgerOptions> options,
    ILogger<LedgerAuditGrain> logger) : Grain, ILedgerAuditGrain, IRemindable
{
    private const string AuditReminder = "audit";

    private readonly LedgerVerifier verifier = new(ledger, audit);
    private IGrainTimer? clock;
    private DateTimeOffset? caughtUpAt;
    private string? toldProblem;

    private LedgerAuditState State => storage.State;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (State.Started)
        {
            StartClock();
        }

        return Task.CompletedTask;
    }

    public async Task StartAsync()
    {
        await this.RegisterOrUpdateReminder(
            AuditReminder, GrainConstants.ReminderPeriod, GrainConstants.ReminderPeriod);
        if (!State.Started)
        {
            State.Started = true;
            await storage.WriteStateAsync();
        }

        StartClock();
    }

    /// <summary>Being activated is all it takes: the clock starts with the activation.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    public Task<LedgerAuditView> GetAsync() => Task.FromResult(new LedgerAuditView
    {
        CaughtUpAt = caughtUpAt,
        Position = State.Position,
        Entries = State.Entries,
        FullPassAt = State.FullPassAt,
        Problem = State.Problem,
    });

    private void StartClock() => clock ??= this.RegisterGrainTimer(AuditAsync, new GrainTimerCreationOptions
    {
        DueTime = TimeSpan.Zero,
        Period = options.Value.AuditPeriod,
        KeepAlive = true,
    });

    private async Task AuditAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CheckAsync(cancellationToken);
        }
        catch (StorageException failure)
        {
            logger.LedgerAuditFailed(failure);
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var lastPass = State.FullPassAt ?? DateTimeOffset.MinValue;
        if (State.Problem is null && now - lastPass >= options.Value.FullPassPeriod)
        {
            (State.Position, State.Entries, State.Latest) = (0, 0, null);
            (State.FullPassAt, State.IsFullPass) = (now, true);
        }

        var check = await verifier.CheckAsync(
            State.Position, State.Latest, options.Value.EntriesMax, withEnds: State.IsFullPass, cancellationToken);
        var problem = check.Problem;
        if (State.IsFullPass && check.IsAtEnd)
        {
            problem ??= await verifier.CheckWholeAsync(cancellationToken);
            State.IsFullPass = problem is not null;
        }

        if (check.IsAtEnd)
        {
            problem ??= await verifier.FindOverdueAsync(
                LedgerRules.KindsWithDeadline, now - options.Value.OverdueMax, cancellationToken);
        }

        metrics.Checked(check.Entries);
        Tell(problem);
        await SnapshotAsync(check.Accounts, now - LedgerConstants.LatenessMax, cancellationToken);
        if (check.Position != State.Position || State.Problem != problem?.ToString() || State.FullPassAt == now)
        {
            State.Position = check.Position;
            State.Entries += check.Entries;
            State.Latest = check.Latest;
            State.Problem = problem?.ToString();
            await storage.WriteStateAsync(cancellationToken);
        }

        caughtUpAt = check.IsAtEnd ? now : caughtUpAt;
    }

    /// <summary>Said once, not with every tick; the metric says it all the time.</summary>
    private void Tell(LedgerProblem? problem)
    {
        metrics.Tell(problem is not null);
        var text = problem?.ToString();
        if (text is not null && toldProblem != text)
        {
            logger.LedgerBroken(text);
        }

        toldProblem = text;
    }

    /// <summary>Keeps the reading of busy accounts' balances fast.</summary>
    private async Task SnapshotAsync(
        IReadOnlyDictionary<string, int> accounts, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var busy = accounts.Where(one => one.Value >= options.Value.SnapshotPostings / 10)
            .Select(one => one.Key)
            .Order(StringComparer.Ordinal);
        foreach (var account in busy)
        {
            await audit.SnapshotAsync(account, until, options.Value.SnapshotPostings, cancellationToken);
        }
    }
}
