using System.Numerics;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Wallets;
using OrleansTrading.Grains.Withdrawals;

namespace OrleansTrading.Audit.Ledger;

/// <content>
/// Wallets: each holds what is booked, available and held apart, and what is pending in is what others have sent and it
/// has not taken.
/// </content>
internal sealed partial class LedgerAudit
{
    private readonly List<(WalletId From, WalletTransfer Transfer)> _sent = [];

    private Task CheckWallet(string key, WalletState state)
    {
        var wallet = new WalletId(key);
        var assets = _books.Entries.SelectMany(entry => entry.Booking.Postings).Select(posting => posting.Asset)
            .Concat(state.Funds.Select(funds => funds.Asset.Value)).Distinct(StringComparer.Ordinal);
        foreach (var asset in assets)
        {
            var funds = state.Funds.Find(one => one.Asset.Value == asset);
            _findings.Same(
                (BigInteger)(funds?.Available ?? 0),
                -_books.Balance(LedgerAccounts.WalletAvailable(wallet), asset),
                $"{wallet}: available of {asset}");
            _findings.Same(
                (BigInteger)(funds?.Held ?? 0),
                -_books.Balance(LedgerAccounts.WalletHeld(wallet), asset),
                $"{wallet}: held of {asset}");
            _findings.Same(
                (BigInteger)(funds?.Held ?? 0),
                state.Holds.Where(hold => hold.Left.Asset.Value == asset)
                    .Aggregate(BigInteger.Zero, (sum, hold) => sum + hold.Left.Units),
                $"{wallet}: open holds of {asset}");
        }

        _sent.AddRange(state.Outgoing.Select(transfer => (wallet, transfer)));
        return Task.CompletedTask;
    }

    private void CheckPendingIn()
    {
        var taken = _books.Entries.Where(entry => entry.Stream.GrainType == "wallet")
            .Select(entry => (entry.Stream.GrainKey, entry.Id)).ToHashSet();
        var coming = _sent
            .Where(one => !taken.Contains(
                (one.Transfer.To.Value, WalletNames.ArrivalId(one.From, one.Transfer.Id))))
            .GroupBy(one => (one.Transfer.To, one.Transfer.Amount.Asset))
            .ToDictionary(
                group => (LedgerAccounts.WalletPendingIn(group.Key.To), group.Key.Asset.Value),
                group => group.Aggregate(BigInteger.Zero, (sum, one) => sum + one.Transfer.Amount.Units));
        var pending = _books.Entries.SelectMany(entry => entry.Booking.Postings)
            .Where(posting => posting.Account.EndsWith(":pending-in", StringComparison.Ordinal))
            .Select(posting => (posting.Account, posting.Asset)).Distinct();
        foreach (var (account, asset) in pending)
        {
            _findings.Same(
                coming.GetValueOrDefault((account, asset)),
                -_books.Balance(account, asset),
                $"{account} of {asset}: sent and not taken");
        }
    }

    /// <summary>
    /// What left a wallet is owed to its transfer until that has landed, was reversed, or waits for a person.
    /// </summary>
    private async Task CheckWithdrawalsAsync()
    {
        var prefix = LedgerAccounts.Transfer(new TransferId("withdraw:"));
        var accounts = _books.Entries.SelectMany(entry => entry.Booking.Postings).Select(posting => posting.Account)
            .Where(account => account.StartsWith(prefix, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);
        foreach (var account in accounts)
        {
            var state = await _stored.FindAsync<WithdrawalState>("withdrawal", account[prefix.Length..]);
            if (_findings.Require(state?.Command is not null, $"{account} has entries and no withdrawal"))
            {
                await CheckOwedAsync(account, WithdrawalTransitions.IsTerminal(state!.Status));
            }
        }
    }
}
