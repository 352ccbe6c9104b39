using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansTrading.Grains.Copy.Positions;

/// <inheritdoc cref="IPositionGrain"/>
/// <remarks>
/// It holds no promise of its own: its subscription stores each order before it comes here, and keeps it until its
/// result was stored here. So whatever is lost on the way is relayed or reported again, and changes nothing twice.
/// </remarks>
internal sealed partial class PositionGrain(
    [PersistentState("position")] IPersistentState<PositionState> storage,
    IEntropy entropy,
    TimeProvider time,
    IOptions<CopyOptions> options,
    ILogger<PositionGrain> logger) : Grain, IPositionGrain
{
    private static readonly TimeSpan s_saveAfter = TimeSpan.FromSeconds(2);

    private IGrainTimer? saving;

    private PositionState State => storage.State;

    private PositionId Id => new(this.GetPrimaryKeyString());

    public async Task RelayAsync(PositionOrder order)
    {
        Check.That(order.Terms.Id == Id, $"an order for {order.Terms.Id} is at {Id}");
        if (State.Verdict is { } verdict && verdict.Sequence >= order.Sequence)
        {
            return;
        }

        var isNew = Begin(order);
        await GrainFactory.GetGrain<ITradingAccountGrain>(order.Terms.Account.Value).DeliverAsync(order.Signed!);
        if (State.Status == PositionStatus.Requested)
        {
            Move(PositionEvent.Told);
        }

        if (isNew)
        {
            SaveSoon();
        }
    }

    public async Task<PositionOutcome?> ReportAsync(PositionOrder? order, OrderReport report)
    {
        if (order is not null && State.Verdict is not { } && State.Order is null)
        {
            Begin(order);
        }

        if (!await IsStoredAsync())
        {
            return null;
        }

        if (IsEvent(report.Kind))
        {
            if (TakeEvent(report))
            {
                await SaveAsync();
            }

            return Answer(PositionNext.Nothing, time.GetUtcNow());
        }

        if (State.Verdict is { } known && known.Sequence >= report.Sequence)
        {
            return known.Sequence == report.Sequence ? Answer(known.Next, known.NotBefore) : null;
        }

        if (State.Order?.Sequence != report.Sequence)
        {
            if (order?.Sequence != report.Sequence)
            {
                return null;
            }

            Begin(order);
        }

        var (next, notBefore) = TakeResult(State.Order!, report);
        if (next != PositionNext.Ask)
        {
            // An order whose fate is open has no verdict yet: its next report decides.
            State.Verdict = new PositionVerdict(report.Sequence, next, notBefore);
        }

        await SaveAsync();
        return Answer(next, notBefore);
    }

    public async Task<PositionView?> GetAsync() => await IsStoredAsync() ? View() : null;

    /// <summary>Whether there is such a position. That there is none is never said from memory.</summary>
    private async Task<bool> IsStoredAsync()
    {
        if (State.Terms is null)
        {
            await storage.ReadStateAsync();
        }

        return State.Terms is not null;
    }

    /// <summary>
    /// That an order is on its way is its subscription's to keep; here it is for those who look. Most results are here
    /// sooner than this, and then there is one write instead of two.
    /// </summary>
    private void SaveSoon() => saving ??= this.RegisterGrainTimer(
        SaveAsync, new GrainTimerCreationOptions(s_saveAfter, Timeout.InfiniteTimeSpan));

    private Task SaveAsync()
    {
        saving?.Dispose();
        saving = null;
        return storage.WriteStateAsync();
    }

    /// <summary>Makes an order the one under way; false when it is already.</summary>
    private bool Begin(PositionOrder order)
    {
        if (State.Order?.Sequence == order.Sequence)
        {
            return false;
        }

        if (State.Terms is null)
        {
            State.Terms = order.Terms;
            State.SignalPrice = order.Price;
        }

        State.Order = order with { Signed = null };
        if (!PositionTransitions.IsTerminal(State.Status))
        {
            Move(order.Operation switch
            {
                PositionOperation.Open => PositionEvent.OpenAsked,
                PositionOperation.Modify => PositionEvent.ModifyAsked,
                _ => PositionEvent.CloseAsked,
            });
        }

        return true;
    }

    private void Move(PositionEvent happened)
    {
        var from = State.Status;
        State.Status = PositionTransitions.Next(from, happened);
        if (from != State.Status)
        {
            logger.PositionMoved(Id, from, State.Status, State.Retcode);
        }
    }

    private PositionOutcome Answer(PositionNext next, DateTimeOffset notBefore) =>
        new() { View = View(), Next = next, NotBefore = notBefore };

    private PositionView View() => new()
    {
        Terms = State.Terms!,
        Status = State.Status,
        OpenSequence = State.OpenSequence,
        Volume = State.Volume,
        Opened = State.Opened,
        OpenPrice = State.OpenPrice,
        ClosePrice = State.ClosePrice,
        StopLoss = State.StopLoss,
        TakeProfit = State.TakeProfit,
        SignalPrice = State.SignalPrice,
        OpenedAt = State.OpenedAt,
        ClosedAt = State.ClosedAt,
        NetProfitCents = State.NetProfitCents,
        Reason = State.Reason,
        Retcode = State.Retcode,
        Attempts = State.Order?.Attempt ?? 0,
    };
}
