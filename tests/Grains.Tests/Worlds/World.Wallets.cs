using System.Globalization;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Tests.Worlds;

/// <content>What customers do with their wallets and chains.</content>
internal sealed partial class World
{
    internal static WalletId MainOf(Customer customer) => WalletId.Of(customer.User, "main");

    internal IWalletGrain Wallet(WalletId id) => Grains.GetGrain<IWalletGrain>(id.Value);

    internal IWithdrawalGrain Withdrawal(WithdrawalId id) => Grains.GetGrain<IWithdrawalGrain>(id.Value);

    /// <summary>How an asset is paid into the customer's main wallet.</summary>
    internal async Task<DepositInstructions> InstructAsync(Customer customer, string asset, string? amount = null)
    {
        var told = await OpenDepositAsync(customer, asset, amount);
        Assert.True(told.Value is not null, $"{told.Refusal}");
        return told.Value;
    }

    internal Task<Outcome<DepositInstructions>> OpenDepositAsync(
        Customer customer, string asset, string? amount = null)
    {
        var wallet = MainOf(customer);
        return Grains.GetGrain<IDepositGrain>(DepositCode.Of(wallet).Value)
            .OpenAsync(new OpenDeposit { Wallet = wallet, Asset = asset, Amount = amount });
    }

    /// <summary>Pays into the customer's main wallet as told, and returns the transaction.</summary>
    internal static Task<string> PayInAsync(Customer customer, DepositInstructions told, UInt128? units = null) =>
        customer.On(told.Asset).PayAsync(
            told.Address, told.Amount ?? new Amount(told.Asset, units!.Value), told.Memo);

    /// <summary>Gives the customer's main wallet money of the platform's own.</summary>
    internal async Task FillAsync(Customer customer, AssetId asset, UInt128 units)
    {
        var filled = await Wallet(MainOf(customer)).CreditAsync(new WalletMovement
        {
            Id = LedgerEncoding.IdOf($"filling {Interlocked.Increment(ref _keys)}"),
            Reason = WalletReason.Adjustment,
            Amount = new Amount(asset, units),
            Account = LedgerAccounts.Capital,
            Reference = "test",
        });
        Assert.True(filled.Value is not null, $"{filled.Refusal}");
    }

    /// <summary>What the customer's main wallet has of an asset.</summary>
    internal async Task<(UInt128 Available, UInt128 Held)> FundsAsync(Customer customer, AssetId asset)
    {
        var view = await Wallet(MainOf(customer)).GetAsync();
        var balance = view.Balances.FirstOrDefault(b => b.Asset == asset);
        return (balance?.Available ?? 0, balance?.Held ?? 0);
    }

    internal async Task<(UInt128 Available, UInt128 Held)> FundsWhenAsync(
        Customer customer, AssetId asset, UInt128 available, UInt128 held = default) => await EventuallyAsync(
            () => FundsAsync(customer, asset),
            funds => funds == (available, held),
            string.Create(CultureInfo.InvariantCulture, $"the wallet has {available} and {held} of {asset}"));

    internal static CreateWithdrawal Out(Customer customer, string asset, string amount, string? address = null) =>
        new()
        {
            Wallet = MainOf(customer),
            Asset = asset,
            Amount = amount,
            Address = address ?? asset.Split('/')[0] switch
            {
                "solana" => customer.Solana.Address,
                "near" => customer.Near!.Address,
                _ => customer.Stellar.Address,
            },
        };

    /// <summary>Asks for a withdrawal with a key of its own.</summary>
    internal Task<Outcome<WithdrawalView>> WithdrawAsync(CreateWithdrawal command, string? key = null) =>
        Withdrawal(WithdrawalId.Derive(command.Wallet.User, key ?? $"out-{Interlocked.Increment(ref _keys)}"))
            .CreateAsync(command);

    internal async Task<WithdrawalView> WithdrawnAsync(CreateWithdrawal command)
    {
        var made = await WithdrawAsync(command);
        Assert.True(made.Value is not null, $"{made.Refusal}\n{Log}");
        return made.Value;
    }

    internal async Task<WithdrawalView> WithdrawalWhenAsync(WithdrawalId id, WithdrawalStatus status) =>
        (await EventuallyAsync(
            Withdrawal(id).GetAsync, view => view?.Status == status, $"withdrawal {id} is {status}"))!;

    /// <summary>The kinds of the customer's main wallet's entries, oldest first.</summary>
    internal async Task<List<string>> EntriesAsync(Customer customer)
    {
        var stream = new LedgerStream("wallet", MainOf(customer).Value, "wallet");
        var rows = await Ledger.PageAsync(LedgerFilter.OfStream(stream), before: null, 100, default);
        return [.. rows.Reverse().Select(row => row.Entry.Booking.Kind)];
    }

    internal async Task<Int128> OwedAsync(string account, AssetId asset) =>
        (Int128)(await Ledger.BalancesAsync(account, at: null, default))
            .Where(balance => balance.Asset == asset.Value)
            .Aggregate(System.Numerics.BigInteger.Zero, (sum, balance) => sum + balance.Units);
}
