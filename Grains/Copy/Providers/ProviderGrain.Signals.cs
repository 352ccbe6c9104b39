using OrleansTrading.Grains.History;

namespace OrleansTrading.Grains.Copy.Providers;

/// <content>How signals come in, and how everybody is told.</content>
internal sealed partial class ProviderGrain
{
    private IGrainTimer? telling;

    public async Task<Outcome<CopySignal>> PublishAsync(PublishSignal command)
    {
        if (!await IsStoredAsync())
        {
            return Outcome.Refused<CopySignal>(ErrorCodes.ProviderUnknown, null, $"There is no provider {Id}.");
        }

        var published = await TryPublishAsync(command);
        if (published.Refusal is not null)
        {
            // A refusal stores nothing, and so does not show that there is another activation that knows more.
            await storage.ReadStateAsync();
            Publish();
            published = await TryPublishAsync(command);
        }

        return published;
    }

    public async Task<long> GetLastNumberAsync(TradingAccountId account) =>
        await IsStoredAsync() && Command.Account == account ? State.TerminalNumber : 0;

    public async Task<PublishAnswer> PublishFromTerminalAsync(TradingAccountId account, TerminalSignal signal)
    {
        if (!await IsStoredAsync() || Command.Account != account || signal.Number > State.TerminalNumber + 1)
        {
            return new PublishAnswer(PublishStatus.Gap, "");
        }

        if (signal.Number <= State.TerminalNumber)
        {
            var code = signal.Number == State.TerminalNumber ? State.TerminalCode : "";
            return new PublishAnswer(code.Length == 0 ? PublishStatus.Ok : PublishStatus.Refused, code);
        }

        var taken = await TakeAsync(CommandOf(signal), signal.At);
        if (taken.Refusal?.Code == ErrorCodes.Overloaded)
        {
            // The number is not used up: the terminal comes again with it.
            return new PublishAnswer(PublishStatus.Gap, ErrorCodes.Overloaded);
        }

        State.TerminalNumber = signal.Number;
        State.TerminalCode = taken.Refusal?.Code ?? "";
        await StoreAsync();
        StartTelling();
        return new PublishAnswer(
            taken.Refusal is null ? PublishStatus.Ok : PublishStatus.Refused, State.TerminalCode);
    }

    public async Task WakeAsync()
    {
        if (!await IsStoredAsync())
        {
            return;
        }

        if (State.Waiting.Count + State.Unobserved.Count == 0)
        {
            // Who has this woken has read that something is to be told: another activation has stored it.
            await storage.ReadStateAsync();
            Publish();
        }

        StartTelling();
    }

    private async Task<Outcome<CopySignal>> TryPublishAsync(PublishSignal command)
    {
        if (PublishedKeys.Find(State.Published, command) is { } published)
        {
            return published.IsSame
                ? await FindSignalAsync(published.Number)
                : Outcome.Refused<CopySignal>(
                    ErrorCodes.IdempotencyKeyReused,
                    "Idempotency-Key",
                    $"This key published signal {published.Number}. Use a new key for a new signal.");
        }

        var taken = await TakeAsync(command, time.GetUtcNow());
        if (taken.Value is not { } signal)
        {
            return taken;
        }

        State.Published = PublishedKeys.Add(State.Published, command, signal.Number);
        await StoreAsync();
        StartTelling();
        return taken;
    }

    private static PublishSignal CommandOf(TerminalSignal signal) => new()
    {
        Key = "",
        Action = signal.Action,
        Ticket = signal.Ticket,
        Symbol = signal.Symbol,
        Kind = signal.Kind,
        Volume = signal.Action is SignalAction.Modify or SignalAction.Cancel ? null : signal.Volume,
        Price = signal.Price,
        StopLoss = signal.StopLoss,
        TakeProfit = signal.TakeProfit,
    };

    /// <summary>Makes a signal of what happened; nothing of it is stored yet.</summary>
    private async Task<Outcome<CopySignal>> TakeAsync(PublishSignal command, DateTimeOffset at)
    {
        if (State.Waiting.Count >= CopyConstants.SignalsWaitingMax)
        {
            return Outcome.Refused<CopySignal>(
                ErrorCodes.Overloaded,
                null,
                $"{State.Waiting.Count} signals wait for subscriptions to be told. Repeat it shortly.");
        }

        var index = State.Open.FindIndex(ticket => ticket.Ticket == command.Ticket);
        var open = index < 0 ? null : State.Open[index];
        var applied = SignalRules.Apply(command, open, State, at);
        if (applied.Value is not { } ticket)
        {
            return Outcome.Refused<CopySignal>(applied.Refusal!);
        }

        var facts = await FactsAsync(command, ticket);
        if (facts?.Report is { } report)
        {
            State.BalanceCents = report.BalanceCents;
            State.EquityCents = report.EquityCents;
        }

        if (command.Action == SignalAction.Open)
        {
            ticket = ticket with { ContractHundredths = facts?.Symbol?.ContractHundredths ?? 0 };
        }

        if (index >= 0)
        {
            State.Open.RemoveAt(index);
        }

        if (!ticket.Left.IsZero)
        {
            State.Open.Insert(index < 0 ? State.Open.Count : index, ticket);
        }

        if (command.Action == SignalAction.Open)
        {
            State.Tickets.Add(ticket.Ticket);
        }

        State.Number++;
        var signal = new CopySignal
        {
            Number = State.Number,
            At = at,
            Action = command.Action,
            Ticket = ticket,
            ClosePrice = command.Action == SignalAction.Close ? command.Price ?? default : default,
            BalanceCents = State.BalanceCents,
            EquityCents = State.EquityCents,
        };
        State.Waiting.Add(signal);
        fills.Take(signal);
        State.Statistics.Take(signal, open, facts);
        State.Record(
            time.GetUtcNow(), HistoryKinds.SignalPublished, Command.User, Id.Value, new SignalDetails(signal));
        State.DueAt = time.GetUtcNow() + options.Value.RetryPeriod;
        return Outcome.Of(signal);
    }

    /// <summary>
    /// The provider's account, with the symbol's rules where they tell something: what a lot is at its opening, what a
    /// point is worth at its end. Null: it publishes from no account.
    /// </summary>
    private async Task<AccountFacts?> FactsAsync(PublishSignal command, ProviderTicket ticket) =>
        Command.Account is not { } account
            ? null
            : await GrainFactory.GetGrain<ITradingAccountGrain>(account.Value).GetFactsAsync(
                command.Action is SignalAction.Open or SignalAction.Close ? ticket.Symbol : null);

    /// <summary>Begins to tell, or tries again at once: no signal waits for what could not be told before.</summary>
    private void StartTelling()
    {
        if (State.Waiting.Count + State.Unobserved.Count + markOuts.Count == 0)
        {
            return;
        }

        if (telling is null)
        {
            telling = this.RegisterGrainTimer(
                TellAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        }
        else
        {
            telling.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>
    /// Tells every part, and strikes what all were told. A part that cannot be told (its storage is away) keeps the
    /// signals here, and after a crash they are told again: subscriptions know them by their numbers.
    /// </summary>
    private async Task TellAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (State.Waiting.Count > 0 && !cancellationToken.IsCancellationRequested)
            {
                var signals = State.Waiting.ToList();
                await Task.WhenAll(Enumerable.Range(0, CopyConstants.Shards).Select(part => GrainFactory
                    .GetGrain<ISubscriberShardGrain>(ShardKeys.Of(Id, part)).TellAsync(signals)));
                State.Waiting.RemoveRange(0, signals.Count);
                State.Unobserved.AddRange(signals);
                State.ToldNumber = signals[^1].Number;
                await StoreAsync();
            }

            await ObserveAsync();
            await ObserveMarkOutsAsync();
            telling?.Dispose();
            telling = null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.ProviderStalled(Id, failure);
            telling?.Change(options.Value.RetryPeriod, Timeout.InfiniteTimeSpan);
        }
    }
}
