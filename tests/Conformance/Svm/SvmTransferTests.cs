using OrleansTrading.Chains;
using OrleansTrading.Chains.Solana.Wire;
using static OrleansTrading.Conformance.Tests.Svm.SvmNode;

namespace OrleansTrading.Conformance.Tests.Svm;

/// <summary>What our client pays on a real virtual machine, and what it then tells of it.</summary>
public sealed class SvmTransferTests(SvmNode svm) : IClassFixture<SvmNode>
{
    [Fact]
    public async Task Sol_arrives_exactly_costs_what_was_said_and_both_histories_tell_it()
    {
        await svm.AirdropAsync("a1", 10 * Sol);
        var order = svm.Order("a1", "b1", SolAsset, 2 * Sol, "invoice 7 é");

        var check = await svm.Chain.CheckRecipientAsync(order.To, order.Amount);
        var signed = await svm.PayAsync(svm.Chain, order, svm.KeysOf("a1"));

        Assert.Equal(new RecipientCheck(RecipientVerdict.Payable, null, 0), check);
        Assert.Equal(2 * Sol, await BalanceAsync(svm.Chain, order.To, SolAsset));
        var status = await svm.Chain.LookUpAsync(order.From, signed);
        Assert.Equal(10 * Sol - (2 * Sol) - status.FeeUnits, await BalanceAsync(svm.Chain, order.From, SolAsset));
        Assert.Equal(signed.FeeUnitsMax, status.FeeUnits);
        var incoming = Assert.Single((await svm.Chain.ReadHistoryAsync(order.To, null, 10)).Movements);
        Assert.Equal(
            (signed.TransactionId, MovementDirection.Incoming, order.From, order.To, order.Amount, order.Memo),
            (incoming.TransactionId, incoming.Direction, incoming.From, incoming.To, incoming.Amount, incoming.Memo));
        var outgoing = Assert.Single((await svm.Chain.ReadHistoryAsync(order.From, null, 10)).Movements);
        Assert.Equal(
            (signed.TransactionId, MovementDirection.Outgoing, true),
            (outgoing.TransactionId, outgoing.Direction, outgoing.Succeeded));
    }

    [Fact]
    public async Task A_token_payment_opens_the_recipients_account_at_the_price_said_and_the_next_one_does_not()
    {
        await svm.AirdropAsync("a2", 10 * Sol);
        await svm.MintAsync(svm.Usdc, "a2", 50_000_000);
        var order = svm.Order("a2", "b2", svm.UsdcAsset, 29_990_000, "sub:42");

        var before = await svm.Chain.CheckRecipientAsync(order.To, order.Amount);
        var first = await svm.PayAsync(svm.Chain, order, svm.KeysOf("a2"));
        var paid = (await svm.Chain.LookUpAsync(order.From, first)).FeeUnits;
        var left = await BalanceAsync(svm.Chain, order.From, SolAsset);
        var after = await svm.Chain.CheckRecipientAsync(order.To, order.Amount);
        var second = await svm.PayAsync(svm.Chain, order with { Amount = new(svm.UsdcAsset, 1) }, svm.KeysOf("a2"));

        Assert.Equal(RecipientVerdict.Payable, before.Verdict);
        Assert.True(before.AccountCreationUnits > 0);
        Assert.Equal(10 * Sol - paid - before.AccountCreationUnits, left);
        Assert.Equal(new RecipientCheck(RecipientVerdict.Payable, null, 0), after);
        var again = (await svm.Chain.LookUpAsync(order.From, second)).FeeUnits;
        Assert.Equal(left - again, await BalanceAsync(svm.Chain, order.From, SolAsset));
        Assert.Equal(29_990_001UL, await BalanceAsync(svm.Chain, order.To, svm.UsdcAsset));
        var movements = (await svm.Chain.ReadHistoryAsync(order.To, null, 10)).Movements;
        Assert.Equal([first.TransactionId, second.TransactionId], movements.Select(movement => movement.TransactionId));
        Assert.All(movements, movement => Assert.Equal(
            (MovementDirection.Incoming, order.From, order.To, "sub:42"),
            (movement.Direction, movement.From, movement.To, movement.Memo)));
        Assert.Equal(order.Amount, movements[0].Amount);
    }

    [Fact]
    public async Task The_same_bytes_again_are_refused_and_pay_nobody_twice()
    {
        await svm.AirdropAsync("a3", 10 * Sol);
        var signed = await svm.PayAsync(svm.Chain, svm.Order("a3", "b3", SolAsset, Sol), svm.KeysOf("a3"));

        var again = await svm.Chain.SubmitAsync(signed);

        Assert.Equal(SubmitReply.Refused, again.Reply);
        Assert.Contains("AlreadyProcessed", again.Detail, StringComparison.Ordinal);
        Assert.Equal("AlreadyProcessed", (string?)await svm.ExecuteAsync(signed));
        Assert.Equal(Sol, await BalanceAsync(svm.Chain, svm.AddressOf("b3"), SolAsset));
        Assert.Equal(TransferFate.Landed, (await svm.Chain.LookUpAsync(svm.AddressOf("a3"), signed)).Fate);
    }

    [Fact]
    public async Task The_limit_of_compute_units_is_half_as_much_again_as_the_machine_uses()
    {
        await svm.AirdropAsync("a4", 10 * Sol);
        await svm.MintAsync(svm.Usdc, "a4", 5);
        var memo = new string('m', svm.Chain.MemoBytesMax);

        var signed = await svm.PayAsync(
            svm.Chain, svm.Order("a4", "b4", svm.UsdcAsset, 5, memo), svm.KeysOf("a4"));

        var used = await svm.UnitsOfAsync(signed);
        Assert.True(SolanaTransaction.TryDecode(signed.Bytes, out var transaction, out _));
        var limit = BitConverter.ToUInt32(transaction.Message.Instructions[0].Data, 1);
        Assert.Equal(((used * 3) + 1) / 2, limit);
    }
}
