using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Chains;

namespace OrleansTrading.Grains.Payments;

/// <summary>How far a watcher has read.</summary>
internal sealed class WatcherState
{
    /// <summary>True once the account is watched.</summary>
    public bool Started { get; set; }

    /// <summary>
    /// The chain's own cursor, past every movement that was recorded. It begins where the account's books do, before
    /// the first quote: what happened earlier is not a customer's payment, but in the opening balance.
    /// </summary>
    public string? Cursor { get; set; }

    /// <summary>Payments recorded since then.</summary>
    public long PaymentsRecorded { get; set; }

    /// <summary>
    /// The height of the latest payment that may be recorded: stored before the first of its page is.
    /// </summary>
    public ulong RecordingHeight { get; set; }

    /// <summary>The same once its page is recorded.</summary>
    public ulong RecordedHeight { get; set; }
}

/// <inheritdoc cref="IWatcherGrain"/>
internal sealed class WatcherGrain(
    [PersistentState("watcher")] IPersistentState<WatcherState> storage,
    ChainSet chains,
    ChainHealth health,
    TimeProvider time,
    IOptions<PaymentOptions> options,
    ILogger<WatcherGrain> logger) : Grain, IWatcherGrain, IRemindable
{
    private const string WatchReminder = "watch";

    private IGrainTimer? clock;
    private DateTimeOffset? caughtUpAt;
    private string? problem;

    private AccountId Account => new(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (storage.State.Started)
        {
            StartClock();
        }

        return Task.CompletedTask;
    }

    public async Task StartAsync()
    {
        await this.RegisterOrUpdateReminder(
            WatchReminder, GrainConstants.ReminderPeriod, GrainConstants.ReminderPeriod);
        if (!storage.State.Started)
        {
            // Where the account's books begin, so that each incoming payment is in one of the two: in the opening
            // balance, or booked by its own grain.
            storage.State.Cursor = await GrainFactory.GetGrain<ITreasuryGrain>(Account.Value).GetBeginningAsync()
                ?? throw new InvalidOperationException($"{Account} is to be watched; start its treasury before.");
            storage.State.Started = true;
            await storage.WriteStateAsync();
        }

        StartClock();
    }

    public Task WakeAsync() => storage.State.Started ? ReadAsync(CancellationToken.None) : Task.CompletedTask;

    public Task<WatcherView> GetAsync()
    {
        // Asked even where the chain is not served any more.
        var chain = chains.Has(Account.ChainId) ? chains.Get(Account.ChainId).Name : null;
        return Task.FromResult(new WatcherView
        {
            Account = Account,
            CaughtUpAt = caughtUpAt,
            Problem = problem,
            PaymentsRecorded = storage.State.PaymentsRecorded,
            Outage = chain is null ? null : health.View(chain),
            Endpoints = chain is null ? [] : health.Endpoints(chain),
        });
    }

    public async Task<ulong?> GetRecordedHeightAsync()
    {
        // What is recorded is not told from memory: another activation may have read on.
        await storage.ReadStateAsync();
        return storage.State.RecordedHeight == storage.State.RecordingHeight ? storage.State.RecordedHeight : null;
    }

    /// <summary>Being activated is all it takes: the clock starts with the activation.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    private void StartClock() => clock ??= this.RegisterGrainTimer(ReadAsync, new GrainTimerCreationOptions
    {
        DueTime = TimeSpan.Zero,
        Period = options.Value.WatchPeriod,
        KeepAlive = true,
    });

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        if (!chains.Has(Account.ChainId))
        {
            TellUnconfigured();
            return;
        }

        try
        {
            var chain = chains.Get(Account.ChainId);
            var more = true;
            for (var pages = 0; more && pages < options.Value.WatchPagesMax; pages++)
            {
                var page = await chain.ReadHistoryAsync(
                    Account.Address, storage.State.Cursor, options.Value.WatchPageMax, cancellationToken);
                await RecordAsync(chain, page);
                more = page.HasMore;
            }

            caughtUpAt = more ? caughtUpAt : time.GetUtcNow();
            problem = null;
        }
        catch (ChainUnavailableException failure)
        {
            problem = failure.Message;
            logger.WatchFailed(Account, failure);
        }
    }

    /// <summary>Said once, not with every tick: nothing changes before the next start.</summary>
    private void TellUnconfigured()
    {
        var unconfigured = $"Chain {Account.ChainId} is in use but not configured. Put it back.";
        if (problem != unconfigured)
        {
            problem = unconfigured;
            logger.WatchUnconfigured(Account, unconfigured);
        }
    }

    /// <summary>Hands each payment to its grain, and only then remembers that it was read.</summary>
    private async Task RecordAsync(IChain chain, HistoryPage page)
    {
        var state = storage.State;
        var incoming = page.Movements
            .Where(m => m.Direction == MovementDirection.Incoming && m.Succeeded).ToList();
        var height = incoming.Select(movement => movement.Height).Append(state.RecordedHeight).Max();
        if (height > state.RecordingHeight)
        {
            // Whoever compares the chain with the ledger is to know what may be booked, even after a crash.
            state.RecordingHeight = height;
            await storage.WriteStateAsync();
        }

        await Task.WhenAll(incoming.Select(movement => RecordAsync(chain, movement)));
        if (page.Cursor != state.Cursor || height != state.RecordedHeight)
        {
            state.Cursor = page.Cursor;
            state.PaymentsRecorded += incoming.Count;
            state.RecordedHeight = height;
            await storage.WriteStateAsync();
        }
    }

    private Task RecordAsync(IChain chain, Movement movement)
    {
        Check.That(movement.Amount is not null, $"{movement.TransactionId} brought an amount");
        Check.That(movement.To == Account.Address, $"{movement.TransactionId} went to {movement.To}");
        var id = PaymentId.Of(chain.Id, movement.TransactionId, movement.Index);
        return GrainFactory.GetGrain<IPaymentGrain>(id.Value).RecordAsync(new IncomingPayment
        {
            Id = id,
            Account = Account,
            Sender = movement.From,
            Amount = new Amount(new AssetId(movement.Amount.Asset), movement.Amount.Units),
            Memo = movement.Memo,
            TransactionId = movement.TransactionId,
            PaidAt = movement.BlockTime,
            Height = movement.Height,
        });
    }
}
