using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.History;

namespace OrleansTrading.Grains.Risk.Breakers;

/// <summary>A quote that was let through to try.</summary>
internal sealed record BreakerProbe
{
    /// <summary>The quote.</summary>
    public required QuoteId Quote { get; init; }

    /// <summary>After this another one may try.</summary>
    public required DateTimeOffset Until { get; init; }
}

/// <summary>A breaker as it is stored.</summary>
internal sealed class BreakerStored : IRecordedState
{
    /// <summary>Why it is open; null when it is closed.</summary>
    public string? Reason { get; set; }

    /// <summary>Since when it is open; null when it is closed.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>When it may be tried; null: never by itself, or it is closed.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    /// <summary>How long it was last opened for by itself.</summary>
    public TimeSpan OpenFor { get; set; }

    /// <summary>When something failed, oldest first; as many as count at most.</summary>
    public List<DateTimeOffset> Failures { get; set; } = [];

    /// <summary>Who tries now; null when nobody does.</summary>
    public BreakerProbe? Probe { get; set; }

    /// <inheritdoc/>
    [JsonIgnore]
    public HistoryDraft History { get; } = new();
}

/// <inheritdoc cref="IBreakerGrain"/>
internal sealed class BreakerGrain(
    [PersistentState("breaker")] IPersistentState<BreakerStored> storage,
    RiskMetrics metrics,
    TimeProvider time,
    IOptions<RiskOptions> options,
    ILogger<BreakerGrain> logger) : Grain, IBreakerGrain
{
    private BreakerStored State => storage.State;

    private BreakerOptions Rules => options.Value.Breakers;

    private string Chain => this.GetPrimaryKeyString();

    private bool IsOpen => State.Reason is not null;

    private bool IsHalfOpen => IsOpen && State.RetryAt <= time.GetUtcNow();

    public Task<BreakerView> GetAsync() => Task.FromResult(View());

    public async Task<Refusal?> TryProbeAsync(QuoteId quote)
    {
        if (!IsOpen)
        {
            return null;
        }

        var now = time.GetUtcNow();
        if (!IsHalfOpen)
        {
            return BreakerTexts.Refuse(View());
        }

        if (State.Probe is { } probe && probe.Quote != quote && probe.Until > now)
        {
            return BreakerTexts.Refuse(View() with { RetryAt = probe.Until });
        }

        State.Probe = new BreakerProbe { Quote = quote, Until = now + Rules.OpenTime };
        await storage.WriteStateAsync();
        return null;
    }

    public async Task ReportAsync(string? problem)
    {
        if (problem is null)
        {
            if (IsHalfOpen)
            {
                await ShutAsync("a delivery landed");
            }

            return;
        }

        var now = time.GetUtcNow();
        if (IsOpen)
        {
            if (IsHalfOpen)
            {
                await OpenForAsync(Min(State.OpenFor * 2, Rules.OpenTimeMax), problem);
            }

            return;
        }

        if (Rules.FailuresMax == 0)
        {
            return;
        }

        State.Failures.RemoveAll(at => at <= now - Rules.FailureWindow);
        State.Failures.Add(now);
        if (State.Failures.Count >= Rules.FailuresMax)
        {
            await OpenForAsync(Rules.OpenTime, string.Create(
                CultureInfo.InvariantCulture,
                $"{State.Failures.Count} deliveries failed within {Rules.FailureWindow}, the last: {problem}"));
            return;
        }

        await storage.WriteStateAsync();
    }

    public async Task TripAsync(string reason)
    {
        if (!IsOpen)
        {
            await OpenForAsync(Rules.OpenTime, reason);
        }
    }

    public Task OpenAsync(string by, string reason, DateTimeOffset? until) =>
        KeepAsync(reason, until, openFor: Rules.OpenTime, by);

    public async Task CloseAsync(string note)
    {
        if (!IsOpen)
        {
            // That it is closed is never said from memory: in a partitioned cluster another activation may have
            // opened it since.
            await storage.ReadStateAsync();
        }

        if (IsOpen)
        {
            await ShutAsync(note);
        }
    }

    private Task OpenForAsync(TimeSpan openFor, string reason) =>
        KeepAsync(reason, time.GetUtcNow() + openFor, openFor);

    private async Task KeepAsync(string reason, DateTimeOffset? retryAt, TimeSpan openFor, string? by = null)
    {
        (State.Reason, State.RetryAt, State.OpenFor) = (HistoryDetails.Clip(reason), retryAt, openFor);
        State.Since ??= time.GetUtcNow();
        State.Probe = null;
        State.Failures.Clear();
        var told = by is null ? reason : $"{by}: {reason}";
        Record(HistoryKinds.BreakerOpened, told);
        await storage.WriteStateAsync();
        logger.BreakerOpened(Chain, retryAt, told);
        metrics.BreakerOpened(Chain);
    }

    private async Task ShutAsync(string reason)
    {
        (State.Reason, State.RetryAt, State.Since, State.Probe) = (null, null, null, null);
        State.Failures.Clear();
        Record(HistoryKinds.BreakerClosed, reason);
        await storage.WriteStateAsync();
        logger.BreakerClosed(Chain, reason);
    }

    private void Record(string kind, string reason) => State.Record(
        time.GetUtcNow(),
        kind,
        user: null,
        Chain,
        new BreakerDetails { Reason = HistoryDetails.Clip(reason)!, RetryAt = State.RetryAt });

    private BreakerView View() => new()
    {
        Chain = Chain,
        State = IsHalfOpen ? BreakerState.HalfOpen : IsOpen ? BreakerState.Open : BreakerState.Closed,
        Reason = State.Reason,
        Since = State.Since,
        RetryAt = State.RetryAt,
        Failures = State.Failures.Count(at => at > time.GetUtcNow() - Rules.FailureWindow),
    };

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
