using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Deposits;

/// <summary>Payments that carry a wallet's code, on all three chains.</summary>
public sealed class DepositTests
{
    [Theory]
    [InlineData("solana/USDC", "10")]
    [InlineData("solana/SOL", "2")]
    [InlineData("stellar/XLM", "10")]
    [InlineData("near/NEAR", "10")]
    [InlineData("near/USDC", "10")]
    public async Task A_payment_with_the_wallets_code_is_in_the_wallet_once_it_is_final(string asset, string amount)
    {
        await using var world = await World.StartAsync(new WorldOptions { WithNear = true });
        var customer = await world.CustomerAsync();
        var told = await world.InstructAsync(customer, asset, amount);
        Assert.Equal(told, await world.InstructAsync(customer, asset, amount));
        Assert.Equal(asset == "near/NEAR" ? null : DepositCode.Of(MainOf(customer)).Value, told.Memo);
        Assert.Equal(asset == "near/NEAR" ? 12 : null, told.LastDigits?.Length);
        Assert.NotNull(told.Uri);

        var transaction = await PayInAsync(customer, told);

        await world.FundsWhenAsync(customer, told.Asset, told.Amount!.Value.Units);
        var payment = await world.FinishedPaymentAsync(TreasuryOf(world, told.Asset), transaction);
        Assert.Equal(
            (PaymentStatus.Settled, MainOf(customer), null), (payment.Status, payment.Wallet, payment.Reason));
        Assert.Equal(0, await world.OwedAsync(LedgerAccounts.Payment(payment.Payment.Id), told.Asset));

        // News that is told again changes nothing, neither now nor after a restart.
        for (var round = 0; round < 2; round++)
        {
            await world.Payment(payment.Payment.Id).RecordAsync(payment.Payment);
            await world.Payment(payment.Payment.Id).WakeAsync();
            await world.Watcher(TreasuryOf(world, told.Asset)).WakeAsync();
            Assert.Equal([LedgerKinds.Deposit], await world.EntriesAsync(customer));
            await world.RestartAsync();
        }

        Assert.Equal((told.Amount.Value.Units, UInt128.Zero), await world.FundsAsync(customer, told.Asset));
        world.AssertCalm();
    }

    [Fact]
    public async Task Any_amount_of_any_asset_with_the_code_is_the_wallets_and_each_wallet_has_its_own()
    {
        await using var world = await World.StartAsync();
        var (alice, bob) = (await world.CustomerAsync(), await world.CustomerAsync());
        var toAlice = await world.InstructAsync(alice, "solana/USDC");
        var toBob = await world.InstructAsync(bob, "solana/USDC");
        Assert.Null(toAlice.Amount);
        Assert.NotEqual(toAlice.Memo, toBob.Memo);

        await PayInAsync(alice, toAlice, 1);
        await PayInAsync(alice, toBob, 2 * OneUsdc);
        await alice.Solana.PayAsync(toAlice.Address, new Amount(Sol, OneSol), toAlice.Memo);

        await world.FundsWhenAsync(alice, Usdc, 1);
        await world.FundsWhenAsync(alice, Sol, OneSol);
        await world.FundsWhenAsync(bob, Usdc, 2 * OneUsdc);
        Assert.Empty(await world.OutgoingAsync(world.SolanaTreasury));
        world.AssertCalm();
    }

    [Fact]
    public async Task A_code_that_nobody_has_asked_for_is_nobodys_and_the_payment_goes_back()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();

        var memo = DepositCode.Of(MainOf(customer)).Value;
        var transaction = await customer.Solana.PayAsync(
            world.SolanaTreasury.Address, new Amount(Usdc, 10 * OneUsdc), memo);

        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);
        Assert.Equal((PaymentStatus.Refunded, PaymentReasons.UnknownMemo), (payment.Status, payment.Reason));
        Assert.Empty(await world.EntriesAsync(customer));
        world.AssertCalm();
    }

    [Fact]
    public async Task What_is_on_no_allow_list_is_not_told_how_to_pay_and_goes_back_when_it_comes()
    {
        await using var world = await World.StartAsync(
            new WorldOptions { Risk = o => o.AllowedAssets = ["solana/USDC"] });
        var customer = await world.CustomerAsync();
        var told = await world.InstructAsync(customer, "solana/USDC");
        Assert.Equal(
            ErrorCodes.PairNotAllowed, (await world.OpenDepositAsync(customer, "solana/SOL")).Refusal?.Code);
        Assert.Equal(ErrorCodes.AssetUnknown, (await world.OpenDepositAsync(customer, "no/COIN")).Refusal?.Code);
        Assert.Equal(
            ErrorCodes.AmountTooPrecise,
            (await world.OpenDepositAsync(customer, "solana/USDC", "1.0000001")).Refusal?.Code);

        var transaction = await customer.Solana.PayAsync(told.Address, new Amount(Sol, OneSol), told.Memo);

        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);
        Assert.Equal((PaymentStatus.Refunded, PaymentReasons.AssetNotAllowed), (payment.Status, payment.Reason));
        Assert.Equal(customer.Solana.Address, Assert.Single(await world.OutgoingAsync(world.SolanaTreasury)).To);
        Assert.Equal((UInt128.Zero, UInt128.Zero), await world.FundsAsync(customer, Sol));
        world.AssertCalm();
    }

    /// <summary>
    /// What was decided is done: after the credit the platform may forget all but what is stored, and what the
    /// configuration says now changes nothing for it.
    /// </summary>
    [Fact]
    public async Task A_deposit_that_was_decided_is_credited_although_the_list_has_lost_its_asset_since()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var told = await world.InstructAsync(customer, "solana/USDC", "10");
        world.Writes.Judge = (name, state) => state is Grains.Payments.PaymentState { Status: PaymentStatus.Settled }
            ? WriteFault.NotWritten
            : WriteFault.None;
        var transaction = await PayInAsync(customer, told);
        await world.FundsWhenAsync(customer, Usdc, 10 * OneUsdc);

        world.Reconfigured = platform => platform.Assets.RemoveAll(a => a.Alias == "solana/USDC");
        await world.RestartAsync();
        world.Writes.Judge = null;

        var payment = await world.FinishedPaymentAsync(world.SolanaTreasury, transaction);
        Assert.Equal(PaymentStatus.Settled, payment.Status);
        Assert.Equal([LedgerKinds.Deposit], await world.EntriesAsync(customer));
        Assert.Empty(await world.OutgoingAsync(world.SolanaTreasury));
    }

    private static Party TreasuryOf(World world, AssetId asset) => asset.ChainId == Sol.ChainId ? world.SolanaTreasury
        : asset.ChainId == Xlm.ChainId ? world.StellarTreasury
        : world.NearTreasury!;
}
