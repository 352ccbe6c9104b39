using System.Text.Json.Nodes;
using OrleansTrading.Chains;
using OrleansTrading.Clocks;
using OrleansTrading.Devnet.Near;
using static OrleansTrading.Devnet.Tests.Near.NearBench;

namespace OrleansTrading.Devnet.Tests.Near;

/// <summary>What the chain client does on the local network.</summary>
public sealed class NearTransferTests : IDisposable
{
    private readonly NearBench _bench = new();

    public void Dispose()
    {
        _bench.AssertConserved();
        _bench.Dispose();
    }

    [Fact]
    public async Task The_network_is_the_one_that_is_configured() =>
        Assert.Null(await _bench.Chain.CheckNetworkAsync());

    [Fact]
    public async Task A_payment_opens_the_receivers_implicit_account_and_costs_what_was_burnt()
    {
        var payer = await _bench.OpenAsync("payer", 10 * NearBench.Near);
        var payee = new NearParty("payee");
        var before = await _bench.BalanceAsync(payer.Account, NearAsset);

        var signed = await _bench.PayAsync(payer, payee.Account, NearAsset, NearBench.Near);

        var status = await _bench.LookUpAsync(signed, payer);
        Assert.Equal(TransferFate.Landed, status.Fate);
        Assert.True(status.FeeUnits > 0 && status.FeeUnits <= signed.FeeUnitsMax);
        Assert.Equal(NearBench.Near, await _bench.BalanceAsync(payee.Account, NearAsset));
        Assert.Equal(
            before - NearBench.Near - status.FeeUnits, await _bench.BalanceAsync(payer.Account, NearAsset));
        Assert.True(await _bench.Chain.GetSequenceAsync(payee.Account, lane: null) >= 100_000_000);
    }

    [Fact]
    public async Task An_account_is_quiet_up_to_the_last_block_and_no_more_when_something_comes()
    {
        var payer = await _bench.OpenAsync("payer", 10 * NearBench.Near);
        var payee = await _bench.OpenAsync("payee", NearBench.Near);
        var cursor = await _bench.Chain.BeginHistoryAsync(payee.Account);

        var quiet = await _bench.Chain.FindQuietHeightAsync(payee.Account, cursor);
        var held = await _bench.Chain.GetBalancesAsync(payee.Account);
        await _bench.PayAsync(payer, payee.Account, NearAsset, NearBench.Near);

        Assert.Equal(held.Height, quiet);
        Assert.Null(await _bench.Chain.FindQuietHeightAsync(payee.Account, cursor));
        Assert.True((await _bench.Chain.GetBalancesAsync(payee.Account)).Height > held.Height);
    }

    [Fact]
    public async Task A_token_payment_registers_the_receiver_and_tells_its_event()
    {
        var payer = await _bench.OpenAsync("payer", 10 * NearBench.Near, 500 * Usdc);
        var payee = await _bench.OpenAsync("payee", NearBench.Near);

        var signed = await _bench.PayAsync(payer, payee.Account, UsdcAsset, 20 * Usdc, "invoice 7");

        Assert.Equal(TransferFate.Landed, (await _bench.LookUpAsync(signed, payer)).Fate);
        Assert.Equal(20 * (UInt128)Usdc, await _bench.BalanceAsync(payee.Account, UsdcAsset));
        Assert.Equal(480 * (UInt128)Usdc, await _bench.BalanceAsync(payer.Account, UsdcAsset));
        var before = await _bench.BalanceAsync(payer.Account, NearAsset);
        var again = await _bench.PayAsync(payer, payee.Account, UsdcAsset, Usdc);
        var fee = (await _bench.LookUpAsync(again, payer)).FeeUnits;
        Assert.Equal(before - fee, await _bench.BalanceAsync(payer.Account, NearAsset));
        var movement = (await HistoryAsync(payee.Account))
            .Last(one => one.Amount?.Asset == UsdcAsset && one.Memo is not null);
        Assert.Equal("invoice 7", movement.Memo);
    }

    [Fact]
    public async Task A_token_payment_beyond_the_balance_fails_in_its_receipt_and_the_deposit_comes_back()
    {
        var payer = await _bench.OpenAsync("payer", 10 * NearBench.Near, 5 * Usdc);
        var payee = await _bench.OpenAsync("payee", NearBench.Near, Usdc);
        var before = await _bench.BalanceAsync(payer.Account, NearAsset);

        var signed = await _bench.PayAsync(payer, payee.Account, UsdcAsset, 6 * Usdc);

        var status = await _bench.LookUpAsync(signed, payer);
        Assert.Equal(TransferFate.Failed, status.Fate);
        Assert.Contains("doesn't have enough balance", status.Reason, StringComparison.Ordinal);
        Assert.Equal(before - status.FeeUnits, await _bench.BalanceAsync(payer.Account, NearAsset));
        Assert.Equal((UInt128)Usdc, await _bench.BalanceAsync(payee.Account, UsdcAsset));
    }

    [Fact]
    public async Task A_transfer_is_in_flight_until_everything_of_it_is_final()
    {
        var payer = await _bench.OpenAsync("payer", 10 * NearBench.Near);
        var signed = await _bench.SignAsync(payer, new NearParty("payee").Account, NearAsset, NearBench.Near);
        await _bench.Chain.SubmitAsync(signed);
        var fates = new List<TransferFate>();
        for (var block = 0; block < 6; block++)
        {
            fates.Add((await _bench.LookUpAsync(signed, payer)).Fate);
            _bench.AdvanceBlocks(1);
        }

        // In the next block, its receipt in the one after, and that is final two blocks later.
        Assert.Equal(
            [
                TransferFate.InFlight, TransferFate.InFlight, TransferFate.InFlight, TransferFate.InFlight,
                TransferFate.Landed, TransferFate.Landed,
            ],
            fates);
    }

    [Fact]
    public async Task A_transfer_never_handed_in_is_dead_once_its_block_is_too_old_and_not_before()
    {
        var payer = await _bench.OpenAsync("payer", 10 * NearBench.Near);
        var signed = await _bench.SignAsync(payer, new NearParty("payee").Account, NearAsset, NearBench.Near);

        _bench.AdvanceBlocks(DevnetOptions.NearValidityBlocksDefault);
        Assert.Equal(TransferFate.InFlight, (await _bench.LookUpAsync(signed, payer)).Fate);
        _bench.AdvanceBlocks(DevnetOptions.NearFinalityBlocksDefault + 1);
        Assert.Equal(TransferFate.Dead, (await _bench.LookUpAsync(signed, payer)).Fate);

        await _bench.Chain.SubmitAsync(signed);
        _bench.Settle();
        Assert.Equal(TransferFate.Dead, (await _bench.LookUpAsync(signed, payer)).Fate);
    }

    [Fact]
    public async Task The_same_bytes_twice_pay_once()
    {
        var payer = await _bench.OpenAsync("payer", 10 * NearBench.Near);
        var payee = new NearParty("payee");
        var signed = await _bench.SignAsync(payer, payee.Account, NearAsset, NearBench.Near);

        await _bench.Chain.SubmitAsync(signed);
        await _bench.Chain.SubmitAsync(signed);
        _bench.Settle();
        await _bench.Chain.SubmitAsync(signed);
        _bench.Settle();

        Assert.Equal(TransferFate.Landed, (await _bench.LookUpAsync(signed, payer)).Fate);
        Assert.Equal(NearBench.Near, await _bench.BalanceAsync(payee.Account, NearAsset));
    }

    [Fact]
    public async Task History_tells_payments_of_both_assets_in_both_directions()
    {
        var payer = await _bench.OpenAsync("payer", 10 * NearBench.Near, 50 * Usdc);
        var payee = await _bench.OpenAsync("payee", NearBench.Near, Usdc);
        var first = await _bench.PayAsync(payer, payee.Account, NearAsset, NearBench.Near);
        var second = await _bench.PayAsync(payer, payee.Account, UsdcAsset, 7 * Usdc, "seven");

        var received = await HistoryAsync(payee.Account);
        var sent = await HistoryAsync(payer.Account);

        Assert.Contains(received, one =>
            one.TransactionId == first.TransactionId && one.Amount == new ChainAmount(NearAsset, NearBench.Near));
        Assert.Contains(received, one =>
            one.TransactionId == second.TransactionId && one.Amount == new ChainAmount(UsdcAsset, 7 * Usdc));
        Assert.Contains(sent, one => one.TransactionId == first.TransactionId && one.Amount?.Asset == NearAsset);
        Assert.Contains(sent, one => one.TransactionId == second.TransactionId && one.Amount?.Asset == UsdcAsset);
    }

    [Fact]
    public async Task What_was_accepted_is_the_same_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("near-journal-");
        try
        {
            var clock = new ManualTime();
            string hash;
            string before;
            SignedTransfer failed;
            TransferStatus fate;
            var payer = new NearParty("payer");
            using (var bench = new NearBench(clock, folder.FullName))
            {
                await bench.OpenAsync("payer", 10 * NearBench.Near, 50 * Usdc);
                bench.Devnet.Faults.Set(Devnet.Faults.FaultKind.Fail);
                failed = await bench.PayAsync(payer, new NearParty("payee").Account, UsdcAsset, Usdc);
                fate = await bench.LookUpAsync(failed, payer);
                bench.Devnet.Faults.Set(Devnet.Faults.FaultKind.SequenceGap);
                await bench.Chain.SubmitAsync(
                    await bench.SignAsync(payer, new NearParty("payee").Account, NearAsset, NearBench.Near));
                bench.Settle();
                (hash, before) = await DescribeAsync(bench);
            }

            using var again = new NearBench(clock, folder.FullName);
            Assert.Equal((hash, before), await DescribeAsync(again));
            Assert.Equal(TransferFate.Failed, fate.Fate);
            Assert.Equal(fate, await again.LookUpAsync(failed, payer));
            again.AssertConserved();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(string Hash, string Keys)> DescribeAsync(NearBench bench)
    {
        var status = await bench.CallAsync("status", new JsonArray());
        var keys = await bench.CallAsync("query", new JsonObject
        {
            ["request_type"] = "view_access_key_list",
            ["finality"] = "final",
            ["account_id"] = new NearParty("payer").Account,
        });
        return (status.GetProperty("genesis_hash").GetString()!, keys.GetProperty("keys").GetRawText());
    }

    private async Task<List<Movement>> HistoryAsync(string account)
    {
        var movements = new List<Movement>();
        string? cursor = null;
        HistoryPage page;
        do
        {
            page = await _bench.Chain.ReadHistoryAsync(account, cursor, 100);
            movements.AddRange(page.Movements);
            cursor = page.Cursor;
        }
        while (page.HasMore);
        return movements;
    }
}
