using OrleansTrading.Chains;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Devnet.Tests.Stellar;

/// <summary>Bids, transfers that the network leaves waiting, and raised fees.</summary>
public sealed class StellarFeeTests : IDisposable
{
    private readonly StellarBench _bench = new();
    private readonly Party _treasury;
    private readonly Party _user;

    public StellarFeeTests() => (_treasury, _user) = (_bench.Open(1), _bench.Open(2));

    private SigningKeys Keys => new(_treasury.Signer);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_bid_follows_the_market_between_its_bounds()
    {
        Assert.Equal((UInt128)100, (await SignAsync()).FeeUnitsMax);
        _bench.Network.AskFee(700);
        Assert.Equal((UInt128)700, (await SignAsync()).FeeUnitsMax);
        _bench.Network.AskFee(5_000_000);
        Assert.Equal((UInt128)100_000, (await SignAsync()).FeeUnitsMax);
    }

    [Fact]
    public async Task A_transfer_left_waiting_lands_as_itself_once_more_is_offered()
    {
        var transfer = await SignAsync();
        _bench.Network.AskFee(900);
        await _bench.Chain.SubmitAsync(transfer);
        _bench.CloseLedger();
        Assert.Equal(TransferFate.InFlight, await FateAsync(transfer));

        var raised = await _bench.Chain.RaiseFeeAsync(transfer, Keys);
        Assert.Equal(
            (transfer.TransactionId, transfer.Sequence, transfer.ValidUntil, (UInt128)2000),
            (raised!.TransactionId, raised.Sequence, raised.ValidUntil, raised.FeeUnitsMax));
        Assert.Equal("PENDING", (await _bench.Chain.SubmitAsync(raised)).Detail);
        _bench.CloseLedger();

        // Whoever still holds the first bytes finds the same transaction.
        foreach (var bytes in new[] { raised, transfer })
        {
            var status = await _bench.Chain.LookUpAsync(_treasury.Address, bytes);
            Assert.Equal((TransferFate.Landed, (UInt128)1800), (status.Fate, status.FeeUnits));
        }

        Assert.Equal(SubmitReply.Refused, (await _bench.Chain.SubmitAsync(transfer)).Reply);
        _bench.CloseLedger();
        Assert.Equal(
            (UInt128)(10_000 * StellarBench.One) + 5, await _bench.BalanceAsync(_user.Address, StellarBench.Xlm));
        var page = await _bench.Chain.ReadHistoryAsync(_treasury.Address, null, 200);
        Assert.Equal(transfer.TransactionId, page.Movements[^1].TransactionId);
        _bench.AssertConserved();
    }

    [Fact]
    public async Task Fees_are_raised_tenfold_up_to_their_own_cap_and_no_further()
    {
        var transfer = await SignAsync();
        var fees = new List<UInt128>();
        for (var raised = await _bench.Chain.RaiseFeeAsync(transfer, Keys);
            raised is not null;
            raised = await _bench.Chain.RaiseFeeAsync(raised, Keys))
        {
            fees.Add(raised.FeeUnitsMax);
        }

        // For two operations each: the payment and the bump.
        Assert.Equal([2000, 20_000, 200_000, 2_000_000], fees);
    }

    [Fact]
    public async Task Where_the_market_asks_more_than_tenfold_the_market_is_followed()
    {
        var transfer = await SignAsync();
        _bench.Network.AskFee(3000);
        Assert.Equal((UInt128)6000, (await _bench.Chain.RaiseFeeAsync(transfer, Keys))!.FeeUnitsMax);
    }

    [Fact]
    public async Task The_network_takes_a_replacement_only_for_ten_times_the_fee()
    {
        var transfer = await SignAsync();
        _bench.Network.AskFee(900);
        await _bench.Chain.SubmitAsync(transfer);
        var inner = (TransactionEnvelope)EnvelopeCodec.Decode(transfer.Bytes);
        foreach (var (fee, answer) in new[] { (1998L, "tx_insufficient_fee"), (2000L, null) })
        {
            var bump = _treasury.Bump(_bench.Network.Network, inner, fee);
            Assert.Equal(answer, _bench.Network.Submit(bump).Refusal?.Describe());
        }
    }

    [Fact]
    public async Task A_transfer_that_stays_too_cheap_is_forgotten_by_the_queue_and_dead_at_its_bound()
    {
        var transfer = await SignAsync();
        _bench.Network.AskFee(900);
        await _bench.Chain.SubmitAsync(transfer);
        for (var ledger = 0; ledger < 5; ledger++)
        {
            _bench.CloseLedger();
        }

        _bench.Network.AskFee(100);
        _bench.CloseLedger();
        Assert.Equal(TransferFate.InFlight, await FateAsync(transfer));
        _bench.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(TransferFate.Dead, await FateAsync(transfer));
    }

    [Fact]
    public async Task Two_bumps_of_one_transfer_in_one_ledger_pay_once()
    {
        var transfer = await SignAsync();
        var first = (await _bench.Chain.RaiseFeeAsync(transfer, Keys))!;
        var second = (await _bench.Chain.RaiseFeeAsync(first, Keys))!;
        foreach (var bytes in new[] { transfer, first, second })
        {
            Assert.Equal("PENDING", (await _bench.Chain.SubmitAsync(bytes)).Detail);
        }

        _bench.CloseLedger();
        foreach (var bytes in new[] { transfer, first, second })
        {
            Assert.Equal(TransferFate.Landed, await FateAsync(bytes));
        }

        Assert.Equal(
            (UInt128)(10_000 * StellarBench.One) + 5, await _bench.BalanceAsync(_user.Address, StellarBench.Xlm));
    }

    [Fact]
    public async Task A_payer_without_the_fee_is_refused_before_anything_happens()
    {
        var transfer = await SignAsync();
        _bench.Include(_treasury, new PaymentOperation(
            MuxedAccount.Of(_user.Address), StellarAsset.Native, (9_999 * StellarBench.One) - 1000));
        var sequence = await _bench.Chain.GetSequenceAsync(_treasury.Address, lane: null);
        var poor = await _bench.Chain.SignAsync(OrderOf(), sequence + 1, Keys);
        var raised = await _bench.Chain.RaiseFeeAsync(poor, Keys);
        Assert.Equal("tx_insufficient_balance", (await _bench.Chain.SubmitAsync(raised!)).Detail);
        Assert.Equal("tx_bad_seq", (await _bench.Chain.SubmitAsync(transfer)).Detail);
        Assert.Equal(sequence, await _bench.Chain.GetSequenceAsync(_treasury.Address, lane: null));
    }

    [Fact]
    public async Task Somebody_else_s_key_and_somebody_else_s_bytes_raise_nothing()
    {
        var transfer = await SignAsync();
        await Assert.ThrowsAsync<ArgumentException>(
            () => _bench.Chain.RaiseFeeAsync(transfer, new SigningKeys(_user.Signer)));
        await Assert.ThrowsAsync<ArgumentException>(
            () => _bench.Chain.RaiseFeeAsync(transfer with { TransactionId = new string('0', 64) }, Keys));
    }

    [Fact]
    public void The_cap_of_raised_fees_is_no_lower_than_that_of_bids()
    {
        var error = Assert.Throws<ArgumentException>(
            () => new StellarOptions { RaisedBaseFeeStroopsMax = 99_999 }.Validate());
        Assert.Contains("RaisedBaseFeeStroopsMax is 99999", error.Message, StringComparison.Ordinal);
    }

    private TransferOrder OrderOf() =>
        new(_treasury.Address, _user.Address, new ChainAmount(StellarBench.Xlm, 5), null);

    private Task<SignedTransfer> SignAsync() => _bench.SignAsync(_treasury, _user.Address, StellarBench.Xlm, 5);

    private async Task<TransferFate> FateAsync(SignedTransfer transfer) =>
        (await _bench.Chain.LookUpAsync(_treasury.Address, transfer)).Fate;
}
