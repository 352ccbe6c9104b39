using OrleansTrading.Chains;
using OrleansTrading.Chains.Solana;
using static OrleansTrading.Conformance.Tests.Svm.SvmNode;

namespace OrleansTrading.Conformance.Tests.Svm;

/// <summary>Token-2022 on a real virtual machine: what accounts cost and what arrives, says the program.</summary>
public sealed class SvmToken2022Tests(SvmNode svm) : IClassFixture<SvmNode>
{
    private const ulong Paid = 29_990_000;

    [Theory]
    [InlineData("plain", null)]
    [InlineData("could keep a fee", 0)]
    public async Task A_payment_arrives_exactly_and_opening_the_account_costs_what_was_said(string name, int? fee)
    {
        var token = await svm.CreateMintAsync(name, SolanaTokenProgram.Token2022, fee);
        var chain = svm.Connect(token);
        var (payer, payee, asset) = ($"payer {name}", $"payee {name}", AssetOf(token));
        await svm.AirdropAsync(payer, 10 * Sol);
        await svm.MintAsync(token, payer, 2 * Paid);
        var order = svm.Order(payer, payee, asset, Paid, "pyusd");

        var check = await chain.CheckRecipientAsync(order.To, order.Amount);
        var signed = await svm.PayAsync(chain, order, svm.KeysOf(payer));
        var paid = (await chain.LookUpAsync(order.From, signed)).FeeUnits;

        Assert.Equal(RecipientVerdict.Payable, check.Verdict);
        Assert.True(check.AccountCreationUnits > 0);
        Assert.Equal(
            (10 * Sol) - paid - check.AccountCreationUnits, await BalanceAsync(chain, order.From, SolAsset));
        Assert.Equal(Paid, await BalanceAsync(chain, order.To, asset));
        var movement = Assert.Single((await chain.ReadHistoryAsync(order.To, null, 10)).Movements);
        Assert.Equal((order.From, order.Amount, order.Memo), (movement.From, movement.Amount, movement.Memo));
    }

    [Fact]
    public async Task A_mint_that_keeps_a_fee_is_refused_by_our_check_and_by_the_program()
    {
        var token = await svm.CreateMintAsync("keeps a fee", SolanaTokenProgram.Token2022, 50);
        var chain = svm.Connect(token);
        await svm.AirdropAsync("a1", 10 * Sol);
        await svm.MintAsync(token, "a1", 2 * Paid);
        var order = svm.Order("a1", "b1", AssetOf(token), Paid);

        var check = await chain.CheckRecipientAsync(order.To, order.Amount);
        var signed = await chain.SignAsync(order, 0, svm.KeysOf("a1"));
        var reply = await chain.SubmitAsync(signed);
        var error = await svm.ExecuteAsync(signed);

        Assert.Equal(RecipientVerdict.AssetNotAccepted, check.Verdict);
        Assert.Equal(SubmitReply.Refused, reply.Reply);
        Assert.NotNull(error);
        Assert.Equal(TransferFate.Failed, (await chain.LookUpAsync(order.From, signed)).Fate);
        Assert.Equal(0UL, await BalanceAsync(chain, order.To, order.Amount.Asset));
        Assert.Equal(2 * Paid, await BalanceAsync(chain, order.From, order.Amount.Asset));
    }

    [Fact]
    public async Task A_recipient_who_asks_for_a_memo_is_told_of_and_paid_with_one_only()
    {
        var token = await svm.CreateMintAsync("memo please", SolanaTokenProgram.Token2022);
        var chain = svm.Connect(token);
        await svm.AirdropAsync("a2", 10 * Sol);
        await svm.MintAsync(token, "a2", 2 * Paid);
        await svm.MintAsync(token, "b2", 1);
        await svm.RequireMemoAsync(token, "b2");
        var order = svm.Order("a2", "b2", AssetOf(token), Paid);

        var without = await chain.SubmitAsync(await chain.SignAsync(order, 0, svm.KeysOf("a2")));
        await svm.PayAsync(chain, order with { Memo = "a reason" }, svm.KeysOf("a2"));

        Assert.Equal(SubmitReply.Refused, without.Reply);
        Assert.Equal(Paid + 1, await BalanceAsync(chain, order.To, order.Amount.Asset));
    }
}
