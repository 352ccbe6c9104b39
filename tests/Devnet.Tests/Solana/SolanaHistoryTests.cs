using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains;
using OrleansTrading.Devnet.Faults;
using OrleansTrading.Devnet.Solana;
using static OrleansTrading.Devnet.Tests.Solana.SolanaBench;

namespace OrleansTrading.Devnet.Tests.Solana;

public sealed class SolanaHistoryTests : IDisposable
{
    private readonly SolanaBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Incoming_sol_and_tokens_are_told_with_sender_amount_memo_and_place()
    {
        await _bench.FundAsync("payer", 10 * Sol, 50 * Usdc);
        var sol = await _bench.PayAsync("payer", "treasury", SolAsset, 3 * Sol, "quote-1");
        var usdc = await _bench.PayAsync("payer", "treasury", UsdcAsset, 20 * Usdc, "quote-2 é");

        var history = await _bench.HistoryAsync("treasury");

        Assert.Equal(2, history.Count);
        Assert.Equal(sol.TransactionId, history[0].TransactionId);
        Assert.Equal(new ChainAmount(SolAsset, 3 * Sol), history[0].Amount);
        Assert.Equal("quote-1", history[0].Memo);
        Assert.Equal(usdc.TransactionId, history[1].TransactionId);
        Assert.Equal(new ChainAmount(UsdcAsset, 20 * Usdc), history[1].Amount);
        Assert.Equal("quote-2 é", history[1].Memo);
        Assert.All(history, movement =>
        {
            Assert.Equal(MovementDirection.Incoming, movement.Direction);
            Assert.Equal(_bench.AddressOf("payer"), movement.From);
            Assert.Equal(_bench.AddressOf("treasury"), movement.To);
            Assert.True(movement.Succeeded);
            Assert.True(movement.Height > 200);
        });
        Assert.Equal([3000, 4000], history.Select(movement => movement.Index));
    }

    [Fact]
    public async Task Outgoing_transactions_are_told_once_with_what_they_paid()
    {
        await _bench.FundAsync("treasury", 10 * Sol, 50 * Usdc);
        var paid = await _bench.PayAsync("treasury", "user", UsdcAsset, 20 * Usdc, "delivery");

        var entry = (await _bench.HistoryAsync("treasury"))[^1];

        Assert.Equal(paid.TransactionId, entry.TransactionId);
        Assert.Equal((MovementDirection.Outgoing, 0, true), (entry.Direction, entry.Index, entry.Succeeded));
        Assert.Equal(_bench.AddressOf("user"), entry.To);
        Assert.Equal(new ChainAmount(UsdcAsset, 20 * Usdc), entry.Amount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Pages_of_any_size_lose_nothing_and_tell_nothing_twice(int movementsMax)
    {
        await _bench.FundAsync("payer", 100 * Sol, 100 * Usdc);
        var paid = new List<string>();
        for (var number = 1; number <= 12; number++)
        {
            var (asset, unit) = number % 3 == 0 ? (SolAsset, Sol) : (UsdcAsset, Usdc);
            paid.Add((await _bench.PayAsync("payer", "treasury", asset, unit, $"{number}")).TransactionId);
        }

        var history = await _bench.HistoryAsync("treasury", movementsMax);

        Assert.Equal(paid, history.Select(movement => movement.TransactionId));
        Assert.Equal(Enumerable.Range(1, 12).Select(number => $"{number}"), history.Select(movement => movement.Memo));
    }

    [Fact]
    public async Task A_cursor_goes_on_where_it_stopped_even_when_it_is_used_twice()
    {
        await _bench.FundAsync("payer", 10 * Sol);
        await _bench.PayAsync("payer", "treasury", SolAsset, Sol, "one");
        var first = await _bench.Chain.ReadHistoryAsync(_bench.AddressOf("treasury"), null, 10);
        var idle = await _bench.Chain.ReadHistoryAsync(_bench.AddressOf("treasury"), first.Cursor, 10);
        await _bench.PayAsync("payer", "treasury", SolAsset, Sol, "two");

        var next = await _bench.Chain.ReadHistoryAsync(_bench.AddressOf("treasury"), idle.Cursor, 10);
        var again = await _bench.Chain.ReadHistoryAsync(_bench.AddressOf("treasury"), first.Cursor, 10);

        Assert.Equal("one", Assert.Single(first.Movements).Memo);
        Assert.Empty(idle.Movements);
        Assert.Equal(first.Cursor, idle.Cursor);
        Assert.Equal("two", Assert.Single(next.Movements).Memo);
        Assert.Equal(next.Movements, again.Movements);
        Assert.False(next.HasMore);
    }

    [Fact]
    public async Task An_account_is_quiet_up_to_what_was_read_and_no_more_when_something_comes()
    {
        var treasury = _bench.AddressOf("treasury");
        await _bench.FundAsync("payer", 10 * Sol);
        await _bench.PayAsync("payer", "treasury", SolAsset, Sol, "one");
        var read = await _bench.Chain.ReadHistoryAsync(treasury, null, 10);

        var quiet = await _bench.Chain.FindQuietHeightAsync(treasury, read.Cursor);
        var held = await _bench.Chain.GetBalancesAsync(treasury);
        await _bench.PayAsync("payer", "treasury", SolAsset, Sol, "two");

        Assert.True(quiet >= read.Movements[^1].Height && quiet <= held.Height);
        Assert.Equal((Sol, SolAsset), (held.Held[0].Units, held.Held[0].Asset));
        Assert.Null(await _bench.Chain.FindQuietHeightAsync(treasury, read.Cursor));
        Assert.True((await _bench.Chain.GetBalancesAsync(treasury)).Height > held.Height);
    }

    [Fact]
    public async Task Nothing_is_told_before_it_is_final()
    {
        await _bench.FundAsync("payer", 10 * Sol);
        var signed = await _bench.SignAsync(_bench.Order("payer", "treasury", SolAsset, Sol), "payer");
        await _bench.Chain.SubmitAsync(signed);
        for (var slot = 0; slot < 8; slot++)
        {
            Assert.Empty(await _bench.HistoryAsync("treasury"));
            _bench.AdvanceSlots(1);
        }

        Assert.Single(await _bench.HistoryAsync("treasury"));
    }

    [Fact]
    public async Task A_gift_of_the_faucet_is_an_incoming_movement_like_any_other()
    {
        await _bench.FundAsync("treasury", Sol, Usdc);
        await _bench.FundAsync("treasury", Sol, Usdc);

        var history = await _bench.HistoryAsync("treasury");

        Assert.Equal(
            [SolAsset, UsdcAsset, SolAsset, UsdcAsset], history.Select(movement => movement.Amount!.Asset));
        Assert.All(history, movement => Assert.Equal(SolanaDevnet.FaucetAddress, movement.From));
    }

    [Fact]
    public async Task A_node_that_has_forgotten_slots_after_the_cursor_is_not_read()
    {
        TamperedRpc? node = null;
        using var bench = new SolanaBench(around: rpc => node = new TamperedRpc(rpc));
        await bench.FundAsync("treasury", Sol);
        var page = await bench.Chain.ReadHistoryAsync(bench.AddressOf("treasury"), null, 10);
        node!.Answer("getFirstAvailableBlock", "100000");

        var error = await Assert.ThrowsAsync<ChainUnavailableException>(
            () => bench.Chain.ReadHistoryAsync(bench.AddressOf("treasury"), page.Cursor, 10));

        Assert.Contains("history begins at slot 100000", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ChainUnavailableException>(
            () => bench.Chain.FindQuietHeightAsync(bench.AddressOf("treasury"), page.Cursor));
    }

    [Fact]
    public async Task What_a_node_forgets_while_it_is_read_is_missed()
    {
        TamperedRpc? node = null;
        using var bench = new SolanaBench(around: rpc => node = new TamperedRpc(rpc));
        await bench.FundAsync("treasury", Sol);
        var page = await bench.Chain.ReadHistoryAsync(bench.AddressOf("treasury"), null, 10);
        node!.Change("getSignaturesForAddress", _ =>
        {
            // Forgotten just before it is asked.
            node.Answer("getFirstAvailableBlock", "100000");
            return JsonSerializer.SerializeToElement(Array.Empty<int>());
        });

        await Assert.ThrowsAsync<ChainUnavailableException>(
            () => bench.Chain.ReadHistoryAsync(bench.AddressOf("treasury"), page.Cursor, 10));
    }

    [Fact]
    public async Task A_node_that_is_behind_the_one_that_told_the_slot_is_not_asked_what_there_is()
    {
        TamperedRpc? node = null;
        using var bench = new SolanaBench(around: rpc => node = new TamperedRpc(rpc));
        await bench.FundAsync("treasury", Sol);
        bench.Settle();
        node!.Change("getEpochInfo", info =>
        {
            var ahead = JsonSerializer.Deserialize<JsonObject>(info)!;
            ahead["absoluteSlot"] = info.GetProperty("absoluteSlot").GetUInt64() + 20;
            return JsonSerializer.SerializeToElement(ahead);
        });

        var error = await Assert.ThrowsAsync<ChainUnavailableException>(
            () => bench.Chain.ReadHistoryAsync(bench.AddressOf("treasury"), null, 10));

        Assert.Contains("Minimum context slot has not been reached", error.Message, StringComparison.Ordinal);
        bench.AdvanceSlots(20);
        node.Restore("getEpochInfo");
        Assert.NotEmpty((await bench.Chain.ReadHistoryAsync(bench.AddressOf("treasury"), null, 10)).Movements);
    }

    [Fact]
    public async Task What_one_node_lists_later_than_another_told_the_slot_is_not_lost()
    {
        TamperedRpc? node = null;
        using var bench = new SolanaBench(around: rpc => node = new TamperedRpc(rpc));
        await bench.FundAsync("payer", 10 * Sol);
        var treasury = bench.AddressOf("treasury");
        await bench.PayAsync("payer", "treasury", SolAsset, Sol, "before");
        var begin = await bench.Chain.BeginHistoryAsync(treasury);
        await bench.PayAsync("payer", "treasury", SolAsset, Sol, "one");
        var unseen = (await bench.PayAsync("payer", "treasury", SolAsset, Sol, "two")).TransactionId;
        bench.Settle();
        node!.Change("getSignaturesForAddress", lines => JsonSerializer.SerializeToElement(
            lines.EnumerateArray().Where(line => line.GetProperty("signature").GetString() != unseen)));

        var first = await bench.Chain.ReadHistoryAsync(treasury, begin, 10);
        node.Restore("getSignaturesForAddress");
        var next = await bench.Chain.ReadHistoryAsync(treasury, first.Cursor, 10);

        Assert.Equal("one", Assert.Single(first.Movements).Memo);
        Assert.Equal("two", Assert.Single(next.Movements).Memo);
    }

    [Fact]
    public async Task A_node_that_is_behind_the_cursor_tells_nothing_again()
    {
        await _bench.FundAsync("payer", 10 * Sol);
        var treasury = _bench.AddressOf("treasury");
        var begin = await _bench.Chain.BeginHistoryAsync(treasury);
        await _bench.PayAsync("payer", "treasury", SolAsset, Sol, "one");
        _bench.AdvanceSlots(20);
        await _bench.PayAsync("payer", "treasury", SolAsset, Sol, "two");
        var page = await _bench.Chain.ReadHistoryAsync(treasury, begin, 10);
        _bench.Devnet.Faults.Set(FaultKind.Stale, count: null, size: 16);

        var behind = await _bench.Chain.ReadHistoryAsync(treasury, page.Cursor, 10);
        _bench.Devnet.Faults.Clear();
        await _bench.PayAsync("payer", "treasury", SolAsset, Sol, "three");
        var next = await _bench.Chain.ReadHistoryAsync(treasury, behind.Cursor, 10);

        Assert.Equal(2, page.Movements.Count);
        Assert.Empty(behind.Movements);
        Assert.Equal("three", Assert.Single(next.Movements).Memo);
    }

    [Fact]
    public async Task What_was_told_with_one_account_is_not_told_again_with_another_one_that_was_behind()
    {
        TamperedRpc? node = null;
        using var bench = new SolanaBench(around: rpc => node = new TamperedRpc(rpc));
        await bench.FundAsync("treasury", 10 * Sol, 50 * Usdc);
        var treasury = bench.AddressOf("treasury");
        await bench.PayAsync("treasury", "user", UsdcAsset, Usdc, "one");
        bench.Settle();
        var page = await bench.Chain.ReadHistoryAsync(treasury, null, 10);
        var late = (await bench.PayAsync("treasury", "user", UsdcAsset, Usdc, "two")).TransactionId;
        bench.Settle();
        var lists = 0;
        node!.Change("getSignaturesForAddress", lines => lists++ == 0 ? lines : JsonSerializer.SerializeToElement(
            lines.EnumerateArray().Where(line => line.GetProperty("signature").GetString() != late)));

        var first = await bench.Chain.ReadHistoryAsync(treasury, page.Cursor, 10);
        node.Restore("getSignaturesForAddress");
        var next = await bench.Chain.ReadHistoryAsync(treasury, first.Cursor, 10);

        Assert.Equal("two", Assert.Single(first.Movements).Memo);
        Assert.Empty(next.Movements);
    }

    [Fact]
    public async Task A_listed_transaction_that_cannot_be_had_stops_the_page_instead_of_being_skipped()
    {
        TamperedRpc? node = null;
        using var bench = new SolanaBench(around: rpc => node = new TamperedRpc(rpc));
        await bench.FundAsync("treasury", Sol);
        node!.Answer("getTransaction", "null");
        await Assert.ThrowsAsync<ChainUnavailableException>(() => bench.HistoryAsync("treasury"));

        node.Change("getTransaction", answer =>
        {
            var changed = JsonNode.Parse(answer.GetRawText())!;
            changed["meta"]!["innerInstructions"] = null;
            return System.Text.Json.JsonSerializer.SerializeToElement(changed);
        });
        await Assert.ThrowsAsync<ChainUnavailableException>(() => bench.HistoryAsync("treasury"));

        node.Restore("getTransaction");
        Assert.Single(await bench.HistoryAsync("treasury"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("5")]
    public async Task A_cursor_that_is_not_one_is_refused(string cursor) =>
        await Assert.ThrowsAsync<ArgumentException>(
            () => _bench.Chain.ReadHistoryAsync(_bench.AddressOf("treasury"), cursor, 10));
}
