using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Chains.Transport;
using static OrleansTrading.Devnet.Tests.Solana.SolanaBench;

namespace OrleansTrading.Devnet.Tests.Solana;

/// <summary>What a transfer may use and cost, in which format it is, and how it is handed to nodes.</summary>
public sealed class SolanaTermsTests : IDisposable
{
    private readonly SolanaBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Bytes_are_simulated_by_the_node_until_one_has_taken_them()
    {
        var sent = new List<bool>();
        using var bench = new SolanaBench(around: rpc => new WatchedRpc(rpc, (method, parameters) =>
        {
            if (method == "sendTransaction")
            {
                sent.Add(parameters![1]!["skipPreflight"]!.GetValue<bool>());
                Assert.Equal(0, parameters[1]!["maxRetries"]!.GetValue<int>());
            }
        }));
        await bench.FundAsync("payer", Sol);
        var signed = await bench.SignAsync(bench.Order("payer", "payee", SolAsset, Sol * 2), "payer");
        var poor = await bench.Chain.SubmitAsync(signed);
        var again = await bench.Chain.SubmitAsync(signed);
        await bench.FundAsync("payer", 2 * Sol);
        await bench.Chain.SubmitAsync(signed);
        await bench.Chain.SubmitAsync(signed);

        Assert.Equal([false, false, false, true], sent);
        Assert.All([poor, again], result => Assert.Equal(SubmitReply.Refused, result.Reply));
        Assert.Contains("fewer lamports than it is to pay", poor.Detail, StringComparison.Ordinal);
        bench.Settle();
        Assert.Equal(2 * Sol, await bench.BalanceAsync("payee", SolAsset));

        // Another process does not know who took them, and may ask again: the answer decides nothing.
        var other = SolanaExtensions.CreateChain(Options, bench.Node);
        var repeated = await other.SubmitAsync(signed);
        Assert.Contains("the same bytes are in a block already", repeated.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_0_transactions_do_the_same_where_they_are_asked_for()
    {
        var options = new SolanaOptions { MessageVersion = SolanaMessageVersion.Version0, Tokens = Options.Tokens };
        using var bench = new SolanaBench(options: options);
        await bench.FundAsync("payer", Sol, 10 * Usdc);

        var signed = await bench.PayAsync("payer", "payee", UsdcAsset, 4 * Usdc, "q_1");

        Assert.True(SolanaTransaction.TryDecode(signed.Bytes, out var transaction, out var problem), problem);
        Assert.Equal(0, transaction.Message.Version);
        Assert.Equal(TransferFate.Landed, (await bench.Chain.LookUpAsync(bench.AddressOf("payer"), signed)).Fate);
        var movement = Assert.Single(await bench.HistoryAsync("payee"));
        Assert.Equal((new ChainAmount(UsdcAsset, 4 * Usdc), "q_1"), (movement.Amount, movement.Memo));
        Assert.Equal("q_1", (await bench.HistoryAsync("payer"))[^1].Memo);
    }

    [Fact]
    public async Task The_limit_of_units_is_what_was_simulated_and_half_as_much_again()
    {
        await _bench.FundAsync("payer", Sol, 10 * Usdc);
        var signed = await _bench.PayAsync("payer", "payee", UsdcAsset, 4 * Usdc, "q_1");
        var known = await _bench.CallAsync(
            "getTransaction",
            signed.TransactionId,
            new JsonObject { ["encoding"] = "base64", ["maxSupportedTransactionVersion"] = 0 });

        var used = known.GetProperty("meta").GetProperty("computeUnitsConsumed").GetUInt32();
        var limit = LimitOf(signed);
        Assert.Equal(((used * 150) + 99) / 100, limit);
        Assert.Equal(5_000 + (((limit * 1_000) + 999_999) / 1_000_000), signed.FeeUnitsMax);

        // What cannot be simulated, for want of money say, gets the computed bound.
        var poor = await _bench.SignAsync(_bench.Order("payer", "payee", UsdcAsset, 40 * Usdc, "q_1"), "payer");
        Assert.True(LimitOf(poor) > 2 * limit, $"{LimitOf(poor)}");
    }

    [Fact]
    public async Task The_price_is_the_one_that_others_paid_for_the_same_accounts_within_the_cap()
    {
        var options = new SolanaOptions { ComputeUnitPriceMax = 900_000_000, PriorityFeeLamportsMax = 5_000 };
        using var bench = new SolanaBench(options: options);
        await bench.FundAsync("payer", Sol);
        await bench.FundAsync("rival", Sol);
        for (var slot = 0; slot < 60; slot++)
        {
            await bench.SendAsync(
                ["rival"],
                SolanaInstructions.ComputeUnitPrice(3_000_000),
                SolanaInstructions.ComputeUnitLimit(1_000 + (uint)slot),
                SolanaInstructions.Transfer(bench.KeyOf("rival"), bench.KeyOf("payee"), Sol / 1_000));
            bench.AdvanceSlots(1);
        }

        var dear = await bench.SignAsync(bench.Order("payer", "payee", SolAsset, Sol / 4), "payer");
        var calm = await bench.SignAsync(bench.Order("payer", "quiet", SolAsset, Sol / 4), "payer");
        var wordy = bench.Order("payer", "payee", SolAsset, Sol / 4, new string('m', 50));
        var capped = await bench.SignAsync(wordy, "payer");

        // Two budget instructions and a transfer use 450 units; half as many again at three lamports each.
        Assert.Equal(5_000 + (675ul * 3), dear.FeeUnitsMax);
        Assert.Equal(5_001ul, calm.FeeUnitsMax);
        Assert.True(capped.FeeUnitsMax > 9_900 && capped.FeeUnitsMax <= 10_000, $"{capped.FeeUnitsMax}");
    }

    private static uint LimitOf(SignedTransfer signed)
    {
        Assert.True(SolanaTransaction.TryDecode(signed.Bytes, out var transaction, out var problem), problem);
        return transaction.Message.Instructions
            .Where(one => transaction.Message.Keys[one.ProgramIndex] == SolanaPrograms.ComputeBudget)
            .Where(one => one.Data[0] == ComputeBudgetCode.UnitLimit)
            .Select(one => BinaryPrimitives.ReadUInt32LittleEndian(one.Data.AsSpan(1)))
            .Single();
    }

    /// <summary>Tells what the chain asks.</summary>
    private sealed class WatchedRpc(IJsonRpc inner, Action<string, JsonNode?> watch) : IJsonRpc
    {
        public Task<JsonElement> CallAsync(
            string method, JsonNode? parameters, RequestKind kind, CancellationToken cancellationToken = default)
        {
            watch(method, parameters);
            return inner.CallAsync(method, parameters, kind, cancellationToken);
        }
    }
}
