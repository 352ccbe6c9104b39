#pragma warning disable CA5394 // The worlds must repeat from their seed, not be secret.
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Tests.Near;

/// <summary>
/// Worlds made from a seed: payments, transfers of ours whose receipts are carried out blocks later, refunds, idle
/// stretches and skipped heights, read now and then in pages of any size. Whatever the world, each movement is told
/// once and in order.
/// </summary>
public sealed class NearHistoryWorldTests
{
    private const int StepsMax = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Each_movement_is_told_once_and_in_order(int seed)
    {
        var random = new Random(seed);
        using var world = new World(random);
        await world.ReadAsync();
        for (var step = 0; step < StepsMax; step++)
        {
            world.Act(step);
            if (random.Next(4) == 0)
            {
                await world.ReadAsync();
            }
        }

        world.Settle();
        await world.ReadAsync();
        Assert.Equal(world.Expected, world.Told);
        Assert.True(world.Expected.Count > StepsMax / 4, $"the world of seed {seed} is empty");
    }

    private sealed class World : IDisposable
    {
        private readonly Random _random;
        private readonly NearBench _bench;
        private readonly List<(int DueIn, Action CarryOut)> _pending = [];
        private string? _cursor;
        private ulong _nonce = NearBench.FirstNonce;

        internal World(Random random)
        {
            _random = random;
            _bench = new NearBench(new NearOptions
            {
                Tokens = [new NearToken { Contract = NearBench.Usdc }],
                ValidityBlocks = 100,
                HistoryBlocksMax = random.Next(1, 12),
            });
        }

        internal List<(string Id, MovementDirection Direction, UInt128 Units)> Expected { get; } = [];

        internal List<(string Id, MovementDirection Direction, UInt128 Units)> Told { get; } = [];

        private FakeNear Node => _bench.Node;

        public void Dispose() => _bench.Dispose();

        internal void Act(int step)
        {
            Node.NextHeight += (ulong)(_random.Next(3) == 0 ? _random.Next(4) : 0);
            var units = (uint)_random.Next(1, 4);
            switch (_random.Next(7))
            {
                case 0:
                    Node.AddBlocks(_random.Next(1, 40));
                    break;
                case 1:
                    Receive(NearBench.Native, units);
                    break;
                case 2 or 3:
                    Receive(NearBench.UsdcAsset, units);
                    break;
                case 4:
                    Refund(units);
                    break;
                default:
                    Sign(step, units);
                    break;
            }

            CarryOutDue();
        }

        /// <summary>Carries out what is still under way.</summary>
        internal void Settle()
        {
            while (_pending.Count > 0)
            {
                CarryOutDue();
            }

            Node.AddBlocks(2);
        }

        internal async Task ReadAsync()
        {
            HistoryPage page;
            do
            {
                page = await _bench.Chain.ReadHistoryAsync(_bench.Alice, _cursor, _random.Next(1, 9));
                Told.AddRange(page.Movements.Select(one => (one.TransactionId, one.Direction, one.Amount!.Units)));
                _cursor = page.Cursor;
            }
            while (page.HasMore);
        }

        private void Receive(string asset, uint units)
        {
            var receipt = Node.NextReceiptId();
            Expected.Add((receipt.ToString(), MovementDirection.Incoming, units));
            if (asset == NearBench.Native)
            {
                Node.PutReceipt(receipt, "shop.near", _bench.Alice, "bob.near", NearBench.Transfer(units));
                Node.Now.Amounts[_bench.Alice] += units;
                Node.AddBlock(block => block.AccountChanged(_bench.Alice, receipt: receipt));
                return;
            }

            Node.PutReceipt(receipt, "shop.near", NearBench.Usdc, "bob.near", Call(_bench.Alice, units));
            Node.Now.Tokens[(NearBench.Usdc, _bench.Alice)] += units;
            Node.AddBlock(block => block.DataChanged(NearBench.Usdc, receipt));
        }

        private void Refund(uint units)
        {
            var receipt = Node.NextReceiptId();
            Node.PutReceipt(receipt, "system", _bench.Alice, _bench.Alice, NearBench.Transfer(units));
            Node.Now.Amounts[_bench.Alice] += units;
            Node.AddBlock(block => block.AccountChanged(_bench.Alice, receipt: receipt));
        }

        /// <summary>Ours is taken now, and moves tokens some steps later; until then it is not final.</summary>
        private void Sign(int step, uint units)
        {
            var hash = FakeNear.HashOf($"ours {step}");
            var receipt = Node.NextReceiptId();
            var block = _bench.Include(_bench.Alice, _bench.AliceKey, ++_nonce, hash);
            Expected.Add((hash.ToString(), MovementDirection.Outgoing, units));
            Put("EXECUTED_OPTIMISTIC");
            _pending.Add((_random.Next(3), () =>
            {
                Node.PutReceipt(receipt, _bench.Alice, NearBench.Usdc, _bench.Alice, Call("bob.near", units));
                Node.Now.Tokens[(NearBench.Usdc, _bench.Alice)] -= units;
                Node.AddBlock(later => later.DataChanged(NearBench.Usdc, receipt));
                Put("FINAL");
            }));

            void Put(string stage) => Node.PutTransaction(hash, NearBench.Status(
                hash,
                _bench.Alice,
                NearBench.Usdc,
                [Call("bob.near", units)],
                receipt,
                block,
                failure: null,
                stage));
        }

        private void CarryOutDue()
        {
            for (var index = _pending.Count - 1; index >= 0; index--)
            {
                var (dueIn, carryOut) = _pending[index];
                if (dueIn > 0)
                {
                    _pending[index] = (dueIn - 1, carryOut);
                    continue;
                }

                _pending.RemoveAt(index);
                carryOut();
            }
        }

        private static System.Text.Json.Nodes.JsonObject Call(string receiver, uint units) => NearBench.Call(
            TokenCalls.TransferMethod, $$"""{"receiver_id":"{{receiver}}","amount":"{{units}}"}""");
    }
}
