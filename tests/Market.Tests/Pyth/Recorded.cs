using System.Text.Json;

namespace OrleansTrading.Market.Tests.Pyth;

/// <summary>The recorded answers, read by other means than the code under test uses.</summary>
internal static class Recorded
{
    public static string LatestBtc => Read("hermes_v2_latest_btc_pyth.json");

    public static IReadOnlyList<(string Path, string Body)> Updates()
    {
        using var document = JsonDocument.Parse(Read("hermes_v2_updates_excerpt.json"));
        return [.. document.RootElement.EnumerateArray().Select(update =>
            (update.GetProperty("source_path").GetString()!, update.GetProperty("response").GetRawText()))];
    }

    public static IReadOnlyList<(string Name, int Status, string ContentType, string Body)> Errors()
    {
        using var document = JsonDocument.Parse(Read("hermes_errors.json"));
        return [.. document.RootElement.EnumerateArray().Select(error => (
            error.GetProperty("name").GetString()!,
            error.GetProperty("http_status").GetInt32(),
            error.TryGetProperty("content_type", out var type) ? type.GetString()! : "text/plain",
            error.GetProperty("body").GetString()!))];
    }

    public static IReadOnlyDictionary<string, string> FeedIds()
    {
        using var document = JsonDocument.Parse(Read("feed_ids.json"));
        return document.RootElement.EnumerateArray().ToDictionary(
            feed => feed.GetProperty("symbol").GetString()!, feed => feed.GetProperty("id").GetString()!);
    }

    /// <summary>One answer of one feed, in the API's shape.</summary>
    public static string Body(string id, string price, string conf, string expo, string publishTime) =>
        $$$"""
        {"binary":{"encoding":"base64","data":["UE5BVQ=="]},"parsed":[{"id":"{{{id}}}",
        "price":{"price":{{{price}}},"conf":{{{conf}}},"expo":{{{expo}}},"publish_time":{{{publishTime}}} },
        "ema_price":{"price":"1","conf":"1","expo":-8,"publish_time":1},"metadata":{"slot":1}}]}
        """;

    private static string Read(string file) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "pyth", file));
}
