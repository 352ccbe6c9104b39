using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Wallets;

/// <inheritdoc cref="IWalletGrain"/>
/// <remarks>
/// Reentrant, so that callers can wait together: each puts its operation into the queue, and one at a time a group is
/// taken from it, looked up in the ledger, done in memory, stored with one write, and answered. Only that loop touches
/// the state.
/// </remarks>
[Reentrant]
internal sealed partial class WalletGrain(
    [PersistentState("wallet")] IPersistentState<WalletState> storage,
    ILedgerStore ledger,
    AssetCatalog assets,
    TimeProvider time,
    IOptions<WalletOptions> options,
    ILogger<WalletGrain> logger) : Grain, IWalletGrain
{
    private WalletId Id => new(this.GetPrimaryKeyString());

    private WalletState State => storage.State;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        RememberStored();
        return Task.CompletedTask;
    }

    public Task<Outcome<WalletReceipt>> CreditAsync(WalletMovement movement) =>
        RunAsync(new MovementOperation(movement, IsCredit: true));

    public Task<Outcome<WalletReceipt>> DebitAsync(WalletMovement movement) =>
        RunAsync(new MovementOperation(movement, IsCredit: false));

    public Task<Outcome<WalletReceipt>> HoldAsync(WalletHold hold) => RunAsync(new HoldOperation(hold));

    public Task<Outcome<WalletReceipt>> CaptureAsync(WalletCapture capture) => RunAsync(new CaptureOperation(capture));

    public Task<Outcome<WalletReceipt>> ReleaseAsync(WalletRelease release) => RunAsync(new ReleaseOperation(release));

    public Task<Outcome<WalletReceipt>> TransferAsync(WalletTransfer transfer) => RunAsync(new SendOperation(transfer));

    public Task<Outcome<WalletReceipt>> ReverseAsync(WalletReversal reversal) =>
        RunAsync(new ReversalOperation(reversal));

    public Task<Outcome<WalletReceipt>> AcceptAsync(WalletArrival arrival) => RunAsync(new ArrivalOperation(arrival));

    public async Task<WalletView> GetAsync()
    {
        var turn = new WalletTurn { Look = View };
        await QueueAsync(turn);
        return turn.View!;
    }

    public Task WakeAsync() => GetAsync();

    private async Task<Outcome<WalletReceipt>> RunAsync(WalletOperation operation)
    {
        Check.That(WalletId.TryParse(Id.Value, out _), $"'{Id}' is a wallet's id");
        if (operation.Malformed(Id) is { } refusal)
        {
            return Outcome.Refused<WalletReceipt>(refusal);
        }

        if (queue.Count >= options.Value.QueueMax)
        {
            return Outcome.Refused<WalletReceipt>(
                ErrorCodes.Overloaded, null, $"{queue.Count} operations wait for {Id}, the most it takes. Repeat it.");
        }

        var turn = new WalletTurn { Operation = operation };
        await QueueAsync(turn);
        return turn.Outcome!;
    }

    private WalletView View() => new()
    {
        Id = Id,
        CreatedAt = State.CreatedAt,
        Balances = [.. State.Funds.Select(funds => new WalletBalance(funds.Asset, funds.Available, funds.Held))],
        Holds = [.. State.Holds.OrderBy(hold => hold.Until).Select(h => new WalletOpenHold(h.Id, h.Left, h.Until))],
        Outgoing = [.. State.Outgoing],
        Entries = State.Ledger.Sequence + State.Ledger.Count,
    };
}
