using OrleansTrading.Chains;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Devnet.Stellar;

namespace OrleansTrading.Devnet.Tests.Stellar;

/// <summary>The chain client's life of a transfer, on the local network.</summary>
public sealed class StellarTransferTests
{
    [Fact]
    public async Task A_native_payment_lands_once_with_its_memo_and_its_fee()
    {
        using var bench = new StellarBench();
        var (treasury, user) = (bench.Open(1), bench.Open(2));

        var transfer = await bench.SignAsync(
            treasury, user.Address, StellarBench.Xlm, 25 * StellarBench.One, "order 7");
        Assert.Equal(TransferFate.InFlight, (await bench.Chain.LookUpAsync(treasury.Address, transfer)).Fate);
        Assert.Equal(SubmitReply.Accepted, (await bench.Chain.SubmitAsync(transfer)).Reply);
        Assert.Equal(TransferFate.InFlight, (await bench.Chain.LookUpAsync(treasury.Address, transfer)).Fate);
        bench.CloseLedger();

        var status = await bench.Chain.LookUpAsync(treasury.Address, transfer);
        Assert.Equal(TransferFate.Landed, status.Fate);
        Assert.Equal(100ul, status.FeeUnits);
        Assert.Equal(bench.Clock.GetUtcNow(), status.At);
        Assert.Equal(
            (UInt128)(10_025 * StellarBench.One), await bench.BalanceAsync(user.Address, StellarBench.Xlm));
        Assert.Equal(
            (UInt128)((9_975 * StellarBench.One) - 100),
            await bench.BalanceAsync(treasury.Address, StellarBench.Xlm));
        Assert.Equal(transfer.Sequence, await bench.Chain.GetSequenceAsync(treasury.Address, lane: null));
        bench.AssertConserved();
    }

    [Fact]
    public async Task A_lumen_payment_opens_the_account_that_does_not_exist()
    {
        using var bench = new StellarBench();
        var (treasury, stranger) = (bench.Open(1), new Party(9));
        var amount = new ChainAmount(StellarBench.Xlm, (UInt128)StellarBench.One);

        var check = await bench.Chain.CheckRecipientAsync(stranger.Address, amount);
        Assert.Equal(new RecipientCheck(RecipientVerdict.Payable, null, 0), check);
        var below = await bench.Chain.CheckRecipientAsync(stranger.Address, amount with { Units = amount.Units - 1 });
        Assert.Equal(RecipientVerdict.AccountMissing, below.Verdict);
        Assert.Contains("at least 1 XLM", below.Problem, StringComparison.Ordinal);

        var transfer = await bench.PayAsync(treasury, stranger.Address, StellarBench.Xlm, StellarBench.One);
        Assert.Equal(TransferFate.Landed, (await bench.Chain.LookUpAsync(treasury.Address, transfer)).Fate);
        var balance = (await bench.Chain.GetBalancesAsync(stranger.Address)).Held[0];
        Assert.Equal(new ChainBalance(StellarBench.Xlm, (UInt128)StellarBench.One, 0), balance);
    }

    [Fact]
    public async Task An_issued_payment_moves_exactly_its_amount()
    {
        using var bench = new StellarBench();
        var treasury = bench.OpenWithUsdc(1, 500 * StellarBench.One);
        var user = bench.OpenWithUsdc(2);

        var transfer = await bench.PayAsync(treasury, user.Address, StellarBench.Usdc, 123_4567891);

        Assert.Equal(TransferFate.Landed, (await bench.Chain.LookUpAsync(treasury.Address, transfer)).Fate);
        Assert.Equal((UInt128)123_4567891, await bench.BalanceAsync(user.Address, StellarBench.Usdc));
        Assert.Equal(
            (UInt128)((500 * StellarBench.One) - 123_4567891),
            await bench.BalanceAsync(treasury.Address, StellarBench.Usdc));
    }

    [Fact]
    public async Task A_recipient_without_a_trustline_is_seen_before_and_on_chain()
    {
        using var bench = new StellarBench();
        var treasury = bench.OpenWithUsdc(1, StellarBench.One);
        var user = bench.Open(2);

        var check = await bench.Chain.CheckRecipientAsync(user.Address, new ChainAmount(StellarBench.Usdc, 1));
        var transfer = await bench.PayAsync(treasury, user.Address, StellarBench.Usdc, 1);
        var status = await bench.Chain.LookUpAsync(treasury.Address, transfer);

        Assert.Equal(RecipientVerdict.AssetNotAccepted, check.Verdict);
        Assert.Equal(TransferFate.Failed, status.Fate);
        Assert.Equal("tx_failed: op_no_trust", status.Reason);
        Assert.Equal(100ul, status.FeeUnits);
        Assert.Equal(transfer.Sequence, await bench.Chain.GetSequenceAsync(treasury.Address, lane: null));
        Assert.Equal((UInt128)StellarBench.One, await bench.BalanceAsync(treasury.Address, StellarBench.Usdc));
        bench.AssertConserved();
    }

    [Fact]
    public async Task A_recipient_whose_trustline_is_full_is_seen_before_and_on_chain()
    {
        using var bench = new StellarBench();
        var treasury = bench.OpenWithUsdc(1, 100 * StellarBench.One);
        var user = bench.OpenWithUsdc(2, 6 * StellarBench.One, 10 * StellarBench.One);
        var four = new ChainAmount(StellarBench.Usdc, (UInt128)(4 * StellarBench.One));

        Assert.Equal(
            RecipientVerdict.Payable, (await bench.Chain.CheckRecipientAsync(user.Address, four)).Verdict);
        var check = await bench.Chain.CheckRecipientAsync(user.Address, four with { Units = four.Units + 1 });
        var transfer = await bench.PayAsync(treasury, user.Address, StellarBench.Usdc, (long)four.Units + 1);

        Assert.Equal(RecipientVerdict.LimitExceeded, check.Verdict);
        Assert.Equal("the account accepts 4 more of USDC, not 4.0000001", check.Problem);
        Assert.Equal(
            "tx_failed: op_line_full", (await bench.Chain.LookUpAsync(treasury.Address, transfer)).Reason);
    }

    [Fact]
    public async Task An_account_that_asks_for_a_memo_is_told_apart()
    {
        using var bench = new StellarBench();
        var exchange = bench.Open(2);
        var amount = new ChainAmount(StellarBench.Xlm, 1);
        bench.Include(exchange, new ManageDataOperation("config.memo_required", "1"u8.ToArray()));

        var plain = await bench.Chain.CheckRecipientAsync(exchange.Address, amount);
        var muxed = await bench.Chain.CheckRecipientAsync(
            new MuxedAccount(exchange.Address, 42).ToString(), amount);

        Assert.Equal(RecipientVerdict.MemoRequired, plain.Verdict);
        Assert.Equal(RecipientVerdict.Payable, muxed.Verdict);
    }

    [Fact]
    public async Task A_duplicate_is_accepted_before_and_refused_after_it_landed_and_lands_once()
    {
        using var bench = new StellarBench();
        var (treasury, user) = (bench.Open(1), bench.Open(2));
        var transfer = await bench.SignAsync(treasury, user.Address, StellarBench.Xlm, StellarBench.One);

        Assert.Equal("PENDING", (await bench.Chain.SubmitAsync(transfer)).Detail);
        var twin = await bench.Chain.SubmitAsync(transfer);
        bench.CloseLedger();
        var late = await bench.Chain.SubmitAsync(transfer);
        bench.CloseLedger();

        Assert.Equal(new SubmitResult(SubmitReply.Accepted, "DUPLICATE"), twin);
        Assert.Equal(new SubmitResult(SubmitReply.Refused, "tx_bad_seq"), late);
        Assert.Equal(TransferFate.Landed, (await bench.Chain.LookUpAsync(treasury.Address, transfer)).Fate);
        Assert.Equal(
            (UInt128)(10_001 * StellarBench.One), await bench.BalanceAsync(user.Address, StellarBench.Xlm));
    }

    [Fact]
    public async Task A_transfer_lost_on_the_way_is_dead_after_its_time_and_its_number_pays_once_more()
    {
        using var bench = new StellarBench();
        var (treasury, user) = (bench.Open(1), bench.Open(2));
        var lost = await bench.SignAsync(treasury, user.Address, StellarBench.Xlm, StellarBench.One);
        Assert.Equal(bench.Clock.GetUtcNow().AddSeconds(60), lost.ValidUntil);

        bench.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(TransferFate.InFlight, (await bench.Chain.LookUpAsync(treasury.Address, lost)).Fate);
        bench.CloseLedger();
        var dead = await bench.Chain.LookUpAsync(treasury.Address, lost);
        Assert.Equal(TransferFate.Dead, dead.Fate);
        Assert.Contains("expired", dead.Reason, StringComparison.Ordinal);

        var again = await bench.SignAsync(treasury, user.Address, StellarBench.Xlm, StellarBench.One);
        Assert.Equal(lost.Sequence, again.Sequence);
        Assert.NotEqual(lost.TransactionId, again.TransactionId);
        Assert.Equal(SubmitReply.Accepted, (await bench.Chain.SubmitAsync(again)).Reply);
        Assert.Equal(
            new SubmitResult(SubmitReply.Refused, "TRY_AGAIN_LATER"), await bench.Chain.SubmitAsync(lost));
        bench.CloseLedger();
        Assert.Equal(
            new SubmitResult(SubmitReply.Refused, "tx_too_late"), await bench.Chain.SubmitAsync(lost));
        bench.CloseLedger();

        Assert.Equal(TransferFate.Landed, (await bench.Chain.LookUpAsync(treasury.Address, again)).Fate);
        Assert.Equal(
            (UInt128)(10_001 * StellarBench.One), await bench.BalanceAsync(user.Address, StellarBench.Xlm));

        // Asked again, with its number used by its replacement.
        dead = await bench.Chain.LookUpAsync(treasury.Address, lost);
        Assert.Equal(TransferFate.Dead, dead.Fate);
        Assert.Contains(again.TransactionId, dead.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_sequence_number_is_refused_and_changes_nothing()
    {
        using var bench = new StellarBench();
        var (treasury, user) = (bench.Open(1), bench.Open(2));
        var order = new TransferOrder(
            treasury.Address, user.Address, new ChainAmount(StellarBench.Xlm, 5), null);
        var sequence = await bench.Chain.GetSequenceAsync(treasury.Address, lane: null);

        foreach (var wrong in new[] { sequence, sequence + 2 })
        {
            var transfer = await bench.Chain.SignAsync(order, wrong, new SigningKeys(treasury.Signer));
            Assert.Equal(
                new SubmitResult(SubmitReply.Refused, "tx_bad_seq"), await bench.Chain.SubmitAsync(transfer));
        }

        Assert.Equal(sequence, await bench.Chain.GetSequenceAsync(treasury.Address, lane: null));
    }

    [Fact]
    public async Task A_memo_of_28_bytes_travels_and_a_longer_one_is_not_signed()
    {
        using var bench = new StellarBench();
        var (treasury, user) = (bench.Open(1), bench.Open(2));
        var memo = new string('é', 14);

        await bench.PayAsync(treasury, user.Address, StellarBench.Xlm, 1, memo);
        var page = await bench.Chain.ReadHistoryAsync(user.Address, null, 50);

        Assert.Equal(memo, page.Movements[^1].Memo);
        await Assert.ThrowsAsync<ArgumentException>(
            () => bench.SignAsync(treasury, user.Address, StellarBench.Xlm, 1, memo + "x"));
    }

    [Fact]
    public async Task Only_the_source_account_s_own_working_signer_is_used()
    {
        using var bench = new StellarBench();
        var (treasury, user) = (bench.Open(1), bench.Open(2));
        var order = new TransferOrder(
            treasury.Address, user.Address, new ChainAmount(StellarBench.Xlm, 5), null);

        await Assert.ThrowsAsync<ArgumentException>(
            () => bench.Chain.SignAsync(order, 1, new SigningKeys(user.Signer)));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => bench.Chain.SignAsync(order, 1, new SigningKeys(new BrokenSigner(treasury.Signer))));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => bench.Chain.SignAsync(order, 0, new SigningKeys(treasury.Signer)));
        await Assert.ThrowsAsync<ArgumentException>(() => bench.Chain.SignAsync(
            order with { Amount = new ChainAmount(StellarBench.Xlm, 0) }, 1, new SigningKeys(treasury.Signer)));
    }

    [Fact]
    public async Task The_network_is_recognised_and_another_one_is_neither_trusted_nor_signed_for()
    {
        using var bench = new StellarBench();
        var treasury = bench.Open(1);
        var stranger = Chains.Stellar.StellarExtensions.CreateChain(
            new Chains.Stellar.StellarOptions { ChainId = "stellar:other", NetworkPassphrase = "Other" },
            bench.Network.Horizon);

        Assert.Null(await bench.Chain.CheckNetworkAsync());
        Assert.Contains("OrleansTrading Devnet", await stranger.CheckNetworkAsync(), StringComparison.Ordinal);
        var order = new TransferOrder(
            treasury.Address, treasury.Address, new ChainAmount("stellar:other/slip44:148", 5), null);
        await Assert.ThrowsAsync<ChainUnavailableException>(
            () => stranger.SignAsync(order, 1, new SigningKeys(treasury.Signer)));
    }

    [Fact]
    public async Task Balances_leave_the_reserve_and_name_every_watched_asset()
    {
        using var bench = new StellarBench();
        var party = bench.OpenWithUsdc(1, 7);

        var balances = (await bench.Chain.GetBalancesAsync(party.Address)).Held;
        var nobody = (await bench.Chain.GetBalancesAsync(new Party(77).Address)).Held;

        var lumens = (UInt128)((10_000 * StellarBench.One) - 100);
        Assert.Equal(
            [
                new ChainBalance(StellarBench.Xlm, lumens, lumens - (UInt128)(StellarBench.One * 3 / 2)),
                new ChainBalance(StellarBench.Usdc, 7, 7),
            ],
            balances);
        Assert.Equal(
            [new ChainBalance(StellarBench.Xlm, 0, 0), new ChainBalance(StellarBench.Usdc, 0, 0)], nobody);
        await Assert.ThrowsAsync<ChainUnavailableException>(
            () => bench.Chain.GetSequenceAsync(new Party(77).Address, lane: null));
    }

    private sealed class BrokenSigner(ISigner good) : ISigner
    {
        public ReadOnlyMemory<byte> PublicKey => good.PublicKey;

        public async ValueTask<byte[]> SignAsync(
            ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
        {
            var signature = await good.SignAsync(message, cancellationToken);
            signature[5] ^= 1;
            return signature;
        }
    }
}
