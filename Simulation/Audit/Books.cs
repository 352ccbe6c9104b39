using System.Text.Json;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Treasury;
using OrleansTrading.Simulation.Faults;
using OrleansTrading.Simulation.Worlds;

namespace OrleansTrading.Simulation.Audit;

/// <summary>
/// What the disk says, kept up with each commit: what is not at its end yet, which moves were made, and every
/// transaction that was ever signed for a transfer.
/// </summary>
internal sealed partial class Books(SimulatedWorld world)
{
    private static readonly HashSet<(string From, string To)> s_quoteMoves =
        [.. QuoteTransitions.Allowed.Select(move => (Name(move.Key.From), Name(move.Value)))];

    private readonly Dictionary<string, string> quotes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> payments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WithdrawalStatus> withdrawals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> walletTransfers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> transfers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> treasuries = new(StringComparer.Ordinal);
    private readonly HashSet<string> ordered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> signedFor = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> signedNow = new(StringComparer.Ordinal);
    private readonly List<(string Transfer, string TransactionId)> replaced = [];

    /// <summary>Whether all that was begun is at its end, as far as the disk knows.</summary>
    internal bool IsQuiet => open.Count == 0 && transfers.Values.All(count => count == 0);

    /// <summary>Each transaction that was signed, and the transfer that it was signed for.</summary>
    internal IReadOnlyDictionary<string, string> SignedFor => signedFor;

    /// <summary>Transactions that were given up as dead: another one was signed in their place.</summary>
    internal IReadOnlyList<(string Transfer, string TransactionId)> Replaced => replaced;

    /// <summary>What each treasury account held of each asset before anybody traded.</summary>
    internal IReadOnlyDictionary<string, UInt128> Opening { get; private set; } = new Dictionary<string, UInt128>();

    /// <summary>Where the treasury's history on each chain was before anybody traded.</summary>
    internal Dictionary<string, string> Begin { get; } = new(StringComparer.Ordinal);

    internal string Describe() =>
        string.Join(", ", open.Values.Order(StringComparer.Ordinal).Take(12)) + (open.Count > 12 ? ", …" : string.Empty)
        + string.Concat(transfers.Where(each => each.Value > 0).OrderBy(each => each.Key, StringComparer.Ordinal)
            .Select(each => $" {each.Key} has {each.Value} open transfers"));

    /// <summary>Takes down what there is before the platform starts.</summary>
    internal async Task OpenAsync()
    {
        var opening = new Dictionary<string, UInt128>(StringComparer.Ordinal);
        foreach (var treasury in world.Treasuries)
        {
            foreach (var balance in (await treasury.Chain.GetBalancesAsync(treasury.Address)).Held)
            {
                opening[balance.Asset] = balance.Units;
            }

            Begin[treasury.Chain.Name] = await treasury.Chain.BeginHistoryAsync(treasury.Address);
        }

        Opening = opening;
    }

    /// <summary>Looks at a state that has just become durable.</summary>
    internal void Look(StateKey key, byte[] payload)
    {
        var type = key.TypeText;
        world.Trace.Note(type, payload.Length, key.KeyText);
        switch (type)
        {
            case "quote":
                var before = quotes.GetValueOrDefault(key.KeyText);
                Move(quotes, "quote", key.KeyText, payload, QuoteStatus.Pending.ToString(), IsQuoteMove);
                if (before == "pending" && quotes[key.KeyText] == "committed")
                {
                    LookForCover(key.KeyText, payload);
                }

                break;

            case "payment":
                Move(payments, "payment", key.KeyText, payload, PaymentStatus.Received.ToString(), IsPaymentMove);
                break;

            case "treasury":
                LookAtTreasury(key.KeyText, payload);
                break;

            case "withdrawal":
                LookAtWithdrawal(key.KeyText, payload);
                break;

            case "wallet":
                LookAtWallet(key.KeyText, payload);
                break;

            case "wallettransfer":
                LookAtWalletTransfer(key.KeyText, payload);
                break;

            case "subscription":
                LookAtSubscription(key.KeyText, payload);
                break;
        }
    }

    private static string Name<T>(T status)
        where T : struct, Enum => status.ToString().ToLowerInvariant();

    private static bool IsQuoteMove(string from, string to) => s_quoteMoves.Contains((from, to));

    private static bool IsPaymentMove(string from, string to) => (from, to) is
        ("received", "allocated" or "refunding" or "settled" or "parked")
        or ("allocated", "refunding" or "settled" or "parked")
        or ("refunding", "refunded" or "settled" or "parked");

    private void Move(
        Dictionary<string, string> known, string what, string key, byte[] payload, string first,
        Func<string, string, bool> isMove)
    {
        using var document = JsonDocument.Parse(payload);
        var status = document.RootElement.GetProperty("status").GetString()!.ToLowerInvariant();
        if (!known.TryGetValue(key, out var before))
        {
            if (!string.Equals(status, first, StringComparison.OrdinalIgnoreCase))
            {
                world.Violate("I7", $"{what} {key} began as {status}");
            }

            world.Coverage.Hit($"{what} {status}");
        }
        else if (before != status)
        {
            world.Coverage.Hit($"{what} {before} > {status}");
            if (!isMove(before, status))
            {
                world.Violate("I7", $"{what} {key} went from {before} to {status}");
            }
        }

        Keep(known, what, key, document.RootElement);
    }

    private void Keep(Dictionary<string, string> known, string what, string key, JsonElement state)
    {
        var status = state.GetProperty("status").GetString()!.ToLowerInvariant();
        known[key] = status;
        var isUntold = state.TryGetProperty("untold", out var untold) && untold.ValueKind != JsonValueKind.Null;
        var isOver = !isUntold && status is "executed" or "expired" or "refunded" or "parked" or "settled";
        if (isOver)
        {
            open.Remove(key);
        }
        else
        {
            open[key] = $"{what} {key} ({status})";
        }
    }

    private void LookAtTreasury(string account, byte[] payload)
    {
        using var document = JsonDocument.Parse(payload);
        var count = 0;
        foreach (var transfer in document.RootElement.GetProperty("open").EnumerateArray())
        {
            count++;
            var request = transfer.GetProperty("request");
            var id = request.GetProperty("id").GetString()!;
            if (ordered.Add(id) && world.Faults.Hits(FaultClass.RepeatedOrder, "order"))
            {
                world.RepeatOrder(account, request.Deserialize<TransferRequest>(GrainJson.Options)!);
            }

            if (!transfer.TryGetProperty("signed", out var signed) || signed.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            var transaction = signed.GetProperty("transactionId").GetString()!;
            if (signedFor.TryGetValue(transaction, out var other) && other != id)
            {
                world.Violate("I8", $"{transaction} is signed for {id} and for {other}");
            }

            RequireNothingForgotten(id, isNew: signedFor.TryAdd(transaction, id));
            if (signedNow.TryGetValue(id, out var last) && last != transaction)
            {
                world.Coverage.Hit($"signed again {account[..account.IndexOf(':', StringComparison.Ordinal)]}");
                replaced.Add((id, last));
            }

            signedNow[id] = transaction;
        }

        transfers[account] = count;
        treasuries[account] = payload;
        LookForStrangers(account, document.RootElement);
    }

    /// <summary>What is promised for good is set aside.</summary>
    private void LookForCover(string quote, byte[] payload)
    {
        var promised = JsonSerializer.Deserialize<QuoteState>(payload, GrainJson.Options)!;
        using var treasury = JsonDocument.Parse(treasuries[promised.DeliveryAccount.Value]);
        var isSetAside = treasury.RootElement.GetProperty("reservations").TryGetProperty(quote, out var reservation)
            && reservation.Deserialize<Reservation>(GrainJson.Options)!.Amount == promised.Receive.Amount;

        // Of two activations one may give back what the other has just set aside, if the first is about to lose.
        if (!isSetAside && !world.HadTwoProcesses)
        {
            world.Violate("I1", $"{quote} is committed, and {promised.Receive.Amount} is not set aside for it");
        }
    }

    /// <summary>What was signed here is no stranger's, and where nobody else signs there are no strangers.</summary>
    private void LookForStrangers(string account, JsonElement treasury)
    {
        foreach (var unknown in treasury.GetProperty("unknown").EnumerateArray())
        {
            var transaction = unknown.GetProperty("transactionId").GetString()!;
            if (signedFor.TryGetValue(transaction, out var id) && !world.WasRestored)
            {
                world.Violate("I8", $"{account} does not know {transaction}, which it signed for {id}");
            }
        }

        var chain = world.Treasuries.First(party => party.Account.Value == account).Chain.Name;
        if (treasury.TryGetProperty("halted", out var halted) && halted.ValueKind != JsonValueKind.Null
            && !world.WasRestored && world.Networks.FaultsOf(chain).CountOf(Devnet.Faults.FaultKind.SequenceGap) == 0)
        {
            world.Violate("I8", $"{account} is halted, and nobody else signed: {halted.GetString()}");
        }
    }
}
