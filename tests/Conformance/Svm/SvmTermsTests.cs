using OrleansTrading.Chains;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.Wire;
using static OrleansTrading.Conformance.Tests.Svm.SvmNode;

namespace OrleansTrading.Conformance.Tests.Svm;

/// <summary>Version 0 messages and durable nonces on a real virtual machine.</summary>
public sealed class SvmTermsTests(SvmNode svm) : IClassFixture<SvmNode>
{
    [Fact]
    public async Task A_version_0_transfer_lands_and_is_told_like_any_other()
    {
        var chain = svm.Connect(new SolanaOptions
        {
            Tokens = [svm.Usdc], MessageVersion = SolanaMessageVersion.Version0,
        });
        await svm.AirdropAsync("a1", 10 * Sol);
        await svm.MintAsync(svm.Usdc, "a1", 1_000);
        var order = svm.Order("a1", "b1", svm.UsdcAsset, 999, "version 0");

        var signed = await svm.PayAsync(chain, order, svm.KeysOf("a1"));

        Assert.True(SolanaTransaction.TryDecode(signed.Bytes, out var transaction, out _));
        Assert.Equal(0, transaction.Message.Version);
        Assert.Equal(999UL, await BalanceAsync(chain, order.To, svm.UsdcAsset));
        var movement = Assert.Single((await chain.ReadHistoryAsync(order.To, null, 10)).Movements);
        Assert.Equal((signed.TransactionId, order.Amount, order.Memo),
            (movement.TransactionId, movement.Amount, movement.Memo));
    }

    [Theory]
    [InlineData("payer's own key", SolanaMessageVersion.Legacy)]
    [InlineData("key of its own", SolanaMessageVersion.Version0)]
    public async Task A_transfer_in_a_lane_outlives_every_blockhash_lands_once_and_the_next_takes_the_next_nonce(
        string authority, SolanaMessageVersion version)
    {
        var chain = svm.Connect(new SolanaOptions { MessageVersion = version });
        var (payer, payee) = ($"payer, {authority}", $"payee, {authority}");
        await svm.AirdropAsync(payer, 10 * Sol);
        var holder = version == SolanaMessageVersion.Legacy ? payer : authority;
        var nonce = await svm.CreateNonceAsync(authority, holder);
        var keys = new SigningKeys(
            svm.SignerOf(payer), new SigningLane(nonce, holder == payer ? null : svm.SignerOf(holder)));
        var order = svm.Order(payer, payee, SolAsset, Sol);
        var signed = await chain.SignAsync(order, 0, keys);
        await svm.AdvanceAsync(BlockhashLifeSlots * 10);

        var landed = await chain.SubmitAsync(signed);
        var again = await chain.SubmitAsync(signed);
        var status = await chain.LookUpAsync(order.From, signed);
        var next = await svm.PayAsync(chain, order, keys);

        Assert.Equal(nonce, signed.Lane);
        Assert.Null(signed.ValidUntilHeight);
        Assert.Equal(new SubmitResult(SubmitReply.Accepted, null), landed);
        Assert.Equal(SubmitReply.Refused, again.Reply);
        Assert.Equal((TransferFate.Landed, signed.FeeUnitsMax), (status.Fate, status.FeeUnits));
        Assert.NotEqual(signed.TransactionId, next.TransactionId);
        Assert.Equal(2 * Sol, await BalanceAsync(chain, order.To, SolAsset));
    }

    [Fact]
    public async Task Of_two_transfers_with_one_nonce_the_second_is_refused_and_proven_dead()
    {
        await svm.AirdropAsync("a2", 10 * Sol);
        var lane = new SigningLane(await svm.CreateNonceAsync("shared", "a2"), null);
        var keys = svm.KeysOf("a2") with { Lane = lane };
        var first = await svm.Chain.SignAsync(svm.Order("a2", "b2", SolAsset, Sol), 0, keys);
        var second = await svm.Chain.SignAsync(svm.Order("a2", "b2", SolAsset, 2 * Sol), 0, keys);

        Assert.Equal(new SubmitResult(SubmitReply.Accepted, null), await svm.Chain.SubmitAsync(first));
        Assert.Equal(SubmitReply.Refused, (await svm.Chain.SubmitAsync(second)).Reply);
        Assert.Equal("BlockhashNotFound", (string?)await svm.ExecuteAsync(second));
        var early = await svm.Chain.LookUpAsync(svm.AddressOf("a2"), second);
        await svm.AdvanceAsync(SolanaOptions.DeadMarginBlocksDefault);
        var late = await svm.Chain.LookUpAsync(svm.AddressOf("a2"), second);

        Assert.Equal(TransferFate.InFlight, early.Fate);
        Assert.Equal(TransferFate.Dead, late.Fate);
        Assert.Equal(Sol, await BalanceAsync(svm.Chain, svm.AddressOf("b2"), SolAsset));
    }
}
