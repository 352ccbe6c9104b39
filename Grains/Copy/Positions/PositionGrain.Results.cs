namespace OrleansTrading.Grains.Copy.Positions;

/// <content>What reports mean.</content>
internal sealed partial class PositionGrain
{
    /// <summary>Deals that are remembered: one that comes again comes soon.</summary>
    private const int DealsMax = 64;

    private bool IsOver => PositionTransitions.IsTerminal(State.Status);

    private static bool IsEvent(ReportKind kind) => kind is ReportKind.Opened or ReportKind.Closed
        or ReportKind.Reduced or ReportKind.Changed or ReportKind.Cancelled or ReportKind.Expired;

    /// <summary>Takes the result of the order under way.</summary>
    private (PositionNext Next, DateTimeOffset NotBefore) TakeResult(PositionOrder order, OrderReport report)
    {
        State.Retcode = report.Retcode;
        if (IsOver)
        {
            return TakeLateResult(order, report);
        }

        return ClassOf(order, report) switch
        {
            ReturnClass.Ok => TakeSuccess(order, report),
            ReturnClass.Unknown => TakeUnknown(),
            var refusal => TakeRefusal(order, report, refusal),
        };
    }

    /// <summary>
    /// It ended on its own while the order was on its way. What the order had closed before that counts too.
    /// </summary>
    private (PositionNext Next, DateTimeOffset NotBefore) TakeLateResult(PositionOrder order, OrderReport report)
    {
        var now = time.GetUtcNow();
        if (order.Operation != PositionOperation.Close)
        {
            return (PositionNext.Nothing, now);
        }

        if (ClassOf(order, report) == ReturnClass.Unknown)
        {
            return (PositionNext.Ask, now + options.Value.AnswerWait);
        }

        if (report.Kind is ReportKind.Filled or ReportKind.Partial && !IsKnown(report))
        {
            AddMoney(report);
        }

        return (PositionNext.Nothing, now);
    }

    private static ReturnClass ClassOf(PositionOrder order, OrderReport report)
    {
        switch (report.Kind)
        {
            case ReportKind.Filled or ReportKind.Partial:
                return order.Operation is PositionOperation.Open or PositionOperation.Close
                    ? ReturnClass.Ok
                    : ReturnClass.Unknown;
            case ReportKind.Placed:
                return order.Operation == PositionOperation.Open ? ReturnClass.Ok : ReturnClass.Unknown;
            case ReportKind.Done:
                return order.Operation == PositionOperation.Open ? ReturnClass.Unknown : ReturnClass.Ok;
            case ReportKind.Rejected:
                return ReturnCode.ClassOf(report.Retcode, order.Operation);
            case ReportKind.None:
                return ReturnClass.Wait;
            case ReportKind.Dropped when order.Operation == PositionOperation.Open:
                return ReturnClass.Never;
            case ReportKind.Dropped when report.Reason == "NO_TARGET":
                return order.Operation == PositionOperation.Modify ? ReturnClass.Never : ReturnClass.Ok;
            case ReportKind.Dropped:
                return ReturnClass.Hold;
            default:
                return ReturnClass.Unknown;
        }
    }

    private (PositionNext Next, DateTimeOffset NotBefore) TakeSuccess(PositionOrder order, OrderReport report)
    {
        State.Reason = null;
        switch (order.Operation)
        {
            case PositionOperation.Open:
                State.OpenSequence = order.Sequence;
                TakeStops(report, order.StopLoss, order.TakeProfit);
                if (report.Kind == ReportKind.Placed)
                {
                    State.Volume = order.Volume;
                    Move(PositionEvent.OrderPlaced);
                }
                else
                {
                    TakeFill(order.Volume, report);
                }

                break;
            case PositionOperation.Modify:
                TakeStops(report, order.StopLoss, order.TakeProfit);
                Return();
                break;
            case PositionOperation.Close when report.Kind is ReportKind.Filled or ReportKind.Partial:
                if (!IsKnown(report))
                {
                    TakeClosing(report);
                }

                Return();
                break;
            case PositionOperation.Cancel when State.OpenedAt is not null:
                // Its broker was quicker: what is open is closed.
                Return();
                break;
            default:
                // Nothing was there to be closed or cancelled.
                End(report, State.OpenedAt is null ? CopyReasons.ClosedMeanwhile : State.Reason);
                break;
        }

        return (PositionNext.Nothing, time.GetUtcNow());
    }

    private (PositionNext Next, DateTimeOffset NotBefore) TakeUnknown()
    {
        Move(PositionEvent.ResultUnknown);
        return (PositionNext.Ask, time.GetUtcNow() + options.Value.AnswerWait);
    }

    private (PositionNext Next, DateTimeOffset NotBefore) TakeRefusal(
        PositionOrder order, OrderReport report, ReturnClass refusal)
    {
        Span<byte> chance = stackalloc byte[1];
        entropy.Fill(chance);
        State.Reason = report.Reason.Length > 0 ? report.Reason : null;
        var wait = AttemptPlan.WaitAfter(order.Operation, refusal, order.Attempt, options.Value.HoldWait, chance[0]);
        if (order.Operation != PositionOperation.Open)
        {
            Return();
        }
        else if (wait is null)
        {
            State.Reason ??= refusal == ReturnClass.Never ? CopyReasons.Refused : CopyReasons.AttemptsOver;
            Move(PositionEvent.OpenFailed);
        }

        return wait is { } again
            ? (PositionNext.Again, time.GetUtcNow() + again)
            : (PositionNext.GiveUp, time.GetUtcNow());
    }

    /// <summary>Takes what happened without an order; false when it is known.</summary>
    private bool TakeEvent(OrderReport report)
    {
        if (IsOver || IsKnown(report))
        {
            return false;
        }

        switch (report.Kind)
        {
            case ReportKind.Opened:
                TakeFill(State.Volume, report);
                break;
            case ReportKind.Reduced:
                TakeClosing(report);
                if (State.Volume.IsZero)
                {
                    End(report, report.Reason);
                }

                break;
            case ReportKind.Closed:
                TakeClosing(report with { Volume = State.Volume });
                End(report, report.Reason);
                break;
            case ReportKind.Changed:
                return TakeStops(report);
            default:
                End(report, report.Kind == ReportKind.Expired ? "EXPIRED" : "CANCELLED");
                break;
        }

        return true;
    }

    private bool IsKnown(OrderReport report) => report.Deal != 0 && State.Deals.Contains(report.Deal);

    private void TakeFill(Lots asked, OrderReport report)
    {
        State.Opened = report.Volume.IsZero ? asked : report.Volume;
        State.Volume = State.Opened;
        State.OpenPrice = report.Price;
        State.OpenedAt = report.At;
        AddMoney(report);
        Move(State.Opened < asked ? PositionEvent.PartFilled : PositionEvent.AllFilled);
    }

    private void TakeClosing(OrderReport report)
    {
        State.Volume = State.Volume.Less(Lots.Min(State.Volume, report.Volume));
        State.ClosePrice = report.Price;
        AddMoney(report);
    }

    private void AddMoney(OrderReport report)
    {
        State.NetProfitCents = checked(
            State.NetProfitCents + report.ProfitCents + report.CommissionCents + report.SwapCents);
        if (report.Deal != 0)
        {
            State.Deals.Add(report.Deal);
            State.Deals.RemoveRange(0, Math.Max(0, State.Deals.Count - DealsMax));
        }
    }

    /// <summary>Takes <c>sl,tp</c>, each as the protocol writes prices; anything else says nothing.</summary>
    private bool TakeStops(OrderReport report)
    {
        var comma = report.Reason.IndexOf(',', StringComparison.Ordinal);
        return comma > 0
            && SymbolPrice.TryParse(report.Reason.AsSpan(0, comma), out var stopLoss)
            && SymbolPrice.TryParse(report.Reason.AsSpan(comma + 1), out var takeProfit)
            && TakeStops(report, stopLoss, takeProfit);
    }

    /// <summary>
    /// No deal tells that a change is known, so it is the number that does: a report comes again until its confirmation
    /// has arrived, and by then the stops may have moved on.
    /// </summary>
    private bool TakeStops(OrderReport report, SymbolPrice stopLoss, SymbolPrice takeProfit)
    {
        var isNew = report.Number > State.StopsReport;
        if (isNew)
        {
            (State.StopLoss, State.TakeProfit, State.StopsReport) = (stopLoss, takeProfit, report.Number);
        }

        return isNew;
    }

    private void End(OrderReport report, string? reason)
    {
        State.Volume = default;
        State.ClosedAt = report.At;
        State.Reason = string.IsNullOrEmpty(reason) ? State.Reason : reason;
        Move(PositionEvent.AllClosed);
    }

    /// <summary>Back from an operation to what there is.</summary>
    private void Return()
    {
        if (State.OpenedAt is not null && State.Volume.IsZero)
        {
            State.ClosedAt = time.GetUtcNow();
            Move(PositionEvent.AllClosed);
        }
        else if (State.Status is PositionStatus.Modifying or PositionStatus.Closing or PositionStatus.Unknown)
        {
            Move(State.OpenedAt is null ? PositionEvent.BackToPlaced : PositionEvent.BackToOpen);
        }
    }
}
