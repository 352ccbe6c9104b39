using OrleansTrading.Chains;
using OrleansTrading.Chains.Stellar.Keys;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Devnet.Stellar;

namespace OrleansTrading.Devnet.Tests.Stellar;

/// <summary>What the network refuses or lets fail, and what is made of it: each failure of docs/chains.md.</summary>
public sealed class StellarFailureTests : IDisposable
{
    private readonly StellarBench _bench = new();
    private readonly Party _treasury;
    private readonly Party _user;

    public StellarFailureTests() => (_treasury, _user) = (_bench.OpenWithUsdc(1, 100), _bench.OpenWithUsdc(2));

    public static TheoryData<string> OperationFailures =>
    [
        "op_underfunded", "op_no_destination", "op_no_trust", "op_line_full", "op_low_reserve", "op_already_exists",
    ];

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(OperationFailures))]
    public async Task A_transfer_whose_operation_fails_is_over_moves_nothing_and_frees_the_number_after_it(string code)
    {
        var transfer = await MakeAsync(code);
        var (lumens, usdc) = (await BalanceAsync(StellarBench.Xlm), await BalanceAsync(StellarBench.Usdc));
        Assert.Equal("PENDING", (await _bench.Chain.SubmitAsync(transfer)).Detail);
        _bench.CloseLedger();

        var status = await _bench.Chain.LookUpAsync(_treasury.Address, transfer);
        Assert.Equal((TransferFate.Failed, (UInt128)100), (status.Fate, status.FeeUnits));
        Assert.Equal("tx_failed: " + code, status.Reason);
        Assert.Equal(lumens - 100, await BalanceAsync(StellarBench.Xlm));
        Assert.Equal(usdc, await BalanceAsync(StellarBench.Usdc));
        Assert.Equal(transfer.Sequence, await _bench.Chain.GetSequenceAsync(_treasury.Address, lane: null));

        // It stays so for ever, whoever submits it again.
        Assert.Equal("tx_bad_seq", (await _bench.Chain.SubmitAsync(transfer)).Detail);
        _bench.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(TransferFate.Failed, (await _bench.Chain.LookUpAsync(_treasury.Address, transfer)).Fate);
    }

    [Fact]
    public async Task Bad_seq_of_resent_bytes_means_that_their_twin_may_have_landed()
    {
        var transfer = await _bench.PayAsync(_treasury, _user.Address, StellarBench.Usdc, 5);
        Assert.Equal(
            new SubmitResult(SubmitReply.Refused, "tx_bad_seq"), await _bench.Chain.SubmitAsync(transfer));
        Assert.Equal(TransferFate.Landed, (await _bench.Chain.LookUpAsync(_treasury.Address, transfer)).Fate);
    }

    [Fact]
    public async Task Bad_seq_of_a_number_that_somebody_else_used_is_in_flight_until_the_bound_and_then_dead()
    {
        var transfer = await _bench.SignAsync(_treasury, _user.Address, StellarBench.Usdc, 5);
        _bench.Include(_treasury, new BumpSequenceOperation(0));
        Assert.Equal("tx_bad_seq", (await _bench.Chain.SubmitAsync(transfer)).Detail);
        Assert.Equal(TransferFate.InFlight, (await _bench.Chain.LookUpAsync(_treasury.Address, transfer)).Fate);
        _bench.Clock.Advance(TimeSpan.FromSeconds(61));
        var status = await _bench.Chain.LookUpAsync(_treasury.Address, transfer);
        Assert.Equal(TransferFate.Dead, status.Fate);
        Assert.Contains("was used by", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_late_is_said_before_the_proof_of_death_and_decides_nothing()
    {
        var transfer = await _bench.SignAsync(_treasury, _user.Address, StellarBench.Usdc, 5);
        _bench.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("tx_too_late", (await _bench.Chain.SubmitAsync(transfer)).Detail);
        Assert.Equal(TransferFate.InFlight, (await _bench.Chain.LookUpAsync(_treasury.Address, transfer)).Fate);
        _bench.CloseLedger();
        Assert.Equal(TransferFate.Dead, (await _bench.Chain.LookUpAsync(_treasury.Address, transfer)).Fate);
    }

    [Fact]
    public async Task An_account_that_cannot_pay_its_fee_is_refused_and_the_transfer_lives_until_it_can()
    {
        var transfer = await _bench.SignAsync(_treasury, _user.Address, StellarBench.Usdc, 5);
        var rest = (await _bench.Chain.GetBalancesAsync(_treasury.Address)).Held[0].SpendableUnits;

        // Another signer's transaction takes the lumens, so that the treasury's own number stays free.
        var drain = new PaymentOperation(
            MuxedAccount.Of(_user.Address), StellarAsset.Native, (long)rest, MuxedAccount.Of(_treasury.Address));
        var envelope = _bench.Compose(_user, drain);
        var signed = envelope with
        {
            Signatures =
            [
                .. envelope.Signatures, _treasury.Decorate(_bench.Network.Network, envelope.Transaction),
            ],
        };
        Assert.Equal(SubmissionStatus.Pending, _bench.Network.Submit(signed).Status);
        _bench.CloseLedger();
        Assert.Equal("tx_insufficient_balance", (await _bench.Chain.SubmitAsync(transfer)).Detail);
        Assert.Equal(TransferFate.InFlight, (await _bench.Chain.LookUpAsync(_treasury.Address, transfer)).Fate);

        _bench.Include(_user, new PaymentOperation(
            MuxedAccount.Of(_treasury.Address), StellarAsset.Native, StellarBench.One));
        Assert.Equal("PENDING", (await _bench.Chain.SubmitAsync(transfer)).Detail);
        _bench.CloseLedger();
        Assert.Equal(TransferFate.Landed, (await _bench.Chain.LookUpAsync(_treasury.Address, transfer)).Fate);
    }

    private async Task<SignedTransfer> MakeAsync(string code)
    {
        var nobody = StellarKeys.EncodeAddress(new byte[32]);
        switch (code)
        {
            case "op_underfunded":
                return await _bench.SignAsync(_treasury, _user.Address, StellarBench.Usdc, 101);
            case "op_no_destination":
                return await _bench.SignAsync(_treasury, nobody, StellarBench.Usdc, 1);
            case "op_no_trust":
                return await _bench.SignAsync(_treasury, _bench.Open(9).Address, StellarBench.Usdc, 1);
            case "op_line_full":
                _bench.Include(_user, new ChangeTrustOperation(StellarDevnet.Usdc, 5));
                return await _bench.SignAsync(_treasury, _user.Address, StellarBench.Usdc, 6);
            case "op_low_reserve":
                return await _bench.SignAsync(_treasury, nobody, StellarBench.Xlm, StellarBench.One - 1);
            default:
                var late = new Party(9);
                var transfer = await _bench.SignAsync(_treasury, late.Address, StellarBench.Xlm, StellarBench.One);
                _bench.Network.Fund(late.Address);
                _bench.CloseLedger();
                return transfer;
        }
    }

    private Task<UInt128> BalanceAsync(string asset) => _bench.BalanceAsync(_treasury.Address, asset);
}
