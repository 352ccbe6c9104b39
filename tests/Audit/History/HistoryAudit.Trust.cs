using System.Text.Json;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Trust;

namespace OrleansTrading.Audit.History;

/// <content>Scores that were told, and those that operators set.</content>
internal sealed partial class HistoryAudit
{
    /// <summary>Each override is told once, to operators; each score begins where the one told before ended.</summary>
    private void CheckTrust(string key, TrustState state, List<HistoryEvent> events)
    {
        var (told, overrides) = ((int?)null, 0);
        int? set = null;
        foreach (var e in events)
        {
            var isOverride = e.Kind == HistoryKinds.TrustOverridden;
            _findings.Same(key, e.Subject, $"trust {key}: subject of {e.Kind}");
            _findings.Same(isOverride ? HistoryOwners.Platform : key, e.Owner, $"trust {key}: owner of {e.Kind}");
            using var details = JsonDocument.Parse(e.Details);
            int? score = details.RootElement.TryGetProperty("score", out var number) ? number.GetInt32() : null;
            if (isOverride)
            {
                (overrides, set) = (overrides + 1, score);
                continue;
            }

            var before = details.RootElement.GetProperty("before").GetInt32();
            _findings.Same(told ?? TrustConstants.Neutral, before, $"trust {key}: score before {score}");
            told = score;
        }

        _findings.Same(state.Overrides, overrides, $"trust {key}: overrides");
        _findings.Same(state.LastOverride?.Score, set, $"trust {key}: the score that was set last");
        _findings.Same(state.ToldScore, told, $"trust {key}: the score that was told last");
    }
}
