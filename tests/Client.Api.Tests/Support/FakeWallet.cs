using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>A wallet that shows what the test says, and keeps what it was asked for.</summary>
internal sealed class FakeWallet(string id) : IWalletGrain
{
    internal WalletView View { get; set; } = new()
    {
        Id = new WalletId(id), Balances = [], Holds = [], Outgoing = [], Entries = 0,
    };

    internal Refusal? Refusal { get; set; }

    internal List<object> Asked { get; } = [];

    public Task<Outcome<WalletReceipt>> CreditAsync(WalletMovement movement) =>
        Done(("credit", movement), movement.Id, movement.Amount);

    public Task<Outcome<WalletReceipt>> DebitAsync(WalletMovement movement) =>
        Done(("debit", movement), movement.Id, movement.Amount);

    public Task<Outcome<WalletReceipt>> ReverseAsync(WalletReversal reversal) =>
        Done(reversal, reversal.Reverses + 1, new Amount(Samples.Xlm, 7));

    public Task<WalletView> GetAsync() => Task.FromResult(View);

    public Task<Outcome<WalletReceipt>> HoldAsync(WalletHold hold) => throw new NotSupportedException();

    public Task<Outcome<WalletReceipt>> CaptureAsync(WalletCapture capture) => throw new NotSupportedException();

    public Task<Outcome<WalletReceipt>> ReleaseAsync(WalletRelease release) => throw new NotSupportedException();

    public Task<Outcome<WalletReceipt>> TransferAsync(WalletTransfer transfer) => throw new NotSupportedException();

    public Task<Outcome<WalletReceipt>> AcceptAsync(WalletArrival arrival) => throw new NotSupportedException();

    public Task WakeAsync() => throw new NotSupportedException();

    private Task<Outcome<WalletReceipt>> Done(object asked, UInt128 entry, Amount amount)
    {
        Asked.Add(asked);
        return Task.FromResult(Refusal is { } refusal
            ? Outcome.Refused<WalletReceipt>(refusal)
            : Outcome.Of(new WalletReceipt
            {
                Id = entry, Sequence = 3, Kind = LedgerKinds.Adjustment, At = Samples.Start, Amount = amount,
            }));
    }
}
