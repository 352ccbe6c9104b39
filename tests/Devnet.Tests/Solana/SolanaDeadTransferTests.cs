using OrleansTrading.Chains;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Transport;
using static OrleansTrading.Devnet.Tests.Solana.SolanaBench;

namespace OrleansTrading.Devnet.Tests.Solana;

/// <summary>When a transfer may be signed anew: never by mistake.</summary>
public sealed class SolanaDeadTransferTests
{
    [Fact]
    public async Task A_transfer_never_submitted_is_dead_once_its_validity_is_finally_past_and_not_before()
    {
        using var bench = new SolanaBench();
        var signed = await SignAsync(bench);
        var slots = 0;
        TransferStatus status;
        do
        {
            bench.AdvanceSlots(1);
            slots++;
            status = await bench.Chain.LookUpAsync(bench.AddressOf("payer"), signed);
        }
        while (status.Fate == TransferFate.InFlight && slots < 1_000);

        Assert.Equal(TransferFate.Dead, status.Fate);

        // Signed with a blockhash four slots old, 150 blocks of life; then finality, the margin, and one more.
        Assert.Equal(-4 + 150 + 4 + SolanaOptions.DeadMarginBlocksDefault + 1, slots);
        var resent = await bench.Chain.SubmitAsync(signed);
        Assert.Equal(SubmitReply.Refused, resent.Reply);
        Assert.Contains("BlockhashNotFound", resent.Detail, StringComparison.Ordinal);
        Assert.Equal(TransferFate.Dead, (await bench.Chain.LookUpAsync(bench.AddressOf("payer"), signed)).Fate);
    }

    [Fact]
    public async Task A_transfer_submitted_at_the_last_moment_lands_and_is_never_called_dead()
    {
        using var bench = new SolanaBench();
        var signed = await SignAsync(bench);
        bench.AdvanceSlots(146);
        Assert.Equal(SubmitReply.Accepted, (await bench.Chain.SubmitAsync(signed)).Reply);
        for (var slot = 0; slot < 60; slot++)
        {
            var fate = (await bench.Chain.LookUpAsync(bench.AddressOf("payer"), signed)).Fate;
            Assert.Equal(slot < 4 ? TransferFate.InFlight : TransferFate.Landed, fate);
            bench.AdvanceSlots(1);
        }
    }

    [Fact]
    public async Task Not_found_by_a_node_that_has_forgotten_is_unknown()
    {
        TamperedRpc? node = null;
        using var bench = new SolanaBench(around: rpc => node = new TamperedRpc(rpc));
        var signed = await SignAsync(bench);
        bench.AdvanceSlots(500);
        node!.Answer("getFirstAvailableBlock", "300");

        var status = await bench.Chain.LookUpAsync(bench.AddressOf("payer"), signed);

        Assert.Equal(TransferFate.Unknown, status.Fate);
        Assert.Contains("longer history", status.Reason, StringComparison.Ordinal);
        node.Answer("getBlock", """{"blockHeight":null}""");
        Assert.Equal(TransferFate.Unknown, (await bench.Chain.LookUpAsync(bench.AddressOf("payer"), signed)).Fate);

        // Slots are not heights: what counts is the height of the first block that is left.
        node.Answer("getBlock", """{"blockHeight":10}""");
        Assert.Equal(TransferFate.Dead, (await bench.Chain.LookUpAsync(bench.AddressOf("payer"), signed)).Fate);
    }

    [Fact]
    public async Task Not_found_by_a_node_that_lags_behind_the_height_is_in_flight()
    {
        TamperedRpc? node = null;
        using var bench = new SolanaBench(around: rpc => node = new TamperedRpc(rpc));
        var signed = await SignAsync(bench);
        bench.AdvanceSlots(500);
        node!.Answer("getSignatureStatuses", """{"context":{"slot":300},"value":[null]}""");

        Assert.Equal(TransferFate.InFlight, (await bench.Chain.LookUpAsync(bench.AddressOf("payer"), signed)).Fate);
    }

    [Fact]
    public async Task Not_found_on_another_network_is_unknown()
    {
        TamperedRpc? node = null;
        using var bench = new SolanaBench(around: rpc => node = new TamperedRpc(rpc));
        var signed = await SignAsync(bench);
        bench.AdvanceSlots(500);
        var pinned = SolanaExtensions.CreateChain(
            new SolanaOptions { GenesisHash = bench.Devnet.GenesisHash }, node!);
        Assert.Null(await pinned.CheckNetworkAsync());
        Assert.Equal(TransferFate.Dead, (await pinned.LookUpAsync(bench.AddressOf("payer"), signed)).Fate);

        node!.Answer("getGenesisHash", "\"5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d\"");

        Assert.Contains("genesis hash", await pinned.CheckNetworkAsync(), StringComparison.Ordinal);
        Assert.Equal(TransferFate.Unknown, (await pinned.LookUpAsync(bench.AddressOf("payer"), signed)).Fate);
    }

    [Fact]
    public async Task A_node_without_usable_answers_decides_nothing()
    {
        TamperedRpc? node = null;
        using var bench = new SolanaBench(around: rpc => node = new TamperedRpc(rpc));
        var signed = await SignAsync(bench);
        bench.AdvanceSlots(500);
        (string Method, string Answer)[] broken =
        [
            ("getEpochInfo", "{}"),
            ("getEpochInfo", "null"),
            ("getSignatureStatuses", """{"context":{"slot":9999},"value":[]}"""),
            ("getSignatureStatuses", """{"value":[null]}"""),
            ("getFirstAvailableBlock", "-1"),
            ("getFirstAvailableBlock", "\"0\""),
        ];
        foreach (var (method, answer) in broken)
        {
            node!.Answer(method, answer);
            await Assert.ThrowsAsync<ChainUnavailableException>(
                () => bench.Chain.LookUpAsync(bench.AddressOf("payer"), signed));
            node.Restore(method);
        }

        node!.Fail("getSignatureStatuses", new JsonRpcErrorException(-32011, "Transaction history is not available"));
        await Assert.ThrowsAsync<ChainUnavailableException>(
            () => bench.Chain.LookUpAsync(bench.AddressOf("payer"), signed));
    }

    [Fact]
    public async Task A_final_transfer_whose_details_are_missing_or_not_ours_is_asked_again()
    {
        TamperedRpc? node = null;
        using var bench = new SolanaBench(around: rpc => node = new TamperedRpc(rpc));
        var signed = await SignAsync(bench);
        await bench.Chain.SubmitAsync(signed);
        bench.Settle();
        node!.Answer("getTransaction", "null");
        await Assert.ThrowsAsync<ChainUnavailableException>(
            () => bench.Chain.LookUpAsync(bench.AddressOf("payer"), signed));

        node.Restore("getTransaction");
        Assert.Equal(TransferFate.Landed, (await bench.Chain.LookUpAsync(bench.AddressOf("payer"), signed)).Fate);
    }

    private static async Task<SignedTransfer> SignAsync(SolanaBench bench)
    {
        await bench.FundAsync("payer", Sol);
        return await bench.SignAsync(bench.Order("payer", "payee", SolAsset, Sol / 4), "payer");
    }
}
