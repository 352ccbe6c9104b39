using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Devnet.Stellar;
using OrleansTrading.Devnet.Stellar.Ledger;

namespace OrleansTrading.Devnet.Tests.Stellar;

/// <summary>The local network's rules, offered transactions directly.</summary>
public sealed class StellarLedgerRuleTests
{
    [Fact]
    public void Transactions_that_may_not_be_included_are_refused_with_the_network_s_code()
    {
        using var bench = new StellarBench();
        var (alice, bob) = (bench.Open(1), bench.Open(2));
        var pay = new PaymentOperation(MuxedAccount.Of(bob.Address), StellarAsset.Native, 1);
        var good = bench.Compose(alice, pay).Transaction;
        var now = (ulong)bench.Clock.GetUtcNow().ToUnixTimeSeconds();
        TransactionEnvelope Sign(StellarTransaction transaction) => alice.Sign(bench.Network.Network, transaction);

        (string Code, TransactionEnvelope Envelope)[] cases =
        [
            ("tx_missing_operation", Sign(good with { Operations = [] })),
            ("tx_too_early", Sign(good with { TimeBounds = new TimeBounds(now + 1, 0) })),
            ("tx_too_late", Sign(good with { TimeBounds = new TimeBounds(0, now) })),
            ("tx_insufficient_fee", Sign(good with { FeeMax = 99 })),
            ("tx_no_source_account", bench.Compose(new Party(99), pay)),
            ("tx_bad_seq", Sign(good with { Sequence = good.Sequence + 1 })),
            ("tx_bad_seq", Sign(good with { Sequence = good.Sequence - 1 })),
            ("tx_bad_auth", bob.Sign(bench.Network.Network, good)),
            ("tx_bad_auth", new TransactionEnvelope(good, false, [])),
            ("tx_bad_auth", alice.Sign(new StellarNetwork("another network"), good)),
            ("tx_bad_auth_extra", Sign(good) with
            {
                Signatures =
                [
                    alice.Decorate(bench.Network.Network, good),
                    bob.Decorate(bench.Network.Network, good),
                ],
            }),
            ("tx_failed: op_malformed", bench.Compose(alice, pay with { Amount = 0 })),
            ("tx_failed: op_success, op_bad_auth", bench.Compose(
                alice, pay, pay with { Source = MuxedAccount.Of(bob.Address) })),
            ("tx_failed: op_no_source_account", bench.Compose(
                alice, pay with { Source = MuxedAccount.Of(new Party(99).Address) })),
            ("tx_failed: op_malformed", bench.Compose(alice, new PathPaymentStrictSendOperation(
                StellarAsset.Native, 0, MuxedAccount.Of(bob.Address), StellarAsset.Native, 1, []))),
        ];

        foreach (var (code, envelope) in cases)
        {
            var submission = bench.Network.Submit(envelope);
            Assert.Equal(SubmissionStatus.Error, submission.Status);
            Assert.Equal(code, submission.Refusal!.Describe());
        }

        bench.CloseLedger();
        Assert.Equal(good.Sequence - 1, bench.Network.Read(view => view.State.Find(alice.Address)!.Sequence));
        Assert.Equal(SubmissionStatus.Pending, bench.Network.Submit(Sign(good)).Status);
        bench.AssertConserved();
    }

    [Fact]
    public void A_failed_operation_undoes_the_others_but_not_the_fee_and_the_number()
    {
        using var bench = new StellarBench();
        var (alice, bob) = (bench.Open(1), bench.Open(2));
        var before = bench.Network.Read(view => view.State.Find(alice.Address)!.Clone());

        var result = bench.Include(
            alice,
            new PaymentOperation(MuxedAccount.Of(bob.Address), StellarAsset.Native, 50),
            new ManageDataOperation("x", [1]),
            new PaymentOperation(MuxedAccount.Of(new Party(99).Address), StellarAsset.Native, 50));

        Assert.Equal("tx_failed: op_success, op_success, op_no_destination", result.Describe());
        var after = bench.Network.Read(view => view.State.Find(alice.Address)!);
        Assert.Equal(before.Balance - 300, after.Balance);
        Assert.Equal(before.Sequence + 1, after.Sequence);
        Assert.Empty(after.Data);
        bench.AssertConserved();
    }

    [Fact]
    public void Operations_fail_with_the_network_s_codes()
    {
        using var bench = new StellarBench();
        var (alice, bob) = (bench.OpenWithUsdc(1, 10), bench.Open(2));
        var poor = new Party(3);
        bench.Include(alice, new CreateAccountOperation(poor.Address, 10_100_000));
        var other = StellarAsset.Issued("OTHER", bob.Address);
        var toBob = MuxedAccount.Of(bob.Address);

        (string Code, Party Source, StellarOperation Operation)[] cases =
        [
            ("op_underfunded", alice, new PaymentOperation(toBob, StellarAsset.Native, 20_000 * StellarBench.One)),
            ("op_no_trust", alice, new PaymentOperation(toBob, StellarDevnet.Usdc, 1)),
            ("op_src_no_trust", bob, new PaymentOperation(MuxedAccount.Of(alice.Address), StellarDevnet.Usdc, 1)),
            ("op_underfunded", alice, new PaymentOperation(
                MuxedAccount.Of(StellarDevnet.UsdcIssuer), StellarDevnet.Usdc, 11)),
            ("op_already_exists", alice, new CreateAccountOperation(bob.Address, StellarBench.One)),
            ("op_low_reserve", alice, new CreateAccountOperation(new Party(50).Address, StellarBench.One - 1)),
            ("op_underfunded", poor, new CreateAccountOperation(new Party(50).Address, StellarBench.One)),
            ("op_low_reserve", poor, new ChangeTrustOperation(StellarDevnet.Usdc, 5)),
            ("op_low_reserve", poor, new ManageDataOperation("x", [1])),
            ("op_invalid_limit", alice, new ChangeTrustOperation(StellarDevnet.Usdc, 9)),
            ("op_invalid_limit", alice, new ChangeTrustOperation(other, 0)),
            ("op_no_issuer", alice, new ChangeTrustOperation(
                StellarAsset.Issued("GHOST", new Party(99).Address), 1)),
            ("op_data_name_not_found", alice, new ManageDataOperation("nothing", null)),
            ("op_no_account", bob, new AccountMergeOperation(MuxedAccount.Of(new Party(99).Address))),
            ("op_has_sub_entries", alice, new AccountMergeOperation(toBob)),
        ];

        foreach (var (code, source, operation) in cases)
        {
            Assert.Equal("tx_failed: " + code, bench.Include(source, operation).Describe());
        }

        bench.AssertConserved();
    }

    [Fact]
    public void Sequence_numbers_can_be_raised_and_a_trustline_closed_and_an_issuer_pays_without_one()
    {
        using var bench = new StellarBench();
        var (alice, issuer) = (bench.Open(1), bench.Open(2));
        var asset = StellarAsset.Issued("OWN", issuer.Address);
        var sequence = bench.Network.Read(view => view.State.Find(alice.Address)!.Sequence);

        Assert.True(bench.Include(alice, new ChangeTrustOperation(asset, 100)).IsSuccess);
        Assert.True(bench.Include(issuer, new PaymentOperation(MuxedAccount.Of(alice.Address), asset, 60)).IsSuccess);
        Assert.True(bench.Include(alice, new PaymentOperation(MuxedAccount.Of(issuer.Address), asset, 60)).IsSuccess);
        Assert.True(bench.Include(alice, new ChangeTrustOperation(asset, 0)).IsSuccess);
        Assert.True(bench.Include(alice, new BumpSequenceOperation(sequence + 1000)).IsSuccess);

        var account = bench.Network.Read(view => view.State.Find(alice.Address)!);
        Assert.Empty(account.Trustlines);
        Assert.Equal(sequence + 1000, account.Sequence);
    }

    [Fact]
    public void A_transaction_overtaken_by_another_s_effects_is_dropped_without_a_trace()
    {
        using var bench = new StellarBench();
        var (alice, bob) = (bench.Open(1), bench.Open(2));
        var closing = bench.Compose(
            bob, new AccountMergeOperation(MuxedAccount.Of(bob.Address), MuxedAccount.Of(alice.Address)));
        closing = closing with
        {
            Signatures = [.. closing.Signatures, alice.Decorate(bench.Network.Network, closing.Transaction)],
        };
        Assert.Equal(SubmissionStatus.Pending, bench.Network.Submit(closing).Status);
        var orphan = bench.Network.Submit(bench.Compose(
            alice, new PaymentOperation(MuxedAccount.Of(bob.Address), StellarAsset.Native, 1)));
        Assert.Equal(SubmissionStatus.Pending, orphan.Status);
        bench.CloseLedger();

        Assert.Null(bench.Network.Read(view => view.State.Find(alice.Address)));
        Assert.Null(bench.Network.Read(view => view.History.Find(orphan.Hash)));
        bench.AssertConserved();
    }

    [Fact]
    public void Ledgers_close_by_the_clock_whether_anybody_looks_or_not()
    {
        using var bench = new StellarBench();
        var first = bench.Network.Read(view => view.LatestLedger);
        bench.Clock.Advance(TimeSpan.FromSeconds(1000.5));
        var (ledger, closedAt) = bench.Network.Read(view => (view.LatestLedger, view.ClosedAt));

        Assert.Equal(first + 1000, ledger);
        Assert.Equal(bench.Clock.GetUtcNow() - TimeSpan.FromSeconds(0.5), closedAt);
    }

    [Fact]
    public void Many_faucet_requests_fit_in_one_ledger()
    {
        using var bench = new StellarBench();
        for (byte tag = 1; tag <= 30; tag++)
        {
            bench.Network.Fund(new Party(tag).Address);
        }

        bench.CloseLedger();

        Assert.Equal(32, bench.Network.Read(view => view.State.Accounts.Count()));
        Assert.Throws<InvalidOperationException>(() => bench.Network.Fund("GABC"));
        bench.AssertConserved();
    }

    [Fact]
    public void The_same_inputs_give_the_same_network()
    {
        string[] hashes = [Run(), Run()];
        Assert.Equal(hashes[0], hashes[1]);

        static string Run()
        {
            using var bench = new StellarBench();
            var alice = bench.OpenWithUsdc(1, 5);
            bench.Include(alice, new PaymentOperation(
                MuxedAccount.Of(StellarDevnet.UsdcIssuer), StellarDevnet.Usdc, 2));
            return string.Join(',', bench.Network.Read(view => view.History.Transactions
                .Select(transaction => transaction.Hash).ToArray()));
        }
    }
}
