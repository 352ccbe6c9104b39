using OrleansTrading.Chains;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Devnet.Stellar;

namespace OrleansTrading.Devnet.Tests.Stellar;

/// <summary>Amounts left for a recipient who does not trust the asset yet.</summary>
public sealed class StellarClaimableTests : IDisposable
{
    private readonly StellarBench _bench = new();
    private readonly Party _treasury;
    private readonly Party _user;

    public StellarClaimableTests() => (_treasury, _user) = (_bench.OpenWithUsdc(1, 1000), _bench.Open(2));

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Who_agreed_to_claim_is_payable_without_a_trustline_for_one_reserve()
    {
        var amount = new ChainAmount(StellarBench.Usdc, 5);
        Assert.Equal(
            RecipientVerdict.AssetNotAccepted,
            (await _bench.Chain.CheckRecipientAsync(_user.Address, amount)).Verdict);
        Assert.Equal(
            new RecipientCheck(RecipientVerdict.Payable, null, 5_000_000),
            await _bench.Chain.CheckRecipientAsync(_user.Address, amount, mayBeClaimed: true));

        // Who trusts the asset is simply paid; who is not there, or named by a number, cannot claim.
        var trusting = _bench.OpenWithUsdc(3);
        Assert.Equal(
            new RecipientCheck(RecipientVerdict.Payable, null, 0),
            await _bench.Chain.CheckRecipientAsync(trusting.Address, amount, mayBeClaimed: true));
        Assert.Equal(
            RecipientVerdict.AccountMissing,
            (await _bench.Chain.CheckRecipientAsync(new Party(99).Address, amount, mayBeClaimed: true)).Verdict);
        Assert.Equal(
            RecipientVerdict.AssetNotAccepted,
            (await _bench.Chain.CheckRecipientAsync(
                new MuxedAccount(_user.Address, 7).ToString(), amount, mayBeClaimed: true)).Verdict);
    }

    [Fact]
    public async Task What_is_left_can_be_claimed_by_the_recipient_alone_and_the_reserve_comes_back()
    {
        var before = await _bench.BalanceAsync(_treasury.Address, StellarBench.Xlm);
        var spendable = (await _bench.Chain.GetBalancesAsync(_treasury.Address)).Held[0].SpendableUnits;
        var transfer = await LeaveAsync(40);
        Assert.Equal(TransferFate.Landed, (await _bench.Chain.LookUpAsync(_treasury.Address, transfer)).Fate);
        Assert.Equal((UInt128)960, await _bench.BalanceAsync(_treasury.Address, StellarBench.Usdc));
        Assert.Equal(before - 100, await _bench.BalanceAsync(_treasury.Address, StellarBench.Xlm));
        Assert.Equal(
            spendable - 5_000_100, (await _bench.Chain.GetBalancesAsync(_treasury.Address)).Held[0].SpendableUnits);

        var claim = new ClaimClaimableBalanceOperation(ClaimableBalanceCodec.IdOf(
            _treasury.Address, (long)transfer.Sequence, 0));
        Assert.Equal("tx_failed: op_cannot_claim", _bench.Include(_treasury, claim).Describe());
        Assert.Equal("tx_failed: op_no_trust", _bench.Include(_user, claim).Describe());
        var trust = new ChangeTrustOperation(StellarDevnet.Usdc, long.MaxValue);
        Assert.Equal("tx_success", _bench.Include(_user, trust, claim).Describe());
        Assert.Equal("tx_failed: op_does_not_exist", _bench.Include(_user, claim).Describe());
        Assert.Equal((UInt128)40, await _bench.BalanceAsync(_user.Address, StellarBench.Usdc));
        Assert.Equal(spendable - 200, (await _bench.Chain.GetBalancesAsync(_treasury.Address)).Held[0].SpendableUnits);
        _bench.AssertConserved();
    }

    [Fact]
    public async Task It_is_one_outgoing_movement_of_ours_and_no_incoming_one_of_the_recipient_s()
    {
        var ours = await _bench.Chain.ReadHistoryAsync(_treasury.Address, null, 200);
        var theirs = await _bench.Chain.ReadHistoryAsync(_user.Address, null, 200);
        var transfer = await LeaveAsync(40);

        var outgoing = Assert.Single(
            (await _bench.Chain.ReadHistoryAsync(_treasury.Address, ours.Cursor, 200)).Movements);
        Assert.Equal(
            (transfer.TransactionId, _user.Address, new ChainAmount(StellarBench.Usdc, 40)),
            (outgoing.TransactionId, outgoing.To, outgoing.Amount));
        Assert.Empty((await _bench.Chain.ReadHistoryAsync(_user.Address, theirs.Cursor, 200)).Movements);
    }

    [Fact]
    public async Task A_recipient_who_trusts_the_asset_by_the_time_of_signing_is_simply_paid()
    {
        _bench.Include(_user, new ChangeTrustOperation(StellarDevnet.Usdc, long.MaxValue));
        await LeaveAsync(40);
        Assert.Equal((UInt128)40, await _bench.BalanceAsync(_user.Address, StellarBench.Usdc));
    }

    [Fact]
    public async Task A_balance_in_a_lane_has_the_channel_s_id()
    {
        var channel = _bench.Open(3);
        var sequence = await _bench.Chain.GetSequenceAsync(_treasury.Address, channel.Address) + 1;
        var transfer = await _bench.Chain.SignAsync(
            OrderOf(40), sequence, new SigningKeys(_treasury.Signer, new SigningLane(channel.Address, channel.Signer)));
        await _bench.Chain.SubmitAsync(transfer);
        _bench.CloseLedger();

        var id = ClaimableBalanceCodec.IdOf(channel.Address, (long)sequence, 0);
        var made = _bench.Network.Read(view => view.State.Claimables.GetValueOrDefault(id));
        Assert.Equal((_treasury.Address, 40L), (made!.Sponsor, made.Amount));
        var reply = await _bench.Network.Horizon.GetAsync("claimable_balances?claimant=" + _user.Address);
        Assert.Contains(id, System.Text.Encoding.UTF8.GetString(reply.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Balances_are_claimed_when_their_predicates_allow_it()
    {
        var now = _bench.Clock.GetUtcNow().ToUnixTimeSeconds();
        var soon = new ClaimPredicate.BeforeTime(now + 100);
        (ClaimPredicate Predicate, bool Now, bool Later)[] cases =
        [
            (ClaimPredicate.Unconditional.Instance, true, true),
            (soon, true, false),
            (new ClaimPredicate.Not(soon), false, true),
            (new ClaimPredicate.Within(100), true, false),
            (new ClaimPredicate.And(soon, new ClaimPredicate.Not(soon)), false, false),
            (new ClaimPredicate.Or(soon, new ClaimPredicate.Not(soon)), true, true),
        ];
        foreach (var later in new[] { false, true })
        {
            var made = cases.Select(one => (one, Made(one.Predicate))).ToArray();
            if (later)
            {
                _bench.Clock.Advance(TimeSpan.FromSeconds(200));
            }

            foreach (var (one, id) in made)
            {
                var result = _bench.Include(_user, new ClaimClaimableBalanceOperation(id)).Describe();
                Assert.Equal((later ? one.Later : one.Now) ? "tx_success" : "tx_failed: op_cannot_claim", result);
            }
        }
    }

    [Fact]
    public void Balances_are_refused_with_the_network_s_codes()
    {
        var poor = new Party(8);
        _bench.Include(_treasury, new CreateAccountOperation(poor.Address, StellarBench.One + 300));
        Claimant[] user = [new(_user.Address, ClaimPredicate.Unconditional.Instance)];
        (string Code, Party Party, CreateClaimableBalanceOperation Operation)[] cases =
        [
            ("op_underfunded", _treasury, new(StellarDevnet.Usdc, 1001, user)),
            ("op_no_trust", _user, new(StellarDevnet.Usdc, 1, user)),
            ("op_low_reserve", poor, new(StellarAsset.Native, 1, user)),
            ("op_underfunded", poor, new(StellarAsset.Native, 1000, user)),
        ];
        foreach (var (code, party, operation) in cases)
        {
            Assert.Equal($"tx_failed: {code}", _bench.Include(party, operation).Describe());
        }

        foreach (var malformed in new CreateClaimableBalanceOperation[]
            {
                new(StellarAsset.Native, 0, user),
                new(StellarAsset.Native, 1, []),
                new(StellarAsset.Native, 1, [.. user, .. user]),
                new(StellarAsset.Native, 1, [user[0] with { Predicate = new ClaimPredicate.Within(-1) }]),
            })
        {
            Assert.Equal(
                "tx_failed: op_malformed",
                _bench.Network.Submit(_bench.Compose(_treasury, malformed)).Refusal!.Describe());
        }
    }

    private string Made(ClaimPredicate predicate) => _bench.Include(
        _treasury,
        new CreateClaimableBalanceOperation(StellarAsset.Native, 10, [new Claimant(_user.Address, predicate)]))
        .Operations[0].BalanceId!;

    private TransferOrder OrderOf(int units) =>
        new(_treasury.Address, _user.Address, new ChainAmount(StellarBench.Usdc, (UInt128)units), null)
        {
            MayBeClaimed = true,
        };

    private async Task<SignedTransfer> LeaveAsync(int units)
    {
        var sequence = await _bench.Chain.GetSequenceAsync(_treasury.Address, lane: null) + 1;
        var transfer = await _bench.Chain.SignAsync(OrderOf(units), sequence, new SigningKeys(_treasury.Signer));
        Assert.Equal("PENDING", (await _bench.Chain.SubmitAsync(transfer)).Detail);
        _bench.CloseLedger();
        return transfer;
    }
}
