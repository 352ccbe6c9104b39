using OrleansTrading.Chains;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Devnet.Stellar;

namespace OrleansTrading.Devnet.Tests.Stellar;

/// <summary>What the chain client reads of an account's history.</summary>
public sealed class StellarHistoryTests
{
    [Fact]
    public async Task Incoming_payments_are_read_with_their_place_sender_asset_amount_and_memo()
    {
        using var bench = new StellarBench();
        var treasury = bench.OpenWithUsdc(1);
        var user = bench.OpenWithUsdc(2, 100 * StellarBench.One);
        var cursor = await CursorAsync(bench, treasury);
        bench.Include(
            user,
            new PaymentOperation(MuxedAccount.Of(treasury.Address), StellarAsset.Native, 11),
            new ManageDataOperation("x", [1]),
            new PaymentOperation(MuxedAccount.Of(treasury.Address), StellarDevnet.Usdc, 22));

        var page = await bench.Chain.ReadHistoryAsync(treasury.Address, cursor, 50);

        Assert.False(page.HasMore);
        Assert.Equal(2, page.Movements.Count);
        var (lumens, dollars) = (page.Movements[0], page.Movements[1]);
        Assert.Equal(0, lumens.Index);
        Assert.Equal(new ChainAmount(StellarBench.Xlm, 11), lumens.Amount);
        Assert.Equal(2, dollars.Index);
        Assert.Equal(new ChainAmount(StellarBench.Usdc, 22), dollars.Amount);
        Assert.All(page.Movements, movement =>
        {
            Assert.Equal(MovementDirection.Incoming, movement.Direction);
            Assert.Equal(user.Address, movement.From);
            Assert.Equal(treasury.Address, movement.To);
            Assert.Null(movement.Memo);
            Assert.True(movement.Succeeded);
            Assert.Equal(bench.Clock.GetUtcNow(), movement.BlockTime);
            Assert.Equal(lumens.TransactionId, movement.TransactionId);
        });
    }

    [Fact]
    public async Task An_account_is_quiet_up_to_the_servers_last_ledger_and_no_more_when_something_comes()
    {
        using var bench = new StellarBench();
        var (treasury, user) = (bench.Open(1), bench.Open(2));
        var cursor = await CursorAsync(bench, treasury);
        bench.CloseLedger();

        var quiet = await bench.Chain.FindQuietHeightAsync(treasury.Address, cursor);
        var held = await bench.Chain.GetBalancesAsync(treasury.Address);
        bench.Include(user, new PaymentOperation(MuxedAccount.Of(treasury.Address), StellarAsset.Native, 11));

        Assert.Equal(held.Height, quiet);
        Assert.Null(await bench.Chain.FindQuietHeightAsync(treasury.Address, cursor));
        var later = await bench.Chain.GetBalancesAsync(treasury.Address);
        Assert.Equal(held.Held[0].Units + 11, later.Held[0].Units);
        Assert.Equal(quiet + 1, later.Height);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("id")]
    [InlineData("hash")]
    [InlineData("return")]
    [InlineData("broken text")]
    public async Task Every_kind_of_memo_is_read_as_text(string kind)
    {
        using var bench = new StellarBench();
        var (treasury, user) = (bench.Open(1), bench.Open(2));
        var hash = Enumerable.Range(0, 32).Select(value => (byte)(value * 8)).ToArray();
        (StellarMemo memo, string expected) = kind switch
        {
            "text" => (new StellarMemo.Text("Заказ 7"u8.ToArray()), "Заказ 7"),
            "id" => (new StellarMemo.Number(ulong.MaxValue), "id:18446744073709551615"),
            "hash" => ((StellarMemo)new StellarMemo.Hash(hash), "hash:" + Convert.ToHexStringLower(hash)),
            "return" => (new StellarMemo.Return(hash), "return:" + Convert.ToHexStringLower(hash)),
            _ => (new StellarMemo.Text([(byte)'a', 0, 0xff]), "a\uFFFD\uFFFD"),
        };
        var cursor = await CursorAsync(bench, treasury);
        bench.Network.Submit(bench.Compose(
            user, null, memo, new PaymentOperation(MuxedAccount.Of(treasury.Address), StellarAsset.Native, 1)));
        bench.CloseLedger();

        var page = await bench.Chain.ReadHistoryAsync(treasury.Address, cursor, 50);

        Assert.Equal(expected, Assert.Single(page.Movements).Memo);
    }

    [Fact]
    public async Task Outgoing_entries_stand_for_whole_transactions_failed_ones_and_bare_fees_included()
    {
        using var bench = new StellarBench();
        var (treasury, user) = (bench.Open(1), bench.Open(2));
        var cursor = await CursorAsync(bench, treasury);
        var paid = await bench.PayAsync(treasury, user.Address, StellarBench.Xlm, 5, "seven");
        var failed = await bench.PayAsync(treasury, user.Address, StellarBench.Xlm, 999_999 * StellarBench.One);
        bench.Include(treasury, new ManageDataOperation("x", [1]));
        bench.Include(
            treasury,
            new PaymentOperation(MuxedAccount.Of(user.Address), StellarAsset.Native, 1),
            new CreateAccountOperation(new Party(40).Address, StellarBench.One));

        var movements = (await bench.Chain.ReadHistoryAsync(treasury.Address, cursor, 50)).Movements;

        Assert.Equal(4, movements.Count);
        Assert.All(movements, movement =>
        {
            Assert.Equal(MovementDirection.Outgoing, movement.Direction);
            Assert.Equal(0, movement.Index);
            Assert.Equal(treasury.Address, movement.From);
        });
        Assert.Equal(paid.TransactionId, movements[0].TransactionId);
        Assert.Equal(new ChainAmount(StellarBench.Xlm, 5), movements[0].Amount);
        Assert.Equal((user.Address, "seven", true), (movements[0].To, movements[0].Memo, movements[0].Succeeded));
        Assert.Equal(failed.TransactionId, movements[1].TransactionId);
        Assert.Equal((user.Address, false), (movements[1].To, movements[1].Succeeded));
        Assert.Null(movements[1].Amount);
        Assert.Equal((treasury.Address, true), (movements[2].To, movements[2].Succeeded));
        Assert.Null(movements[2].Amount);
        Assert.Null(movements[3].Amount);
    }

    [Fact]
    public async Task A_failed_payment_to_us_is_no_payment()
    {
        using var bench = new StellarBench();
        var (treasury, user) = (bench.Open(1), bench.Open(2));
        var cursor = await CursorAsync(bench, treasury);
        bench.Include(
            user, new PaymentOperation(MuxedAccount.Of(treasury.Address), StellarAsset.Native, long.MaxValue / 2));

        var page = await bench.Chain.ReadHistoryAsync(treasury.Address, cursor, 50);

        Assert.Empty(page.Movements);
        Assert.NotEqual(cursor, page.Cursor);
    }

    [Fact]
    public async Task A_merged_account_s_lumens_arrive_as_the_amount_that_was_left()
    {
        using var bench = new StellarBench();
        var (treasury, user) = (bench.Open(1), bench.Open(2));
        var cursor = await CursorAsync(bench, treasury);
        bench.Include(user, new AccountMergeOperation(MuxedAccount.Of(treasury.Address)));

        var merged = Assert.Single((await bench.Chain.ReadHistoryAsync(treasury.Address, cursor, 50)).Movements);

        Assert.Equal(MovementDirection.Incoming, merged.Direction);
        Assert.Equal(user.Address, merged.From);
        Assert.Equal(
            new ChainAmount(StellarBench.Xlm, (UInt128)((10_000 * StellarBench.One) - 100)), merged.Amount);
        bench.AssertConserved();
    }

    [Fact]
    public async Task The_opening_of_our_account_is_its_first_incoming_movement()
    {
        using var bench = new StellarBench();
        var treasury = bench.Open(1);

        var page = await bench.Chain.ReadHistoryAsync(treasury.Address, null, 50);

        var opening = Assert.Single(page.Movements);
        Assert.Equal(
            new ChainAmount(StellarBench.Xlm, (UInt128)(10_000 * StellarBench.One)), opening.Amount);
        Assert.Equal(MovementDirection.Incoming, opening.Direction);
    }

    [Fact]
    public async Task A_muxed_sender_can_be_paid_back_where_it_came_from()
    {
        using var bench = new StellarBench();
        var (treasury, exchange) = (bench.Open(1), bench.Open(2));
        var customer = new MuxedAccount(exchange.Address, 77);
        var cursor = await CursorAsync(bench, treasury);
        bench.Include(exchange, new PaymentOperation(
            MuxedAccount.Of(treasury.Address), StellarAsset.Native, 5, customer));

        var payment = Assert.Single((await bench.Chain.ReadHistoryAsync(treasury.Address, cursor, 50)).Movements);
        Assert.Equal(customer.ToString(), payment.From);
        var refund = await bench.PayAsync(treasury, payment.From, StellarBench.Xlm, 5);

        Assert.Equal(TransferFate.Landed, (await bench.Chain.LookUpAsync(treasury.Address, refund)).Fate);
        var sent = bench.Network.Read(view => view.History.Find(refund.TransactionId)!.Transaction.Operations[0]);
        Assert.Equal(customer, Assert.IsType<PaymentOperation>(sent).Destination);
    }

    [Fact]
    public async Task Reading_in_small_pages_tells_each_movement_once_and_in_order()
    {
        using var bench = new StellarBench();
        var (treasury, user) = (bench.Open(1), bench.Open(2));
        for (var i = 1; i <= 12; i++)
        {
            await bench.PayAsync(user, treasury.Address, StellarBench.Xlm, i);
        }

        var seen = new List<UInt128>();
        string? cursor = null;
        HistoryPage page;
        do
        {
            page = await bench.Chain.ReadHistoryAsync(treasury.Address, cursor, 5);
            Assert.InRange(page.Movements.Count, 0, 5);
            seen.AddRange(page.Movements.Select(movement => movement.Amount!.Units));
            cursor = page.Cursor;
        }
        while (page.HasMore);

        Assert.Equal(
            [(UInt128)(10_000 * StellarBench.One), .. Enumerable.Range(1, 12).Select(i => (UInt128)i)], seen);
        page = await bench.Chain.ReadHistoryAsync(treasury.Address, cursor, 5);
        Assert.Empty(page.Movements);
        Assert.Equal(cursor, page.Cursor);
        await Assert.ThrowsAsync<ArgumentException>(
            () => bench.Chain.ReadHistoryAsync(treasury.Address, "nonsense", 5));
    }

    [Fact]
    public async Task An_account_without_history_has_an_empty_page_and_a_cursor()
    {
        using var bench = new StellarBench();
        var page = await bench.Chain.ReadHistoryAsync(new Party(9).Address, null, 10);
        Assert.Empty(page.Movements);
        Assert.False(page.HasMore);
        Assert.Empty((await bench.Chain.ReadHistoryAsync(new Party(9).Address, page.Cursor, 10)).Movements);
    }

    private static async Task<string> CursorAsync(StellarBench bench, Party party) =>
        (await bench.Chain.ReadHistoryAsync(party.Address, null, 200)).Cursor;
}
