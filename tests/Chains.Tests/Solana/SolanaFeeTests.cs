using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.Wire;

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

    private static string AddressOf(string name) =>
        new SolanaKey(Ed25519.PublicKeyFromSeed(Vectors.SeedOf(name))).ToString();
}
