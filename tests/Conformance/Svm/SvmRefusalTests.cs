using OrleansTrading.Chains;
using OrleansTrading.Chains.Solana;
using static OrleansTrading.Conformance.Tests.Svm.SvmNode;

namespace OrleansTrading.Conformance.Tests.Svm;

/// <summary>What a real virtual machine refuses, and what our client makes of it.</summary>
public sealed class SvmRefusalTests(SvmNode svm) : IClassFixture<SvmNode>
{
    [Fact]
    public async Task A_transfer_whose_blockhash_has_expired_is_refused_and_later_proven_dead()
    {
        await svm.AirdropAsync("a1", 10 * Sol);
        var signed = await svm.Chain.SignAsync(svm.Order("a1", "b1", SolAsset, Sol), 0, svm.KeysOf("a1"));
        await svm.AdvanceAsync(BlockhashLifeSlots);

        var reply = await svm.Chain.SubmitAsync(signed);
        var early = await svm.Chain.LookUpAsync(svm.AddressOf("a1"), signed);
        await svm.AdvanceAsync(SolanaOptions.DeadMarginBlocksDefault);
        var late = await svm.Chain.LookUpAsync(svm.AddressOf("a1"), signed);

        Assert.Equal(SubmitReply.Refused, reply.Reply);
        Assert.Contains("BlockhashNotFound", reply.Detail, StringComparison.Ordinal);
        Assert.Equal("BlockhashNotFound", (string?)await svm.ExecuteAsync(signed));
        Assert.Equal(TransferFate.InFlight, early.Fate);
        Assert.Equal(TransferFate.Dead, late.Fate);
        Assert.Equal(0UL, await BalanceAsync(svm.Chain, svm.AddressOf("b1"), SolAsset));
    }

    [Fact]
    public async Task Too_little_sol_is_refused_before_it_costs_anything()
    {
        await svm.AirdropAsync("a2", Sol);
        var signed = await svm.Chain.SignAsync(svm.Order("a2", "b2", SolAsset, Sol), 0, svm.KeysOf("a2"));

        var reply = await svm.Chain.SubmitAsync(signed);

        Assert.Equal(SubmitReply.Refused, reply.Reply);
        Assert.Contains("\"Custom\":1", reply.Detail, StringComparison.Ordinal);
        Assert.Equal(Sol, await BalanceAsync(svm.Chain, svm.AddressOf("a2"), SolAsset));
        Assert.Equal(TransferFate.InFlight, (await svm.Chain.LookUpAsync(svm.AddressOf("a2"), signed)).Fate);
    }

    [Fact]
    public async Task Too_few_tokens_are_refused_and_if_executed_all_the_same_failed_and_charged()
    {
        await svm.AirdropAsync("a3", 10 * Sol);
        await svm.MintAsync(svm.Usdc, "a3", 99);
        var signed = await svm.Chain.SignAsync(svm.Order("a3", "b3", svm.UsdcAsset, 100), 0, svm.KeysOf("a3"));

        var reply = await svm.Chain.SubmitAsync(signed);
        var error = await svm.ExecuteAsync(signed);
        var status = await svm.Chain.LookUpAsync(svm.AddressOf("a3"), signed);

        Assert.Equal(SubmitReply.Refused, reply.Reply);
        Assert.Contains("\"Custom\":1", reply.Detail, StringComparison.Ordinal);
        Assert.NotNull(error);
        Assert.Equal(TransferFate.Failed, status.Fate);
        Assert.Contains("\"Custom\":1", status.Reason, StringComparison.Ordinal);
        Assert.Equal(10 * Sol - status.FeeUnits, await BalanceAsync(svm.Chain, svm.AddressOf("a3"), SolAsset));
        Assert.Equal(99UL, await BalanceAsync(svm.Chain, svm.AddressOf("a3"), svm.UsdcAsset));
        await svm.AdvanceAsync(SolanaOptions.HistoryLagSlotsDefault);
        var told = (await svm.Chain.ReadHistoryAsync(svm.AddressOf("a3"), null, 10)).Movements[^1];
        Assert.Equal((signed.TransactionId, false), (told.TransactionId, told.Succeeded));
        Assert.Empty((await svm.Chain.ReadHistoryAsync(svm.AddressOf("b3"), null, 10)).Movements);
    }

    [Fact]
    public async Task A_payer_that_does_not_exist_is_refused()
    {
        var signed = await svm.Chain.SignAsync(svm.Order("a4", "b4", SolAsset, Sol), 0, svm.KeysOf("a4"));

        var reply = await svm.Chain.SubmitAsync(signed);

        Assert.Equal(SubmitReply.Refused, reply.Reply);
        Assert.Contains("AccountNotFound", reply.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Less_than_a_new_account_must_hold_is_refused_by_our_check_and_by_the_machine()
    {
        await svm.AirdropAsync("a5", 10 * Sol);
        var order = svm.Order("a5", "b5", SolAsset, 1);
        var needed = 890_880UL;

        var check = await svm.Chain.CheckRecipientAsync(order.To, order.Amount);
        var signed = await svm.Chain.SignAsync(order, 0, svm.KeysOf("a5"));
        var reply = await svm.Chain.SubmitAsync(signed);

        Assert.Equal(RecipientVerdict.AccountMissing, check.Verdict);
        Assert.Equal(SubmitReply.Refused, reply.Reply);
        Assert.Contains("InsufficientFundsForRent", reply.Detail, StringComparison.Ordinal);

        var least = order with { Amount = new ChainAmount(SolAsset, needed) };
        Assert.Equal(
            RecipientVerdict.Payable, (await svm.Chain.CheckRecipientAsync(least.To, least.Amount)).Verdict);
        await svm.PayAsync(svm.Chain, least, svm.KeysOf("a5"));
        Assert.Equal(needed, await BalanceAsync(svm.Chain, least.To, SolAsset));
    }

    [Fact]
    public async Task Bytes_that_were_changed_after_signing_are_refused()
    {
        await svm.AirdropAsync("a6", 10 * Sol);
        var signed = await svm.Chain.SignAsync(svm.Order("a6", "b6", SolAsset, Sol), 0, svm.KeysOf("a6"));
        var changed = signed.Bytes.ToArray();
        changed[^1] ^= 1;

        var reply = await svm.Chain.SubmitAsync(signed with { Bytes = changed });

        Assert.Equal(SubmitReply.Refused, reply.Reply);
        Assert.Equal(10 * Sol, await BalanceAsync(svm.Chain, svm.AddressOf("a6"), SolAsset));
        Assert.Equal(0UL, await BalanceAsync(svm.Chain, svm.AddressOf("b6"), SolAsset));
    }
}
