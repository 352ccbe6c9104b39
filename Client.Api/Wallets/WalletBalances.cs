using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Wallets;

/// <summary>
/// What wallets have: now as their grains say, whose available and held go together; at a time as the ledger adds up.
/// </summary>
internal sealed class WalletBalances(IGrainFactory grains, ILedgerStore ledger, WalletMapper mapper)
{
    internal async Task<IReadOnlyList<WalletBalanceBody>> ReadAsync(
        WalletId wallet, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        if (at is null)
        {
            var view = await grains.GetGrain<IWalletGrain>(wallet.Value).GetAsync();
            return mapper.Balances(view, await PendingInAsync(wallet, at, cancellationToken));
        }

        var available = await OwedAsync(LedgerAccounts.WalletAvailable(wallet), at, cancellationToken);
        var held = await OwedAsync(LedgerAccounts.WalletHeld(wallet), at, cancellationToken);
        var pendingIn = await PendingInAsync(wallet, at, cancellationToken);
        return
        [
            .. available.Keys.Union(held.Keys, StringComparer.Ordinal).Union(pendingIn.Keys, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(asset => mapper.Balance(
                    asset,
                    available.GetValueOrDefault(asset),
                    held.GetValueOrDefault(asset),
                    pendingIn.GetValueOrDefault(asset))),
        ];
    }

    internal Task<IReadOnlyDictionary<string, UInt128>> PendingInAsync(
        WalletId wallet, DateTimeOffset? at, CancellationToken cancellationToken) =>
        OwedAsync(LedgerAccounts.WalletPendingIn(wallet), at, cancellationToken);

    /// <summary>What is owed on an account, by asset; without assets of which nothing is.</summary>
    private async Task<IReadOnlyDictionary<string, UInt128>> OwedAsync(
        string account, DateTimeOffset? at, CancellationToken cancellationToken) =>
        (await ledger.BalancesAsync(account, at, cancellationToken))
            .Where(balance => !balance.Units.IsZero)
            .ToDictionary(balance => balance.Asset, balance => (UInt128)(-balance.Units), StringComparer.Ordinal);
}
