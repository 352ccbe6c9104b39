using OrleansTrading.Audit.Money;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Soak.Reports;

/// <summary>
/// In the midst of what the server was killed: for each kill, where each quote, each payment and each transfer was in
/// its life, by the history's times and the networks'.
/// </summary>
internal static class KillPhases
{
    /// <summary>Counts, by phase, how many lives the kills fell into.</summary>
    internal static void Count(
        IReadOnlyList<Kill> kills, IReadOnlyList<HistoryRow> rows, IReadOnlyList<ChainBook> chains, Tally tally)
    {
        var landed = chains.SelectMany(chain => chain.Left).Where(m => m.Succeeded)
            .ToDictionary(m => m.TransactionId, m => m.BlockTime, StringComparer.Ordinal);
        foreach (var life in rows.Select(row => row.Event).GroupBy(e => e.Subject, StringComparer.Ordinal))
        {
            var events = life.Where(e => e.Kind.StartsWith("quote.", StringComparison.Ordinal)
                || e.Kind.StartsWith("payment.", StringComparison.Ordinal)
                || e.Kind.StartsWith("transfer.", StringComparison.Ordinal)).ToList();
            foreach (var kill in kills)
            {
                if (FindPhase(events, kill.At, landed) is { } phase)
                {
                    tally.Count("phases", phase);
                }
            }
        }

        foreach (var chain in chains)
        {
            var recorded = rows.Where(row => row.Event.Kind == HistoryKinds.PaymentReceived)
                .ToDictionary(row => row.Event.Subject, row => row.Event.At, StringComparer.Ordinal);
            foreach (var movement in chain.Arrived)
            {
                var id = PaymentId.Of(chain.ChainId, movement.TransactionId, movement.Index);
                var unseen = kills.Count(kill => movement.BlockTime <= kill.At
                    && recorded.TryGetValue(id.Value, out var at) && kill.At < at);
                if (unseen > 0)
                {
                    tally.Count("phases", "payment on its chain, not recorded", unseen);
                }
            }
        }
    }

    /// <summary>The last thing told before the kill, if more was told after it; null: not begun, or ended.</summary>
    private static string? FindPhase(
        List<HistoryEvent> events, DateTimeOffset at, Dictionary<string, DateTimeOffset> landed)
    {
        var before = events.LastOrDefault(e => e.At <= at);
        if (before is null || events[^1].At <= at)
        {
            return null;
        }

        if (before.Kind != HistoryKinds.TransferSigned)
        {
            return before.Kind;
        }

        using var details = System.Text.Json.JsonDocument.Parse(before.Details);
        var transaction = details.RootElement.GetProperty("transactionId").GetString()!;
        return landed.TryGetValue(transaction, out var time) && time <= at
            ? "transfer.signed, already on its chain"
            : before.Kind;
    }
}
