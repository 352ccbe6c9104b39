using System.Numerics;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Wallets;
using OrleansTrading.Simulation.Worlds;

namespace OrleansTrading.Simulation.Audit;

/// <content>
/// Wallets: what savers were told was done is booked so, nothing else is, no balance was ever below zero, and nothing
/// is held or on its way when all is over.
/// </content>
internal sealed partial class FinalAudit
{
    private readonly SortedDictionary<string, WalletState> wallets = Load<WalletState>(world, "wallet");

    private void CheckWallets()
    {
        var streams = world.Disk.Ledger.Entries.Where(entry => entry.Stream.GrainType == "wallet")
            .ToLookup(entry => entry.Stream.GrainKey, StringComparer.Ordinal);
        foreach (var saver in world.Savers)
        {
            CheckTold(saver, streams[saver.Wallet.Value].ToDictionary(entry => entry.Id));
            var state = wallets.GetValueOrDefault(saver.Wallet.Value);
            Require(
                state is { Holds.Count: 0, Outgoing.Count: 0 },
                "wallet",
                () => $"{saver.Wallet} ends with {state?.Holds.Count} holds and {state?.Outgoing.Count} transfers");
            CheckFunds(saver.Wallet, state);
        }

        CheckWalletTransfers();
        CheckNeverNegative();
    }

    private void CheckTold(SimulatedSaver saver, Dictionary<UInt128, LedgerEntry> entries)
    {
        foreach (var (id, receipt) in saver.Told)
        {
            var entry = entries.GetValueOrDefault(id);
            var booked = entry is null
                ? null
                : WalletBook.Receipt(id, new BookedOperation(entry.Sequence, entry.Booking));
            Require(booked == receipt, "wallet", () => $"{saver.Wallet} was told {receipt}; booked is {booked}");
        }

        // Its own ids, what undoes them, the ends of its holds, and what others have sent.
        var own = saver.Asked
            .Concat(saver.Asked.Select(id => WalletNames.ReversalId(saver.Wallet, id)))
            .Concat(saver.Asked.Select(id => WalletNames.ExpiryId(saver.Wallet, id)))
            .Concat(world.Savers.SelectMany(other => other.Asked
                .Concat(other.Sent.Values.Select(transfer => transfer.EntryId))
                .Select(id => WalletNames.ArrivalId(other.Wallet, id))))
            .Concat(saver.Sent.Values.Select(transfer => transfer.EntryId))
            .ToHashSet();
        foreach (var entry in entries.Values.Where(entry => !own.Contains(entry.Id)))
        {
            world.Violate("wallet", $"{saver.Wallet}: nobody asked for {entry.Booking}");
        }
    }

    private void CheckFunds(WalletId wallet, WalletState? state)
    {
        var has = state?.Funds.ToDictionary(
            funds => funds.Asset.Value, funds => (BigInteger)funds.Available, StringComparer.Ordinal) ?? [];
        var owed = world.Disk.Ledger.Balances(LedgerAccounts.WalletAvailable(wallet), long.MaxValue)
            .Where(balance => !balance.Units.IsZero)
            .ToDictionary(balance => balance.Asset, balance => -balance.Units, StringComparer.Ordinal);
        Require(
            has.Count == owed.Count && has.All(pair => owed.GetValueOrDefault(pair.Key) == pair.Value),
            "wallet",
            () => $"{wallet} has {string.Join(", ", has)}; booked are {string.Join(", ", owed)}");
        RequireSettled(LedgerAccounts.WalletHeld(wallet));
        RequireSettled(LedgerAccounts.WalletPendingIn(wallet));
    }

    /// <summary>After each entry, in the order in which they were stored.</summary>
    private void CheckNeverNegative()
    {
        var balances = new Dictionary<(string Account, string Asset), BigInteger>();
        foreach (var entry in world.Disk.Ledger.Entries)
        {
            foreach (var posting in entry.Booking.Postings)
            {
                if (posting.Account.StartsWith(LedgerAccounts.WalletPrefix, StringComparison.Ordinal))
                {
                    var account = (posting.Account, posting.Asset);
                    var balance = balances.GetValueOrDefault(account) - posting.Units;
                    balances[account] = balance;
                    Require(balance.Sign >= 0, "wallet", () => $"{account} was at {balance}");
                }
            }
        }
    }
}
