using OrleansTrading.Chains;
using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>Each refusal's code and field, and that it leaves nothing behind.</summary>
public sealed class RefusedQuoteTests : IAsyncLifetime
{
    private World _world = null!;
    private Customer _customer = null!;

    public async Task InitializeAsync()
    {
        _world = await World.StartAsync(new WorldOptions { Risk = o => o.QuoteUsdCentsMax = 300_000 });
        _customer = await _world.CustomerAsync();
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Every_refusal_names_its_code_and_field_and_stores_nothing()
    {
        var good = _world.Command(_customer, "solana/USDC", "10", "stellar/XLM");
        var stranger = new Party(_world.Stellar.Inner).Address;
        (CreateQuote Command, string Code, string? Field)[] table =
        [
            (good with { PayAsset = "solana/DOGE" }, ErrorCodes.AssetUnknown, "pay.asset"),
            (good with { ReceiveAsset = "SOLANA/SOL" }, ErrorCodes.AssetUnknown, "receive.asset"),
            (good with { ReceiveAsset = "solana/USDC" }, ErrorCodes.AssetSame, "receive.asset"),
            (good with { ReceiveAmount = "1" }, ErrorCodes.AmountAmbiguous, "pay.amount"),
            (good with { PayAmount = null }, ErrorCodes.AmountAmbiguous, "pay.amount"),
            (good with { PayAmount = "ten" }, ErrorCodes.AmountMalformed, "pay.amount"),
            (good with { PayAmount = "1e3" }, ErrorCodes.AmountMalformed, "pay.amount"),
            (good with { PayAmount = "-1" }, ErrorCodes.AmountNegative, "pay.amount"),
            (good with { PayAmount = "0.00" }, ErrorCodes.AmountZero, "pay.amount"),
            (good with { PayAmount = "1.0000001" }, ErrorCodes.AmountTooPrecise, "pay.amount"),
            (good with { PayAmount = new string('9', 40) }, ErrorCodes.AmountOverflow, "pay.amount"),
            (good with { PayAmount = "0.999999" }, ErrorCodes.AmountBelowMinimum, "pay.amount"),
            (good with { PayAmount = "5000.000001" }, ErrorCodes.AmountAboveMaximum, "pay.amount"),
            (Receive("0.5"), ErrorCodes.AmountBelowMinimum, "receive.amount"),
            (Receive("9000.0000001"), ErrorCodes.AmountAboveMaximum, "receive.amount"),
            (Receive("2"), ErrorCodes.AmountBelowMinimum, "pay.amount"),
            (Send("nowhere"), ErrorCodes.AddressMalformed, "receive.address"),
            (Send(_customer.Solana.Address), ErrorCodes.AddressWrongNetwork, "receive.address"),
            (Send(stranger), ErrorCodes.AddressNotProven, "receive.address"),
            (Send(_world.StellarTreasury.Address), ErrorCodes.RecipientNotPayable, "receive.address"),
            (good with { ReceiveMemo = "" }, ErrorCodes.RequestMalformed, "receive.memo"),
            (good with { ReceiveMemo = new string('ä', 15) }, ErrorCodes.MemoTooLong, "receive.memo"),
            (good with { RefundAddress = "nowhere" }, ErrorCodes.AddressMalformed, "refundAddress"),
            (good with { RefundAddress = stranger }, ErrorCodes.AddressWrongNetwork, "refundAddress"),
            (good with { RefundAddress = _world.Funding.Address }, ErrorCodes.AddressNotProven, "refundAddress"),
            (good with { PayAmount = "3000.01" }, ErrorCodes.LimitExceeded, null),
        ];

        foreach (var (command, code, field) in table)
        {
            await AssertRefusedAsync(command, code, field);
        }

        Assert.Empty(await _world.Listing.PageByOwnerAsync("quote", _customer.User.Value, null, 10, default));

        CreateQuote Send(string address) => good with { ReceiveAddress = address };
    }

    [Theory]
    [InlineData("solana")]
    [InlineData("stellar")]
    public async Task A_chain_that_is_out_gives_no_quotes_whichever_side_it_is_on(string chain)
    {
        var until = _world.Time.GetUtcNow().AddSeconds(30);
        _world.Outages[chain] = new ChainOutage("No endpoint of the chain answers.", _world.Time.GetUtcNow(), until);

        var command = _world.Command(_customer, "solana/USDC", "10", "stellar/XLM");
        var quote = await _world.CreateAsync(command);

        Assert.Equal(ErrorCodes.ChainUnavailable, quote.Refusal!.Code);
        Assert.Equal(until, quote.Refusal.RetryAt);
        Assert.Contains($"{chain} now: No endpoint", quote.Refusal.Detail, StringComparison.Ordinal);

        _world.Outages.Clear();
        Assert.NotNull((await _world.CreateAsync(command)).Value);
    }

    [Fact]
    public async Task An_order_without_a_memo_is_not_signed_where_the_recipient_requires_one()
    {
        _world.Stellar.Recipient = _ => new RecipientCheck(RecipientVerdict.MemoRequired, "SEP-29", 0);
        foreach (var memo in new[] { null, "" })
        {
            var order = new TransferRequest
            {
                Id = new TransferId($"refund:{memo ?? "none"}"),
                To = _customer.Stellar.Address,
                Amount = new Amount(Xlm, OneXlm),
                Memo = memo,
            };
            await _world.Treasury(_world.StellarTreasury).RequestTransferAsync(order);
            await _world.EventuallyAsync(
                () => _world.Treasury(_world.StellarTreasury).GetTransferAsync(order.Id),
                t => t!.Status == TransferStatus.Failed,
                "it is refused");
        }

        Assert.Empty(_world.Stellar.Signed);
    }

    [Fact]
    public async Task More_than_the_treasury_holds_is_refused()
    {
        // 7,000 of 10,000 XLM are promised to the first quote, which is paid and waits.
        var first = await _world.QuoteAsync(_customer, "solana/USDC", null, "stellar/XLM", "7000");
        _world.Stellar.Submissions = SubmissionFault.Dropped;
        await PayAsync(first, _customer);
        await _world.ReachedAsync(first.Id, QuoteStatus.Executing);

        await AssertRefusedAsync(Receive("3000"), ErrorCodes.TreasuryShort, null);
    }

    [Fact]
    public async Task Price_rules_refuse_by_their_codes()
    {
        var good = _world.Command(_customer, "solana/USDC", "10", "stellar/XLM");
        _world.Prices.Set("XLM/USD", 4000_0000, age: TimeSpan.FromMinutes(3));
        await AssertRefusedAsync(good, ErrorCodes.PriceStale, null);

        _world.Prices.Set("XLM/USD", 4000_0000, age: TimeSpan.FromMinutes(-3));
        await AssertRefusedAsync(good, ErrorCodes.PriceStale, null);

        _world.Prices.Set("XLM/USD", 4000_0000, confidence: 900_0000);
        await AssertRefusedAsync(good, ErrorCodes.PriceUncertain, null);

        _world.Prices.Remove("XLM/USD");
        await AssertRefusedAsync(good, ErrorCodes.PriceUnavailable, null);

        // The network's fee is paid in its native asset, whose price is needed, too.
        _world.Prices.Set("XLM/USD", 4000_0000);
        _world.Prices.Remove("SOL/USD");
        Assert.NotNull((await _world.CreateAsync(good)).Value);
        await AssertRefusedAsync(
            _world.Command(_customer, "stellar/XLM", "100", "solana/USDC"), ErrorCodes.PriceUnavailable, null);
    }

    [Theory]
    [InlineData(0, 300)]
    [InlineData(500, 300)]
    [InlineData(501, 240)]
    [InlineData(1_000, 240)]
    [InlineData(1_001, 180)]
    [InlineData(1_500, 180)]
    [InlineData(1_501, 120)]
    [InlineData(2_000, 120)]
    public async Task The_lock_is_shorter_the_more_uncertain_the_pair(int spread, int seconds)
    {
        // Half of it on either side.
        _world.Prices.Set("XLM/USD", 4000_0000, confidence: 4000UL * (ulong)(spread / 2));
        _world.Prices.Set("USDC/USD", 1_0000_0000, confidence: 10_000UL * (ulong)(spread - (spread / 2)));

        var quote = await _world.QuoteAsync(_customer, "solana/USDC", "10", "stellar/XLM");

        Assert.Equal(spread, quote.Rate.SpreadBasisPoints);
        Assert.Equal(TimeSpan.FromSeconds(seconds), quote.ExpiresAt - quote.CreatedAt);
        Assert.Equal(quote.ExpiresAt + TimeSpan.FromMinutes(2), quote.Deadline);
    }

    [Fact]
    public async Task Costs_that_eat_the_whole_amount_are_refused()
    {
        var poor = await _world.CustomerAsync(lamports: 0, usdcUnits: 0);

        // Opening the token account costs 1.43 dollars; three lumens are worth 1.20 less the fees.
        _world.Prices.Set("SOL/USD", 700_0000_0000);
        await AssertRefusedAsync(
            _world.Command(poor, "stellar/XLM", "3", "solana/USDC"), ErrorCodes.AmountBelowFees, "pay.amount");
    }

    private CreateQuote Receive(string amount) =>
        _world.Command(_customer, "solana/USDC", null, "stellar/XLM", amount);

    private async Task AssertRefusedAsync(CreateQuote command, string code, string? field)
    {
        var key = $"{code}-{command.GetHashCode()}";
        var made = await _world.CreateAsync(command, key);
        Assert.True(made.Refusal?.Code == code, $"{code} was expected for {command}, not {made.Refusal}");
        Assert.Equal(field, made.Refusal.Field);
        Assert.NotEmpty(made.Refusal.Detail);
        Assert.Null(made.Value);
        Assert.Null(await _world.Quote(QuoteId.Derive(command.User, key)).GetAsync());
    }
}
