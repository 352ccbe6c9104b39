using System.Text.Json;
using OrleansTrading.Chains;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Payments;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Treasury;
using OrleansTrading.Simulation.Worlds;
using TransferStatus = OrleansTrading.Grains.TransferStatus;

namespace OrleansTrading.Simulation.Audit;

/// <summary>
/// Compares, when all is over, what the platform has stored with what the chains have, and both with what customers
/// were told.
/// </summary>
internal sealed partial class FinalAudit(SimulatedWorld world)
{
    private readonly SortedDictionary<string, QuoteState> quotes = Load<QuoteState>(world, "quote");
    private readonly SortedDictionary<string, PaymentState> payments = Load<PaymentState>(world, "payment");
    private readonly SortedDictionary<string, TransferState> transfers = Load<TransferState>(world, "transfer");
    private readonly SortedDictionary<string, TreasuryState> treasuries = Load<TreasuryState>(world, "treasury");
    private readonly Dictionary<string, List<Movement>> delivered = new(StringComparer.Ordinal);

    internal async Task RunAsync()
    {
        if (world.WasRestored)
        {
            await CheckRestoredAsync();
            return;
        }

        foreach (var treasury in world.Treasuries)
        {
            var movements = await world.Books.ReadHistoryAsync(treasury);
            CheckOutgoing(treasury, [.. movements.Where(m => m.Direction == MovementDirection.Outgoing)]);
            var incoming = movements.Where(m => m.Direction == MovementDirection.Incoming && m.Succeeded).ToList();
            CheckIncoming(treasury, incoming);
            CountDeposits(treasury, incoming);
            await CheckBalancesAsync(treasury, incoming);
        }

        CheckReplaced();
        CheckQuotes();
        CheckPayments();
        CheckTold();
        CheckHistory();
        CheckPromises();
        CheckLedger();
        CheckWallets();
        CheckWithdrawals();
        CheckCopies();
    }

    private static SortedDictionary<string, T> Load<T>(SimulatedWorld world, string type)
    {
        var states = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (key, payload) in world.Disk.ReadAll(type))
        {
            states.Add(key, JsonSerializer.Deserialize<T>(payload, GrainJson.Options)!);
        }

        return states;
    }

    private TransferView? OutcomeOf(TransferId transfer) => transfers.GetValueOrDefault(transfer.Value)?.Outcome;

    private void Require(bool holds, string invariant, Func<string> what)
    {
        if (!holds)
        {
            world.Violate(invariant, what());
        }
    }

    /// <summary>Whatever left the account was ordered, once, to the right recipient, and is in the books.</summary>
    private void CheckOutgoing(SimulatedParty treasury, IReadOnlyList<Movement> outgoing)
    {
        foreach (var movement in outgoing.Where(m => m is { Succeeded: true, Amount: not null }))
        {
            if (!world.Books.SignedFor.TryGetValue(movement.TransactionId, out var id))
            {
                world.Violate("I8", $"{movement} was never stored as signed");
                continue;
            }

            if (!delivered.TryGetValue(id, out var landed))
            {
                delivered.Add(id, landed = []);
            }

            landed.Add(movement);
            Require(landed.Count == 1, "I2", () => $"{id} took effect {landed.Count} times: "
                + string.Join(", ", landed.Select(m => m.TransactionId)));
            var outcome = transfers.GetValueOrDefault(id)?.Outcome;
            var fits = outcome is { Status: TransferStatus.Landed or TransferStatus.Unknown }
                && outcome.Request.To == movement.To
                && outcome.Request.Amount.Asset.Value == movement.Amount!.Asset
                && outcome.Request.Amount.Units == movement.Amount.Units;
            Require(fits, "I5", () => $"{movement} is on {treasury.Chain.Name}; the books have {outcome}");
        }

        var ids = outgoing.Where(m => m is { Succeeded: true, Amount: not null }).Select(m => m.TransactionId)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (id, state) in transfers)
        {
            if (state.Outcome is { Status: TransferStatus.Landed } landed
                && landed.Request.Amount.Asset.ChainId == treasury.Chain.Id)
            {
                Require(ids.Contains(landed.TransactionId!), "I5", () => $"{id} is landed in the books, and"
                    + $" {landed.TransactionId} is not on {treasury.Chain.Name}");
            }
        }
    }

    /// <summary>Whatever came was recorded, once, as it was; and nothing was recorded that did not come.</summary>
    private void CheckIncoming(SimulatedParty treasury, IReadOnlyList<Movement> incoming)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var movement in incoming)
        {
            var id = PaymentId.Of(treasury.Chain.Id, movement.TransactionId, movement.Index).Value;
            ids.Add(id);
            Require(
                payments.TryGetValue(id, out var payment) && payment.Payment!.Amount.Units == movement.Amount!.Units
                    && payment.Payment.Amount.Asset.Value == movement.Amount.Asset,
                "I3",
                () => $"{movement} came in on {treasury.Chain.Name} and is recorded as {payment?.Payment}");
        }

        foreach (var (id, payment) in payments)
        {
            Require(
                payment.Payment!.Account != treasury.Account || ids.Contains(id),
                "I3",
                () => $"{id} is recorded and never came in on {treasury.Chain.Name}");
        }
    }

    /// <summary>To the last base unit: what was there, and came, less what left, and what it cost, is there.</summary>
    private async Task CheckBalancesAsync(SimulatedParty treasury, IReadOnlyList<Movement> incoming)
    {
        // Whoever used up our numbers also spent our fees.
        var wasRobbed = world.Networks.FaultsOf(treasury.Chain.Name).CountOf(Devnet.Faults.FaultKind.SequenceGap) > 0;
        foreach (var balance in (await treasury.Chain.GetBalancesAsync(treasury.Address)).Held)
        {
            var expected = (Int128)world.Books.Opening.GetValueOrDefault(balance.Asset);
            foreach (var movement in incoming.Where(m => m.Amount!.Asset == balance.Asset))
            {
                expected += (Int128)movement.Amount!.Units;
            }

            var isNative = treasury.Chain.NativeAsset == balance.Asset;
            foreach (var (_, state) in transfers)
            {
                if (state.Outcome is not { } outcome || outcome.Request.Amount.Asset.ChainId != treasury.Chain.Id)
                {
                    continue;
                }

                var took = outcome.Status == TransferStatus.Landed
                    && outcome.Request.Amount.Asset.Value == balance.Asset;
                expected -= took ? (Int128)outcome.Request.Amount.Units : 0;
                expected -= isNative ? (Int128)outcome.FeeUnits : 0;
            }

            if (!(isNative && wasRobbed) && !HasUnknown(treasury))
            {
                Require((Int128)balance.Units == expected, "I1", () => $"{treasury.Chain.Name} holds {balance.Units}"
                    + $" of {balance.Asset}; by the books it would be {expected}");
                CheckBooked(treasury, balance.Asset, balance.Units);
            }
        }
    }

    /// <summary>Of a transfer whose outcome nobody could prove, the books do not say whether it took effect.</summary>
    private bool HasUnknown(SimulatedParty treasury) => transfers.Values.Any(state =>
        state.Outcome is { Status: TransferStatus.Unknown } unknown
        && unknown.Request.Amount.Asset.ChainId == treasury.Chain.Id);

    private void CheckReplaced()
    {
        foreach (var (transfer, transaction) in world.Books.Replaced)
        {
            Require(
                !delivered.TryGetValue(transfer, out var landed)
                    || !landed.Exists(movement => movement.TransactionId == transaction),
                "I2",
                () => $"{transaction} of {transfer} was given up as dead, and took effect");
        }
    }
}
