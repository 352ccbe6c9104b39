using OrleansTrading.Chains;
using OrleansTrading.Clocks;
using OrleansTrading.Devnet.Faults;
using OrleansTrading.Devnet.Tests.Stellar;

namespace OrleansTrading.Devnet.Tests.Faults;

/// <summary>Each fault on Stellar, seen by the chain client and by a caller of Horizon.</summary>
public sealed class StellarFaultTests : IDisposable
{
    private readonly StellarBench _bench = new();
    private readonly Party _payer;
    private readonly Party _payee;

    public StellarFaultTests()
    {
        _payer = _bench.Open(1);
        _payee = _bench.Open(2);
    }

    private DevnetFaults Faults => _bench.Network.Faults;

    public void Dispose()
    {
        _bench.AssertConserved();
        _bench.Dispose();
    }

    [Theory]
    [InlineData(FaultKind.Drop, SubmitReply.Accepted)]
    [InlineData(FaultKind.LoseRequest, SubmitReply.Unknown)]
    public async Task A_submission_that_gets_lost_is_in_flight_until_it_is_provably_dead(
        FaultKind kind, SubmitReply reply)
    {
        var signed = await SignAsync();
        Faults.Set(kind);

        Assert.Equal(reply, (await _bench.Chain.SubmitAsync(signed)).Reply);

        _bench.CloseLedger();
        Assert.Equal(TransferFate.InFlight, await FateAsync(signed));
        _bench.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(TransferFate.Dead, await FateAsync(signed));
        Assert.Equal(1, Faults.CountOf(kind));
    }

    [Fact]
    public async Task A_submission_whose_reply_is_lost_lands()
    {
        var signed = await SignAsync();
        Faults.Set(FaultKind.LoseReply);

        Assert.Equal(SubmitReply.Unknown, (await _bench.Chain.SubmitAsync(signed)).Reply);

        _bench.CloseLedger();
        Assert.Equal(TransferFate.Landed, await FateAsync(signed));
    }

    [Fact]
    public async Task A_delayed_submission_lands_in_the_ledger_that_it_was_delayed_to()
    {
        var signed = await SignAsync();
        var ledger = _bench.Network.Read(view => view.LatestLedger);
        Faults.Set(FaultKind.Delay, size: 4);
        Assert.Equal(SubmitReply.Accepted, (await _bench.Chain.SubmitAsync(signed)).Reply);

        for (var closed = 0; closed < 4; closed++)
        {
            _bench.CloseLedger();
            Assert.Equal(TransferFate.InFlight, await FateAsync(signed));
        }

        _bench.CloseLedger();
        var status = await _bench.Chain.LookUpAsync(_payer.Address, signed);
        Assert.Equal(TransferFate.Landed, status.Fate);
        Assert.Equal(ledger + 5, status.Height);
    }

    [Fact]
    public async Task A_submission_delayed_beyond_its_time_bound_is_dead()
    {
        var signed = await SignAsync();
        Faults.Set(FaultKind.Delay, size: 100);
        await _bench.Chain.SubmitAsync(signed);

        _bench.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(TransferFate.Dead, await FateAsync(signed));
    }

    [Fact]
    public async Task A_submission_that_fails_in_its_ledger_costs_its_fee_and_its_sequence_number()
    {
        var (lumens, sequence) = (await LumensAsync(_payer), await SequenceAsync());
        var signed = await SignAsync();
        Faults.Set(FaultKind.Fail);
        await _bench.Chain.SubmitAsync(signed);
        _bench.CloseLedger();

        var status = await _bench.Chain.LookUpAsync(_payer.Address, signed);

        Assert.Equal(TransferFate.Failed, status.Fate);
        Assert.Equal(100ul, status.FeeUnits);
        Assert.Equal(lumens - 100, await LumensAsync(_payer));
        Assert.Equal(sequence + 1, await SequenceAsync());
    }

    [Fact]
    public async Task A_duplicated_submission_pays_once()
    {
        var before = await LumensAsync(_payee);
        var signed = await SignAsync();
        Faults.Set(FaultKind.Duplicate);

        Assert.Equal("DUPLICATE", (await _bench.Chain.SubmitAsync(signed)).Detail);

        _bench.CloseLedger();
        Assert.Equal(TransferFate.Landed, await FateAsync(signed));
        Assert.Equal(before + StellarBench.One, await LumensAsync(_payee));
    }

    [Fact]
    public async Task A_stale_server_tells_the_accounts_and_the_history_of_the_past()
    {
        var before = await LumensAsync(_payee);
        var sequence = await SequenceAsync();
        _bench.CloseLedger();
        var signed = await _bench.PayAsync(_payer, _payee.Address, StellarBench.Xlm, StellarBench.One);
        Faults.Set(FaultKind.Stale, count: null, size: 1);

        Assert.Equal(before, await LumensAsync(_payee));
        Assert.Equal(sequence, await SequenceAsync());
        Assert.Equal(TransferFate.InFlight, await FateAsync(signed));
        Faults.Clear();

        Assert.Equal(before + StellarBench.One, await LumensAsync(_payee));
        Assert.Equal(TransferFate.Landed, await FateAsync(signed));
    }

    [Fact]
    public async Task Each_past_ledger_has_the_balances_it_had()
    {
        var truth = new List<UInt128>();
        for (var round = 0; round < 10; round++)
        {
            truth.Add(await LumensAsync(_payee));
            if (round % 3 != 0)
            {
                await _bench.PayAsync(_payer, _payee.Address, StellarBench.Xlm, StellarBench.One);
            }
            else
            {
                _bench.CloseLedger();
            }
        }

        for (var behind = 1u; behind <= 10; behind++)
        {
            Faults.Set(FaultKind.Stale, size: behind);
            Assert.Equal(truth[^(int)behind], await LumensAsync(_payee));
        }
    }

    [Fact]
    public async Task A_stale_server_does_not_prove_death_before_the_time_bound_has_passed_there()
    {
        var signed = await SignAsync();
        _bench.Clock.Advance(signed.ValidUntil!.Value - _bench.Clock.GetUtcNow() + TimeSpan.FromSeconds(3));
        Faults.Set(FaultKind.Stale, count: null, size: 10);

        Assert.Equal(TransferFate.InFlight, await FateAsync(signed));
        Faults.Clear();
        Assert.Equal(TransferFate.Dead, await FateAsync(signed));
    }

    [Fact]
    public async Task A_server_that_kept_little_history_says_so()
    {
        var signed = await _bench.PayAsync(_payer, _payee.Address, StellarBench.Xlm, StellarBench.One);
        _bench.Clock.Advance(TimeSpan.FromSeconds(20));
        Faults.Set(FaultKind.Pruned, count: null, size: 5);

        var root = (await _bench.Network.Horizon.GetAsync("")).ReadJson();
        Assert.Equal(
            root.GetProperty("history_latest_ledger").GetUInt32() - 5,
            root.GetProperty("history_elder_ledger").GetUInt32());
        Assert.Equal(404, (await _bench.Network.Horizon.GetAsync($"transactions/{signed.TransactionId}")).Status);
        Assert.Equal(410, (await _bench.Network.Horizon.GetAsync("ledgers/2")).Status);
        Assert.Equal(410, (await _bench.Network.Horizon.GetAsync("payments?order=desc&cursor=5")).Status);
        Assert.Equal(200, (await _bench.Network.Horizon.GetAsync("payments?order=asc&cursor=5")).Status);
        Faults.Clear();
        Assert.Equal(200, (await _bench.Network.Horizon.GetAsync($"transactions/{signed.TransactionId}")).Status);
    }

    [Fact]
    public async Task A_fee_spike_is_told_and_shuts_out_who_offers_less()
    {
        var signed = await SignAsync();
        Faults.Set(FaultKind.FeeSpike, count: null, size: 1_000);
        var stats = (await _bench.Network.Horizon.GetAsync("fee_stats")).ReadJson();
        Assert.Equal("100000", stats.GetProperty("fee_charged").GetProperty("p50").GetString());
        Assert.Equal("1", stats.GetProperty("ledger_capacity_usage").GetString());

        var refused = await _bench.Chain.SubmitAsync(signed);

        Assert.Equal(SubmitReply.Refused, refused.Reply);
        Assert.Contains("tx_insufficient_fee", refused.Detail, StringComparison.Ordinal);
        Faults.Clear();
        Assert.Equal(SubmitReply.Accepted, (await _bench.Chain.SubmitAsync(signed)).Reply);
    }

    [Fact]
    public async Task A_sequence_number_used_by_somebody_else_kills_the_transfer_that_has_it()
    {
        var signed = await SignAsync();
        Faults.Set(FaultKind.SequenceGap);

        Assert.Equal("TRY_AGAIN_LATER", (await _bench.Chain.SubmitAsync(signed)).Detail);

        _bench.CloseLedger();
        Assert.Contains(
            "tx_bad_seq", (await _bench.Chain.SubmitAsync(signed)).Detail, StringComparison.Ordinal);
        Assert.Equal((ulong)signed.Sequence, await SequenceAsync());
        _bench.Clock.Advance(TimeSpan.FromMinutes(5));
        var status = await _bench.Chain.LookUpAsync(_payer.Address, signed);
        Assert.Equal(TransferFate.Dead, status.Fate);
        Assert.Contains("was used by", status.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultKind.Down)]
    [InlineData(FaultKind.RateLimit)]
    public async Task A_server_without_an_answer_is_unavailable_and_executes_nothing(FaultKind kind)
    {
        var signed = await SignAsync();
        Faults.Set(kind, count: 2);

        Assert.NotEqual(SubmitReply.Accepted, (await _bench.Chain.SubmitAsync(signed)).Reply);
        await Assert.ThrowsAsync<ChainUnavailableException>(() => SequenceAsync());
        _bench.CloseLedger();
        Assert.Equal(TransferFate.InFlight, await FateAsync(signed));
        Assert.Equal(2, Faults.CountOf(kind));
    }

    [Fact]
    public async Task A_server_of_another_network_is_found_out()
    {
        Faults.Set(FaultKind.WrongNetwork);

        Assert.Contains("Another Local Network", await _bench.Chain.CheckNetworkAsync(), StringComparison.Ordinal);
        Assert.Null(await _bench.Chain.CheckNetworkAsync());
    }

    [Fact]
    public async Task A_slow_reply_comes_when_the_clock_has_moved_on()
    {
        Faults.Set(FaultKind.SlowReply, size: 5_000);
        var asked = _bench.Network.Horizon.GetAsync("fee_stats");

        _bench.Clock.Advance(TimeSpan.FromMilliseconds(4_999));
        Assert.False(asked.IsCompleted);
        _bench.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(200, (await asked).Status);
    }

    [Fact]
    public void A_fork_cannot_happen_where_ledgers_are_final() =>
        Assert.Throws<ArgumentException>(() => Faults.Set(FaultKind.Fork));

    [Fact]
    public async Task What_faults_did_to_the_ledger_is_the_same_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("stellar-faults-");
        try
        {
            var clock = new ManualTime();
            TransferStatus before;
            SignedTransfer signed;
            ulong sequence;
            using (var bench = new StellarBench(clock, folder.FullName))
            {
                var (payer, payee) = (bench.Open(1), bench.Open(2));
                bench.Network.Faults.Set(FaultKind.SequenceGap);
                signed = await bench.SignAsync(payer, payee.Address, StellarBench.Xlm, 5);
                await bench.Chain.SubmitAsync(signed);
                bench.CloseLedger();
                bench.Network.Faults.Set(FaultKind.Fail);
                signed = await bench.PayAsync(payer, payee.Address, StellarBench.Xlm, 5);
                before = await bench.Chain.LookUpAsync(payer.Address, signed);
                sequence = await bench.Chain.GetSequenceAsync(payer.Address, lane: null);
            }

            using var again = new StellarBench(clock, folder.FullName);
            Assert.Equal(TransferFate.Failed, before.Fate);
            Assert.Equal(before, await again.Chain.LookUpAsync(_payer.Address, signed));
            Assert.Equal(sequence, await again.Chain.GetSequenceAsync(_payer.Address, lane: null));
            again.AssertConserved();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private Task<SignedTransfer> SignAsync() =>
        _bench.SignAsync(_payer, _payee.Address, StellarBench.Xlm, StellarBench.One);

    private async Task<TransferFate> FateAsync(SignedTransfer signed) =>
        (await _bench.Chain.LookUpAsync(_payer.Address, signed)).Fate;

    private Task<UInt128> LumensAsync(Party party) => _bench.BalanceAsync(party.Address, StellarBench.Xlm);

    private Task<ulong> SequenceAsync() => _bench.Chain.GetSequenceAsync(_payer.Address, lane: null);
}
