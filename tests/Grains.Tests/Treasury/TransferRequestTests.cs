namespace OrleansTrading.Grains.Tests.Treasury;

/// <summary>When two orders are the same one.</summary>
public sealed class TransferRequestTests
{
    private static readonly TransferRequest Order = new()
    {
        Id = new TransferId("refund:1"),
        To = "GCUSTOMER",
        Amount = new Amount(new AssetId("stellar:devnet/slip44:148"), 7),
    };

    private static readonly Dictionary<string, TransferRequest> Changed = new(StringComparer.Ordinal)
    {
        [nameof(TransferRequest.Id)] = Order with { Id = new TransferId("refund:2") },
        [nameof(TransferRequest.To)] = Order with { To = "GOTHER" },
        [nameof(TransferRequest.Amount)] = Order with { Amount = Order.Amount with { Units = 8 } },
        [nameof(TransferRequest.Memo)] = Order with { Memo = "memo" },
        [nameof(TransferRequest.Reservation)] = Order with { Reservation = "q_1" },
        [nameof(TransferRequest.NotifyQuote)] = Order with { NotifyQuote = new QuoteId("q_1") },
        [nameof(TransferRequest.NotifyPayment)] = Order with { NotifyPayment = new PaymentId("p/1/0") },
        [nameof(TransferRequest.NotifyWithdrawal)] = Order with { NotifyWithdrawal = new WithdrawalId("w_1") },
        [nameof(TransferRequest.AccountCreationUnitsMax)] = Order with { AccountCreationUnitsMax = 1 },
        [nameof(TransferRequest.MayBeClaimed)] = Order with { MayBeClaimed = true },
        [nameof(TransferRequest.User)] = Order with { User = new UserId("u_1") },
        [nameof(TransferRequest.OwedSince)] = Order with { OwedSince = DateTimeOffset.UnixEpoch },
        [nameof(TransferRequest.Settles)] = Order with
        {
            Settles = new SettledPayment(new PaymentId("p/1/0"), new AccountId("p:1"), new AssetId("p/a")),
        },
    };

    /// <summary>Orders that were stored before these were kept are the same orders.</summary>
    private static readonly IReadOnlyList<string> NotOrdered =
        [nameof(TransferRequest.User), nameof(TransferRequest.OwedSince), nameof(TransferRequest.Settles)];

    [Fact]
    public void All_but_whose_money_it_is_and_what_it_pays_for_makes_it_another_order()
    {
        var members = typeof(TransferRequest).GetProperties().Where(p => p.SetMethod is not null).Select(p => p.Name);
        Assert.Equal(members.Order(StringComparer.Ordinal), Changed.Keys.Order(StringComparer.Ordinal));
        foreach (var (member, other) in Changed)
        {
            Assert.True(NotOrdered.Contains(member) == (Order == other), member);
        }
    }

    [Fact]
    public void Orders_that_are_the_same_have_the_same_hash()
    {
        var named = Changed[nameof(TransferRequest.User)];

        Assert.Equal(Order, named);
        Assert.Equal(Order.GetHashCode(), named.GetHashCode());
    }
}
