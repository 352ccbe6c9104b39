using OrleansTrading.Chains;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Devnet.Stellar;

namespace OrleansTrading.Devnet.Tests.Stellar;

/// <summary>Channel accounts as lanes, on the local network.</summary>
public sealed class StellarLaneTests : IDisposable
{
    private readonly StellarBench _bench = new();
    private readonly Party _treasury;
    private readonly Party _user;
    private readonly Party _channel;

    public StellarLaneTests() =>
        (_treasury, _user, _channel) = (_bench.OpenWithUsdc(1, 1000), _bench.OpenWithUsdc(2), _bench.Open(3));

    private SigningKeys Keys => KeysOf(_channel);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_transfer_in_a_lane_is_paid_by_the_treasury_and_uses_the_channel_s_number()
    {
        var (sequence, own) = (await SequenceOfAsync(_channel), await SequenceOfAsync(_treasury));
        var (lumens, channelLumens) = (await LumensAsync(_treasury), await LumensAsync(_channel));
        var transfer = await SignAsync(5, Keys);
        Assert.Equal(_channel.Address, transfer.Lane);
        Assert.Equal((UInt128)200, transfer.FeeUnitsMax);

        Assert.Equal(SubmitReply.Accepted, (await _bench.Chain.SubmitAsync(transfer)).Reply);
        _bench.CloseLedger();

        var status = await _bench.Chain.LookUpAsync(_treasury.Address, transfer);
        Assert.Equal((TransferFate.Landed, (UInt128)200), (status.Fate, status.FeeUnits));
        Assert.Equal((UInt128)5, await _bench.BalanceAsync(_user.Address, StellarBench.Usdc));
        Assert.Equal((UInt128)995, await _bench.BalanceAsync(_treasury.Address, StellarBench.Usdc));
        Assert.Equal(lumens - 200, await LumensAsync(_treasury));
        Assert.Equal(channelLumens, await LumensAsync(_channel));
        Assert.Equal(sequence + 1, await _bench.Chain.GetSequenceAsync(_treasury.Address, _channel.Address));
        Assert.Equal(own, await SequenceOfAsync(_treasury));
        _bench.AssertConserved();
    }

    [Fact]
    public async Task Transfers_of_all_lanes_land_in_one_ledger()
    {
        Party[] channels = [_channel, _bench.Open(4), _bench.Open(5)];
        var transfers = new List<SignedTransfer> { await SignAsync(1, new SigningKeys(_treasury.Signer)) };
        foreach (var channel in channels)
        {
            transfers.Add(await SignAsync(1, KeysOf(channel)));
        }

        foreach (var transfer in transfers)
        {
            Assert.Equal("PENDING", (await _bench.Chain.SubmitAsync(transfer)).Detail);
        }

        _bench.CloseLedger();
        var heights = new HashSet<ulong>();
        foreach (var transfer in transfers)
        {
            var status = await _bench.Chain.LookUpAsync(_treasury.Address, transfer);
            Assert.Equal(TransferFate.Landed, status.Fate);
            heights.Add(status.Height);
        }

        Assert.Single(heights);
        Assert.Equal((UInt128)4, await _bench.BalanceAsync(_user.Address, StellarBench.Usdc));
    }

    [Fact]
    public async Task History_names_a_transfer_in_a_lane_by_its_id_and_tells_it_to_the_treasury()
    {
        var before = await _bench.Chain.ReadHistoryAsync(_treasury.Address, null, 200);
        var transfer = await SignAsync(5, Keys, "q_tag");
        await SettleAsync(transfer);

        var ours = await _bench.Chain.ReadHistoryAsync(_treasury.Address, before.Cursor, 200);
        var outgoing = Assert.Single(ours.Movements);
        Assert.Equal(
            (transfer.TransactionId, MovementDirection.Outgoing, _user.Address, "q_tag", true),
            (outgoing.TransactionId, outgoing.Direction, outgoing.To, outgoing.Memo, outgoing.Succeeded));
        Assert.Equal(new ChainAmount(StellarBench.Usdc, 5), outgoing.Amount);
        var theirs = await _bench.Chain.ReadHistoryAsync(_user.Address, null, 200);
        Assert.Equal((_treasury.Address, "q_tag"), (theirs.Movements[^1].From, theirs.Movements[^1].Memo));
    }

    [Fact]
    public async Task A_transfer_lost_in_a_lane_is_dead_by_the_channel_s_number_and_its_replacement_takes_it_over()
    {
        var lost = await SignAsync(5, Keys);
        await SettleAsync(await SignAsync(1, new SigningKeys(_treasury.Signer)));
        _bench.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(TransferFate.Dead, (await _bench.Chain.LookUpAsync(_treasury.Address, lost)).Fate);

        var again = await SignAsync(5, Keys);
        Assert.Equal(lost.Sequence, again.Sequence);
        await SettleAsync(again);
        Assert.Equal((UInt128)6, await _bench.BalanceAsync(_user.Address, StellarBench.Usdc));
        var late = await _bench.Chain.SubmitAsync(lost);
        Assert.Equal(SubmitReply.Refused, late.Reply);
        Assert.Equal("tx_fee_bump_inner_failed (tx_too_late)", late.Detail);
    }

    [Fact]
    public async Task A_payment_that_fails_in_a_lane_has_failed_for_good_and_cost_its_fee()
    {
        var stranger = _bench.Open(9);
        var transfer = await SignAsync(5, Keys, to: stranger);
        await _bench.Chain.SubmitAsync(transfer);
        _bench.CloseLedger();

        var status = await _bench.Chain.LookUpAsync(_treasury.Address, transfer);
        Assert.Equal((TransferFate.Failed, (UInt128)200), (status.Fate, status.FeeUnits));
        Assert.Equal("tx_fee_bump_inner_failed (tx_failed): op_no_trust", status.Reason);
        Assert.Equal(transfer.Sequence, await _bench.Chain.GetSequenceAsync(_treasury.Address, _channel.Address));
    }

    [Fact]
    public async Task A_transfer_that_a_stranger_wraps_is_the_same_transfer_and_costs_us_nothing()
    {
        var transfer = await SignAsync(5, Keys);
        var stranger = _bench.Open(9);
        var inner = ((FeeBumpEnvelope)EnvelopeCodec.Decode(transfer.Bytes)).Inner;
        var theirs = stranger.Bump(_bench.Network.Network, inner, 4000);
        Assert.Equal(SubmissionStatus.Pending, _bench.Network.Submit(theirs).Status);
        Assert.Equal("tx_insufficient_fee", (await _bench.Chain.SubmitAsync(transfer)).Detail);
        _bench.CloseLedger();
        await _bench.Chain.SubmitAsync(transfer);
        _bench.CloseLedger();

        var status = await _bench.Chain.LookUpAsync(_treasury.Address, transfer);
        Assert.Equal((TransferFate.Landed, (UInt128)0), (status.Fate, status.FeeUnits));
        Assert.Equal((UInt128)5, await _bench.BalanceAsync(_user.Address, StellarBench.Usdc));
        var page = await _bench.Chain.ReadHistoryAsync(_treasury.Address, null, 200);
        Assert.Equal(transfer.TransactionId, page.Movements[^1].TransactionId);
    }

    [Fact]
    public async Task A_channel_account_alone_cannot_bring_a_transfer_into_a_ledger()
    {
        var transfer = await SignAsync(5, Keys);
        var inner = ((FeeBumpEnvelope)EnvelopeCodec.Decode(transfer.Bytes)).Inner;
        Assert.Equal("tx_insufficient_fee", _bench.Network.Submit(inner).Refusal!.Describe());
    }

    [Fact]
    public async Task Only_another_account_with_its_own_key_is_a_lane()
    {
        Assert.Null(_bench.Chain.CheckLane(_channel.Address));
        Assert.NotNull(_bench.Chain.CheckLane("ed25519:abc"));
        foreach (var lane in new[]
            {
                new SigningLane(_channel.Address, _user.Signer),
                new SigningLane(_treasury.Address, _treasury.Signer),
            })
        {
            await Assert.ThrowsAsync<ArgumentException>(
                () => _bench.Chain.SignAsync(OrderOf(5), 1, new SigningKeys(_treasury.Signer, lane)));
        }

        var keyless = new SigningKeys(_treasury.Signer, new SigningLane(_channel.Address, null));
        var unsigned = await Assert.ThrowsAsync<ChainUnavailableException>(
            () => _bench.Chain.SignAsync(OrderOf(5), 1, keyless));
        Assert.Contains("may not sign for it (weight 0, needed 1)", unsigned.Message, StringComparison.Ordinal);
        var transfer = await SignAsync(5, Keys);
        await Assert.ThrowsAsync<ArgumentException>(
            () => _bench.Chain.LookUpAsync(_treasury.Address, transfer with { Lane = null }));
        await Assert.ThrowsAsync<ArgumentException>(() => _bench.Chain.LookUpAsync(_user.Address, transfer));
        var missing = await Assert.ThrowsAsync<ChainUnavailableException>(
            () => _bench.Chain.GetSequenceAsync(_treasury.Address, new Party(77).Address));
        Assert.Contains(new Party(77).Address, missing.Message, StringComparison.Ordinal);
    }

    private SigningKeys KeysOf(Party channel) =>
        new(_treasury.Signer, new SigningLane(channel.Address, channel.Signer));

    private TransferOrder OrderOf(int units, string? memo = null, Party? to = null) => new(
        _treasury.Address, (to ?? _user).Address, new ChainAmount(StellarBench.Usdc, (UInt128)units), memo);

    private async Task<SignedTransfer> SignAsync(int units, SigningKeys keys, string? memo = null, Party? to = null)
    {
        var sequence = await _bench.Chain.GetSequenceAsync(_treasury.Address, keys.Lane?.Id) + 1;
        return await _bench.Chain.SignAsync(OrderOf(units, memo, to), sequence, keys);
    }

    private async Task SettleAsync(SignedTransfer transfer)
    {
        Assert.Equal("PENDING", (await _bench.Chain.SubmitAsync(transfer)).Detail);
        _bench.CloseLedger();
        Assert.Equal(
            TransferFate.Landed, (await _bench.Chain.LookUpAsync(_treasury.Address, transfer)).Fate);
    }

    private Task<ulong> SequenceOfAsync(Party party) => _bench.Chain.GetSequenceAsync(party.Address, lane: null);

    private Task<UInt128> LumensAsync(Party party) => _bench.BalanceAsync(party.Address, StellarBench.Xlm);
}
