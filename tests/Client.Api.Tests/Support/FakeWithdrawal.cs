using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>A deposit code that is told as the test says.</summary>
internal sealed class FakeDeposit : IDepositGrain
{
    internal Refusal? Refusal { get; set; }

    internal List<OpenDeposit> Asked { get; } = [];

    public Task<Outcome<DepositInstructions>> OpenAsync(OpenDeposit request)
    {
        Asked.Add(request);
        return Task.FromResult(Refusal is { } refusal
            ? Outcome.Refused<DepositInstructions>(refusal)
            : Outcome.Of(new DepositInstructions
            {
                Wallet = request.Wallet,
                Asset = Samples.Xlm,
                Address = Samples.StellarAccount.Address,
                Memo = DepositCode.Of(request.Wallet).Value,
                Amount = new Amount(Samples.Xlm, 12_500_000),
                Uri = "web+stellar:pay",
            }));
    }

    public Task<WalletId?> GetWalletAsync() => throw new NotSupportedException();
}

/// <summary>A withdrawal that is as the test says, and keeps what it was asked for.</summary>
internal sealed class FakeWithdrawal(string id) : IWithdrawalGrain
{
    internal Refusal? Refusal { get; set; }

    internal WithdrawalView? View { get; set; }

    internal List<CreateWithdrawal> Asked { get; } = [];

    internal static WithdrawalView Sample(WithdrawalId id, WalletId wallet, WithdrawalStatus status) => new()
    {
        Id = id,
        Wallet = wallet,
        Status = status,
        Terminal = status is WithdrawalStatus.Cancelled or WithdrawalStatus.Parked,
        Amount = new Amount(Samples.Xlm, 12_500_000),
        Fee = new Amount(Samples.Xlm, 100),
        Address = "GADDRESS",
        CreatedAt = Samples.Start,
        ExecutesAt = Samples.Start.AddMinutes(10),
    };

    public Task<Outcome<WithdrawalView>> CreateAsync(CreateWithdrawal command)
    {
        Asked.Add(command);
        View = Refusal is null ? Sample(new WithdrawalId(id), command.Wallet, WithdrawalStatus.Waiting) : null;
        return Answer();
    }

    public Task<WithdrawalView?> GetAsync() => Task.FromResult(View);

    public Task<Outcome<WithdrawalView>> CancelAsync()
    {
        View = View! with
        {
            Status = WithdrawalStatus.Cancelled, Terminal = true, Reason = WithdrawalReasons.Cancelled,
        };
        return Answer();
    }

    public Task WakeAsync() => throw new NotSupportedException();

    private Task<Outcome<WithdrawalView>> Answer() => Task.FromResult(Refusal is { } refusal
        ? Outcome.Refused<WithdrawalView>(refusal)
        : Outcome.Of(View!));
}
