using System.Text.Json;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Copy.Providers;
using OrleansTrading.Grains.Copy.Subscriptions;

namespace OrleansTrading.Audit.History;

/// <content>Subscriptions, and what they did not copy.</content>
internal sealed partial class HistoryAudit
{
    /// <summary>Each signal once, in the order of the numbers.</summary>
    private void CheckProvider(string key, ProviderState state, List<HistoryEvent> events)
    {
        var signals = events.Select(e => JsonSerializer.Deserialize<CopySignal>(e.Details, GrainJson.Options)!);
        _findings.SameOrder(
            Enumerable.Range(1, (int)state.Number).Select(number => ((long)number, state.Command!.User.Value, key)),
            signals.Zip(events, (signal, e) => (signal.Number, e.Owner, e.Subject)),
            $"provider {key}: signals");
    }

    /// <summary>Each signal that was skipped once; the last move is to where the subscription is.</summary>
    private void CheckSubscription(string key, SubscriptionState state, List<HistoryEvent> events)
    {
        var what = $"subscription {key}";
        var owner = state.Command!.User.Value;
        foreach (var e in events)
        {
            _findings.Same(owner, e.Owner, $"{what}: owner of {e.Kind}");
        }

        var moves = events.Where(e => e.Kind == HistoryKinds.SubscriptionMoved).ToList();
        _findings.SameOrder(moves.Select(_ => key), moves.Select(e => e.Subject), $"{what}: subjects of moves");
        using var last = JsonDocument.Parse(moves[^1].Details);
        _findings.Same(
            JsonNamingPolicy.CamelCase.ConvertName(state.Status.ToString()),
            last.RootElement.GetProperty("status").GetString()!,
            $"{what}: the last move");
        _findings.Same(state.Skipped, events.Count(e => e.Kind == HistoryKinds.CopySkipped), $"{what}: skipped");
    }
}
