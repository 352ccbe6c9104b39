using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Grains.History;
using OrleansTrading.Grains.Ledger;
using OrleansTrading.Grains.Risk.Limits;

namespace OrleansTrading.Grains.Withdrawals;

/// <inheritdoc cref="IWithdrawalGrain"/>
/// <remarks>
/// Each status is stored before what it stands for is done, and everything that is done has an id that follows from the
/// withdrawal's: so a crash anywhere is followed by the same step again, which changes nothing if it was done.
/// docs/withdrawals.md has the whole.
/// </remarks>
internal sealed partial class WithdrawalGrain(
    [PersistentState("withdrawal")] IPersistentState<WithdrawalState> storage,
    WithdrawalMaker maker,
    WithdrawalReports reports,
    GlobalLimits limits,
    AssetCatalog catalog,
    TimeProvider time,
    IOptions<WithdrawalOptions> options,
    ILogger<WithdrawalGrain> logger) : Grain, IWithdrawalGrain, IRemindable
{
    private const string DriveReminder = "drive";

    private WithdrawalState State => storage.State;

    private WithdrawalId Id => new(this.GetPrimaryKeyString());

    private WithdrawalTerms Terms => State.Terms!;

    private CreateWithdrawal Command => State.Command!;

    private UserId User => Command.Wallet.User;

    private bool Exists => State.Command is not null;

    private IWalletGrain Wallet => GrainFactory.GetGrain<IWalletGrain>(Command.Wallet.Value);

    private IRiskGrain Risk => GrainFactory.GetGrain<IRiskGrain>(User.Value);

    private ITreasuryGrain Treasury => GrainFactory.GetGrain<ITreasuryGrain>(Terms.From.Value);

    private Asset? Listed => catalog.Find(Terms.Amount.Asset.Value);

    private RiskClaim Claim => new() { UsdCents = Terms.UsdCents, Limits = LimitNames.OfWithdrawal(Listed) };

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        StartDriving();
        return Task.CompletedTask;
    }

    public async Task<Outcome<WithdrawalView>> CreateAsync(CreateWithdrawal command)
    {
        if (await IsStoredAsync())
        {
            return await RepeatAsync(command);
        }

        var made = await maker.MakeAsync(GrainFactory, command);
        if (made.Value is not { } terms)
        {
            return Outcome.Refused<WithdrawalView>(made.Refusal!);
        }

        // The reminder first: should the write below be the last thing this process does, somebody still comes back.
        await this.RegisterOrUpdateReminder(
            DriveReminder, GrainConstants.ReminderPeriod, GrainConstants.ReminderPeriod);
        storage.State = new WithdrawalState { Command = command, Terms = terms, Ledger = State.Ledger };
        await storage.WriteStateAsync();
        StartDriving();
        return await OpenAsync(isFirst: true) is { } refusal
            ? Outcome.Refused<WithdrawalView>(refusal)
            : Outcome.Of(View());
    }

    public async Task<WithdrawalView?> GetAsync() =>
        await IsStoredAsync() && State.Status != WithdrawalStatus.Opening ? View() : null;

    public async Task<Outcome<WithdrawalView>> CancelAsync()
    {
        if (!await IsStoredAsync() || State.Status == WithdrawalStatus.Opening)
        {
            return Outcome.Refused<WithdrawalView>(
                ErrorCodes.WithdrawalUnknown, null, $"There is no withdrawal {Id}.");
        }

        if (State.Status == WithdrawalStatus.Waiting)
        {
            State.Reason = WithdrawalReasons.Cancelled;
            await MoveAsync(WithdrawalEvent.CancelAsked);
        }

        if (State.Reason != WithdrawalReasons.Cancelled)
        {
            return Outcome.Refused<WithdrawalView>(
                ErrorCodes.WithdrawalNotCancellable,
                null,
                $"The withdrawal is {State.Status}. It can be cancelled until it is being paid out.");
        }

        await DriveAsync(CancellationToken.None);
        return Outcome.Of(View());
    }

    public Task WakeAsync() => IsUnderWay ? DriveAsync(CancellationToken.None) : Task.CompletedTask;

    private async Task<Outcome<WithdrawalView>> RepeatAsync(CreateWithdrawal command)
    {
        if (Command != command)
        {
            return Outcome.Refused<WithdrawalView>(
                ErrorCodes.IdempotencyKeyReused,
                "Idempotency-Key",
                $"This key made withdrawal {Id} from another request. Use a new key for a new withdrawal.");
        }

        return State.Status == WithdrawalStatus.Opening && await OpenAsync(isFirst: false) is { } refusal
            ? Outcome.Refused<WithdrawalView>(refusal)
            : Outcome.Of(View());
    }

    /// <summary>
    /// Whether there is such a withdrawal. That there is none, or none that is open yet, is never said from memory: in
    /// a partitioned cluster another activation may have made it since.
    /// </summary>
    private async Task<bool> IsStoredAsync()
    {
        if (!Exists || State.Status == WithdrawalStatus.Opening)
        {
            await storage.ReadStateAsync();
        }

        return Exists;
    }

    /// <summary>Moves along one allowed transition and persists it; nothing is done or answered before that.</summary>
    private async Task MoveAsync(WithdrawalEvent happened)
    {
        var from = State.Status;
        State.Status = WithdrawalTransitions.Next(from, happened);
        var now = time.GetUtcNow();
        State.Record(now, Recording.KindOf(State.Status), User, Id.Value, new WithdrawalDetails
        {
            Wallet = Command.Wallet,
            Amount = Terms.Amount,
            Fee = Terms.Fee.IsZero ? null : Terms.Fee,
            To = Terms.To,
            Memo = HistoryDetails.Clip(Command.Memo),
            ExecutesAt = State.Status == WithdrawalStatus.Waiting ? Terms.ExecutesAt : null,
            Transfer = State.Order?.Id,
            TransactionId = State.TransactionId,
            Reason = State.Reason,
            Detail = HistoryDetails.Clip(State.ReasonDetail),
        });
        State.BookMove(Id, now);
        await storage.WriteStateAsync();
        waitsFor = null;
        logger.WithdrawalMoved(Id, from, State.Status, State.Reason);
        if (State.Status == WithdrawalStatus.Parked)
        {
            logger.WithdrawalParked(Id, State.ReasonDetail);
        }
    }

    private WithdrawalView View() => new()
    {
        Id = Id,
        Wallet = Command.Wallet,
        Status = State.Status,
        Terminal = WithdrawalTransitions.IsTerminal(State.Status),
        Amount = Terms.Amount,
        Fee = Terms.Fee,
        Address = Terms.To,
        Memo = Command.Memo,
        CreatedAt = Terms.CreatedAt,
        ExecutesAt = Terms.ExecutesAt,
        TransactionId = State.TransactionId,
        Reason = State.Reason,
        Detail = State.ReasonDetail ?? waitsFor,
    };
}
