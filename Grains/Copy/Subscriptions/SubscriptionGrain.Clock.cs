using OrleansTrading.Grains.History;

namespace OrleansTrading.Grains.Copy.Subscriptions;

/// <content>What time does, and what the history is told.</content>
internal sealed partial class SubscriptionGrain
{
    /// <summary>A timer waits no longer than this, some 49 days at most: then it is looked again.</summary>
    private static readonly TimeSpan s_clockMax = TimeSpan.FromDays(1);

    private IGrainTimer? clock;

    /// <summary>Nothing is left to be done but to end.</summary>
    private bool IsOver => State.Status == SubscriptionStatus.Ending && State.Copies.Count == 0;

    /// <summary>One that is being made is gone on with by who makes it, or by the sweeper.</summary>
    private bool IsMade => State.Command is not null && State.Status != SubscriptionStatus.Opening;

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        if (!IsMade)
        {
            return;
        }

        try
        {
            // A part that is behind another activation of itself does not know of a subscription, and tells it nothing.
            if (!HasEnded && (await CatchUpAsync() || IsStepDue(time.GetUtcNow())))
            {
                await AskAsync();
                await StepAsync();
            }

            await SettleFeeAsync();
            SetClock();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The list's sweeper finds it by its deadline, if something is due.
            logger.NotWoken(ListingKinds.Subscription, Id.Value, failure);
            clock?.Change(Options.CatchUpPeriod, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Orders that are late with their results are relayed again, and their terminal is asked.</summary>
    private async Task AskAsync()
    {
        var now = time.GetUtcNow();
        var late = State.Copies.Where(copy => copy.InFlight != 0 && copy.AskAt <= now).ToList();
        if (late.Count == 0)
        {
            return;
        }

        var isConnected = await Account.GetFactsAsync(null) is { IsConnected: true };
        foreach (var copy in late)
        {
            // Without a terminal there is nobody to ask: it is told all of this when it resumes.
            copy.AskAt = isConnected ? now + Options.AnswerWait : null;
        }

        if (isConnected)
        {
            var sequences = late.Select(copy => copy.InFlight).ToHashSet();
            await RelayAsync(State.Orders.Where(order => sequences.Contains(order.Sequence)).ToList());
            foreach (var copy in late)
            {
                await Account.AskAsync(Id, copy.InFlight);
            }
        }
    }

    /// <summary>Starts the clock for what is due next.</summary>
    private void SetClock()
    {
        clock ??= this.RegisterGrainTimer(
            TickAsync, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        var now = time.GetUtcNow();
        var due = IsMade ? NextDue(now) : null;
        if (IsMade && !HasEnded)
        {
            var look = now + (LooksAtEquity ? Options.EquityPeriod : Options.CatchUpPeriod);
            due = due < look ? due : look;
        }

        var wait = due is { } at ? TimeSpan.FromTicks(Math.Clamp((at - now).Ticks, 0, s_clockMax.Ticks))
            : Timeout.InfiniteTimeSpan;
        clock.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private bool LooksAtEquity => HasLossLimit && State.Copies.Exists(copy => copy.Phase == CopyPhase.Open);

    /// <summary>By this clock: the time that is stored may be by one that is ahead.</summary>
    private bool IsStepDue(DateTimeOffset now) => LooksAtEquity || NextDue(now) <= now;

    private bool HasLossLimit =>
        Settings.DailyDrawdownBasisPoints > 0 || Settings.TotalDrawdownBasisPoints > 0;

    private DateTimeOffset? NextDue(DateTimeOffset now)
    {
        var due = IsOver ? now : State.Fee?.DueAt(HasEnded);
        foreach (var copy in State.Copies)
        {
            var at = copy.InFlight != 0 ? copy.AskAt : copy.NotBefore == default ? null : copy.NotBefore;
            due = at is { } sooner && !(due <= sooner) ? sooner : due;
        }

        return due;
    }

    /// <summary>
    /// Measures the loss. The day's begins with the first equity of the UTC day, the total one with the highest since
    /// the owner began or resumed.
    /// </summary>
    private async Task CheckDrawdownAsync(DateTimeOffset now)
    {
        if (!HasLossLimit || State.Status == SubscriptionStatus.Ended
            || await Account.GetFactsAsync(null) is not { Report.EquityCents: var equity })
        {
            return;
        }

        var day = DateOnly.FromDateTime(now.UtcDateTime);
        var marks = State.Equity ?? new EquityMarks(day, equity, equity);
        marks = marks with { PeakCents = Math.Max(marks.PeakCents, equity) };
        State.Equity = marks.Day == day ? marks : marks with { Day = day, DayCents = equity };
        var reason = IsLost(State.Equity.DayCents, equity, Settings.DailyDrawdownBasisPoints)
            ? CopyReasons.DailyDrawdown
            : IsLost(State.Equity.PeakCents, equity, Settings.TotalDrawdownBasisPoints)
                ? CopyReasons.TotalDrawdown
                : null;
        if (reason is null || State.Reason == reason)
        {
            return;
        }

        State.Reason = reason;
        if (Settings.DrawdownAction != DrawdownAction.Warn && State.Status == SubscriptionStatus.Active)
        {
            State.Status = SubscriptionStatus.Paused;
        }

        if (Settings.DrawdownAction == DrawdownAction.CloseAll)
        {
            CloseAll(reason);
        }

        RecordMove();
    }

    private static bool IsLost(long from, long equity, int basisPoints) =>
        basisPoints > 0 && (Int128)(from - equity) * 10_000 >= (Int128)from * basisPoints;

    private void RecordMove() => Record(HistoryKinds.SubscriptionMoved, Id.Value, new SubscriptionDetails
    {
        Account = Command.Account,
        Provider = Command.Provider,
        Status = State.Status,
        Reason = State.Reason,
    });

    private void RecordSkip(CopyState copy, string reason) => Record(
        HistoryKinds.CopySkipped,
        PositionId.Derive(Id, copy.Ticket.Ticket).Value,
        new CopyDetails { Subscription = Id, Ticket = copy.Ticket.Ticket, Symbol = copy.Symbol, Reason = reason });

    private void RecordSlippage(CopyState copy, long points) => Record(
        HistoryKinds.CopySlipped,
        PositionId.Derive(Id, copy.Ticket.Ticket).Value,
        new CopyDetails
        {
            Subscription = Id,
            Ticket = copy.Ticket.Ticket,
            Symbol = copy.Symbol,
            Reason = CopyReasons.Slippage,
            Points = points,
        });

    private void Record(string kind, string subject, HistoryDetails details) =>
        State.Record(time.GetUtcNow(), kind, Command.User, subject, details);
}
