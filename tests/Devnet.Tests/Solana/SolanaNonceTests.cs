using OrleansTrading.Chains;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Clocks;
using static OrleansTrading.Devnet.Tests.Solana.SolanaBench;

namespace OrleansTrading.Devnet.Tests.Solana;

/// <summary>Transfers with a nonce for a blockhash: they do not age, and are dead only when it is used up.</summary>
public sealed class SolanaNonceTests
{
    private const ulong NonceRent = 1_447_680;

    [Fact]
    public async Task A_transfer_in_a_lane_lands_and_says_which_lane_it_used()
    {
        using var bench = await OpenAsync();
        var before = await NonceAsync(bench);
        var signed = await SignAsync(bench);
        Assert.Equal(bench.AddressOf("lane"), signed.Lane);
        Assert.Null(signed.ValidUntilHeight);
        Assert.Null(signed.ValidUntil);
        Assert.True(signed.Sequence > 0);

        Assert.Equal(new SubmitResult(SubmitReply.Accepted, null), await bench.Chain.SubmitAsync(signed));
        Assert.Equal(TransferFate.InFlight, (await LookUpAsync(bench, signed)).Fate);
        bench.Settle();

        var status = await LookUpAsync(bench, signed);
        Assert.Equal(TransferFate.Landed, status.Fate);
        Assert.Equal(signed.FeeUnitsMax, status.FeeUnits);
        Assert.NotEqual(before, await NonceAsync(bench));
        Assert.Equal(Sol / 4, await bench.BalanceAsync("payee", SolAsset));
        var entry = (await bench.HistoryAsync("payer"))[^1];
        Assert.Equal((signed.TransactionId, "q_1"), (entry.TransactionId, entry.Memo));

        // The next one takes the new nonce.
        var next = await SignAsync(bench);
        Assert.NotEqual(signed.TransactionId, next.TransactionId);
        Assert.Equal(SubmitReply.Accepted, (await bench.Chain.SubmitAsync(next)).Reply);
    }

    [Fact]
    public async Task A_transfer_in_a_lane_is_in_flight_for_as_long_as_its_nonce_is_unused()
    {
        using var bench = await OpenAsync();
        var signed = await SignAsync(bench);
        for (var days = 0; days < 3; days++)
        {
            bench.AdvanceSlots(216_000);
            Assert.Equal(TransferFate.InFlight, (await LookUpAsync(bench, signed)).Fate);
        }

        Assert.Equal(SubmitReply.Accepted, (await bench.Chain.SubmitAsync(signed)).Reply);
        bench.Settle();
        Assert.Equal(TransferFate.Landed, (await LookUpAsync(bench, signed)).Fate);
    }

    [Fact]
    public async Task A_transfer_whose_nonce_another_used_up_is_dead_after_the_margin_and_not_before()
    {
        using var bench = await OpenAsync();
        var signed = await SignAsync(bench);
        bench.AdvanceSlots(1);
        await bench.SendAsync(
            ["payer"], SolanaInstructions.AdvanceNonce(bench.KeyOf("lane"), bench.KeyOf("payer")));
        Assert.Contains(
            "for a nonce, it is used up", (await bench.Chain.SubmitAsync(signed)).Detail, StringComparison.Ordinal);
        var slots = 0;
        TransferStatus status;
        do
        {
            bench.AdvanceSlots(1);
            slots++;
            status = await LookUpAsync(bench, signed);
        }
        while (status.Fate == TransferFate.InFlight && slots < 1_000);

        Assert.Equal(TransferFate.Dead, status.Fate);
        Assert.Equal(DevnetOptions.SolanaFinalitySlotsDefault + SolanaOptions.DeadMarginBlocksDefault, slots);
        Assert.Contains("used up by another", status.Reason, StringComparison.Ordinal);
        Assert.Equal(SubmitReply.Refused, (await bench.Chain.SubmitAsync(signed)).Reply);

        var again = await SignAsync(bench);
        Assert.Equal(SubmitReply.Accepted, (await bench.Chain.SubmitAsync(again)).Reply);
        bench.Settle();
        Assert.Equal(TransferFate.Landed, (await LookUpAsync(bench, again)).Fate);
        Assert.Equal(Sol / 4, await bench.BalanceAsync("payee", SolAsset));
    }

    [Fact]
    public async Task A_transfer_that_failed_in_a_lane_is_failed_and_its_nonce_is_used_up()
    {
        using var bench = await OpenAsync();
        var nonce = await NonceAsync(bench);
        var signed = await SignAsync(bench, UsdcAsset, Usdc);
        Assert.Equal(SubmitReply.Refused, (await bench.Chain.SubmitAsync(signed)).Reply);
        await bench.CallAsync(
            "sendTransaction",
            Convert.ToBase64String(signed.Bytes),
            new System.Text.Json.Nodes.JsonObject { ["encoding"] = "base64", ["skipPreflight"] = true });
        bench.Settle();

        var status = await LookUpAsync(bench, signed);

        Assert.Equal(TransferFate.Failed, status.Fate);
        Assert.Contains("InstructionError", status.Reason, StringComparison.Ordinal);
        Assert.Equal(signed.FeeUnitsMax, status.FeeUnits);
        Assert.NotEqual(nonce, await NonceAsync(bench));
    }

    [Fact]
    public async Task A_nonce_account_that_was_closed_leaves_its_transfer_dead()
    {
        using var bench = await OpenAsync();
        var signed = await SignAsync(bench);
        bench.AdvanceSlots(1);
        var data = new byte[12];
        data[0] = (byte)SystemCode.WithdrawNonce;
        BitConverter.GetBytes(NonceRent).CopyTo(data, 4);
        await bench.SendAsync(["payer"], new SolanaInstruction(
            SolanaPrograms.System,
            [
                SolanaAccountMeta.Writable(bench.KeyOf("lane")),
                SolanaAccountMeta.Writable(bench.KeyOf("heir")),
                SolanaAccountMeta.ReadOnly(SolanaPrograms.RecentBlockhashes),
                SolanaAccountMeta.ReadOnly(SolanaPrograms.Rent),
                SolanaAccountMeta.Signer(bench.KeyOf("payer")),
            ],
            data));
        bench.Settle();

        await LookUpAsync(bench, signed);
        bench.AdvanceSlots(SolanaOptions.DeadMarginBlocksDefault);
        Assert.Equal(TransferFate.Dead, (await LookUpAsync(bench, signed)).Fate);

        // What left the nonce account is a payment like any other.
        var movement = Assert.Single(await bench.HistoryAsync("heir"));
        Assert.Equal(new ChainAmount(SolAsset, NonceRent), movement.Amount);
        Assert.Equal(bench.AddressOf("lane"), movement.From);
        var error = await Assert.ThrowsAsync<ChainUnavailableException>(() => SignAsync(bench));
        Assert.Contains("is no nonce account", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_used_up_nonce_proves_nothing_on_a_node_that_forgot_lags_or_is_of_another_network()
    {
        TamperedRpc? node = null;
        using var bench = await OpenAsync(rpc => node = new TamperedRpc(rpc));
        var signed = await SignAsync(bench);
        bench.AdvanceSlots(1);
        await bench.SendAsync(
            ["payer"], SolanaInstructions.AdvanceNonce(bench.KeyOf("lane"), bench.KeyOf("payer")));
        bench.AdvanceSlots(100);
        Assert.Equal(TransferFate.InFlight, (await LookUpAsync(bench, signed)).Fate);
        bench.AdvanceSlots(100);

        node!.Answer("getSignatureStatuses", """{"context":{"slot":210},"value":[null]}""");
        Assert.Equal(TransferFate.InFlight, (await LookUpAsync(bench, signed)).Fate);
        node.Restore("getSignatureStatuses");

        node.Answer(
            "getMultipleAccounts", $$"""{"context":{"slot":{{signed.Sequence - 1}}},"value":[null]}""");
        Assert.Equal(TransferFate.InFlight, (await LookUpAsync(bench, signed)).Fate);
        node.Restore("getMultipleAccounts");

        node.Answer("getFirstAvailableBlock", $"{signed.Sequence + 2}");
        var forgotten = await LookUpAsync(bench, signed);
        Assert.Equal(TransferFate.Unknown, forgotten.Fate);
        Assert.Contains("longer history", forgotten.Reason, StringComparison.Ordinal);
        node.Answer("getFirstAvailableBlock", $"{signed.Sequence + 1}");

        var pinned = SolanaExtensions.CreateChain(
            new SolanaOptions { GenesisHash = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d" }, node);
        await pinned.LookUpAsync(bench.AddressOf("payer"), signed);
        bench.AdvanceSlots(SolanaOptions.DeadMarginBlocksDefault);
        Assert.Equal(TransferFate.Unknown, (await pinned.LookUpAsync(bench.AddressOf("payer"), signed)).Fate);
        await LookUpAsync(bench, signed);
        bench.AdvanceSlots(SolanaOptions.DeadMarginBlocksDefault);
        Assert.Equal(TransferFate.Dead, (await LookUpAsync(bench, signed)).Fate);
    }

    [Fact]
    public async Task The_lanes_own_key_signs_beside_the_accounts_where_it_owns_the_nonce()
    {
        using var bench = await OpenAsync(authority: "clerk");
        var order = bench.Order("payer", "payee", SolAsset, Sol / 4);
        var lane = new SigningLane(bench.AddressOf("lane"), bench.SignerOf("clerk"));

        var signed = await bench.Chain.SignAsync(order, 0, new SigningKeys(bench.SignerOf("payer"), lane));
        Assert.Equal(SubmitReply.Accepted, (await bench.Chain.SubmitAsync(signed)).Reply);
        bench.Settle();

        var status = await LookUpAsync(bench, signed);
        Assert.Equal(TransferFate.Landed, status.Fate);
        Assert.True(status.FeeUnits > 10_000);
        Assert.Equal(signed.FeeUnitsMax, status.FeeUnits);
        var wrong = await Assert.ThrowsAsync<ArgumentException>(() => SignAsync(bench));
        Assert.Contains("authorize-nonce-account", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transfers_in_lanes_survive_the_networks_restart()
    {
        var folder = Directory.CreateTempSubdirectory("nonce-").FullName;
        try
        {
            var time = new ManualTime();
            SolanaKey nonce;
            SignedTransfer signed;
            using (var bench = await OpenAsync(folder: folder, time: time))
            {
                signed = await SignAsync(bench);
                await bench.Chain.SubmitAsync(signed);
                bench.Settle();
                nonce = await NonceAsync(bench);
            }

            using var again = new SolanaBench(folder, time);
            Assert.Equal(nonce, await NonceAsync(again));
            Assert.Equal(TransferFate.Landed, (await LookUpAsync(again, signed)).Fate);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Lanes_are_addresses()
    {
        using var bench = new SolanaBench();
        Assert.Null(bench.Chain.CheckLane(bench.AddressOf("lane")));
        Assert.Contains("nonce account", bench.Chain.CheckLane("ed25519:x"), StringComparison.Ordinal);
    }

    private static async Task<SolanaBench> OpenAsync(
        Func<OrleansTrading.Chains.Transport.IJsonRpc, OrleansTrading.Chains.Transport.IJsonRpc>? around = null,
        string authority = "payer",
        string? folder = null,
        ManualTime? time = null)
    {
        var bench = new SolanaBench(folder, time, around);
        await bench.FundAsync("payer", 2 * Sol);
        await bench.FundAsync("operator", Sol);
        await bench.SendAsync(
            ["operator", "lane"],
            SolanaInstructions.CreateAccount(
                bench.KeyOf("operator"), bench.KeyOf("lane"), NonceRent, NonceAccount.Bytes, SolanaPrograms.System),
            SolanaInstructions.InitializeNonce(bench.KeyOf("lane"), bench.KeyOf(authority)));
        bench.Settle();
        return bench;
    }

    private static Task<SignedTransfer> SignAsync(
        SolanaBench bench, string asset = SolAsset, ulong units = Sol / 4) => bench.Chain.SignAsync(
            bench.Order("payer", "payee", asset, units, "q_1"),
            0,
            new SigningKeys(bench.SignerOf("payer"), new SigningLane(bench.AddressOf("lane"), Signer: null)));

    private static Task<TransferStatus> LookUpAsync(SolanaBench bench, SignedTransfer signed) =>
        bench.Chain.LookUpAsync(bench.AddressOf("payer"), signed);

    private static async Task<SolanaKey> NonceAsync(SolanaBench bench)
    {
        var data = (await bench.CallAsync(
            "getAccountInfo",
            bench.AddressOf("lane"),
            new System.Text.Json.Nodes.JsonObject { ["encoding"] = "base64" }))
            .GetProperty("value").GetProperty("data")[0].GetBytesFromBase64();
        Assert.True(NonceAccount.TryDecode(data, out var nonce));
        return nonce.Nonce;
    }
}
