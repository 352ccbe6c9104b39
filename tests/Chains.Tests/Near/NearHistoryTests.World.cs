using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Tests.Near;

/// <content>Makes things happen on the chain.</content>
public sealed partial class NearHistoryTests
{
    private static string Args(string receiver, uint units, string? memo) => new JsonObject
    {
        ["receiver_id"] = receiver, ["amount"] = $"{units}", ["memo"] = memo,
    }.ToJsonString();

    private Task<HistoryPage> ReadAsync(string? cursor) => _bench.Chain.ReadHistoryAsync(_bench.Alice, cursor, 100);

    private async Task<string> StartAsync()
    {
        var page = await ReadToEndAsync(null);
        Assert.Empty(page.Movements);
        return page.Cursor;
    }

    private async Task<HistoryPage> ReadToEndAsync(string? cursor)
    {
        var movements = new List<Movement>();
        HistoryPage page;
        do
        {
            page = await ReadAsync(cursor);
            movements.AddRange(page.Movements);
            cursor = page.Cursor;
        }
        while (page.HasMore);
        return page with { Movements = movements };
    }

    private (NearHash Transaction, FakeBlock Block) PayNear(UInt128 units)
    {
        var (transaction, block, _) = PayNearAfter(units, 0);
        return (transaction, block);
    }

    private (NearHash Transaction, FakeBlock Block, NearHash Receipt) PayNearAfter(UInt128 units, int waited) =>
        PayNearAfter(_bench, units, waited);

    private static void PayNearAt(NearBench bench, UInt128 units) => PayNearAfter(bench, units, 0);

    private static (NearHash Transaction, FakeBlock Block, NearHash Receipt) PayNearAfter(
        NearBench bench, UInt128 units, int waited)
    {
        var receipt = bench.Node.NextReceiptId();
        var transaction = FakeNear.HashOf($"transaction of {receipt}");
        var taken = bench.Include("bob.near", NearBench.BobKey, NextNonce(bench, "bob.near"), transaction);
        bench.Node.AddBlocks(waited);
        bench.Node.PutReceipt(receipt, "bob.near", bench.Alice, "bob.near", NearBench.Transfer(units));
        bench.Node.PutTransaction(transaction, NearBench.Status(
            transaction, "bob.near", bench.Alice, [NearBench.Transfer(units)], receipt, taken));
        bench.Node.Now.Amounts[bench.Alice] += units;
        var block = bench.Node.AddBlock(filled => filled.AccountChanged(bench.Alice, receipt: receipt));
        return (transaction, block, receipt);
    }

    private static ulong NextNonce(NearBench bench, string account) =>
        bench.Node.Now.Keys[(account, NearBench.BobKey)].Nonce + 1;

    private (NearHash Transaction, FakeBlock Block) PayToken(
        string predecessor, string signer, string receiver, uint units, string? memo, string method = "ft_transfer")
    {
        var (transaction, block, _) = PayTokenBy(predecessor, signer, receiver, units, memo, 0, method);
        return (transaction, block);
    }

    private (NearHash Transaction, FakeBlock Block, NearHash Receipt) PayTokenBy(
        string predecessor,
        string signer,
        string receiver,
        uint units,
        string? memo,
        int waited,
        string method = "ft_transfer")
    {
        var receipt = _bench.Node.NextReceiptId();
        var transaction = FakeNear.HashOf($"transaction of {receipt}");
        var call = NearBench.Call(method, Args(receiver, units, memo));
        var taken = _bench.Include(signer, NearBench.BobKey, NextNonce(_bench, signer), transaction);
        _bench.Node.AddBlocks(waited);
        _bench.Node.PutReceipt(receipt, predecessor, NearBench.Usdc, signer, call);
        _bench.Node.PutTransaction(transaction, NearBench.Status(
            transaction, signer, NearBench.Usdc, [call.DeepClone()], receipt, taken));
        var block = Credit(receipt, receiver == _bench.Alice && method == "ft_transfer" ? units : 0);
        return (transaction, block, receipt);
    }

    private FakeBlock Credit(NearHash receipt, uint units)
    {
        _bench.Node.Now.Tokens[(NearBench.Usdc, _bench.Alice)] += units;
        return _bench.Node.AddBlock(filled => filled.DataChanged(NearBench.Usdc, receipt));
    }

    private (NearHash Transaction, FakeBlock Block) SignOut(
        ulong nonce, string receiver, JsonArray actions, string? failure = null, string stage = "FINAL")
    {
        var transaction = FakeNear.HashOf($"outgoing {nonce}");
        var block = _bench.Include(_bench.Alice, _bench.AliceKey, NearBench.FirstNonce + nonce, transaction);
        PutOut(transaction, block, receiver, actions, failure, stage);
        return (transaction, block);
    }

    private void PutOut(
        NearHash transaction,
        FakeBlock block,
        string receiver,
        JsonArray actions,
        string? failure = null,
        string stage = "FINAL") => _bench.Node.PutTransaction(transaction, NearBench.Status(
            transaction, _bench.Alice, receiver, actions, _bench.Node.NextReceiptId(), block, failure, stage));
}
