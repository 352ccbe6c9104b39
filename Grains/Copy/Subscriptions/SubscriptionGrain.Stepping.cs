namespace OrleansTrading.Grains.Copy.Subscriptions;

/// <content>What is wanted becomes orders.</content>
internal sealed partial class SubscriptionGrain
{
    /// <summary>Takes every step that can be taken, stores all with one write, has new orders relayed.</summary>
    private async Task StepAsync()
    {
        var first = State.Orders.Count;
        var facts = await StoreStepsAsync();
        await RelayAsync(State.Orders.Skip(first).ToList(), facts);
        await ListAgainAsync(facts);
        await EndIfOverAsync();
        SetClock();
    }

    /// <summary>
    /// What led here is in memory only: when somebody who is asked does not answer, it must not be taken for stored by
    /// whoever comes next.
    /// </summary>
    /// <returns>The account, if it was asked; null: it was not.</returns>
    private async Task<AccountFacts?> StoreStepsAsync()
    {
        try
        {
            var facts = await TakeStepsAsync(time.GetUtcNow());
            await storage.WriteStateAsync();
            return facts;
        }
        catch (Exception)
        {
            DeactivateOnIdle();
            throw;
        }
    }

    private async Task<AccountFacts?> TakeStepsAsync(DateTimeOffset now)
    {
        await CheckDrawdownAsync(now);
        var plan = new CopyPlan(
            Settings, State.Status == SubscriptionStatus.Active, State.Reason, Options.RulesPeriod, now);
        AccountFacts? account = null;
        var symbols = new Dictionary<string, AccountFacts>(StringComparer.Ordinal);
        foreach (var copy in State.Copies.ToArray())
        {
            var step = plan.Next(copy);
            if (step is null)
            {
                if (!symbols.TryGetValue(copy.Symbol, out var known))
                {
                    known = await FactsAsync(copy.Symbol);
                    symbols.Add(copy.Symbol, known);
                }

                account = known;
                step = plan.Open(copy, known, Totals());
                if (known.Symbol is { } rules && step.Value.Kind == CopyStepKind.Order)
                {
                    copy.Volumes = new VolumeRules(rules.VolumeMin, rules.VolumeStep);
                    copy.Digits = rules.Digits;
                }
            }

            if (step.Value.Kind == CopyStepKind.Order)
            {
                account ??= await FactsAsync(null);
                step = HasResumed(account)
                    ? step
                    : CopyPlan.WaitForTerminal(account.IsConnected ? now + Options.AnswerWait : default);
            }

            Take(copy, step.Value, now);
        }

        State.DueAt = NextDue(now);
        return account;
    }

    /// <summary>Whether the terminal has told in its present session what it took last.</summary>
    private bool HasResumed(AccountFacts account) => account.Session is not null && account.Session == State.Session;

    private async Task<AccountFacts> FactsAsync(string? symbol)
    {
        var facts = await Account.GetFactsAsync(symbol);
        Check.That(facts is not null, $"{Id} copies into account {Command.Account}, which is not there");
        return facts;
    }

    private CopyTotals Totals()
    {
        var started = State.Copies.Where(copy => copy.Phase != CopyPhase.Wanted || copy.InFlight != 0).ToList();
        return new CopyTotals(
            started.Count,
            started.Aggregate(default(Lots), (sum, copy) => sum.Plus(copy.Volume)),
            State.Orders.Count);
    }

    private void Take(CopyState copy, CopyStep step, DateTimeOffset now)
    {
        copy.Waits = step.Reason;
        copy.NotBefore = step.Until;
        if (step.Kind == CopyStepKind.Skip)
        {
            Skip(copy, step.Reason!);
        }
        else if (step.Kind == CopyStepKind.Order)
        {
            Order(copy, step, now);
        }
    }

    /// <summary>What was never opened, and is not going to be, is told and forgotten.</summary>
    private void Skip(CopyState copy, string reason)
    {
        State.Copies.Remove(copy);
        State.Skipped++;
        State.LastSkip = reason;
        RecordSkip(copy, reason);
    }

    private void Order(CopyState copy, CopyStep step, DateTimeOffset now)
    {
        Check.That(State.Sequence < CopyConstants.SequenceMax, $"{Id} has used all its sequences");
        var prices = step.Prices!;
        if (step.Operation is PositionOperation.Open or PositionOperation.Modify)
        {
            copy.Asked = prices;
        }

        State.Sequence++;
        copy.InFlight = State.Sequence;
        copy.AskAt = now + Options.AnswerWait;
        copy.Attempts++;
        if (step.Operation == PositionOperation.Open)
        {
            copy.Volume = step.Volume;
            copy.SizedBy = CopySizing.WholeOf(copy.Ticket);
        }

        State.Orders.Add(new PositionOrder
        {
            Terms = new PositionTerms
            {
                Id = PositionId.Derive(Id, copy.Ticket.Ticket),
                Subscription = Id,
                Account = Command.Account,
                Ticket = copy.Ticket.Ticket,
                Symbol = copy.Symbol,
                Kind = copy.Kind,
                SignalAt = copy.Ticket.OpenedAt,
            },
            Operation = step.Operation,
            Sequence = State.Sequence,
            Attempt = copy.Attempts,
            At = now,
            Volume = step.Volume,
            Price = step.Operation == PositionOperation.Modify && copy.Phase == CopyPhase.Open
                ? SymbolPrice.None(copy.Digits)
                : prices.Price,
            StopLoss = prices.StopLoss,
            TakeProfit = prices.TakeProfit,
        });
    }

    /// <summary>Has positions relay orders that are stored. What is lost on the way is relayed again.</summary>
    /// <param name="orders">The orders.</param>
    /// <param name="facts">The account, if it was asked in this turn; null: it was not.</param>
    private async Task RelayAsync(List<PositionOrder> orders, AccountFacts? facts = null)
    {
        if (orders.Count == 0)
        {
            return;
        }

        facts ??= await FactsAsync(null);
        if (!facts.IsConnected)
        {
            // The terminal gets them when it resumes.
            return;
        }

        foreach (var order in orders)
        {
            await GrainFactory
                .GetGrain<IPositionGrain>(order.Terms.Id.Value)
                .RelayAsync(order with { Signed = Sign(order, facts.Key) });
        }
    }

    /// <summary>
    /// A terminal that is connected and has not resumed may not have been told of this subscription: that word may be
    /// lost, and the account may have listed what it copies from before. So what waits for it has it told, whether or
    /// not the account has room.
    /// </summary>
    /// <param name="facts">The account, if it was asked in this turn; null: nothing has come to wait in it.</param>
    private async Task ListAgainAsync(AccountFacts? facts)
    {
        if (facts is { IsConnected: true } && !HasResumed(facts)
            && State.Copies.Exists(copy => copy.InFlight == 0 && copy.Waits == CopyReasons.TerminalSilent))
        {
            _ = await Account.AddSubscriptionAsync(Command.User, Id);
            await Account.RefreshAsync(Id);
        }
    }

    private SignedOrder Sign(PositionOrder order, SigningKey key)
    {
        var target = order.Operation == PositionOperation.Open
            ? 0
            : State.Copies.Find(copy => copy.InFlight == order.Sequence)?.OpenSequence ?? 0;
        return OrderText.Sign(order, target, key);
    }

    /// <summary>
    /// Ends with the last copy, when that is what the owner asked for. Part and account forget it only once it is
    /// stored that it is to end: one that goes on is never forgotten by them.
    /// </summary>
    private async Task EndIfOverAsync()
    {
        if (IsOver)
        {
            await Shard.RemoveAsync(Id);
            await Account.RemoveSubscriptionAsync(Id);
            State.Status = SubscriptionStatus.Ended;
            RecordMove();
            State.DueAt = NextDue(time.GetUtcNow());
            await storage.WriteStateAsync();
        }
    }
}
