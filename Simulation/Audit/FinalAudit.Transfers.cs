using System.Numerics;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.WalletTransfers;

namespace OrleansTrading.Simulation.Audit;

/// <content>
/// Customers' transfers between wallets: each that was made moved its amount once, on both sides alike; each that was
/// refused moved nothing; and what went to another user counts against the limits of who sent it.
/// </content>
internal sealed partial class FinalAudit
{
    private readonly SortedDictionary<string, WalletTransferState> walletTransfers =
        Load<WalletTransferState>(world, "wallettransfer");

    private void CheckWalletTransfers()
    {
        // Each carries its own id as its note: what was booked for it is found whatever ids its entries have.
        var booked = world.Disk.Ledger.Entries.Where(entry => entry.Stream.GrainType == "wallet")
            .ToLookup(entry => entry.Booking.Reference, StringComparer.Ordinal);
        foreach (var (id, state) in walletTransfers.Where(each => each.Value.Command is not null))
        {
            Require(state.SentAt is not null, "I4", () => $"{id} is neither sent nor refused at the end");
            CheckMoved(id, state, [.. booked[id]]);
        }

        foreach (var saver in world.Savers)
        {
            foreach (var (id, view) in saver.Sent)
            {
                var state = walletTransfers.GetValueOrDefault(id.Value);
                Require(
                    state is { Command: { } command, Terms: { } terms } && command.To == view.To
                        && terms.Amount == view.Amount && state.SentAt == view.SentAt,
                    "transfer",
                    () => $"{id} was told {view}; stored is {state?.Command} {state?.SentAt}");
            }

            // Of two activations that are asked one after the other the first may still send.
            foreach (var id in saver.Refused.Where(_ => !world.HadTwoProcesses))
            {
                Require(
                    walletTransfers.GetValueOrDefault(id.Value)?.Command is null && !booked[id.Value].Any(),
                    "transfer",
                    () => $"{id} was refused, and moved {booked[id.Value].FirstOrDefault()?.Booking}");
            }

            CheckFunds(saver.Second, wallets.GetValueOrDefault(saver.Second.Value));
        }
    }

    private void CheckMoved(string id, WalletTransferState state, IReadOnlyList<LedgerEntry> entries)
    {
        var (from, to) = (state.Command!.From, state.Command.To);
        var isOnce = entries.Count == 2 && entries.Count(entry => entry.Stream.GrainKey == from.Value) == 1
            && entries.Count(entry => entry.Stream.GrainKey == to.Value) == 1;
        Require(isOnce, "transfer", () => $"{id} has the entries {string.Join(", ", entries.Select(e => e.Booking))}");
        var units = (BigInteger)state.Terms!.Amount.Units;
        Require(
            Moved(LedgerAccounts.WalletAvailable(from)) == units
                && Moved(LedgerAccounts.WalletAvailable(to)) == -units
                && Moved(LedgerAccounts.WalletPendingIn(to)).IsZero,
            "transfer",
            () => $"{id} of {units} is booked as {string.Join(", ", entries.Select(entry => entry.Booking))}");

        BigInteger Moved(string account) => entries.SelectMany(entry => entry.Booking.Postings)
            .Where(posting => posting.Account == account && posting.Asset == state.Terms!.Amount.Asset.Value)
            .Aggregate(BigInteger.Zero, (sum, posting) => sum + posting.Units);
    }

    /// <summary>What a limit counts of transfers was sent, and what was sent to others counts.</summary>
    private void CheckCounted(string user, RiskState risk)
    {
        foreach (var (booking, cents) in risk.Bookings.Where(each => walletTransfers.ContainsKey(each.Key)))
        {
            var transfer = walletTransfers[booking];
            Require(
                transfer.SentAt is not null && transfer.Terms!.UsdCents == cents,
                "I4",
                () => $"{user} has {cents} booked for {booking}, which was sent: {transfer.SentAt is not null}");
        }

        var sent = walletTransfers.Where(each => each.Value is { SentAt: not null, Terms.UsdCents: not null }
            && each.Value.Command!.From.User.Value == user);
        foreach (var (id, _) in sent)
        {
            Require(
                risk.Bookings.ContainsKey(id) || world.HadTwoProcesses,
                "I8",
                () => $"{id} is sent to another user and in no limit of {user}");
        }
    }
}
