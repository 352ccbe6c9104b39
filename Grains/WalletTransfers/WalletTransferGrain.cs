using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Risk.Limits;
using OrleansTrading.Grains.Wallets;

namespace OrleansTrading.Grains.WalletTransfers;

/// <inheritdoc cref="IWalletTransferGrain"/>
/// <remarks>
/// What is asked for is stored before anything of it is done, and each thing that is done has an id that follows from
/// the transfer's: so a crash anywhere is followed by the same steps again, which change nothing if they were done. A
/// timer makes them, and a reminder starts the timer.
/// </remarks>
internal sealed class WalletTransferGrain(
    [PersistentState("wallet-transfer")] IPersistentState<WalletTransferState> storage,
    WalletTransferMaker maker,
    ILedgerStore ledger,
    AssetCatalog catalog,
    IOptions<WalletOptions> options,
    ILogger<WalletTransferGrain> logger) : Grain, IWalletTransferGrain, IRemindable
{
    private const string DriveReminder = "drive";

    private IGrainTimer? driver;

    /// <summary>When it arrived, as the ledger says, where it stays for good; null: not seen yet.</summary>
    private DateTimeOffset? arrivedAt;

    private WalletTransferState State => storage.State;

    private WalletTransferId Id => new(this.GetPrimaryKeyString());

    private CreateWalletTransfer Command => State.Command!;

    private WalletTransferTerms Terms => State.Terms!;

    private UInt128 EntryId => LedgerEncoding.IdOf($"transfer {Id.Value}");

    private bool IsOpening => State.Command is not null && State.SentAt is null;

    private IRiskGrain Risk => GrainFactory.GetGrain<IRiskGrain>(Command.From.User.Value);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        StartDriving();
        return Task.CompletedTask;
    }

    public async Task<Outcome<WalletTransferView>> CreateAsync(CreateWalletTransfer command)
    {
        if (await IsStoredAsync())
        {
            return Command != command
                ? Outcome.Refused<WalletTransferView>(
                    ErrorCodes.IdempotencyKeyReused,
                    "Idempotency-Key",
                    $"This key made transfer {Id} from another request. Use a new key for a new transfer.")
                : await AnswerAsync(IsOpening ? await SendAsync(isFirst: false) : null);
        }

        var made = await maker.MakeAsync(GrainFactory, command);
        if (made.Value is not { } terms)
        {
            return Outcome.Refused<WalletTransferView>(made.Refusal!);
        }

        // The reminder first: should the write below be the last thing this process does, somebody still comes back.
        await this.RegisterOrUpdateReminder(
            DriveReminder, GrainConstants.ReminderPeriod, GrainConstants.ReminderPeriod);
        storage.State = new WalletTransferState { Command = command, Terms = terms };
        await storage.WriteStateAsync();
        StartDriving();
        return await AnswerAsync(await SendAsync(isFirst: true));
    }

    public async Task<WalletTransferView?> GetAsync() =>
        await IsStoredAsync() && !IsOpening ? await ViewAsync() : null;

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (IsOpening)
        {
            StartDriving();
        }
        else
        {
            await StopAsync();
        }
    }

    /// <summary>Books the limits and has the wallet send; whoever refuses, nothing is left of the transfer.</summary>
    /// <param name="isFirst">Whether the wallet was never asked before.</param>
    /// <returns>Null when it is sent, else why not.</returns>
    private async Task<Refusal?> SendAsync(bool isFirst)
    {
        if (!isFirst)
        {
            // A write that changes nothing, and fails if another activation has given the transfer up since: what was
            // booked for it here would be released by nobody, and what was sent would have been refused.
            await storage.WriteStateAsync();
        }

        if (Terms.UsdCents is { } usdCents && !State.IsCounted)
        {
            var claim = new RiskClaim { UsdCents = usdCents, Limits = LimitsOf(Terms.Amount) };
            if (await Risk.BookAsync(Id.Value, claim) is { } exceeded)
            {
                await GiveUpAsync();
                return exceeded;
            }

            State.IsCounted = true;
            await storage.WriteStateAsync();
        }

        var sent = await WalletOf(Command.From).TransferAsync(Transfer);
        if (sent.Refusal is { } refusal)
        {
            // What was done before the wallet does not refuse, unless its queue is full: that says nothing of it.
            if (isFirst || refusal.Code != ErrorCodes.Overloaded)
            {
                await GiveUpAsync();
            }

            return refusal;
        }

        State.SentAt = sent.Value!.At;
        await storage.WriteStateAsync();
        await StopAsync();
        return null;
    }

    private async Task GiveUpAsync()
    {
        if (State.IsCounted)
        {
            // Should this process die before all of it is gone, the wallet is asked again, and may have more by then:
            // not before the limits are booked again.
            State.IsCounted = false;
            await storage.WriteStateAsync();
        }

        if (Terms.UsdCents is not null)
        {
            await Risk.ReleaseAsync(Id.Value);
        }

        storage.State = new WalletTransferState();
        await storage.WriteStateAsync();
        await StopAsync();
    }

    private WalletTransfer Transfer => new()
    {
        Id = EntryId,
        To = Command.To,
        Reason = WalletReason.Transfer,
        Amount = Terms.Amount,
        Reference = Command.Note ?? string.Empty,
    };

    private IReadOnlyList<string> LimitsOf(Amount amount) => LimitNames.OfTransfer(catalog.Find(amount.Asset.Value));

    private IWalletGrain WalletOf(WalletId wallet) => GrainFactory.GetGrain<IWalletGrain>(wallet.Value);

    private void StartDriving()
    {
        if (IsOpening)
        {
            driver ??= this.RegisterGrainTimer(DriveAsync, new GrainTimerCreationOptions
            {
                DueTime = options.Value.RetryPeriod,
                Period = options.Value.RetryPeriod,
                KeepAlive = true,
            });
        }
    }

    private async Task DriveAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (IsOpening)
            {
                await SendAsync(isFirst: false);
            }
            else
            {
                await StopAsync();
            }
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            logger.WalletTransferStalled(Id, failure);
        }
        catch (BrokenPromiseException broken)
        {
            logger.PromiseBroken(nameof(WalletTransferGrain), broken);
            DeactivateOnIdle();
        }
    }

    private async Task StopAsync()
    {
        driver?.Dispose();
        driver = null;
        if (await this.GetReminder(DriveReminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    /// <summary>
    /// Whether there is such a transfer. That there is none, or none that was sent, is never said from memory: in a
    /// partitioned cluster another activation may have made it since.
    /// </summary>
    private async Task<bool> IsStoredAsync()
    {
        if (State.SentAt is null)
        {
            await storage.ReadStateAsync();
        }

        return State.Command is not null;
    }

    private async Task<Outcome<WalletTransferView>> AnswerAsync(Refusal? refusal) => refusal is null
        ? Outcome.Of(await ViewAsync())
        : Outcome.Refused<WalletTransferView>(refusal);

    private async Task<WalletTransferView> ViewAsync()
    {
        arrivedAt ??= await FindArrivalAsync();
        return new WalletTransferView
        {
            Id = Id,
            From = Command.From,
            To = Command.To,
            Status = arrivedAt is null ? WalletTransferStatus.Sent : WalletTransferStatus.Arrived,
            Amount = Terms.Amount,
            Note = Command.Note,
            SentAt = State.SentAt!.Value,
            ArrivedAt = arrivedAt,
            EntryId = EntryId,
        };
    }

    /// <summary>The entry by which the other wallet took it: once it is there, it is there for good.</summary>
    private async Task<DateTimeOffset?> FindArrivalAsync()
    {
        var other = WalletOf(Command.To).GetGrainId();
        var found = await ledger.FindAsync(
            new LedgerStream(other.Type.ToString()!, other.Key.ToString()!, "wallet"),
            [WalletNames.ArrivalId(Command.From, EntryId)],
            CancellationToken.None);
        return found.Count == 0 ? null : found[0].Entry.Booking.At;
    }
}
