using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansTrading.Market;

/// <summary>
/// Reads the <c>parsed</c> half of a <c>/v2/updates/price/latest</c> answer. The binary half (the signed update for
/// contracts) is not verified: we trust TLS and the key's owner, as every off-chain reader of Hermes does.
/// </summary>
internal static class HermesAnswer
{
    private const long UnixSecondsMax = 253_402_300_799; // the last second of the year 9999
    private const string Source = "pyth-hermes";

    /// <summary>Id → the price or what is wrong with this one entry.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="feeds">The symbols asked for, by normalised id; other entries are ignored.</param>
    /// <exception cref="JsonException">The body as a whole makes no sense: not this JSON, or one id twice.</exception>
    public static IReadOnlyDictionary<string, PriceAnswer> Parse(Stream body, IReadOnlyDictionary<string, string> feeds)
    {
        var answer = JsonSerializer.Deserialize(body, HermesJson.Default.HermesLatest)
            ?? throw new JsonException("The answer is null.");
        var entries = answer.Parsed ?? throw new JsonException("The answer has no \"parsed\" list.");
        var prices = new Dictionary<string, PriceAnswer>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (!PythFeeds.TryNormalize(entry?.Id, out var id))
            {
                throw new JsonException("An entry of \"parsed\" has no feed id.");
            }

            if (feeds.TryGetValue(id, out var feed) && !prices.TryAdd(id, Read(feed, entry!.Price)))
            {
                throw new JsonException($"Feed {id} is answered twice.");
            }
        }

        return prices;
    }

    private static PriceAnswer Read(string feed, HermesPrice? price)
    {
        var invariant = CultureInfo.InvariantCulture;
        if (price is null
            || !long.TryParse(price.Price, NumberStyles.AllowLeadingSign, invariant, out var mantissa)
            || !ulong.TryParse(price.Conf, NumberStyles.None, invariant, out var confidence)
            || price.Expo is < -PriceMath.ExponentMax or > PriceMath.ExponentMax
            || price.PublishTime is < 0 or > UnixSecondsMax)
        {
            return new PriceAnswer(null, $"Pyth's price of {feed} is not readable.");
        }

        // Pyth may publish zero or less while it has no price; no asset here is worth that.
        var publishTime = DateTimeOffset.FromUnixTimeSeconds(price.PublishTime);
        return mantissa <= 0
            ? new PriceAnswer(null, $"Pyth's price of {feed} is {mantissa}e{price.Expo}, not positive.")
            : new PriceAnswer(new Price(feed, mantissa, confidence, price.Expo, publishTime, Source), null);
    }
}

/// <summary>The body; unknown members are skipped, so that Pyth may add some.</summary>
internal sealed record HermesLatest(IReadOnlyList<HermesFeed?>? Parsed);

/// <summary>One feed of it.</summary>
internal sealed record HermesFeed(string? Id, HermesPrice? Price);

/// <summary>
/// Price and confidence are integers in JSON strings, the exponent and the Unix seconds are JSON numbers.
/// </summary>
internal sealed record HermesPrice(
    string? Price,
    string? Conf,
    [property: JsonRequired] int Expo,
    [property: JsonRequired, JsonPropertyName("publish_time")] long PublishTime);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HermesLatest))]
internal sealed partial class HermesJson : JsonSerializerContext;
