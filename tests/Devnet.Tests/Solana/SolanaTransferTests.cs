using System.Text.Json.Nodes;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Solana;
using static OrleansTrading.Devnet.Tests.Solana.SolanaBench;

namespace OrleansTrading.Devnet.Tests.Solana;

public sealed class SolanaTransferTests : IDisposable
{
    private readonly SolanaBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_sol_transfer_lands_and_the_balances_add_up_to_the_lamport()
    {
        await _bench.FundAsync("payer", 10 * Sol);
        var order = _bench.Order("payer", "payee", SolAsset, 2 * Sol, "invoice 7");
        var estimate = await _bench.Chain.EstimateFeeAsync(order);

        var signed = await _bench.PayAsync("payer", "payee", SolAsset, 2 * Sol, "invoice 7");
        var status = await _bench.Chain.LookUpAsync(order.From, signed);

        Assert.Equal(TransferFate.Landed, status.Fate);
        Assert.Null(status.Reason);
        Assert.True(status.FeeUnits <= estimate, $"{status.FeeUnits} of {estimate}");
        Assert.Equal(signed.FeeUnitsMax, status.FeeUnits);
        Assert.True(status.FeeUnits > 5_000);
        Assert.NotNull(status.At);
        Assert.True(status.Height > 200);
        Assert.Equal(2 * Sol, await _bench.BalanceAsync("payee", SolAsset));
        Assert.Equal((8 * Sol) - status.FeeUnits, await _bench.BalanceAsync("payer", SolAsset));
    }

    [Fact]
    public async Task A_token_transfer_opens_the_recipients_account_once_and_costs_what_was_told()
    {
        await _bench.FundAsync("payer", Sol, 100 * Usdc);
        var amount = new ChainAmount(UsdcAsset, 30 * Usdc);
        var before = await _bench.Chain.CheckRecipientAsync(_bench.AddressOf("payee"), amount);
        var solBefore = await _bench.BalanceAsync("payer", SolAsset);

        var first = await _bench.PayAsync("payer", "payee", UsdcAsset, 30 * Usdc);
        var after = await _bench.Chain.CheckRecipientAsync(_bench.AddressOf("payee"), amount);
        var second = await _bench.PayAsync("payer", "payee", UsdcAsset, 5 * Usdc);

        Assert.Equal(new RecipientCheck(RecipientVerdict.Payable, null, 2_039_280), before);
        Assert.Equal(new RecipientCheck(RecipientVerdict.Payable, null, 0), after);
        Assert.Equal(35 * Usdc, await _bench.BalanceAsync("payee", UsdcAsset));
        Assert.Equal(65 * Usdc, await _bench.BalanceAsync("payer", UsdcAsset));
        Assert.Equal(
            solBefore - first.FeeUnitsMax - second.FeeUnitsMax - 2_039_280,
            await _bench.BalanceAsync("payer", SolAsset));
    }

    [Fact]
    public async Task A_transfer_is_in_flight_until_it_is_final()
    {
        await _bench.FundAsync("payer", Sol);
        var order = _bench.Order("payer", "payee", SolAsset, Sol / 2);
        var signed = await _bench.SignAsync(order, "payer");
        Assert.Equal(TransferFate.InFlight, (await _bench.Chain.LookUpAsync(order.From, signed)).Fate);

        await _bench.Chain.SubmitAsync(signed);
        for (var slot = 0; slot < DevnetOptions.SolanaFinalitySlotsDefault; slot++)
        {
            Assert.Equal(TransferFate.InFlight, (await _bench.Chain.LookUpAsync(order.From, signed)).Fate);
            Assert.Equal(0u, await _bench.BalanceAsync("payee", SolAsset));
            _bench.AdvanceSlots(1);
        }

        Assert.Equal(TransferFate.Landed, (await _bench.Chain.LookUpAsync(order.From, signed)).Fate);
        Assert.Equal(Sol / 2, await _bench.BalanceAsync("payee", SolAsset));
    }

    [Fact]
    public async Task The_same_bytes_submitted_again_take_effect_once()
    {
        await _bench.FundAsync("payer", Sol);
        var signed = await _bench.SignAsync(_bench.Order("payer", "payee", SolAsset, Sol / 4), "payer");

        var first = await _bench.Chain.SubmitAsync(signed);
        var second = await _bench.Chain.SubmitAsync(signed);
        _bench.AdvanceSlots(1);
        var third = await _bench.Chain.SubmitAsync(signed);
        _bench.Settle();

        Assert.All([first, second, third], result => Assert.Equal(SubmitReply.Accepted, result.Reply));
        Assert.Equal(Sol / 4, await _bench.BalanceAsync("payee", SolAsset));
        Assert.Equal(TransferFate.Landed, (await _bench.Chain.LookUpAsync(_bench.AddressOf("payer"), signed)).Fate);
    }

    [Fact]
    public async Task A_transfer_that_fails_on_chain_is_failed_with_its_reason_and_fee()
    {
        await _bench.FundAsync("payer", Sol, 3 * Usdc);
        var signed = await _bench.SignAsync(_bench.Order("payer", "payee", UsdcAsset, 4 * Usdc), "payer");
        var refused = await _bench.Chain.SubmitAsync(signed);
        Assert.Equal(SubmitReply.Refused, refused.Reply);
        Assert.Contains("\"Custom\":1", refused.Detail, StringComparison.Ordinal);

        await _bench.CallAsync(
            "sendTransaction",
            Convert.ToBase64String(signed.Bytes),
            new JsonObject { ["encoding"] = "base64", ["skipPreflight"] = true });
        _bench.Settle();
        var status = await _bench.Chain.LookUpAsync(_bench.AddressOf("payer"), signed);
        var entry = (await _bench.HistoryAsync("payer"))[^1];

        Assert.Equal(TransferFate.Failed, status.Fate);
        Assert.Contains("InstructionError", status.Reason, StringComparison.Ordinal);
        Assert.Equal(signed.FeeUnitsMax, status.FeeUnits);
        Assert.Equal(3 * Usdc, await _bench.BalanceAsync("payer", UsdcAsset));
        Assert.Equal(0u, await _bench.BalanceAsync("payee", UsdcAsset));
        Assert.Equal(signed.TransactionId, entry.TransactionId);
        Assert.Equal((MovementDirection.Outgoing, false), (entry.Direction, entry.Succeeded));
        Assert.Null(entry.Amount);
        Assert.Empty(await _bench.HistoryAsync("payee"));
    }

    [Fact]
    public async Task A_wrong_signature_is_refused_and_with_preflight_off_dropped()
    {
        await _bench.FundAsync("payer", Sol);
        var signed = await _bench.SignAsync(_bench.Order("payer", "payee", SolAsset, Sol / 4), "payer");
        var changed = (byte[])signed.Bytes.Clone();
        changed[^1] ^= 1;

        var refused = await _bench.Chain.SubmitAsync(signed with { Bytes = changed });
        await _bench.CallAsync(
            "sendTransaction",
            Convert.ToBase64String(changed),
            new JsonObject { ["encoding"] = "base64", ["skipPreflight"] = true });
        _bench.Settle();

        Assert.Equal(SubmitReply.Refused, refused.Reply);
        Assert.Contains("-32003", refused.Detail, StringComparison.Ordinal);
        Assert.Equal(0u, await _bench.BalanceAsync("payee", SolAsset));
    }

    [Fact]
    public async Task Orders_that_cannot_be_made_are_refused_before_signing()
    {
        var good = _bench.Order("payer", "payee", SolAsset, Sol);
        TransferOrder[] orders =
        [
            good with { Amount = new ChainAmount(SolAsset, 0) },
            good with { Amount = new ChainAmount(SolAsset, (UInt128)ulong.MaxValue + 1) },
            good with { Amount = new ChainAmount("solana:localnet/token:unknown", 1) },
            good with { To = good.From },
            good with { To = SolanaDevnet.UsdcMint[..20] },
            good with { Memo = new string('é', 129) },
        ];
        foreach (var order in orders)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => _bench.SignAsync(order, "payer"));
        }

        await Assert.ThrowsAsync<ArgumentException>(() => _bench.SignAsync(good, "payee"));
        Assert.Equal(0ul, await _bench.Chain.GetSequenceAsync(good.From, lane: null));
    }

    [Fact]
    public async Task A_signer_that_signs_something_else_is_found_out()
    {
        await _bench.FundAsync("payer", Sol);
        var liar = new LyingSigner(_bench.SignerOf("payer"));

        var error = await Assert.ThrowsAsync<System.Security.Cryptography.CryptographicException>(
            () => _bench.Chain.SignAsync(_bench.Order("payer", "payee", SolAsset, 1), 0, new SigningKeys(liar)));

        Assert.Contains("does not verify", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_longest_memo_fits_a_token_transfer_that_opens_an_account()
    {
        await _bench.FundAsync("payer", Sol, Usdc);
        var memo = new string('m', _bench.Chain.MemoBytesMax);

        var signed = await _bench.PayAsync("payer", "payee", UsdcAsset, Usdc, memo);

        Assert.True(signed.Bytes.Length <= 1232, $"{signed.Bytes.Length}");
        Assert.Equal(memo, (await _bench.HistoryAsync("payee")).Single().Memo);
    }

    [Fact]
    public async Task A_submission_without_an_answer_is_unknown()
    {
        using var bench = new SolanaBench(around: rpc =>
            new TamperedRpc(rpc).Fail("sendTransaction", new ChainUnavailableException("solana", "reset")));
        await bench.FundAsync("payer", Sol);
        var signed = await bench.SignAsync(bench.Order("payer", "payee", SolAsset, Sol / 4), "payer");

        var result = await bench.Chain.SubmitAsync(signed);
        bench.Settle();

        Assert.Equal(new SubmitResult(SubmitReply.Unknown, "reset"), result);
        Assert.Equal(TransferFate.Landed, (await bench.Chain.LookUpAsync(bench.AddressOf("payer"), signed)).Fate);
    }

    private sealed class LyingSigner(ISigner inner) : ISigner
    {
        public ReadOnlyMemory<byte> PublicKey => inner.PublicKey;

        public ValueTask<byte[]> SignAsync(
            ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default) =>
            inner.SignAsync(message[1..], cancellationToken);
    }
}
