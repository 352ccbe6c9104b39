using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>What becomes of each kind of payment that is not exactly what the quote asks.</summary>
public sealed class DepositMatrixTests
{
    private const ulong UsdcRefundFee = 50_000;
    private const ulong SolRefundFee = 500_000;

    [Fact]
    public async Task A_late_payment_goes_back_and_the_quote_expires()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Time.Jump(quote.ExpiresAt - world.Time.GetUtcNow() + TimeSpan.FromSeconds(2));

        var transaction = await PayAsync(quote, customer);

        await AssertWholeGivenBackAsync(world, customer, transaction, PaymentReasons.Late);
        var view = await PaymentListedAsync(world, quote);
        Assert.Equal(QuoteStatus.Pending, view.Status);
        AssertRefunded(view, 10 * OneUsdc, PaymentReasons.Late);
        world.Time.Jump(TimeSpan.FromMinutes(2));
        var expired = await world.Quote(quote.Id).GetAsync();
        Assert.Equal(QuoteStatus.Expired, expired!.Status);
        Assert.Equal(PaymentReasons.NotPaid, expired.Reason);
        Assert.Empty(await world.OutgoingAsync(world.StellarTreasury));
    }

    [Fact]
    public async Task A_payment_in_time_that_is_seen_after_the_quote_expired_goes_back()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Solana.IsHistoryDown = true;
        var transaction = await PayAsync(quote, customer);
        world.Time.Jump(TimeSpan.FromMinutes(8));
        Assert.Equal(QuoteStatus.Expired, (await world.Quote(quote.Id).GetAsync())!.Status);

        world.Solana.IsHistoryDown = false;

        await AssertWholeGivenBackAsync(world, customer, transaction, PaymentReasons.SeenLate);
        var view = await PaymentListedAsync(world, quote);
        Assert.Equal(QuoteStatus.Expired, view.Status);
        AssertRefunded(view, 10 * OneUsdc, PaymentReasons.SeenLate);
        Assert.Empty(await world.OutgoingAsync(world.StellarTreasury));
    }

    [Fact]
    public async Task An_underpayment_goes_back_and_the_right_one_still_executes_the_quote()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");

        var first = await PayAsync(quote, customer, (10 * OneUsdc) - 1);
        var refund = await world.FinishedPaymentAsync(world.SolanaTreasury, first);
        Assert.Equal(PaymentStatus.Refunded, refund.Status);
        Assert.Equal(PaymentReasons.Underpaid, refund.Reason);
        Assert.Equal((10 * OneUsdc) - 1 - UsdcRefundFee, refund.RefundedUnits);
        Assert.Equal(QuoteStatus.Pending, (await PaymentListedAsync(world, quote)).Status);
        await PayAsync(quote, customer);

        var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        Assert.Equal(
            [PaymentDisposition.Refunded, PaymentDisposition.Accepted], done.Payments.Select(p => p.Disposition));
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        Assert.Single(await world.OutgoingAsync(world.SolanaTreasury));
        world.AssertCalm();
    }

    [Fact]
    public async Task An_overpayment_above_the_dust_limit_executes_and_the_excess_goes_back()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        var transaction = await PayAsync(quote, customer, 12 * OneUsdc);

        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);

        Assert.Equal(PaymentStatus.Settled, payment.Status);
        Assert.Equal((2 * OneUsdc) - UsdcRefundFee, payment.RefundedUnits);
        var done = await world.QuoteWhenAsync(quote.Id, q => !q.Refunded.IsZero, "the excess is told");
        Assert.Equal(QuoteStatus.Executed, done.Status);
        Assert.Equal(12 * OneUsdc, done.Paid.Units);
        Assert.Equal((2 * OneUsdc) - UsdcRefundFee, done.Refunded.Units);
        Assert.Equal(PaymentDisposition.Accepted, Assert.Single(done.Payments).Disposition);
        Assert.Equal(payment.RefundTransactionId, done.Payments[0].RefundTransactionId);
        Assert.Equal((4_990 * OneUsdc) - UsdcRefundFee, await customer.Solana.BalanceAsync(Usdc));
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        var excess = Assert.Single(await world.OutgoingAsync(world.SolanaTreasury));
        Assert.Equal(TransferId.Excess(payment.Payment.Id).Tag, excess.Memo);
        world.AssertCalm();
    }

    [Fact]
    public async Task An_overpayment_within_the_dust_limit_executes_and_nothing_goes_back()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        var transaction = await PayAsync(quote, customer, (10 * OneUsdc) + 80_000);

        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);

        Assert.Equal(PaymentStatus.Settled, payment.Status);
        Assert.Equal((UInt128)0, payment.RefundedUnits);
        Assert.Equal(QuoteStatus.Executed, (await world.Quote(quote.Id).GetAsync())!.Status);
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        Assert.Empty(await world.OutgoingAsync(world.SolanaTreasury));
        world.AssertCalm();
    }

    [Fact]
    public async Task The_wrong_asset_goes_back_as_what_it_is()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync(lamports: 3 * OneSol);
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        var transaction = await customer.Solana.PayAsync(quote.Pay.Address, new Amount(Sol, OneSol), quote.Pay.Memo);

        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);

        Assert.Equal(PaymentStatus.Refunded, payment.Status);
        Assert.Equal(PaymentReasons.WrongAsset, payment.Reason);
        Assert.Equal(OneSol - SolRefundFee, payment.RefundedUnits);
        var view = await PaymentListedAsync(world, quote);
        Assert.Equal(QuoteStatus.Pending, view.Status);
        Assert.Equal(new Amount(Sol, OneSol - SolRefundFee), Assert.Single(view.Payments).Refunded);
        Assert.True(view.Paid.IsZero);
        Assert.Single(await world.OutgoingAsync(world.SolanaTreasury));
        world.AssertCalm();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("hello")]
    [InlineData("q_aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_payment_that_names_no_quote_goes_back(string? memo)
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var transaction = await customer.Stellar.PayAsync(
            world.StellarTreasury.Address, new Amount(Xlm, 5 * OneXlm), memo);

        var payment = await world.FinishedPaymentAsync(world.StellarTreasury, transaction);

        Assert.Equal(PaymentStatus.Refunded, payment.Status);
        Assert.Equal(PaymentReasons.UnknownMemo, payment.Reason);
        Assert.Null(payment.Quote);
        Assert.Equal((5 * OneXlm) - 1_000_000, payment.RefundedUnits);
        Assert.Equal((UInt128)(10_000 * OneXlm) - 1_000_000 - 100, await customer.Stellar.BalanceAsync(Xlm));
        var refund = Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        Assert.Equal(payment.RefundTransactionId, refund.TransactionId);
        Assert.Equal(TransferId.Refund(payment.Payment.Id).Tag, refund.Memo);
        world.AssertCalm();
    }

    [Fact]
    public async Task A_second_payment_goes_back_and_the_quote_executes_once()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);

        var second = await PayAsync(quote, customer);

        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, second);
        Assert.Equal(PaymentStatus.Refunded, payment.Status);
        Assert.Equal(PaymentReasons.SecondPayment, payment.Reason);
        var view = await world.QuoteWhenAsync(
            quote.Id, q => q.Payments.Any(p => p.Disposition == PaymentDisposition.Refunded), "the refund is told");
        Assert.Equal(QuoteStatus.Executed, view.Status);
        Assert.True(view.Refunded.IsZero);
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        Assert.Single(await world.OutgoingAsync(world.SolanaTreasury));
        world.AssertCalm();
    }

    [Fact]
    public async Task A_payment_that_does_not_cover_its_own_refund_is_parked()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        var transaction = await PayAsync(quote, customer, UsdcRefundFee);

        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);

        Assert.Equal(PaymentStatus.Parked, payment.Status);
        Assert.Equal(PaymentReasons.BelowRefundFee, payment.Reason);
        var view = await world.QuoteWhenAsync(
            quote.Id, q => q.Payments.Any(p => p.Disposition == PaymentDisposition.Parked), "the parking is told");
        Assert.Equal(QuoteStatus.Pending, view.Status);
        Assert.Equal(PaymentReasons.BelowRefundFee, view.Payments[0].Reason);
        Assert.Empty(await world.OutgoingAsync(world.SolanaTreasury));
        world.AssertCalm();
    }

    [Fact]
    public async Task A_top_up_from_a_funding_address_is_kept()
    {
        await using var world = await World.StartAsync();
        await world.FundAsync(world.Funding, lamports: 10 * OneSol);
        var transaction = await world.Funding.PayAsync(world.SolanaTreasury.Address, new Amount(Sol, OneSol), null);

        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);

        Assert.Equal(PaymentStatus.Settled, payment.Status);
        Assert.Equal(PaymentReasons.Funding, payment.Reason);
        Assert.Equal(101 * OneSol, await world.SolanaTreasury.BalanceAsync(Sol));
        Assert.Empty(await world.OutgoingAsync(world.SolanaTreasury));
    }

    [Fact]
    public async Task A_refund_goes_to_the_refund_address_where_one_is_given()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var savings = await world.CustomerAsync(lamports: OneSol, usdcUnits: OneUsdc, onStellar: false);
        var command = world.Command(customer, "solana/USDC", "10", "stellar/XLM") with
        {
            RefundAddress = customer.Solana.Address,
        };
        var quote = await world.QuoteAsync(command);

        // Paid by somebody else: what goes back goes to the address that the quote's owner gave.
        await savings.Solana.PayAsync(quote.Pay.Address, new Amount(Usdc, OneUsdc), quote.Pay.Memo);
        var view = await PaymentListedAsync(world, quote);

        Assert.Equal(PaymentReasons.Underpaid, Assert.Single(view.Payments).Reason);
        Assert.Equal((5_001 * OneUsdc) - UsdcRefundFee, await customer.Solana.BalanceAsync(Usdc));
        Assert.Equal((UInt128)0, await savings.Solana.BalanceAsync(Usdc));
        world.AssertCalm();
    }

    private static Task<QuoteView> PaymentListedAsync(World world, QuoteView quote) => world.QuoteWhenAsync(
        quote.Id, q => q.Payments.Any(p => p.Disposition == PaymentDisposition.Refunded), "the refund is told");

    private static void AssertRefunded(QuoteView view, ulong paid, string reason)
    {
        var payment = Assert.Single(view.Payments);
        Assert.Equal(PaymentDisposition.Refunded, payment.Disposition);
        Assert.Equal(reason, payment.Reason);
        Assert.Equal(new Amount(Usdc, paid), payment.Amount);
        Assert.Equal(new Amount(Usdc, paid - UsdcRefundFee), payment.Refunded);
        Assert.NotNull(payment.RefundTransactionId);
        Assert.Equal(new Amount(Usdc, 0), view.Paid);
        Assert.Equal(new Amount(Xlm, 0), view.Delivered);
        Assert.Equal(new Amount(Usdc, 0), view.Refunded);
    }

    private static async Task AssertWholeGivenBackAsync(
        World world, Customer customer, string transaction, string reason)
    {
        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);
        Assert.Equal(PaymentStatus.Refunded, payment.Status);
        Assert.Equal(reason, payment.Reason);
        Assert.Equal((10 * OneUsdc) - UsdcRefundFee, payment.RefundedUnits);
        Assert.Equal((5_000 * OneUsdc) - UsdcRefundFee, await customer.Solana.BalanceAsync(Usdc));
        Assert.Equal((100_000 * OneUsdc) + UsdcRefundFee, await world.SolanaTreasury.BalanceAsync(Usdc));
        var refund = Assert.Single(await world.OutgoingAsync(world.SolanaTreasury));
        Assert.Equal(payment.RefundTransactionId, refund.TransactionId);
        world.AssertCalm();
    }
}
