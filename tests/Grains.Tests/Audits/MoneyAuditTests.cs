using OrleansTrading.Grains.Payments;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Treasury;
using TransferStatus = OrleansTrading.Grains.TransferStatus;

namespace OrleansTrading.Grains.Tests.Audits;

/// <summary>The audit of money finds what it is there to find: books that agree, spoiled in one way each.</summary>
public sealed class MoneyAuditTests
{
    private static readonly TransferId Delivery = TransferId.Delivery(new(Bookkeeping.Delivered));
    private static readonly TransferId Refund = TransferId.Refund(Bookkeeping.TooLittle);

    private static readonly Dictionary<string, (Action<Bookkeeping> Spoil, string Told)> Spoiled = new()
    {
        ["a delivery that left twice"] = (
            books => books.Send("again", Bookkeeping.Receiver, Bookkeeping.Coin, 50, Delivery.Tag),
            "in 2 transactions"),
        ["a transaction that nobody ordered"] = (
            books => books.Send("theft", "THIEF", Bookkeeping.Coin, 1, "hello"), "theft left"),
        ["a delivery to somebody else"] = (
            books => Reorder(books, request => request with { To = "THIEF" }), "delivered to"),
        ["a delivery of too much"] = (
            books => Reorder(books, request => request with { Amount = request.Amount with { Units = 51 } }),
            "delivered: expected"),
        ["a delivery that never left"] = (
            books => books.Movements.RemoveAll(m => m.TransactionId == "out-delivery"), "never left"),
        ["a delivery that is not remembered"] = (
            books => books.Transfers.Remove(Delivery.Value), "was not delivered"),
        ["a delivery for a quote that expired"] = (
            books => books.Leave(
                TransferId.Delivery(new(Bookkeeping.Expired)), "more", Bookkeeping.Receiver, Bookkeeping.Coin, 50),
            "is Expired and was delivered"),
        ["a payment that was not recorded"] = (
            books => books.Payments.Remove(Bookkeeping.TooLittle.Value), "was not recorded"),
        ["a payment that never arrived"] = (
            books => books.Movements.RemoveAll(m => m.TransactionId == "in-much"), "never arrived"),
        ["a payment that was recorded as another"] = (
            books => Payment(books).Payment = Payment(books).Payment! with { Sender = "THIEF" }, "was recorded as"),
        ["a payment without an end"] = (
            books => Payment(books).Status = PaymentStatus.Allocated, "is still Allocated"),
        ["a payment that went back although it is settled"] = (
            books => books.Leave(
                TransferId.Refund(Bookkeeping.TooMuch), "more", Bookkeeping.Payer, Bookkeeping.Token, 128),
            "is settled and went back"),
        ["a payment that should have gone back and did not"] = (
            books => books.Transfers.Remove(Refund.Value), "should have gone back did not"),
        ["an excess that was kept"] = (
            books => books.Transfers.Remove(TransferId.Excess(Bookkeeping.TooMuch).Value), "should have gone back"),
        ["a reason that is not true"] = (books => Payment(books).Reason = PaymentReasons.Late, "which it is not"),
        ["a reason that nobody gave"] = (
            books => Payment(books).Reason = PaymentReasons.TreasuryShort, "for a reason nobody gave"),
        ["a quote without an end"] = (
            books => books.Quotes[Bookkeeping.Expired].Status = QuoteStatus.Executing, "is still Executing"),
        ["a quote executed for too little"] = (
            books => books.Quotes[Bookkeeping.Delivered].AcceptedPayment = Bookkeeping.TooLittle, "is too little"),
        ["a quote executed for a late payment"] = (
            books => books.Quotes[Bookkeeping.Delivered].ExpiresAt = Bookkeeping.End.AddHours(-1), "is too late"),
        ["a balance that is one unit short"] = (books => books.After[Bookkeeping.Coin]--, "start 1000"),
        ["a fee that is not the one that was paid"] = (
            books => Conclude(books, transfer => transfer with { FeeUnits = Bookkeeping.FeeUnits + 1 }), "start 1000"),
        ["a transfer that the network rejected"] = (
            books => Conclude(books, transfer => transfer with { Status = TransferStatus.Failed }), "took effect"),
        ["a transfer without an end"] = (
            books => books.Transfers["deliver:" + Bookkeeping.Expired] = new TransferState(), "has no end"),
        ["a transfer that is owed for nothing"] = (
            books => books.Transfers["refund:none"] = new TransferState(), "owed for nothing"),
        ["an account that is halted"] = (books => books.Account.Halted = "why", "halted"),
        ["an amount that is still set aside"] = (
            books => books.Account.Reservations["q"] = new Reservation(), "is still set aside"),
    };

    public static TheoryData<string> Names => [.. Spoiled.Keys];

    [Fact]
    public void Books_that_agree_with_their_network_are_found_in_order() => Assert.Empty(new Bookkeeping().Check());

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_found(string spoiled)
    {
        var books = new Bookkeeping();

        Spoiled[spoiled].Spoil(books);

        Assert.Contains(books.Check(), finding => finding.Contains(Spoiled[spoiled].Told, StringComparison.Ordinal));
    }

    private static PaymentState Payment(Bookkeeping books) => books.Payments[Bookkeeping.TooLittle.Value];

    private static void Reorder(Bookkeeping books, Func<TransferRequest, TransferRequest> change) =>
        Conclude(books, transfer => transfer with { Request = change(transfer.Request) });

    private static void Conclude(Bookkeeping books, Func<TransferView, TransferView> change) =>
        books.Transfers[Delivery.Value].Outcome = change(books.Transfer(Delivery));
}
