namespace OrleansTrading.Grains.Copy.Subscriptions;

/// <content>What the account's terminal says.</content>
internal sealed partial class SubscriptionGrain
{
    public async Task<SubscriptionFeed?> ResumeAsync(TradingAccountId account, long lastSequence)
    {
        if (!await IsStoredAsync() || Command.Account != account
            || State.Status is SubscriptionStatus.Opening or SubscriptionStatus.Ended
            || await Account.GetFactsAsync(null) is not { } facts)
        {
            return null;
        }

        if (lastSequence > State.Sequence)
        {
            // Only a restored backup can be behind its terminal: what the terminal used is never given again.
            logger.SubscriptionBehindTerminal(Id, State.Sequence, lastSequence);
            State.Sequence = Math.Min(lastSequence, CopyConstants.SequenceMax);
        }

        State.Session = facts.Session;
        var askAt = time.GetUtcNow() + Options.AnswerWait;
        foreach (var copy in State.Copies)
        {
            // A terminal that begins again is told all orders, and has told what openings wait for.
            copy.AskAt = copy.InFlight == 0 ? null : askAt;
            copy.NotBefore = copy.Waits == CopyReasons.TerminalSilent ? default : copy.NotBefore;
        }

        await StepAsync();

        return new SubscriptionFeed
        {
            Subscription = Id,
            Base = State.Orders.Count > 0 ? State.Orders[0].Sequence - 1 : State.Sequence,
            Window = Settings.OpeningWindow,
            DeviationPoints = Settings.DeviationPoints,
            SpreadPointsMax = Settings.SpreadPointsMax,
            Orders = [.. State.Orders.Select(order => Sign(order, facts.Key))],
        };
    }

    public async Task<bool> ReportAsync(TradingAccountId account, OrderReport report)
    {
        if (!await IsStoredAsync() || Command.Account != account)
        {
            return false;
        }

        var (order, copy) = Find(report.Sequence);
        if (copy is null)
        {
            // That it has its result, or its position its end, is never said from memory: an order and a copy leave
            // only after that is stored, but there may be another activation that has made them since.
            await storage.ReadStateAsync();
            (order, copy) = Find(report.Sequence);
        }

        if (copy is null)
        {
            return true;
        }

        var position = GrainFactory.GetGrain<IPositionGrain>(PositionId.Derive(Id, copy.Ticket.Ticket).Value);
        if (await position.ReportAsync(order, report) is not { } outcome)
        {
            logger.ReportNotUnderstood(Id, report.Sequence, report.Kind);
            return true;
        }

        Take(copy, order, report, outcome);
        await StepAsync();
        return true;
    }

    public async Task RejectAsync(TradingAccountId account, OrderRejection rejection)
    {
        if (!await IsStoredAsync() || Command.Account != account)
        {
            return;
        }

        logger.OrderNotTaken(Id, rejection.Sequence, rejection.Code);
        if (rejection.Code == "SYNTAX" && State.Orders.Find(order => order.Sequence == rejection.Sequence) is { } order)
        {
            // It would never understand it: the terminal goes on behind it, at the base of the next feed.
            await ReportAsync(account, NotUnderstood(order));
        }
    }

    /// <summary>The order with a sequence, if it has no result, and the copy that a sequence is about.</summary>
    private (PositionOrder? Order, CopyState? Copy) Find(long sequence)
    {
        var order = State.Orders.Find(order => order.Sequence == sequence);
        return (order, State.Copies.Find(copy => order is not null
            ? copy.InFlight == sequence
            : copy.OpenSequence == sequence));
    }

    private OrderReport NotUnderstood(PositionOrder order) => new()
    {
        Number = 0,
        Subscription = Id,
        Sequence = order.Sequence,
        Kind = ReportKind.Rejected,
        Retcode = Positions.ReturnCode.Invalid,
        Reason = CopyReasons.NotUnderstood,
        Order = 0,
        Deal = 0,
        Volume = default,
        Price = SymbolPrice.None(order.Price.Digits),
        ProfitCents = 0,
        CommissionCents = 0,
        SwapCents = 0,
        At = time.GetUtcNow(),
    };

    private void Take(CopyState copy, PositionOrder? order, OrderReport report, PositionOutcome outcome)
    {
        var view = outcome.View;
        var wasOpen = copy.Phase == CopyPhase.Open;
        copy.OpenSequence = view.OpenSequence;
        copy.Opened = view.Opened;
        copy.Volume = view.Volume;
        copy.Phase = view.OpenSequence == 0 ? CopyPhase.Wanted
            : view.OpenedAt is null ? CopyPhase.Placed
            : CopyPhase.Open;
        if (order is not null && outcome.Next == PositionNext.Ask)
        {
            copy.AskAt = outcome.NotBefore;
        }
        else if (order is not null)
        {
            TakeResult(copy, order, outcome);
        }

        if (view.Status is PositionStatus.Closed or PositionStatus.Rejected)
        {
            // An order that is on its way has a result to come, which may be worth money.
            if (copy.InFlight == 0)
            {
                Forget(copy, view);
            }
        }
        else if (!wasOpen && copy.Phase == CopyPhase.Open)
        {
            CheckSlippage(copy, view);
        }
    }

    private void TakeResult(CopyState copy, PositionOrder order, PositionOutcome outcome)
    {
        State.Orders.Remove(order);
        copy.InFlight = 0;
        copy.AskAt = null;
        copy.Waits = outcome.Next == PositionNext.Nothing ? null : outcome.View.Reason;
        switch (outcome.Next)
        {
            case PositionNext.Again:
                copy.NotBefore = outcome.NotBefore;
                if (order.Operation == PositionOperation.Modify)
                {
                    copy.Asked = null;
                }

                break;
            case PositionNext.GiveUp when order.Operation is PositionOperation.Close or PositionOperation.Cancel:
                // What is to be closed is never given up: attempts begin again, after a while.
                copy.Attempts = 0;
                copy.NotBefore = time.GetUtcNow() + Options.HoldWait;
                break;
            default:
                copy.Attempts = 0;
                break;
        }
    }

    /// <summary>Its position is over: what is left of it is there, and in these sums.</summary>
    private void Forget(CopyState copy, PositionView view)
    {
        State.Copies.Remove(copy);
        State.NetProfitCents = checked(State.NetProfitCents + view.NetProfitCents);
        if (view.Status == PositionStatus.Rejected)
        {
            State.Skipped++;
            State.LastSkip = view.Reason;
            RecordSkip(copy, view.Reason ?? CopyReasons.Refused);
        }
    }

    /// <summary>Brokers may ignore the deviation that a request allows, so that the fill itself is looked at.</summary>
    private void CheckSlippage(CopyState copy, PositionView view)
    {
        if (Settings.SlippagePointsMax == 0 || view.SignalPrice.IsNone || view.OpenPrice.IsNone
            || copy.Kind.IsPending())
        {
            return;
        }

        var worse = view.OpenPrice.To(copy.Digits).Points - view.SignalPrice.To(copy.Digits).Points;
        var points = copy.Kind.IsLong() ? worse : -worse;
        if (points > Settings.SlippagePointsMax)
        {
            RecordSlippage(copy, points);
            copy.MustClose = Settings.SlippageAction == SlippageAction.Close ? CopyReasons.Slippage : null;
        }
    }
}
