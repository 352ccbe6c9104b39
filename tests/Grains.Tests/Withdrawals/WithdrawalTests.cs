using OrleansTrading.Chains;
using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;
using ChainStatus = OrleansTrading.Chains.TransferStatus;

namespace OrleansTrading.Grains.Tests.Withdrawals;

/// <summary>Money leaves a wallet for an address of its user, once, or is in the wallet again.</summary>
public sealed class WithdrawalTests
{
    [Theory]
    [InlineData("solana/USDC", "10")]
    [InlineData("solana/SOL", "2")]
    [InlineData("stellar/XLM", "10")]
    [InlineData("near/NEAR", "3")]
    [InlineData("near/USDC", "10")]
    public async Task A_withdrawal_is_paid_once_on_each_chain(string alias, string amount)
    {
        await using var world = await World.StartAsync(new WorldOptions { WithNear = true });
        var customer = await world.CustomerAsync();
        var (asset, treasury) = AssetOf(world, alias);
        await world.FillAsync(customer, asset, 1_000 * OneNear);
        var had = await customer.On(asset).BalanceAsync(asset);

        var asked = await world.WithdrawnAsync(Out(customer, alias, amount));
        var done = await world.WithdrawalWhenAsync(asked.Id, WithdrawalStatus.Completed);

        var paid = Assert.Single(await world.OutgoingAsync(treasury));
        Assert.Equal((done.TransactionId, customer.On(asset).Address), (paid.TransactionId, paid.To));
        Assert.Equal(asked.Amount.Units, paid.Amount!.Units);
        Assert.Equal(had + asked.Amount.Units, await customer.On(asset).BalanceAsync(asset));
        await world.FundsWhenAsync(customer, asset, (1_000 * OneNear) - asked.Amount.Units);
        Assert.Equal(
            [LedgerKinds.Adjustment, LedgerKinds.Hold, LedgerKinds.Capture], await world.EntriesAsync(customer));
        var owed = LedgerAccounts.Transfer(TransferId.Withdrawal(asked.Id));
        Assert.Equal(0, await world.OwedAsync(owed, asset));
        Assert.Equal(
            ["withdrawal.waiting", "risk.booked", "withdrawal.executing", "withdrawal.completed"],
            (await world.AboutAsync(asked.Id.Value)).Select(row => row.Event.Kind).OrderBy(Order));
        world.AssertCalm();

        static int Order(string kind) => kind switch
        {
            "withdrawal.waiting" => 0, "risk.booked" => 1, "withdrawal.executing" => 2, _ => 3,
        };
    }

    [Fact]
    public async Task A_repeat_is_the_same_withdrawal_and_another_request_under_its_key_is_refused()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        await world.FillAsync(customer, Xlm, 100 * OneXlm);
        var command = Out(customer, "stellar/XLM", "10");

        var all = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => world.WithdrawAsync(command, "one")));
        var id = Assert.Single(all.Select(one => one.Value!.Id).Distinct());
        await world.WithdrawalWhenAsync(id, WithdrawalStatus.Completed);
        await world.RestartAsync();
        Assert.Equal(WithdrawalStatus.Completed, (await world.WithdrawAsync(command, "one")).Value!.Status);

        foreach (var other in new[]
        {
            command with { Amount = "11" },
            command with { Asset = "solana/USDC" },
            command with { Address = customer.Solana.Address },
            command with { Memo = "mine" },
            command with { Wallet = WalletId.Of(customer.User, "other") },
        })
        {
            Assert.Equal(ErrorCodes.IdempotencyKeyReused, (await world.WithdrawAsync(other, "one")).Refusal?.Code);
        }

        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        await world.FundsWhenAsync(customer, Xlm, 90 * OneXlm);
    }

    [Fact]
    public async Task While_it_waits_the_money_is_held_and_a_cancelled_one_is_never_paid()
    {
        await using var world = await World.StartAsync(
            new WorldOptions { Withdrawals = o => o.Delay = TimeSpan.FromHours(1) });
        var customer = await world.CustomerAsync();
        await world.FillAsync(customer, Xlm, 100 * OneXlm);
        var given = await world.WithdrawnAsync(Out(customer, "stellar/XLM", "10"));
        var kept = await world.WithdrawnAsync(Out(customer, "stellar/XLM", "20"));
        Assert.Equal(
            (WithdrawalStatus.Waiting, TimeSpan.FromHours(1)), (kept.Status, kept.ExecutesAt - kept.CreatedAt));
        Assert.Equal((70 * OneXlm, 30 * OneXlm), await world.FundsAsync(customer, Xlm));

        for (var time = 0; time < 2; time++)
        {
            await world.Withdrawal(given.Id).CancelAsync();
            var cancelled = await world.WithdrawalWhenAsync(given.Id, WithdrawalStatus.Cancelled);
            Assert.Equal((true, WithdrawalReasons.Cancelled), (cancelled.Terminal, cancelled.Reason));
        }

        await world.FundsWhenAsync(customer, Xlm, 80 * OneXlm, 20 * OneXlm);
        await world.RestartAsync(TimeSpan.FromMinutes(50));
        Assert.Equal(WithdrawalStatus.Waiting, (await world.Withdrawal(kept.Id).GetAsync())!.Status);
        Assert.Empty(world.Stellar.Signed);

        // Nobody asks for it: its reminder comes when its time does.
        await world.RestartAsync(TimeSpan.FromMinutes(11));
        await Eventually.HoldsAsync(() => world.Stellar.Signed.Count == 1, "it is paid", world.Log.ToString);
        await world.WithdrawalWhenAsync(kept.Id, WithdrawalStatus.Completed);
        var late = await world.Withdrawal(kept.Id).CancelAsync();
        Assert.Equal(ErrorCodes.WithdrawalNotCancellable, late.Refusal?.Code);
        Assert.Equal(
            20 * OneXlm, Assert.Single(await world.OutgoingAsync(world.StellarTreasury)).Amount!.Units);
        await world.FundsWhenAsync(customer, Xlm, 80 * OneXlm);
        world.AssertCalm();
    }

    [Fact]
    public async Task Only_to_a_payable_address_that_the_user_has_proven_and_only_what_the_wallet_has()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var other = await world.CustomerAsync();
        await world.FillAsync(customer, Xlm, 20 * OneXlm);
        var unfunded = new Party(world.Stellar.Inner);
        await world.Grains.GetGrain<IAddressGrain>(unfunded.Account.Value).ClaimAsync(customer.User);

        await RefusedAsync(Out(customer, "stellar/XLM", "5", other.Stellar.Address), ErrorCodes.AddressNotProven);
        await RefusedAsync(
            Out(customer, "stellar/XLM", "5", new Party(world.Stellar.Inner).Address), ErrorCodes.AddressNotProven);
        await RefusedAsync(
            Out(customer, "stellar/XLM", "5", customer.Solana.Address), ErrorCodes.AddressWrongNetwork);
        await RefusedAsync(
            Out(customer, "stellar/XLM", "5", world.StellarTreasury.Address), ErrorCodes.RecipientNotPayable);
        await RefusedAsync(Out(customer, "stellar/XLM", "21"), ErrorCodes.FundsInsufficient);
        await RefusedAsync(Out(customer, "stellar/XLM", "0.5"), ErrorCodes.AmountBelowMinimum);
        await RefusedAsync(Out(customer, "no/COIN", "5"), ErrorCodes.AssetUnknown);
        await RefusedAsync(
            Out(customer, "stellar/XLM", "5") with { Memo = new string('x', 40) }, ErrorCodes.MemoTooLong);
        world.Prices.Set("XLM/USD", 0);
        await RefusedAsync(Out(customer, "stellar/XLM", "5"), ErrorCodes.PriceUnavailable);

        // What was refused holds nothing, counts for no limit and leaves its key free.
        Assert.Equal((20 * OneXlm, UInt128.Zero), await world.FundsAsync(customer, Xlm));
        Assert.Empty(world.Stellar.Signed);

        async Task RefusedAsync(CreateWithdrawal command, string code)
        {
            var refused = await world.WithdrawAsync(command, "again");
            Assert.True(code == refused.Refusal?.Code, $"{code} is expected, not {refused.Refusal}");
            Assert.Null(await world.Withdrawal(WithdrawalId.Derive(customer.User, "again")).GetAsync());
        }
    }

    [Fact]
    public async Task One_withdrawal_and_a_users_day_have_limits_and_what_is_cancelled_does_not_count()
    {
        await using var world = await World.StartAsync(new WorldOptions
        {
            Withdrawals = o => (o.Delay, o.OneUsdCentsMax, o.DayUsdCentsMax) = (TimeSpan.FromHours(2), 1_000, 1_500),
        });
        var noon = world.Time.GetUtcNow().UtcDateTime.Date.AddDays(1).AddHours(12);
        world.Time.Jump(new DateTimeOffset(noon, TimeSpan.Zero) - world.Time.GetUtcNow());
        var customer = await world.CustomerAsync();
        await world.FillAsync(customer, Usdc, 100 * OneUsdc);

        await RefusedAsync("10.01", "A withdrawal may be worth 10 US dollars", resets: false);
        var first = await world.WithdrawnAsync(Out(customer, "solana/USDC", "10"));
        await RefusedAsync("5.01", "A day's withdrawals of a user may be worth 15 US dollars", resets: true);
        await world.WithdrawnAsync(Out(customer, "solana/USDC", "5"));
        await RefusedAsync("1", "this would be 16", resets: true);

        await world.Withdrawal(first.Id).CancelAsync();
        await world.WithdrawalWhenAsync(first.Id, WithdrawalStatus.Cancelled);
        await world.WithdrawnAsync(Out(customer, "solana/USDC", "10"));

        // Quotes have limits of their own.
        Assert.Null(await world.Grains.GetGrain<IRiskGrain>(customer.User.Value).CheckAsync(Claims.Of(1_000_000)));

        async Task RefusedAsync(string amount, string what, bool resets)
        {
            var refusal = (await world.WithdrawAsync(Out(customer, "solana/USDC", amount))).Refusal;
            Assert.Equal(ErrorCodes.LimitExceeded, refusal?.Code);
            Assert.Contains(what, refusal!.Detail, StringComparison.Ordinal);
            Assert.Equal(
                resets ? new DateTimeOffset(noon.Date.AddDays(1), TimeSpan.Zero) : null, refusal.RetryAt);
        }
    }

    [Fact]
    public async Task A_payment_that_definitely_fails_is_in_the_wallet_again_with_its_fee()
    {
        await using var world = await World.StartAsync();
        world.Reconfigured = platform => platform.Assets.Single(a => a.Alias == "stellar/XLM").WithdrawalFee = "0.5";
        await world.RestartAsync();
        var customer = await world.CustomerAsync();
        await world.FillAsync(customer, Xlm, 21 * OneXlm);
        var paid = await world.WithdrawnAsync(Out(customer, "stellar/XLM", "10"));
        Assert.Equal(new Amount(Xlm, OneXlm / 2), paid.Fee);
        await world.WithdrawalWhenAsync(paid.Id, WithdrawalStatus.Completed);
        await world.FundsWhenAsync(customer, Xlm, 21 * OneXlm / 2);

        // That it could be paid is remembered for a minute, and asked again before it is signed.
        world.Stellar.Recipient = _ => new RecipientCheck(RecipientVerdict.AccountMissing, "closed by the test", 0);

        var refused = await world.WithdrawnAsync(Out(customer, "stellar/XLM", "10"));
        var failed = await world.WithdrawalWhenAsync(refused.Id, WithdrawalStatus.Failed);

        Assert.Equal(WithdrawalReasons.Rejected, failed.Reason);
        Assert.Contains("closed by the test", failed.Detail, StringComparison.Ordinal);
        await world.FundsWhenAsync(customer, Xlm, 21 * OneXlm / 2);
        Assert.Equal(-(Int128)(OneXlm / 2), await world.OwedAsync(LedgerAccounts.RevenuePlatformFee, Xlm));
        Assert.Equal(
            [LedgerKinds.Hold, LedgerKinds.Capture, LedgerKinds.Capture, LedgerKinds.Reversal, LedgerKinds.Reversal],
            (await world.EntriesAsync(customer)).TakeLast(5));
        Assert.Single(await world.OutgoingAsync(world.StellarTreasury));
        world.AssertCalm();
    }

    [Fact]
    public async Task One_that_nobody_can_prove_paid_or_unpaid_is_parked_and_neither_paid_again_nor_put_back()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        await world.FillAsync(customer, Xlm, 20 * OneXlm);
        world.Stellar.Submissions = SubmissionFault.Dropped;
        world.Stellar.LookUp = _ => new ChainStatus(TransferFate.Unknown, "forgotten by the test", 0, 0, null);

        var asked = await world.WithdrawnAsync(Out(customer, "stellar/XLM", "10"));
        var parked = await world.WithdrawalWhenAsync(asked.Id, WithdrawalStatus.Parked);

        Assert.Equal((true, WithdrawalReasons.OutcomeUnknown), (parked.Terminal, parked.Reason));
        Assert.Equal((10 * OneXlm, UInt128.Zero), await world.FundsAsync(customer, Xlm));
        Assert.Equal(
            [asked.Id.Value],
            (await world.Listing.PageAwaitingOperatorAsync(ListingKinds.Withdrawal, null, 10, default))
                .Select(row => row.Id));
        Assert.Equal(
            -(Int128)(10 * OneXlm), await world.OwedAsync(LedgerAccounts.SuspenseParked, Xlm));
        await world.RestartAsync();
        Assert.Single(world.Stellar.Signed);
    }

    [Fact]
    public async Task What_the_treasury_cannot_pay_in_time_is_available_again()
    {
        await using var world = await World.StartAsync(
            new WorldOptions { Withdrawals = o => o.ExecuteWithin = TimeSpan.FromMinutes(30) });
        var customer = await world.CustomerAsync();
        await world.FillAsync(customer, Xlm, 50_000 * OneXlm);
        await world.FillAsync(customer, Usdc, 10 * OneUsdc);
        world.Prices.Set("XLM/USD", 1_0000);

        var asked = await world.WithdrawnAsync(Out(customer, "stellar/XLM", "40000"));
        var waiting = await world.EventuallyAsync(
            world.Withdrawal(asked.Id).GetAsync, view => view?.Detail is not null, "it says what it waits for");
        Assert.Equal(WithdrawalStatus.Waiting, waiting!.Status);
        await world.RestartAsync(TimeSpan.FromMinutes(31));

        var failed = await world.WithdrawalWhenAsync(asked.Id, WithdrawalStatus.Failed);
        Assert.Equal(WithdrawalReasons.TreasuryUnavailable, failed.Reason);
        await world.FundsWhenAsync(customer, Xlm, 50_000 * OneXlm);
        Assert.Empty(world.Stellar.Signed);
        Assert.Empty((await world.StoredAsync(world.StellarTreasury)).Reservations);
    }

    /// <summary>
    /// The backup knows of a withdrawal that waits; the chain shows that it was paid, or, where nothing names it, that
    /// it may have been. Whatever its user asks for now, it is not available again.
    /// </summary>
    [Theory]
    [InlineData("stellar/XLM", null, true)]
    [InlineData("stellar/XLM", "invoice 7", false)]
    [InlineData("near/NEAR", null, true)]
    [InlineData("near/NEAR", null, false)]
    public async Task One_that_was_paid_is_after_a_restored_backup_neither_paid_again_nor_given_up(
        string alias, string? memo, bool isCancelled)
    {
        await using var world = await World.StartAsync(
            new WorldOptions { WithNear = true, Withdrawals = o => o.Delay = TimeSpan.FromMinutes(5) });
        var (asset, treasury) = AssetOf(world, alias);
        var one = asset == Xlm ? OneXlm : OneNear;
        var customer = await world.CustomerAsync();
        await world.FillAsync(customer, asset, 20 * one);
        var asked = await world.WithdrawnAsync(Out(customer, alias, "10") with { Memo = memo });
        await world.BackUpAsync();
        world.Time.Jump(TimeSpan.FromMinutes(6));
        await world.WithdrawalWhenAsync(asked.Id, WithdrawalStatus.Completed);
        await world.RestoreAsync();
        await world.EventuallyAsync(
            world.Treasury(treasury).GetAsync, t => t.Halted is not null, "the account is halted");

        if (isCancelled)
        {
            await world.Withdrawal(asked.Id).CancelAsync();
        }

        await world.Treasury(treasury).ResumeAsync("an operator matched it");

        var end = await world.EventuallyAsync(
            world.Withdrawal(asked.Id).GetAsync, view => view!.Terminal, "it has ended");
        Assert.Equal(WithdrawalStatus.Parked, end!.Status);
        Assert.Equal((10 * one, UInt128.Zero), await world.FundsAsync(customer, asset));
        Assert.Single(await world.OutgoingAsync(treasury));
    }

    private static (AssetId Asset, Party Treasury) AssetOf(World world, string alias) => alias switch
    {
        "solana/USDC" => (Usdc, world.SolanaTreasury),
        "solana/SOL" => (Sol, world.SolanaTreasury),
        "stellar/XLM" => (Xlm, world.StellarTreasury),
        "near/NEAR" => (NearCoin, world.NearTreasury!),
        _ => (NearUsdc, world.NearTreasury!),
    };
}
