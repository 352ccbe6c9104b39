using System.Text.Json;
using OrleansTrading.Chains;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Treasury;
using OrleansTrading.Grains.WalletTransfers;
using OrleansTrading.Grains.Withdrawals;
using OrleansTrading.Simulation.Worlds;

namespace OrleansTrading.Simulation.Audit;

/// <content>
/// A restored backup: the disk has forgotten what this one remembers. What was paid since must not be paid again.
/// </content>
internal sealed partial class Books
{
    private const int PageMax = 200;

    private readonly Dictionary<string, string> forgotten = new(StringComparer.Ordinal);
    private bool isResumed;

    /// <summary>Transactions that took effect and that the restored disk does not know, and their transfers.</summary>
    internal IReadOnlyDictionary<string, string> Forgotten => forgotten;

    /// <summary>
    /// All that moved on an account since the books were opened, as the network itself tells it. Where several moved at
    /// one height, a page may tell one again that the page before it had.
    /// </summary>
    internal async Task<List<Movement>> ReadHistoryAsync(SimulatedParty party)
    {
        var movements = new List<Movement>();
        var cursor = Begin[party.Chain.Name];
        HistoryPage page;
        do
        {
            page = await party.Chain.ReadHistoryAsync(party.Address, cursor, PageMax);
            movements.AddRange(page.Movements);
            cursor = page.Cursor;
        }
        while (page.HasMore);
        return [.. movements.DistinctBy(movement => (movement.TransactionId, movement.Index, movement.Direction))];
    }

    /// <summary>Takes down what the restored disk has, and what it lacks of what the chains have.</summary>
    internal async Task RestoreAsync()
    {
        foreach (var known in new[] { quotes, payments, walletTransfers, open })
        {
            known.Clear();
        }

        withdrawals.Clear();
        transfers.Clear();
        treasuries.Clear();
        Keep(quotes, "quote");
        Keep(payments, "payment");
        foreach (var (id, payload) in world.Disk.ReadAll("withdrawal"))
        {
            Keep(id, JsonSerializer.Deserialize<WithdrawalState>(payload, GrainJson.Options)!);
        }

        foreach (var (id, payload) in world.Disk.ReadAll("wallettransfer"))
        {
            Keep(id, StatusOf(JsonSerializer.Deserialize<WalletTransferState>(payload, GrainJson.Options)!));
        }

        foreach (var (wallet, payload) in world.Disk.ReadAll("wallet"))
        {
            LookAtWallet(wallet, payload);
        }

        await FindForgottenAsync(ReadKnown());
    }

    /// <summary>An operator has looked at what was forgotten.</summary>
    internal void NoteResumed() => isResumed = true;

    private void Keep(Dictionary<string, string> known, string what)
    {
        foreach (var (key, payload) in world.Disk.ReadAll(what))
        {
            using var document = JsonDocument.Parse(payload);
            Keep(known, what, key, document.RootElement);
        }
    }

    /// <summary>The transactions that the restored disk knows: of open transfers and of ended ones.</summary>
    private HashSet<string> ReadKnown()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (account, payload) in world.Disk.ReadAll("treasury"))
        {
            var state = JsonSerializer.Deserialize<TreasuryState>(payload, GrainJson.Options)!;
            transfers[account] = state.Open.Count;
            treasuries[account] = payload;
            known.UnionWith(state.Open.Where(transfer => transfer.Signed is not null)
                .Select(transfer => transfer.Signed!.TransactionId));
        }

        foreach (var (_, payload) in world.Disk.ReadAll("transfer"))
        {
            if (JsonSerializer.Deserialize<TransferState>(payload, GrainJson.Options)!.Outcome is { } outcome)
            {
                known.Add(outcome.TransactionId ?? string.Empty);
            }
        }

        return known;
    }

    private async Task FindForgottenAsync(HashSet<string> known)
    {
        foreach (var treasury in world.Treasuries)
        {
            foreach (var movement in await ReadHistoryAsync(treasury))
            {
                if (movement is { Direction: MovementDirection.Outgoing, Succeeded: true, Amount: not null }
                    && !known.Contains(movement.TransactionId)
                    && signedFor.TryGetValue(movement.TransactionId, out var id))
                {
                    forgotten[movement.TransactionId] = id;
                    world.Coverage.Hit($"forgotten {id[..id.IndexOf(':', StringComparison.Ordinal)]}");
                }
            }
        }
    }

    /// <summary>What one account has forgotten halts all of them, until an operator has looked at it.</summary>
    private void RequireNothingForgotten(string transfer, bool isNew)
    {
        if (isNew && forgotten.Count > 0 && !isResumed)
        {
            world.Violate("restored", $"{transfer} is signed, and the chains have {forgotten.Count} transfers that are"
                + $" not known here: {string.Join(", ", forgotten.Values)}");
        }
    }
}
