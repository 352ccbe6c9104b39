using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>A transfer that is as the test says, and keeps what it was asked for.</summary>
internal sealed class FakeWalletTransfer(string id) : IWalletTransferGrain
{
    internal Refusal? Refusal { get; set; }

    internal WalletTransferView? View { get; set; }

    internal List<CreateWalletTransfer> Asked { get; } = [];

    public Task<Outcome<WalletTransferView>> CreateAsync(CreateWalletTransfer command)
    {
        Asked.Add(command);
        View = Refusal is not null
            ? null
            : new WalletTransferView
            {
                Id = new WalletTransferId(id),
                From = command.From,
                To = command.To,
                Status = WalletTransferStatus.Sent,
                Amount = new Amount(Samples.Xlm, 12_500_000),
                Note = command.Note,
                SentAt = Samples.Start,
                EntryId = 0xabc,
            };
        return Task.FromResult(Refusal is { } refusal
            ? Outcome.Refused<WalletTransferView>(refusal)
            : Outcome.Of(View!));
    }

    public Task<WalletTransferView?> GetAsync() => Task.FromResult(View);
}
