using System.Text.Json;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.History;

namespace OrleansTrading.Grains.Tests.History;

/// <summary>Details fit into an event whatever others wrote, because one that does not would stop its grain.</summary>
public sealed class HistoryDetailsTests
{
    private static readonly AccountId Account = new(new string('a', StorageConstants.TextLengthMax));

    private static readonly Amount Most = new(new AssetId(new string('b', 150)), UInt128.MaxValue);

    public static TheoryData<int, char> Texts
    {
        get
        {
            var texts = new TheoryData<int, char>();
            foreach (var length in new[] { 0, 1, 499, 500, 501, 10_000 })
            {
                // A control character and a lone surrogate each take six characters in JSON.
                texts.Add(length, 'x');
                texts.Add(length, '\u0001');
                texts.Add(length, '\ud800');
            }

            return texts;
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_longest_details_fit_into_an_event(int length, char text)
    {
        var foreign = HistoryDetails.Clip(new string(text, length));
        foreach (var details in Longest(foreign))
        {
            var json = details.ToJson();
            Assert.True(
                json.Length <= StorageConstants.HistoryDetailsLengthMax, $"{details.GetType().Name}: {json.Length}");
            using var read = JsonDocument.Parse(json);
            Assert.Equal(JsonValueKind.Object, read.RootElement.ValueKind);
        }
    }

    [Fact]
    public void A_text_is_cut_only_where_it_is_too_long_and_never_within_a_character()
    {
        Assert.Null(HistoryDetails.Clip(null));
        Assert.Equal(new string('x', 500), HistoryDetails.Clip(new string('x', 500)));
        Assert.Equal(new string('x', 499) + "…", HistoryDetails.Clip(new string('x', 501)));
        var pairs = HistoryDetails.Clip("x" + string.Concat(Enumerable.Repeat("😀", 300)))!;
        Assert.Equal("x" + string.Concat(Enumerable.Repeat("😀", 249)) + "…", pairs);
        var even = HistoryDetails.Clip(string.Concat(Enumerable.Repeat("😀", 300)))!;
        Assert.Equal(string.Concat(Enumerable.Repeat("😀", 249)) + "…", even);
    }

    [Fact]
    public void Amounts_are_texts_and_what_says_nothing_is_left_out()
    {
        var paid = new Amount(new AssetId("stellar:devnet/slip44:148"), UInt128.MaxValue);

        Assert.Equal(
            """{"paid":{"asset":"stellar:devnet/slip44:148","units":"340282366920938463463374607431768211455"}}""",
            new QuoteDetails { Paid = paid }.ToJson());
        Assert.Equal("{}", new TreasuryDetails().ToJson());
        Assert.Equal(
            """{"attempt":1,"feeUnits":"18446744073709551615"}""",
            new TransferDetails { Attempt = 1, FeeUnits = ulong.MaxValue }.ToJson());
    }

    [Fact]
    public void Every_status_has_a_kind_of_its_own()
    {
        var kinds = Enum.GetValues<QuoteStatus>().Select(Recording.KindOf)
            .Concat(Enum.GetValues<PaymentStatus>().Select(Recording.KindOf))
            .Concat(Enum.GetValues<TransferStatus>().Select(Recording.KindOf)).ToList();

        Assert.Equal(kinds.Count, kinds.Distinct().Count());
    }

    /// <summary>Each record with every member as long as it can be.</summary>
    private static IEnumerable<HistoryDetails> Longest(string? foreign)
    {
        var payment = new PaymentId(Account.Value);
        var transfer = new TransferId(Account.Value);
        yield return new QuoteTermsDetails
        {
            Pay = Most, PayTo = Account, Receive = Most, DeliverFrom = Account, ReceiveAddress = Account.Value,
            ReceiveMemo = foreign, RefundAddress = Account.Value, UsdCents = ulong.MaxValue,
            ExpiresAt = DateTimeOffset.MaxValue,
        };
        yield return new QuoteDetails
        {
            Payment = payment, Paid = Most, Delivered = Most, Refunded = Most, TransactionId = Account.Value,
            Reason = PaymentReasons.TreasuryUnavailable, Detail = foreign,
        };
        yield return new PaymentDetails
        {
            Account = Account, Sender = Account.Value, Amount = Most, Memo = foreign, TransactionId = Account.Value,
            PaidAt = DateTimeOffset.MaxValue, Quote = new QuoteId(Account.Value),
            Reason = PaymentReasons.TreasuryUnavailable, ExcessOnly = true, Transfer = transfer, GivenBack = Most,
            RefundTransactionId = Account.Value,
        };
        yield return new TransferDetails
        {
            Account = Account, To = Account.Value, Amount = Most, Memo = foreign, Quote = new QuoteId(Account.Value),
            Payment = payment, TransactionId = Account.Value, Attempt = int.MaxValue, FeeUnits = ulong.MaxValue,
            Reason = foreign,
        };
        yield return new UnknownTransactionDetails
        {
            TransactionId = Account.Value, BlockTime = DateTimeOffset.MaxValue, To = Account.Value, Amount = Most,
            Memo = foreign, Succeeded = false,
        };
        yield return new TreasuryDetails { Reason = foreign, Note = foreign };
    }
}
