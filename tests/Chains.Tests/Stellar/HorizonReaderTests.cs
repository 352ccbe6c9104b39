using System.Text;
using System.Text.Json;
using OrleansTrading.Chains.Stellar.Horizon;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Tests.Stellar;

/// <summary>Recorded answers of real Horizon servers.</summary>
public sealed class HorizonReaderTests
{
    [Fact]
    public void A_recorded_account_is_read_with_its_trustlines_and_liabilities()
    {
        var account = HorizonReader.ReadAccount(StellarFixtures.Responses.GetProperty("account.json"), 77);
        var asset = StellarAsset.Issued("ABC", "GCRA6COW27CY5MTKIA7POQ2326C5ABYCXODBN4TFF5VL4FMBRHOT3YHU");

        Assert.Equal("GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7", account.Id);
        Assert.Equal((6674379177987, 2, 77u), (account.Sequence, account.BaseReserves, account.AsOfLedger));
        Assert.Equal(
            [
                new HorizonBalance(asset, 10_010_000_000, 120_004_775_807, 1_001_234_567, 1_007_654_321, false),
                new HorizonBalance(
                    StellarAsset.Native, 200_000_300, long.MaxValue, 51_234_567, 17_654_321, true),
            ],
            account.Balances);
        Assert.False(account.RequiresMemo);
    }

    [Fact]
    public void An_older_recorded_account_with_numbers_instead_of_texts_is_read()
    {
        var record = StellarFixtures.Responses.GetProperty("accountsWithTrustline.json").Records()[0];
        var account = HorizonReader.ReadAccount(record, null);
        Assert.Equal((7275146318446606, 6L), (account.Sequence, account.BaseReserves));
        Assert.Equal(100_000_000_000, account.BalanceOf(StellarAsset.Native)!.Balance);
    }

    [Fact]
    public void Recorded_root_ledger_and_fees_are_read()
    {
        var root = HorizonReader.ReadRoot(StellarFixtures.Responses.GetProperty("root.json"));
        Assert.Equal((StellarFixtures.Pubnet, 18369116u), (root.NetworkPassphrase, root.LatestLedger));
        Assert.Equal(new DateTimeOffset(2025, 12, 1, 4, 30, 48, TimeSpan.Zero), root.LatestClosedAt);

        var ledger = HorizonReader.ReadLedger(StellarFixtures.Responses.GetProperty("ledger.json"));
        Assert.Equal((1872448u, 100L, 5_000_000L), (ledger.Sequence, ledger.BaseFee, ledger.BaseReserve));

        var stats = StellarFixtures.Responses.GetProperty("feeStats.json");
        Assert.Equal(100, HorizonReader.ReadFee(stats, 95));
    }

    [Fact]
    public void Recorded_paths_are_read_with_what_lies_between()
    {
        var paths = StellarFixtures.Responses.GetProperty("pathPage.json").Records().EnumerateArray()
            .Select(HorizonReader.ReadPath).ToArray();
        Assert.Equal(3, paths.Length);
        Assert.Empty(paths[0].Hops);
        Assert.Equal((300_000_000, 200_000_000), (paths[0].SourceAmount, paths[0].DestinationAmount));
        Assert.Equal(
            StellarAsset.Issued("GBP", "GDSBCQO34HWPGUGQSP3QBFEXVTSR2PW46UIGTHVWGWJGQKH3AFNHXHXN"),
            paths[1].Hops[0]);
    }

    [Fact]
    public void Recorded_accounts_are_read_with_their_signers_and_thresholds()
    {
        var records = StellarFixtures.Responses.GetProperty("accountPage.json").Records();
        Assert.Equal(3, records.GetArrayLength());
        foreach (var record in records.EnumerateArray().Append(StellarFixtures.Responses.GetProperty("account.json")))
        {
            var signers = HorizonReader.ReadSigners(record);
            var account = HorizonReader.ReadAccount(record, null);
            Assert.Contains(signers.Signers, signer => signer.Key == account.Id);
            Assert.Equal(
                record.GetProperty("thresholds").GetProperty("med_threshold").GetInt64(), signers.MediumThreshold);
            Assert.Equal(record.GetProperty("signers").GetArrayLength(), signers.Signers.Count);
        }
    }

    [Fact]
    public void A_busy_network_s_percentile_is_read()
    {
        using var stats = JsonDocument.Parse(
            """{"last_ledger_base_fee":"100","fee_charged":{"p90":"5000","p95":"20001"}}""");
        Assert.Equal(20001, HorizonReader.ReadFee(stats.RootElement, 95));
        Assert.Throws<FormatException>(() => HorizonReader.ReadFee(stats.RootElement, 99));
    }

    [Fact]
    public void Recorded_transactions_are_read_with_their_memos()
    {
        HorizonTransaction Read(string name) =>
            HorizonReader.ReadTransaction(StellarFixtures.Responses.GetProperty(name));

        var text = Read("transactionWithTextMemo.json");
        Assert.Equal("XLM e2e monitor transaction", text.Memo);
        Assert.Equal(747702266635011, text.Sequence);
        Assert.NotNull(MovementReader.ReadEnvelope(text.EnvelopeXdr));
        var bump = Read("transactionFeeBump.json");
        Assert.True(bump.HasHash(bump.InnerHash!));
        Assert.Null(Read("transactionMuxed.json").Memo);
        var nested = HorizonReader.ReadTransaction(
            StellarFixtures.Responses.GetProperty("Operations/payment.json").GetProperty("transaction"));
        Assert.Equal("hash:51041644e83d6ac868c849418b6392ddbe9df53f000000000000000000000000", nested.Memo);
        Assert.Equal(2373051035426646, nested.Sequence);
        foreach (var record in StellarFixtures.Responses.GetProperty("transactionPage.json").Records()
            .EnumerateArray())
        {
            Assert.True(HorizonReader.ReadTransaction(record).Successful);
        }
    }

    [Fact]
    public void Recorded_submissions_are_told_apart()
    {
        foreach (var name in new[] { "submitTransactionSuccess.json", "serverSuccess.json", "friendBotSuccess.json" })
        {
            var body = StellarFixtures.Responses.GetProperty(name);
            Assert.Equal(new SubmitResult(SubmitReply.Accepted, body.Text("hash")), Read(200, body.GetRawText()));
        }

        foreach (var failure in StellarFixtures.Submissions.GetProperty("recorded").EnumerateArray()
            .Concat(StellarFixtures.Submissions.GetProperty("constructed").EnumerateArray()))
        {
            var body = failure.GetProperty("body");
            var result = Read(failure.GetProperty("http_status").GetInt32(), body.GetRawText());
            Assert.Equal(SubmitReply.Refused, result.Reply);
            Assert.True(TransactionResultCodec.TryDecode(
                body.GetProperty("extras").Text("result_xdr"), out var decoded));
            Assert.Equal(decoded.Describe(), result.Detail);
        }
    }

    [Fact]
    public void Problems_that_leave_the_outcome_open_are_unknown()
    {
        var expected = new Dictionary<string, SubmitReply>
        {
            ["rate"] = SubmitReply.Unknown,
            ["timeout"] = SubmitReply.Unknown,
            ["over"] = SubmitReply.Unknown,
            ["stale"] = SubmitReply.Unknown,
            ["before"] = SubmitReply.Refused,
            ["malformed"] = SubmitReply.Refused,
            ["notfound"] = SubmitReply.Refused,
            ["timeout with extras.hash (newer Horizon)"] = SubmitReply.Unknown,
        };
        var problems = StellarFixtures.Submissions.GetProperty("problems").EnumerateArray().ToArray();
        Assert.Equal(expected.Count, problems.Length);
        foreach (var problem in problems)
        {
            var result = Read(
                problem.GetProperty("http_status").GetInt32(), problem.GetProperty("body").GetRawText());
            Assert.Equal(expected[problem.Text("name")], result.Reply);
        }
    }

    [Theory]
    [InlineData(201, """{"tx_status":"PENDING","hash":"aa"}""", SubmitReply.Accepted, "PENDING")]
    [InlineData(409, """{"tx_status":"DUPLICATE","hash":"aa"}""", SubmitReply.Accepted, "DUPLICATE")]
    [InlineData(503, """{"tx_status":"TRY_AGAIN_LATER","hash":"aa"}""", SubmitReply.Refused, "TRY_AGAIN_LATER")]
    [InlineData(
        400,
        """{"tx_status":"ERROR","hash":"aa","error_result_xdr":"AAAAAAAAAGT////7AAAAAA=="}""",
        SubmitReply.Refused,
        "tx_bad_seq")]
    [InlineData(400, """{"tx_status":"ERROR","error_result_xdr":"?"}""", SubmitReply.Refused, "ERROR")]
    [InlineData(200, """{"tx_status":"ODD"}""", SubmitReply.Unknown, "tx_status ODD")]
    [InlineData(200, "[]", SubmitReply.Unknown, "HTTP 200 without a hash")]
    [InlineData(502, "<html>", SubmitReply.Unknown, "HTTP 502 without JSON")]
    [InlineData(200, """{"tx_status":5}""", SubmitReply.Unknown, null)]
    public void Answers_of_the_asynchronous_submission_are_told_apart(
        int status, string body, SubmitReply reply, string? detail)
    {
        var result = Read(status, body);
        Assert.Equal(reply, result.Reply);
        Assert.Equal(detail ?? result.Detail, result.Detail);
    }

    [Fact]
    public void Missing_and_malformed_fields_are_format_errors()
    {
        string[] accounts =
        [
            "{}",
            "[]",
            """{"account_id":"G","sequence":"-1","subentry_count":0,"balances":[]}""",
            """{"account_id":"G","sequence":"1.5","subentry_count":0,"balances":[]}""",
            """{"account_id":"G","sequence":1e3,"subentry_count":0,"balances":[]}""",
            """{"account_id":"G","sequence":"1","subentry_count":0,"balances":[{"asset_type":"odd"}]}""",
            """{"account_id":"G","sequence":"1","subentry_count":0,"balances":[{"asset_type":"native","balance":5}]}""",
        ];
        foreach (var text in accounts)
        {
            using var json = JsonDocument.Parse(text);
            Assert.Throws<FormatException>(() => HorizonReader.ReadAccount(json.RootElement, null));
        }
    }

    private static SubmitResult Read(int status, string body) =>
        SubmitReplies.Read(new RestReply(status, Encoding.UTF8.GetBytes(body)));
}
