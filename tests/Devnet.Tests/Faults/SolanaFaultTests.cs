using System.Text.Json.Nodes;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Clocks;
using OrleansTrading.Devnet.Faults;
using OrleansTrading.Devnet.Tests.Solana;
using static OrleansTrading.Devnet.Tests.Solana.SolanaBench;

namespace OrleansTrading.Devnet.Tests.Faults;

/// <summary>Each fault on Solana, seen by the chain client and by a caller of the RPC.</summary>
public sealed class SolanaFaultTests : IDisposable
{
    private readonly SolanaBench _bench = new();

    private DevnetFaults Faults => _bench.Devnet.Faults;

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(FaultKind.Drop, SubmitReply.Accepted)]
    [InlineData(FaultKind.LoseRequest, SubmitReply.Unknown)]
    public async Task A_submission_that_gets_lost_is_in_flight_until_it_is_provably_dead(
        FaultKind kind, SubmitReply reply)
    {
        var signed = await SignAsync();
        Faults.Set(kind);

        Assert.Equal(reply, (await _bench.Chain.SubmitAsync(signed)).Reply);

        _bench.Settle();
        Assert.Equal(TransferFate.InFlight, await FateAsync(signed));
        _bench.AdvanceSlots(250);
        Assert.Equal(TransferFate.Dead, await FateAsync(signed));
        Assert.Equal(1, Faults.CountOf(kind));
    }

    [Fact]
    public async Task A_submission_whose_reply_is_lost_lands()
    {
        var signed = await SignAsync();
        Faults.Set(FaultKind.LoseReply);

        Assert.Equal(SubmitReply.Unknown, (await _bench.Chain.SubmitAsync(signed)).Reply);

        _bench.Settle();
        Assert.Equal(TransferFate.Landed, await FateAsync(signed));
    }

    [Fact]
    public async Task A_delayed_submission_lands_in_the_slot_that_it_was_delayed_to()
    {
        var signed = await SignAsync();
        Faults.Set(FaultKind.Delay, size: 20);
        await _bench.Chain.SubmitAsync(signed);
        var slot = await SlotAsync();

        _bench.AdvanceSlots(19);
        Assert.Null(await StatusAsync(signed));
        _bench.AdvanceSlots(100);

        var status = await _bench.Chain.LookUpAsync(_bench.AddressOf("payer"), signed);
        Assert.Equal(TransferFate.Landed, status.Fate);
        Assert.Equal(slot + 20, status.Height);
        Assert.Equal(Sol, await _bench.BalanceAsync("payee", SolAsset));
    }

    [Fact]
    public async Task A_submission_delayed_beyond_its_validity_is_dead()
    {
        var signed = await SignAsync();
        _bench.AdvanceSlots(140);
        Faults.Set(FaultKind.Delay, size: 100);

        Assert.Equal(SubmitReply.Accepted, (await _bench.Chain.SubmitAsync(signed)).Reply);

        _bench.AdvanceSlots(200);
        Assert.Equal(TransferFate.Dead, await FateAsync(signed));
    }

    [Fact]
    public async Task What_a_fork_showed_as_confirmed_disappears_and_was_never_final()
    {
        var signed = await SignAsync();
        Faults.Set(FaultKind.Fork);
        await _bench.Chain.SubmitAsync(signed);

        Assert.Equal("processed", await StatusAsync(signed));
        Assert.Equal(Sol, await LamportsAsync("payee", "processed"));
        _bench.AdvanceSlots(2);
        Assert.Equal("confirmed", await StatusAsync(signed));
        Assert.Equal(Sol, await LamportsAsync("payee", "confirmed"));
        Assert.Equal(0ul, await LamportsAsync("payee", "finalized"));
        Assert.Equal(TransferFate.InFlight, await FateAsync(signed));
        _bench.AdvanceSlots(1);

        Assert.Null(await StatusAsync(signed));
        Assert.Equal(0ul, await LamportsAsync("payee", "processed"));
        Assert.Empty(await _bench.HistoryAsync("payee"));
        _bench.AdvanceSlots(250);
        Assert.Equal(TransferFate.Dead, await FateAsync(signed));
    }

    [Fact]
    public async Task What_a_fork_showed_may_come_back_in_a_later_block()
    {
        var signed = await SignAsync();
        Faults.Set(FaultKind.ForkLate);
        await _bench.Chain.SubmitAsync(signed);
        var slot = await SlotAsync();
        Assert.Equal("processed", await StatusAsync(signed));
        _bench.AdvanceSlots(3);
        Assert.Null(await StatusAsync(signed));
        _bench.AdvanceSlots(50);

        var status = await _bench.Chain.LookUpAsync(_bench.AddressOf("payer"), signed);

        Assert.Equal(TransferFate.Landed, status.Fate);
        Assert.Equal(slot + 6, status.Height);
    }

    [Fact]
    public async Task A_transaction_from_an_abandoned_fork_can_be_sent_again()
    {
        var signed = await SignAsync();
        Faults.Set(FaultKind.Fork);
        await _bench.Chain.SubmitAsync(signed);
        _bench.AdvanceSlots(3);

        Assert.Equal(SubmitReply.Accepted, (await _bench.Chain.SubmitAsync(signed)).Reply);

        _bench.Settle();
        Assert.Equal(TransferFate.Landed, await FateAsync(signed));
        Assert.Equal(Sol, await _bench.BalanceAsync("payee", SolAsset));
    }

    [Fact]
    public async Task A_submission_that_fails_in_its_block_costs_its_fee_and_nothing_else()
    {
        var signed = await SignAsync();
        var before = await _bench.BalanceAsync("payer", SolAsset);
        Faults.Set(FaultKind.Fail);
        await _bench.Chain.SubmitAsync(signed);
        _bench.Settle();

        var status = await _bench.Chain.LookUpAsync(_bench.AddressOf("payer"), signed);

        Assert.Equal(TransferFate.Failed, status.Fate);
        Assert.Contains("InstructionError", status.Reason, StringComparison.Ordinal);
        Assert.Equal(before - status.FeeUnits, await _bench.BalanceAsync("payer", SolAsset));
        Assert.Equal(UInt128.Zero, await _bench.BalanceAsync("payee", SolAsset));
    }

    [Fact]
    public async Task A_duplicated_submission_pays_once_and_answers_as_the_second()
    {
        var signed = await SignAsync();
        Faults.Set(FaultKind.Duplicate);

        var result = await _bench.Chain.SubmitAsync(signed);

        Assert.Contains("AlreadyProcessed", result.Detail, StringComparison.Ordinal);
        _bench.Settle();
        Assert.Equal(TransferFate.Landed, await FateAsync(signed));
        Assert.Equal(Sol, await _bench.BalanceAsync("payee", SolAsset));
    }

    [Fact]
    public async Task A_stale_node_knows_the_past_only()
    {
        await _bench.FundAsync("payer", 10 * Sol);
        var slot = await SlotAsync();
        var signed = await _bench.PayAsync("payer", "payee", SolAsset, Sol);
        Faults.Set(FaultKind.Stale, count: null, size: 32);

        Assert.Null(await StatusAsync(signed));
        Assert.Equal(0ul, await LamportsAsync("payee", "finalized"));
        Assert.Empty(await _bench.HistoryAsync("payee"));
        Assert.True(await SlotAsync() < slot);
        Faults.Clear();

        Assert.Equal("finalized", await StatusAsync(signed));
        Assert.Equal(Sol, await LamportsAsync("payee", "finalized"));
    }

    [Fact]
    public async Task A_stale_node_refuses_a_blockhash_that_it_has_not_seen()
    {
        var signed = await SignAsync();
        Faults.Set(FaultKind.Stale, size: 32);

        Assert.Contains(
            "BlockhashNotFound", (await _bench.Chain.SubmitAsync(signed)).Detail, StringComparison.Ordinal);
        Assert.Equal(SubmitReply.Accepted, (await _bench.Chain.SubmitAsync(signed)).Reply);
    }

    [Fact]
    public async Task Death_is_not_proven_by_a_node_that_forgot()
    {
        var signed = await SignAsync();
        _bench.AdvanceSlots(300);
        Faults.Set(FaultKind.Pruned, count: null, size: 50);

        Assert.Equal(TransferFate.Unknown, await FateAsync(signed));
        Faults.Clear();
        Assert.Equal(TransferFate.Dead, await FateAsync(signed));
    }

    [Fact]
    public async Task A_fee_spike_is_told_and_shuts_out_who_pays_less()
    {
        var signed = await SignAsync();
        Faults.Set(FaultKind.FeeSpike, count: null, size: 200);
        var fees = await _bench.CallAsync("getRecentPrioritizationFees", new JsonArray());
        Assert.Equal(200_000ul, fees[0].GetProperty("prioritizationFee").GetUInt64());

        await _bench.Chain.SubmitAsync(signed);
        _bench.Settle();

        Assert.Null(await StatusAsync(signed));
        Faults.Clear();
        await _bench.Chain.SubmitAsync(signed);
        _bench.Settle();
        Assert.Equal(TransferFate.Landed, await FateAsync(signed));
    }

    [Theory]
    [InlineData(FaultKind.Down)]
    [InlineData(FaultKind.RateLimit)]
    public async Task A_node_without_an_answer_is_unavailable_and_executes_nothing(FaultKind kind)
    {
        var signed = await SignAsync();
        Faults.Set(kind, count: 2);

        Assert.Equal(SubmitReply.Unknown, (await _bench.Chain.SubmitAsync(signed)).Reply);
        await Assert.ThrowsAsync<ChainUnavailableException>(() => SlotAsync());
        Assert.Null(await StatusAsync(signed));
        Assert.Equal(2, Faults.CountOf(kind));
    }

    [Fact]
    public async Task A_node_of_another_network_is_found_out()
    {
        var truth = await _bench.CallAsync("getGenesisHash");
        Faults.Set(FaultKind.WrongNetwork);

        Assert.NotEqual(truth.GetString(), (await _bench.CallAsync("getGenesisHash")).GetString());
        Assert.Equal(truth.GetString(), (await _bench.CallAsync("getGenesisHash")).GetString());
    }

    [Fact]
    public async Task Faucets_meet_no_faults()
    {
        Faults.Set(FaultKind.Down, count: null);

        await _bench.CallAsync("requestAirdrop", _bench.AddressOf("payer"), Sol);

        Assert.Equal(0, Faults.CountOf(FaultKind.Down));
    }

    [Fact]
    public void A_sequence_gap_cannot_happen_where_there_are_no_sequences() =>
        Assert.Throws<ArgumentException>(() => Faults.Set(FaultKind.SequenceGap));

    [Fact]
    public async Task A_forced_failure_is_the_same_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("solana-faults-");
        try
        {
            SignedTransfer signed;
            TransferStatus before;
            var time = new ManualTime();
            using (var bench = new SolanaBench(folder.FullName, time))
            {
                await bench.FundAsync("payer", 10 * Sol);
                bench.Devnet.Faults.Set(FaultKind.Fail);
                signed = await bench.PayAsync("payer", "payee", SolAsset, Sol);
                before = await bench.Chain.LookUpAsync(bench.AddressOf("payer"), signed);
            }

            using var again = new SolanaBench(folder.FullName, time);
            Assert.Equal(TransferFate.Failed, before.Fate);
            Assert.Equal(before, await again.Chain.LookUpAsync(again.AddressOf("payer"), signed));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<SignedTransfer> SignAsync()
    {
        await _bench.FundAsync("payer", 10 * Sol);
        return await _bench.SignAsync(_bench.Order("payer", "payee", SolAsset, Sol), "payer");
    }

    private async Task<TransferFate> FateAsync(SignedTransfer signed) =>
        (await _bench.Chain.LookUpAsync(_bench.AddressOf("payer"), signed)).Fate;

    private async Task<string?> StatusAsync(SignedTransfer signed)
    {
        var answer = await _bench.CallAsync("getSignatureStatuses", new JsonArray(signed.TransactionId));
        var status = answer.GetProperty("value")[0];
        return status.ValueKind == System.Text.Json.JsonValueKind.Null
            ? null
            : status.GetProperty("confirmationStatus").GetString();
    }

    private async Task<ulong> SlotAsync() =>
        (await _bench.CallAsync("getSlot", new JsonObject { ["commitment"] = "processed" })).GetUInt64();

    private async Task<ulong> LamportsAsync(string name, string commitment) =>
        (await _bench.CallAsync(
            "getBalance", _bench.AddressOf(name), new JsonObject { ["commitment"] = commitment }))
        .GetProperty("value").GetUInt64();
}
