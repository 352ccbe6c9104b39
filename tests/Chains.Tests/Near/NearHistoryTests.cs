using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Tests.Near;

public sealed partial class NearHistoryTests : IDisposable
{
    private readonly NearBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_payment_of_near_is_told_once_with_the_payers_transaction_and_the_blocks_time()
    {
        var cursor = await StartAsync();
        _bench.Node.AddBlocks(20);
        var (transaction, block) = PayNear(NearBench.Near(2));
        _bench.Node.AddBlocks(20);
        var page = await ReadAsync(cursor);
        Assert.Equal(
            new Movement(
                transaction.ToString(),
                0,
                MovementDirection.Incoming,
                "bob.near",
                _bench.Alice,
                new ChainAmount(NearBench.Native, NearBench.Near(2)),
                null,
                block.Time,
                block.Height,
                true),
            Assert.Single(page.Movements));
        Assert.Empty((await ReadToEndAsync(page.Cursor)).Movements);
        Assert.Equal(page.Movements, (await ReadAsync(cursor)).Movements);
    }

    [Fact]
    public async Task A_token_payment_is_told_with_its_memo_and_sender()
    {
        var cursor = await StartAsync();
        var (transaction, block) = PayToken("bob.near", "bob.near", _bench.Alice, 990, "q_abc");
        _bench.Node.AddBlocks(3);
        var movement = Assert.Single((await ReadToEndAsync(cursor)).Movements);
        Assert.Equal((transaction.ToString(), 0), (movement.TransactionId, movement.Index));
        Assert.Equal(("bob.near", _bench.Alice, "q_abc"), (movement.From, movement.To, movement.Memo));
        Assert.Equal(new ChainAmount(NearBench.UsdcAsset, 990), movement.Amount);
        Assert.Equal((block.Height, block.Time), (movement.Height, movement.BlockTime));
    }

    [Fact]
    public async Task A_token_payment_by_a_contract_is_named_by_its_receipt()
    {
        var cursor = await StartAsync();
        var (_, _, receipt) = PayTokenBy("exchange.near", "bob.near", _bench.Alice, 990, "m", 0);
        var movement = Assert.Single((await ReadToEndAsync(cursor)).Movements);
        Assert.Equal((receipt.ToString(), "exchange.near"), (movement.TransactionId, movement.From));
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    public async Task A_receipt_that_waited_long_is_named_by_itself(int waited, bool isTransaction)
    {
        var cursor = await StartAsync();
        var (transaction, _, receipt) = PayNearAfter(NearBench.Near(1), waited);
        var movement = Assert.Single((await ReadToEndAsync(cursor)).Movements);
        Assert.Equal((isTransaction ? transaction : receipt).ToString(), movement.TransactionId);
    }

    [Fact]
    public async Task Tokens_of_others_and_calls_that_give_back_are_no_payments()
    {
        var cursor = await StartAsync();
        PayToken("bob.near", "bob.near", "carol.near", 990, "m");
        PayToken("bob.near", "bob.near", _bench.Alice, 990, "m", method: "ft_transfer_call");
        PayToken("bob.near", "bob.near", _bench.Alice, 0, "m");
        Assert.Empty((await ReadToEndAsync(cursor)).Movements);
    }

    [Fact]
    public async Task Several_transfers_in_one_receipt_are_several_payments()
    {
        var cursor = await StartAsync();
        var receipt = _bench.Node.NextReceiptId();
        _bench.Node.PutReceipt(
            receipt,
            "bob.near",
            NearBench.Usdc,
            "relayer.near",
            NearBench.Call("storage_deposit", "{}"),
            NearBench.Call("ft_transfer", Args(_bench.Alice, 1, "first")),
            NearBench.Call("ft_transfer", Args(_bench.Alice, 2, "second")));
        Credit(receipt, 3);
        var movements = (await ReadToEndAsync(cursor)).Movements;
        Assert.Equal([(1, "first"), (2, "second")], movements.Select(one => (one.Index, one.Memo!)));
        Assert.Equal([receipt.ToString(), receipt.ToString()], movements.Select(one => one.TransactionId));
    }

    [Fact]
    public async Task Refunds_are_no_payments()
    {
        var cursor = await StartAsync();
        var receipt = _bench.Node.NextReceiptId();
        _bench.Node.PutReceipt(receipt, "system", _bench.Alice, _bench.Alice, NearBench.Transfer(5));
        _bench.Node.Now.Amounts[_bench.Alice] += 5;
        _bench.Node.AddBlock(block => block.AccountChanged(_bench.Alice, receipt: receipt));
        var page = await ReadToEndAsync(cursor);
        Assert.Empty(page.Movements);
        Assert.NotEqual(cursor, page.Cursor);
    }

    [Fact]
    public async Task What_the_account_signed_is_told_as_outgoing_with_what_it_moved()
    {
        var cursor = await StartAsync();
        var (first, _) = SignOut(1, "bob.near", [NearBench.Transfer(9)]);
        var (second, _) = SignOut(
            2, NearBench.Usdc, [NearBench.Call("ft_transfer", Args("bob.near", 7, "q_x"))], failure: "panicked");
        var (third, _) = SignOut(3, _bench.Alice, [new JsonObject { ["AddKey"] = new JsonObject() }]);
        _bench.Node.AddBlocks(2);
        var movements = (await ReadToEndAsync(cursor)).Movements;
        Assert.All(movements, one => Assert.Equal((0, MovementDirection.Outgoing), (one.Index, one.Direction)));
        Assert.Equal(
            [first.ToString(), second.ToString(), third.ToString()], movements.Select(one => one.TransactionId));
        Assert.Equal(new ChainAmount(NearBench.Native, 9), movements[0].Amount);
        Assert.Equal(("bob.near", true), (movements[0].To, movements[0].Succeeded));
        Assert.Equal(new ChainAmount(NearBench.UsdcAsset, 7), movements[1].Amount);
        Assert.Equal(("bob.near", "q_x", false), (movements[1].To, movements[1].Memo!, movements[1].Succeeded));
        Assert.Null(movements[2].Amount);
    }

    [Fact]
    public async Task What_the_accounts_key_signed_for_a_relayer_is_told_as_outgoing()
    {
        var cursor = await StartAsync();
        var receipt = _bench.Node.NextReceiptId();
        _bench.Node.PutReceipt(
            receipt,
            "relayer.near",
            _bench.Alice,
            "relayer.near",
            new JsonObject { ["Delegate"] = new JsonObject() });
        _bench.Node.Now.Keys[(_bench.Alice, _bench.AliceKey)] = (NearBench.FirstNonce + 1, true);
        _bench.Node.AddBlock(block => block.AccountChanged(_bench.Alice, receipt: receipt));
        var movement = Assert.Single((await ReadToEndAsync(cursor)).Movements);
        Assert.Equal(
            (receipt.ToString(), MovementDirection.Outgoing, true),
            (movement.TransactionId, movement.Direction, movement.Succeeded));
    }

    [Fact]
    public async Task Nothing_after_a_transaction_that_is_under_way_is_told_before_it_is_final()
    {
        var cursor = await StartAsync();
        PayNear(NearBench.Near(1));
        var (outgoing, block) = SignOut(1, "bob.near", [NearBench.Transfer(9)], stage: "EXECUTED_OPTIMISTIC");
        PayNear(NearBench.Near(2));
        var page = await ReadAsync(cursor);
        Assert.Equal(NearBench.Near(1), Assert.Single(page.Movements).Amount!.Units);
        Assert.False(page.HasMore);
        Assert.Empty((await ReadAsync(page.Cursor)).Movements);

        PutOut(outgoing, block, "bob.near", [NearBench.Transfer(9)]);
        var rest = await ReadToEndAsync(page.Cursor);
        Assert.Equal(
            [(UInt128)9, NearBench.Near(2)], rest.Movements.Select(movement => movement.Amount!.Units));
    }

    [Fact]
    public async Task A_payment_that_makes_up_for_one_of_ours_to_the_last_unit_is_not_missed()
    {
        // A page ends right after the block that took our transfer. Its receipt is carried out later, in the stretch in
        // which the same amount arrives: at both ends of it the account holds the same.
        using var bench = new NearBench(new NearOptions
        {
            Tokens = [new NearToken { Contract = NearBench.Usdc }], ValidityBlocks = 100, HistoryBlocksMax = 1,
        });
        var cursor = (await bench.Chain.ReadHistoryAsync(bench.Alice, null, 10)).Cursor;
        var outgoing = FakeNear.HashOf("outgoing");
        var block = bench.Include(bench.Alice, bench.AliceKey, NearBench.FirstNonce + 1, outgoing);
        var ours = bench.Node.NextReceiptId();
        var call = NearBench.Call("ft_transfer", Args("bob.near", 990, null));
        bench.Node.PutTransaction(
            outgoing, NearBench.Status(outgoing, bench.Alice, NearBench.Usdc, [call], ours, block));
        bench.Node.PutReceipt(ours, bench.Alice, NearBench.Usdc, bench.Alice, call.DeepClone());
        var theirs = bench.Node.NextReceiptId();
        bench.Node.PutReceipt(
            theirs,
            "bob.near",
            NearBench.Usdc,
            "relayer.near",
            NearBench.Call("ft_transfer", Args(bench.Alice, 990, "m")));
        bench.Node.AddBlock(filled => filled.DataChanged(NearBench.Usdc, ours));
        bench.Node.AddBlock(filled => filled.DataChanged(NearBench.Usdc, theirs));

        var told = new List<Movement>();
        for (var pages = 0; pages < 6; pages++)
        {
            var page = await bench.Chain.ReadHistoryAsync(bench.Alice, cursor, 10);
            told.AddRange(page.Movements);
            cursor = page.Cursor;
        }

        Assert.Equal(
            [(outgoing.ToString(), MovementDirection.Outgoing), (theirs.ToString(), MovementDirection.Incoming)],
            told.Select(movement => (movement.TransactionId, movement.Direction)));
    }

    [Fact]
    public async Task An_idle_account_costs_a_handful_of_calls_however_long_it_was_idle()
    {
        var cursor = await StartAsync();
        _bench.Node.AddBlocks(1_500);
        _bench.Node.Methods.Clear();
        var page = await ReadAsync(cursor);
        Assert.Equal((0, cursor, false), (page.Movements.Count, page.Cursor, page.HasMore));
        Assert.Equal(4, _bench.Node.Methods.Count);

        // But the cursor does not stay behind for ever, or a node might forget it.
        _bench.Node.AddBlocks(500);
        Assert.NotEqual(cursor, (await ReadAsync(cursor)).Cursor);
    }

    [Fact]
    public async Task One_payment_in_a_long_stretch_is_found_without_reading_all_of_it()
    {
        var cursor = await StartAsync();
        _bench.Node.AddBlocks(777);
        PayNear(NearBench.Near(1));
        _bench.Node.AddBlocks(720);
        _bench.Node.Methods.Clear();
        Assert.Single((await ReadAsync(cursor)).Movements);
        Assert.InRange(_bench.Node.Methods.Count, 50, 320);
    }

    [Fact]
    public async Task Pages_are_bounded_and_together_tell_everything_in_order()
    {
        using var bench = new NearBench(new NearOptions { ValidityBlocks = 100, HistoryBlocksMax = 3 });
        var cursor = (await bench.Chain.ReadHistoryAsync(bench.Alice, null, 10)).Cursor;
        for (uint count = 1; count <= 12; count++)
        {
            bench.Node.NextHeight += count % 3;
            PayNearAt(bench, count);
        }

        var told = new List<UInt128>();
        var pages = 0;
        for (var hasMore = true; hasMore; pages++)
        {
            var page = await bench.Chain.ReadHistoryAsync(bench.Alice, cursor, 2);
            Assert.InRange(page.Movements.Count, 0, 2);
            told.AddRange(page.Movements.Select(movement => movement.Amount!.Units));
            (cursor, hasMore) = (page.Cursor, page.HasMore);
        }

        Assert.Equal(Enumerable.Range(1, 12).Select(units => (UInt128)units), told);
        Assert.InRange(pages, 6, 30);
    }

    [Fact]
    public async Task A_node_with_gaps_is_not_believed()
    {
        var cursor = await StartAsync();
        var (_, block) = PayNear(NearBench.Near(1));
        _bench.Node.Missing.Add(block.Height);
        _bench.Node.AddBlock();
        var failure = await Assert.ThrowsAsync<ChainUnavailableException>(() => ReadAsync(cursor));
        Assert.Contains("gaps", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_has_deleted_what_comes_after_the_cursor_is_refused_with_the_remedy()
    {
        var cursor = await StartAsync();
        PayNear(NearBench.Near(1));
        _bench.Node.AddBlocks(200);
        _bench.Node.Earliest = _bench.Node.Tip.Height - 20;
        var failure = await Assert.ThrowsAsync<ChainUnavailableException>(() => ReadAsync(cursor));
        Assert.Contains("archival", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_is_behind_the_cursor_tells_nothing_and_moves_nothing()
    {
        var ahead = new JsonObject { ["Height"] = 5_000, ["Print"] = "x", ["Settled"] = 0 }.ToJsonString();
        var page = await ReadAsync(ahead);
        Assert.Equal((0, ahead, false), (page.Movements.Count, page.Cursor, page.HasMore));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"Height\":1}")]
    [InlineData("[]")]
    public async Task What_is_no_cursor_is_refused(string cursor) =>
        await Assert.ThrowsAsync<ArgumentException>(() => ReadAsync(cursor));
}
