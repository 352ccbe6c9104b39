using System.Globalization;
using System.Text.Json;

namespace OrleansTrading.Chains.Near.History;

/// <summary>A transfer as a token's contract reports it.</summary>
/// <param name="From">Whose tokens they were.</param>
/// <param name="To">Whose they are.</param>
/// <param name="Units">How many.</param>
/// <param name="Memo">The memo; null for none.</param>
internal sealed record ReportedTransfer(string From, string To, UInt128 Units, string? Memo);

/// <summary>Reads the events that token contracts log (NEP-297, NEP-141).</summary>
internal static class TokenEvents
{
    private const string Prefix = "EVENT_JSON:";

    /// <summary>
    /// The transfers among the logs. Whatever is no event, another standard's, or not as the standard says is passed
    /// over: anybody may write anything into a log.
    /// </summary>
    internal static IEnumerable<ReportedTransfer> ReadTransfers(IEnumerable<string> logs) => logs
        .Where(log => log.StartsWith(Prefix, StringComparison.Ordinal))
        .SelectMany(log => Read(log[Prefix.Length..]));

    private static List<ReportedTransfer> Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && TextOf(root, "standard") == "nep141"
                && TextOf(root, "event") == "ft_transfer"
                && root.TryGetProperty("data", out var data)
                && data.ValueKind == JsonValueKind.Array
                    ? [.. data.EnumerateArray().Select(ReadOne).OfType<ReportedTransfer>()]
                    : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static ReportedTransfer? ReadOne(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object
        && TextOf(entry, "old_owner_id") is { } from
        && TextOf(entry, "new_owner_id") is { } to
        && UInt128.TryParse(
            TextOf(entry, "amount"), NumberStyles.None, CultureInfo.InvariantCulture, out var units)
            ? new ReportedTransfer(from, to, units, TextOf(entry, "memo"))
            : null;

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
