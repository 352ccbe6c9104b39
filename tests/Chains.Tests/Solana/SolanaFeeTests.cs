using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Tests.Solana;

public sealed class SolanaFeeTests
{
    [Theory]
    [InlineData(new ulong[0], 1_000)]
    [InlineData(new ulong[] { 0, 0, 0, 0 }, 1_000)]
    [InlineData(new ulong[] { 5_000, 10_000, 20_000, 40_000 }, 40_000)]
    [InlineData(new ulong[] { 1, 2, 3, 4, 5, 6, 7_000, 8_000, 9_000, 1_000_000_000 }, 8_000)]
    [InlineData(new ulong[] { 7_000_000_000_000 }, 50_000)]
    public async Task The_price_follows_what_others_pay_between_its_limits(ulong[] recent, ulong price)
    {
        var (from, to) = (AddressOf("alice"), AddressOf("bob"));
        var asked = new List<string>();
        var rpc = new ScriptedRpc().On("getRecentPrioritizationFees", parameters =>
        {
            asked.AddRange(parameters![0]!.AsArray().Select(key => key!.GetValue<string>()));
            return new JsonArray(
                [.. recent.Select(fee => new JsonObject { ["slot"] = 1, ["prioritizationFee"] = fee })]);
        });
        var chain = SolanaExtensions.CreateChain(new SolanaOptions { ComputeUnitPriceMax = 50_000 }, rpc);

        var fee = await chain.EstimateFeeAsync(
            new TransferOrder(from, to, new ChainAmount(chain.NativeAsset, 1), null));

        // A thousand units at micro-lamports each, rounded up, on top of one signature.
        Assert.Equal(5_000 + (((1_000 * price) + 999_999) / 1_000_000), fee);
        Assert.Equal([from, to], asked);
    }

    [Theory]
    [InlineData(0, 1_000)]
    [InlineData(50, 30_000)]
    [InlineData(100, 40_000)]
    public async Task Another_percentile_can_be_asked_for(int percentile, ulong price)
    {
        var options = new SolanaOptions { ComputeUnitPricePercentile = percentile };

        Assert.Equal(5_000 + (((1_000 * price) + 999_999) / 1_000_000), await EstimateAsync(options));
    }

    [Theory]
    [InlineData(0, 5_000)]
    [InlineData(10, 5_010)]
    [InlineData(30, 5_030)]
    [InlineData(500_000, 5_040)]
    public async Task The_priority_fee_never_exceeds_its_cap(ulong cap, ulong fee)
    {
        var options = new SolanaOptions { ComputeUnitPricePercentile = 100, PriorityFeeLamportsMax = cap };

        Assert.Equal(fee, await EstimateAsync(options));
    }

    [Theory]
    [InlineData("""{"err":null,"unitsConsumed":450}""", 675)]
    [InlineData("""{"err":null,"unitsConsumed":451}""", 677)]
    [InlineData("""{"err":null,"unitsConsumed":1000000}""", 400_000)]
    [InlineData("""{"err":"AccountNotFound","unitsConsumed":0}""", 1_000)]
    [InlineData("""{"err":{"InstructionError":[2,{"Custom":1}]},"unitsConsumed":300}""", 1_000)]
    [InlineData("""{"err":null}""", 1_000)]
    [InlineData("""{"err":null,"unitsConsumed":null}""", 1_000)]
    public async Task The_limit_is_simulated_or_else_computed(string value, uint limit)
    {
        JsonNode? asked = null;
        var rpc = Node().On("simulateTransaction", parameters =>
        {
            asked = parameters;
            return JsonNode.Parse($$"""{"context":{"slot":1},"value":{{value}}}""");
        });

        Assert.Equal(limit, await SignedLimitAsync(rpc));
        Assert.True(asked![1]!["replaceRecentBlockhash"]!.GetValue<bool>());
        Assert.False(asked[1]!["sigVerify"]!.GetValue<bool>());
        Assert.True(SolanaTransaction.TryDecode(
            Convert.FromBase64String(asked[0]!.GetValue<string>()), out var simulated, out var problem), problem);
        Assert.Equal(3, simulated.Message.Instructions.Count);
    }

    [Fact]
    public async Task A_node_that_does_not_simulate_or_nonsense_leaves_the_computed_bound()
    {
        Assert.Equal(1_000u, await SignedLimitAsync(Node().On("simulateTransaction", "{}")));
        Assert.Equal(1_000u, await SignedLimitAsync(Node().On(
            "simulateTransaction", _ => throw new JsonRpcErrorException(-32601, "Method not found"))));
        Assert.Equal(1_000u, await SignedLimitAsync(Node().On(
            "simulateTransaction", _ => throw new ChainUnavailableException("solana", "timeout"))));
    }

    private static ScriptedRpc Node() => new ScriptedRpc()
        .On("getRecentPrioritizationFees", "[]")
        .On("getLatestBlockhash", _ => new JsonObject
        {
            ["value"] = new JsonObject { ["blockhash"] = AddressOf("carol"), ["lastValidBlockHeight"] = 150 },
        });

    private static async Task<uint> SignedLimitAsync(ScriptedRpc rpc)
    {
        using var signer = new Ed25519Signer(Vectors.SeedOf("alice"));
        var chain = SolanaExtensions.CreateChain(new SolanaOptions(), rpc);
        var order = new TransferOrder(
            AddressOf("alice"), AddressOf("bob"), new ChainAmount(chain.NativeAsset, 5), null);
        var signed = await chain.SignAsync(order, 0, new SigningKeys(signer));
        Assert.True(SolanaTransaction.TryDecode(signed.Bytes, out var transaction, out var problem), problem);
        return BitConverter.ToUInt32(transaction.Message.Instructions[0].Data, 1);
    }

    private static Task<UInt128> EstimateAsync(SolanaOptions options)
    {
        var rpc = new ScriptedRpc().On(
            "getRecentPrioritizationFees",
            """
            [{"slot":1,"prioritizationFee":10000},{"slot":2,"prioritizationFee":40000},
             {"slot":3,"prioritizationFee":0},{"slot":4,"prioritizationFee":30000}]
            """);
        var chain = SolanaExtensions.CreateChain(options, rpc);
        return chain.EstimateFeeAsync(new TransferOrder(
            AddressOf("alice"), AddressOf("bob"), new ChainAmount(chain.NativeAsset, 1), null));
    }

    private static string AddressOf(string name) => Vectors.KeyOf(name).ToString();
}
