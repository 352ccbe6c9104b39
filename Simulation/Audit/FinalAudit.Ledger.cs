using System.Numerics;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;
using OrleansTrading.Simulation.Worlds;

namespace OrleansTrading.Simulation.Audit;

/// <content>Whether the ledger is whole, owes nothing for what is over, and holds what the chains hold.</content>
internal sealed partial class FinalAudit
{
    private void CheckLedger()
    {
        CheckStreams();
        foreach (var id in quotes.Keys)
        {
            RequireSettled(LedgerAccounts.Quote(new QuoteId(id)));
        }

        foreach (var payment in payments.Values)
        {
            RequireSettled(LedgerAccounts.Payment(payment.Payment!.Id));
        }
    }

    private void CheckStreams()
    {
        foreach (var stream in world.Disk.Ledger.Entries.GroupBy(entry => entry.Stream))
        {
            CheckStream(stream.Key, [.. stream]);
        }

        foreach (var sum in world.Disk.Ledger.Sums())
        {
            Require(sum.Units.IsZero, "ledger", () => $"all postings add up to {sum}");
        }
    }

    private void CheckStream(LedgerStream stream, IReadOnlyList<LedgerEntry> entries)
    {
        var previous = LedgerConstants.NoHash;
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            var fits = entry.Sequence == i + 1 && entry.PreviousHash == previous
                && entry.Hash == LedgerEncoding.Hash(entry);
            Require(fits, "ledger", () => $"{stream} is broken at {entry.Sequence}");
            previous = entry.Hash;
        }

        IBookedState? state = stream.GrainType switch
        {
            "quote" => quotes.GetValueOrDefault(stream.GrainKey),
            "payment" => payments.GetValueOrDefault(stream.GrainKey),
            "transfer" => transfers.GetValueOrDefault(stream.GrainKey),
            "treasury" => treasuries.GetValueOrDefault(stream.GrainKey),
            "withdrawal" => withdrawals.GetValueOrDefault(stream.GrainKey),
            "wallet" => wallets.GetValueOrDefault(stream.GrainKey),
            _ => null,
        };
        Require(
            state?.Ledger.Sequence == entries.Count && state.Ledger.Hash == previous,
            "ledger",
            () => $"{stream} has {entries.Count} entries, and its state says {state?.Ledger.Sequence}");
    }

    /// <summary>What is over is owed no more.</summary>
    private void RequireSettled(string account)
    {
        foreach (var balance in world.Disk.Ledger.Balances(account, long.MaxValue))
        {
            Require(balance.Units.IsZero, "ledger", () => $"{balance} is still owed at the end");
        }
    }

    private void CheckBooked(SimulatedParty treasury, string asset, UInt128 units)
    {
        var booked = world.Disk.Ledger.Balances(LedgerAccounts.Treasury(treasury.Account), long.MaxValue)
            .FirstOrDefault(balance => balance.Asset == asset).Units;
        Require(
            booked == (BigInteger)units,
            "ledger",
            () => $"{treasury.Chain.Name} holds {units} of {asset}, and {booked} are booked");
    }
}
