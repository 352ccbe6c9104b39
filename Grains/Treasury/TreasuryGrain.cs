using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Chains;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.History;
using OrleansTrading.Grains.Risk;

namespace OrleansTrading.Grains.Treasury;

/// <inheritdoc cref="ITreasuryGrain"/>
/// <remarks>
/// Reentrant, so that all who wait share one write (<see cref="CoalescedSave"/>): between two awaits only this code
/// runs, and each method changes the state in one such stretch. Only the pump signs, submits and concludes, and it
/// never overlaps itself.
/// </remarks>
[Reentrant]
internal sealed partial class TreasuryGrain : Grain, ITreasuryGrain, IRemindable
{
    private const string PumpReminder = "pump";

    private readonly IPersistentState<TreasuryState> storage;
    private readonly CoalescedSave saver;
    private readonly ChainSet chains;
    private readonly AssetCatalog catalog;
    private readonly ITreasuryKeys keys;
    private readonly ILedgerStore ledger;
    private readonly TimeProvider time;
    private readonly TreasuryOptions options;
    private readonly BreakerOptions breakers;
    private readonly TreasuryMetrics metrics;
    private readonly CancellationToken stopping;
    private readonly ILogger<TreasuryGrain> logger;
    private IGrainTimer? pump;

    public TreasuryGrain(
        [PersistentState("treasury")] IPersistentState<TreasuryState> storage,
        ChainSet chains,
        AssetCatalog catalog,
        ITreasuryKeys keys,
        ILedgerStore ledger,
        TimeProvider time,
        IOptions<TreasuryOptions> options,
        IOptions<RiskOptions> risk,
        TreasuryMetrics metrics,
        IHostApplicationLifetime host,
        ILogger<TreasuryGrain> logger)
    {
        this.storage = storage;
        this.chains = chains;
        this.catalog = catalog;
        this.keys = keys;
        this.ledger = ledger;
        this.time = time;
        this.options = options.Value;
        breakers = risk.Value.Breakers;
        this.metrics = metrics;
        stopping = host.ApplicationStopping;
        this.logger = logger;
        saver = new CoalescedSave(storage.WriteStateAsync);
    }

    private TreasuryState State => storage.State;

    private AccountId Account => new(this.GetPrimaryKeyString());

    private IChain Chain => chains.Get(Account.ChainId);

    private string ChainName => chains.Has(Account.ChainId) ? Chain.Name : Account.ChainId;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (State.Started)
        {
            StartPump();
        }

        return Task.CompletedTask;
    }

    public async Task StartAsync()
    {
        await this.RegisterOrUpdateReminder(
            PumpReminder, GrainConstants.ReminderPeriod, GrainConstants.ReminderPeriod);
        if (!State.Started)
        {
            await BeginAsync();
        }

        StartPump();
    }

    /// <summary>Being activated is all it takes: the pump starts with the activation.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    public Task<Refusal?> CheckCoverAsync(Amount amount) => Task.FromResult(RefuseCover(amount));

    public Task<Refusal?> CheckHistoryAsync() => Task.FromResult(RefuseUntilRead());

    public Task<bool> HasSentUnknownAsync(DateTimeOffset at) => Task.FromResult(HaveUnknownsSince(at));

    public async Task<Refusal?> ReserveAsync(string reservation, Amount amount)
    {
        if (State.Reservations.TryGetValue(reservation, out var known))
        {
            Check.That(known.Amount == amount, $"{reservation} set aside {known.Amount}, not {amount}");
        }
        else if (!State.Open.Exists(t => t.Request.Reservation == reservation))
        {
            if (RefuseCover(amount) is { } refusal)
            {
                return refusal;
            }

            State.Reservations.Add(reservation, new Reservation { Amount = amount, At = time.GetUtcNow() });
            await saver.SaveAsync();
            return null;
        }

        await saver.SettleAsync();
        return null;
    }

    public async Task ReleaseAsync(string reservation)
    {
        if (State.Reservations.Remove(reservation))
        {
            await saver.SaveAsync();
        }
        else
        {
            await saver.SettleAsync();
        }
    }

    public async Task<Outcome<TransferView>> RequestTransferAsync(TransferRequest request)
    {
        // What is final is first recorded in its own grain and then leaves the table: an order that is in neither,
        // asked in this order, was never given. The table is looked at again because others may have come in meanwhile.
        var open = State.Find(request.Id);
        var known = open is null ? await Transfer(request.Id).GetAsync() : null;
        open ??= State.Find(request.Id);
        if (open is not null || known is not null)
        {
            var view = known ?? View(open!);
            Check.That(view.Request == request, $"{request.Id} was ordered with other parameters");
            await saver.SettleAsync();
            return Outcome.Of(view);
        }

        if (State.Open.Count >= options.OpenMax)
        {
            return Outcome.Refused<TransferView>(
                ErrorCodes.Overloaded, null, $"{Account} has {State.Open.Count} open transfers, the most it takes.");
        }

        if (RefuseUnstored() is { } busy)
        {
            return Outcome.Refused<TransferView>(busy);
        }

        Check.That(request.Amount.Asset.ChainId == Account.ChainId, $"{request.Amount} is not on {Account.ChainId}");
        Check.That(!request.Amount.IsZero, $"{request.Id} moves nothing");
        if (request.Reservation is { } reservation && State.Reservations.Remove(reservation, out var reserved))
        {
            Check.That(
                reserved.Amount == request.Amount, $"{request.Id} moves {request.Amount}, not what was set aside");
        }

        var transfer = new OpenTransfer
        {
            Request = request,
            Status = TransferStatus.Queued,
            Steps = [Step(request, "queued")],
        };
        State.Open.Add(transfer);
        RecordOrdered(transfer);
        await saver.SaveAsync();
        return Outcome.Of(View(transfer));
    }

    public async Task<TransferView?> GetTransferAsync(TransferId id)
    {
        if (State.Find(id) is not { } open)
        {
            return await Transfer(id).GetAsync();
        }

        // What is told is durable: an unsaved signature would otherwise be known outside and lost in a crash.
        var view = View(open);
        await saver.SettleAsync();
        return view;
    }

    public async Task ResumeAsync(string note)
    {
        if (State.Halted is not null)
        {
            State.Halted = null;
            State.NoteUnknown(State.Unknown); // which were met before there was such a note
            State.Unknown.Clear();
            State.UnknownBeyond = 0;
            State.AcceptsDifference = true;

            // Whoever resumes has matched what was signed elsewhere: the chain's number is ours to go on from, or the
            // number of that transaction would halt the account again at once, for good.
            State.LastSequence = 0;
            State.LaneSequences.Clear();
            Record(HistoryKinds.TreasuryResumed, new TreasuryDetails { Note = HistoryDetails.Clip(note) });
            await saver.SaveAsync();
            logger.TreasuryResumed(Account, note);
        }
    }

    public Task<TreasuryView> GetAsync() => Task.FromResult(new TreasuryView
    {
        Account = Account,
        Balances = [.. balances.Select(b => Balance(new AssetId(b.Asset), b))],
        ReconciledAt = reconciledAt,
        Halted = State.Halted,
        WaitsFor = State.Halted is null ? WaitsFor : null,
        Differences = differences,
        Unknown = [.. State.Unknown],
        UnknownBeyond = State.UnknownBeyond,
        Open = [.. State.Open.Select(View)],
    });

    /// <summary>What nothing is signed before an operator has done; null when there is no such thing.</summary>
    private string? WaitsFor => OperatorNeeded ?? (doubtElsewhere is { RetryAt: null } doubt ? doubt.Detail : null);

    private ITransferGrain Transfer(TransferId id) => GrainFactory.GetGrain<ITransferGrain>(id.Value);

    private void StartPump() => pump ??= this.RegisterGrainTimer(PumpAsync, new GrainTimerCreationOptions
    {
        DueTime = TimeSpan.Zero,
        Period = options.PumpPeriod,
        Interleave = true,
        KeepAlive = true,
    });

    private TransferView View(OpenTransfer transfer) => new()
    {
        Request = transfer.Request,
        Status = transfer.Status,
        TransactionId = transfer.Signed?.TransactionId,
        Attempts = transfer.Attempts,
        Reason = transfer.Status == TransferStatus.Queued ? WaitsFor ?? NeededFor(transfer) : null,
        Problem = StallOf(transfer)?.Problem,
        From = Account,
        Steps = [.. transfer.Steps],
    };

    private TimelineStep Step(TransferRequest request, string what, string? detail = null, string? transactionId = null)
    {
        var purpose = request.NotifyWithdrawal is not null ? "withdrawal"
            : request.Id == TransferId.Delivery(request.NotifyQuote ?? default) ? "delivery"
            : "refund";
        return new TimelineStep
        {
            At = time.GetUtcNow(),
            Step = $"{purpose}.{what}",
            Detail = detail,
            TransactionId = transactionId,
        };
    }
}
