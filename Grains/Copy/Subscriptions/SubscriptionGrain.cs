using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Grains.Copy.Fees;

namespace OrleansTrading.Grains.Copy.Subscriptions;

/// <inheritdoc cref="ISubscriptionGrain"/>
/// <remarks>
/// What the provider has is what is wanted; <see cref="CopyPlan"/> compares it with what the account has. An order is
/// stored here before anybody hears of it, and leaves only when its result is stored in its position: so whatever is
/// lost on the way is said again, by sequence, and a terminal does each once.
/// </remarks>
internal sealed partial class SubscriptionGrain(
    [PersistentState("subscription")] IPersistentState<SubscriptionState> storage,
    CopyFeeRules fees,
    TimeProvider time,
    IOptions<CopyOptions> options,
    ILogger<SubscriptionGrain> logger) : Grain, ISubscriptionGrain
{
    private SubscriptionState State => storage.State;

    private CopyOptions Options => options.Value;

    private SubscriptionId Id => new(this.GetPrimaryKeyString());

    private CreateSubscription Command => State.Command!;

    private SubscriptionSettings Settings => State.Settings ?? Command.Settings;

    private ITradingAccountGrain Account => GrainFactory.GetGrain<ITradingAccountGrain>(Command.Account.Value);

    private IProviderGrain Provider => GrainFactory.GetGrain<IProviderGrain>(Command.Provider.Value);

    private ISubscriberShardGrain Shard =>
        GrainFactory.GetGrain<ISubscriberShardGrain>(ShardKeys.Of(Command.Provider, Id));

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        SetClock();
        return Task.CompletedTask;
    }

    public async Task<Outcome<SubscriptionView>> CreateAsync(CreateSubscription command)
    {
        if (await IsStoredAsync() && State.IsRefused)
        {
            await ForgetAsync();
        }

        if (State.Command is not null)
        {
            if (!GrainJson.AreSame(Command, command))
            {
                return Outcome.Refused<SubscriptionView>(
                    ErrorCodes.IdempotencyKeyReused,
                    "Idempotency-Key",
                    $"This key made subscription {Id} from another request. Use a new key for a new subscription.");
            }

            return State.Status == SubscriptionStatus.Opening ? await OpenAsync() : Outcome.Of(View());
        }

        if (SettingsRules.Check(command.Settings) is { } malformed)
        {
            return Outcome.Refused<SubscriptionView>(malformed);
        }

        var (fee, refusal) = await AgreeAsync(command);
        if (refusal is not null)
        {
            return Outcome.Refused<SubscriptionView>(refusal);
        }

        State.Command = command;
        State.Fee = fee;
        State.CreatedAt = time.GetUtcNow();
        State.DueAt = State.CreatedAt;

        // Stored before account and part are told: should this process die in between, somebody comes back to finish.
        await storage.WriteStateAsync();
        return await OpenAsync();
    }

    public async Task<SubscriptionView?> GetAsync() =>
        await IsStoredAsync() && State.Status != SubscriptionStatus.Opening ? View() : null;

    public async Task<Outcome<SubscriptionView>> ChangeAsync(SubscriptionSettings settings)
    {
        if (await WhyNotOpenAsync() is { } unknown)
        {
            return Outcome.Refused<SubscriptionView>(unknown);
        }

        if (SettingsRules.Check(settings) is { } malformed)
        {
            return Outcome.Refused<SubscriptionView>(malformed);
        }

        State.Settings = settings;
        await StepAsync();
        await Account.RefreshAsync(Id);
        return Outcome.Of(View());
    }

    public async Task<Outcome<SubscriptionView>> CommandAsync(SubscriptionCommand command)
    {
        if (await WhyNotOpenAsync() is { } unknown)
        {
            return Outcome.Refused<SubscriptionView>(unknown);
        }

        if (State.Status == SubscriptionStatus.Ending
            && command is SubscriptionCommand.Pause or SubscriptionCommand.Resume)
        {
            return Outcome.Refused<SubscriptionView>(
                ErrorCodes.SubscriptionOver, null, $"Subscription {Id} is ending. Make a new one to copy again.");
        }

        Obey(command);
        RecordMove();
        await StepAsync();
        return Outcome.Of(View());
    }

    public async Task<bool> TellAsync(IReadOnlyList<CopySignal> signals)
    {
        if (!await IsStoredAsync() || State.Status == SubscriptionStatus.Ended)
        {
            return false;
        }

        if (State.Status == SubscriptionStatus.Opening)
        {
            // It begins with the provider's book, which has these signals.
            return true;
        }

        var before = State.SignalNumber;

        // Whatever is missing lies before the first of them: they have no gaps, and one that is taken is in memory only
        // until all are stored.
        if (signals is [var first, ..] && first.Number > State.SignalNumber + 1)
        {
            _ = await CatchUpAsync();
        }

        foreach (var signal in signals)
        {
            if (signal.Number == State.SignalNumber + 1)
            {
                Take(signal);
            }
        }

        if (State.SignalNumber != before)
        {
            await StepAsync();
        }

        return true;
    }

    public async Task WakeAsync()
    {
        if (!await IsStoredAsync())
        {
            return;
        }

        if (State.IsRefused)
        {
            await ForgetAsync();
            return;
        }

        if (State.Status == SubscriptionStatus.Opening)
        {
            _ = await OpenAsync();
            return;
        }

        if (!HasEnded)
        {
            _ = await CatchUpAsync();
            await StepAsync();
        }

        await SettleFeeAsync();
    }

    private void Obey(SubscriptionCommand command)
    {
        switch (command)
        {
            case SubscriptionCommand.Resume:
                State.Status = SubscriptionStatus.Active;
                State.Reason = null;
                State.Equity = null;
                return;
            case SubscriptionCommand.Pause or SubscriptionCommand.CloseAll:
                if (State.Status == SubscriptionStatus.Active)
                {
                    State.Status = SubscriptionStatus.Paused;
                }

                break;
            default:
                State.Status = SubscriptionStatus.Ending;
                break;
        }

        State.Reason = CopyReasons.Owner;
        if (command is SubscriptionCommand.CloseAll or SubscriptionCommand.EndNow)
        {
            CloseAll(CopyReasons.Owner);
        }
    }

    private void CloseAll(string reason)
    {
        foreach (var copy in State.Copies)
        {
            copy.MustClose ??= reason;
            copy.NotBefore = default;
        }
    }

    /// <summary>
    /// Makes it known to account and part, and begins with the provider's book. What is refused leaves nothing behind.
    /// </summary>
    private async Task<Outcome<SubscriptionView>> OpenAsync()
    {
        var refusal = await WhyNotCopiedAsync(Provider, Command.User)
            ?? await Account.AddSubscriptionAsync(Command.User, Id)
            ?? await Shard.AddAsync(Id);
        if (refusal is not null)
        {
            // Stored before account and part forget it: it may be that another activation has opened it.
            State.IsRefused = true;
            await storage.WriteStateAsync();
            await ForgetAsync();
            return Outcome.Refused<SubscriptionView>(refusal);
        }

        // The part knows it before the book is read: a signal after the book comes by the part.
        var book = await Provider.GetBookAsync();
        Check.That(book is not null, $"provider {Command.Provider} took {Id} and has no book");
        State.Status = SubscriptionStatus.Active;
        State.SignalNumber = book.Number;
        RecordMove();
        if (Settings.Start == StartMode.OpenPositions)
        {
            foreach (var ticket in book.Tickets)
            {
                Add(ticket, new ProviderMoney(book.BalanceCents, book.EquityCents), isFromStart: true);
            }
        }

        await StepAsync();
        await Account.RefreshAsync(Id);
        await SettleFeeAsync();
        return Outcome.Of(View());
    }

    /// <summary>Leaves nothing of what was refused.</summary>
    private async Task ForgetAsync()
    {
        await Account.RemoveSubscriptionAsync(Id);
        await Shard.RemoveAsync(Id);
        State.Command = null;
        State.IsRefused = false;
        State.Fee = null;
        State.DueAt = null;
        await storage.WriteStateAsync();
    }

    /// <summary>
    /// Whether there is such a subscription. That there is none, or none that is open yet, is never said from memory.
    /// </summary>
    private async Task<bool> IsStoredAsync()
    {
        if (State.Command is null || State.Status == SubscriptionStatus.Opening)
        {
            await storage.ReadStateAsync();
            SetClock();
        }

        return State.Command is not null;
    }

    private async Task<Refusal?> WhyNotOpenAsync() =>
        !await IsStoredAsync() || State.Status == SubscriptionStatus.Opening
            ? new Refusal { Code = ErrorCodes.SubscriptionUnknown, Detail = $"There is no subscription {Id}." }
            : State.Status == SubscriptionStatus.Ended
                ? new Refusal
                {
                    Code = ErrorCodes.SubscriptionOver,
                    Detail = $"Subscription {Id} has ended. Make a new one to copy again.",
                }
                : null;

    private SubscriptionView View() => new()
    {
        Id = Id,
        Terms = Command,
        Settings = Settings,
        Status = State.Status,
        Reason = State.Reason,
        CreatedAt = State.CreatedAt,
        SignalNumber = State.SignalNumber,
        Sequence = State.Sequence,
        OrdersWaiting = State.Orders.Count,
        Copies = [.. State.Copies.Select(copy => new CopyView
        {
            Position = PositionId.Derive(Id, copy.Ticket.Ticket),
            Ticket = copy.Ticket.Ticket,
            Symbol = copy.Symbol,
            Kind = copy.Kind,
            Volume = copy.Volume,
            Waits = copy.Waits,
        })],
        NetProfitCents = State.NetProfitCents,
        Skipped = State.Skipped,
        LastSkip = State.LastSkip,
        Fee = State.Fee?.View(),
    };
}
