using System.Text.Json.Nodes;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Faults;
using OrleansTrading.Devnet.Tests.Near;
using static OrleansTrading.Devnet.Tests.Near.NearBench;

namespace OrleansTrading.Devnet.Tests.Faults;

/// <summary>Each fault on NEAR, seen by the chain client and by a caller of the RPC.</summary>
public sealed class NearFaultTests : IAsyncLifetime, IDisposable
{
    private readonly NearBench _bench = new();
    private readonly NearParty _payee = new("payee");
    private NearParty _payer = null!;

    private DevnetFaults Faults => _bench.Devnet.Faults;

    public async Task InitializeAsync() => _payer = await _bench.OpenAsync("payer", 100 * NearBench.Near, 50 * Usdc);

    public Task DisposeAsync()
    {
        _bench.AssertConserved();
        return Task.CompletedTask;
    }

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
        _bench.AdvanceBlocks(DevnetOptions.NearValidityBlocksDefault + 5);
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
    public async Task A_delayed_submission_lands_late()
    {
        var signed = await SignAsync();
        Faults.Set(FaultKind.Delay, size: 20);
        await _bench.Chain.SubmitAsync(signed);
        var height = await HeightAsync();

        _bench.AdvanceBlocks(19);
        Assert.Equal(TransferFate.InFlight, await FateAsync(signed));
        _bench.AdvanceBlocks(10);

        // Handed in after twenty blocks, included in the next, carried out in the one after.
        var status = await _bench.LookUpAsync(signed, _payer);
        Assert.Equal(TransferFate.Landed, status.Fate);
        Assert.Equal(height + 22, status.Height);
    }

    [Theory]
    [InlineData(FaultKind.Fork, TransferFate.Dead)]
    [InlineData(FaultKind.ForkLate, TransferFate.Landed)]
    public async Task What_a_fork_showed_disappears_and_may_come_back(FaultKind kind, TransferFate fate)
    {
        var signed = await SignAsync();
        Faults.Set(kind);
        await _bench.Chain.SubmitAsync(signed);

        _bench.AdvanceBlocks(1);
        Assert.Equal("INCLUDED", await StageAsync(signed));
        _bench.AdvanceBlocks(1);
        Assert.True(await StageAsync(signed) is null or "NONE");
        _bench.AdvanceBlocks(DevnetOptions.NearValidityBlocksDefault + 5);

        Assert.Equal(fate, await FateAsync(signed));
    }

    [Fact]
    public async Task A_submission_that_fails_in_its_receipt_costs_its_gas_and_nothing_else()
    {
        var before = await _bench.BalanceAsync(_payer.Account, NearAsset);
        var signed = await SignAsync();
        Faults.Set(FaultKind.Fail);
        await _bench.Chain.SubmitAsync(signed);
        _bench.Settle();

        var status = await _bench.LookUpAsync(signed, _payer);

        Assert.Equal(TransferFate.Failed, status.Fate);
        Assert.Equal(before - status.FeeUnits, await _bench.BalanceAsync(_payer.Account, NearAsset));
        Assert.Equal(UInt128.Zero, await _bench.BalanceAsync(_payee.Account, NearAsset));
    }

    [Fact]
    public async Task A_duplicated_submission_pays_once()
    {
        var signed = await SignAsync();
        Faults.Set(FaultKind.Duplicate);

        Assert.Equal(SubmitReply.Accepted, (await _bench.Chain.SubmitAsync(signed)).Reply);

        _bench.Settle();
        Assert.Equal(TransferFate.Landed, await FateAsync(signed));
        Assert.Equal(NearBench.Near, await _bench.BalanceAsync(_payee.Account, NearAsset));
    }

    [Fact]
    public async Task A_stale_node_knows_the_past_only()
    {
        var height = await HeightAsync();
        var signed = await SignAsync();
        await _bench.Chain.SubmitAsync(signed);
        _bench.Settle();
        Faults.Set(FaultKind.Stale, count: null, size: 20);

        Assert.True(await HeightAsync() < height);
        Assert.Null(await StageAsync(signed));
        Assert.Equal(UInt128.Zero, await _bench.BalanceAsync(_payee.Account, NearAsset));
        Assert.Equal(TransferFate.InFlight, await FateAsync(signed));
        Faults.Clear();

        Assert.Equal(TransferFate.Landed, await FateAsync(signed));
    }

    [Fact]
    public async Task A_node_that_forgot_says_which_block_it_begins_with()
    {
        _bench.AdvanceBlocks(50);
        Faults.Set(FaultKind.Pruned, count: null, size: 10);
        var sync = (await _bench.CallAsync("status", new JsonArray())).GetProperty("sync_info");

        Assert.Equal(
            sync.GetProperty("latest_block_height").GetUInt64() - 10,
            sync.GetProperty("earliest_block_height").GetUInt64());
        var refusal = await Assert.ThrowsAsync<JsonRpcErrorException>(
            () => _bench.CallAsync("block", new JsonObject { ["block_id"] = 105 }));
        Assert.Equal("GARBAGE_COLLECTED_BLOCK", refusal.ErrorCause!.Value.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_fee_spike_keeps_anything_from_being_signed_and_the_shard_takes_nothing()
    {
        var signed = await SignAsync();
        Faults.Set(FaultKind.FeeSpike, count: null, size: 100);

        await Assert.ThrowsAsync<ChainUnavailableException>(() => SignAsync());
        Assert.Contains(
            "ShardCongested",
            await _bench.OfferAsync(Decode(signed)),
            StringComparison.Ordinal);
        Faults.Clear();
        await _bench.Chain.SubmitAsync(signed);
        _bench.Settle();
        Assert.Equal(TransferFate.Landed, await FateAsync(signed));
    }

    [Fact]
    public async Task A_nonce_used_by_somebody_else_kills_the_transfer_that_has_it()
    {
        var signed = await SignAsync();
        Faults.Set(FaultKind.SequenceGap);
        await _bench.Chain.SubmitAsync(signed);
        _bench.Settle();

        var status = await _bench.LookUpAsync(signed, _payer);

        Assert.Equal(TransferFate.Dead, status.Fate);
        Assert.Contains("was passed by", status.Reason, StringComparison.Ordinal);
        Assert.Equal(signed.Sequence, await _bench.Chain.GetSequenceAsync(_payer.Account, lane: null));
    }

    [Theory]
    [InlineData(FaultKind.Down)]
    [InlineData(FaultKind.RateLimit)]
    public async Task A_node_without_an_answer_is_unavailable_and_executes_nothing(FaultKind kind)
    {
        var signed = await SignAsync();
        Faults.Set(kind, count: 2);

        Assert.Equal(SubmitReply.Unknown, (await _bench.Chain.SubmitAsync(signed)).Reply);
        await Assert.ThrowsAsync<ChainUnavailableException>(() => HeightAsync());
        _bench.Settle();
        Assert.Null(await StageAsync(signed));
    }

    [Fact]
    public async Task A_node_of_another_network_is_found_out()
    {
        Faults.Set(FaultKind.WrongNetwork);

        Assert.Contains("anothernet", await _bench.Chain.CheckNetworkAsync(), StringComparison.Ordinal);
        Assert.Null(await _bench.Chain.CheckNetworkAsync());
    }

    private static Chains.Near.Wire.NearSignedTransaction Decode(SignedTransfer signed)
    {
        Assert.True(Chains.Near.Wire.NearSignedTransaction.TryDecode(signed.Bytes, out var transaction, out _));
        return transaction;
    }

    private Task<SignedTransfer> SignAsync() =>
        _bench.SignAsync(_payer, _payee.Account, NearAsset, NearBench.Near);

    private async Task<TransferFate> FateAsync(SignedTransfer signed) =>
        (await _bench.LookUpAsync(signed, _payer)).Fate;

    private async Task<string?> StageAsync(SignedTransfer signed)
    {
        try
        {
            var status = await _bench.StatusAsync(
                Chains.Near.Wire.NearHash.Parse(signed.TransactionId), _payer.Account);
            return status.GetProperty("final_execution_status").GetString();
        }
        catch (JsonRpcErrorException)
        {
            return null;
        }
    }

    private async Task<ulong> HeightAsync() =>
        (await _bench.CallAsync("block", new JsonObject { ["finality"] = "optimistic" }))
        .GetProperty("header").GetProperty("height").GetUInt64();
}
