using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>How grain state and messages are written as JSON: one set of rules for storage and API.</summary>
public static class GrainJson
{
    /// <summary>
    /// Camel-case names, enums by name, base units as strings, nulls left out. Unknown members are ignored on reading,
    /// so that an older version can read what a newer one wrote.
    /// </summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>
    /// Whether two messages say the same. Records with lists in them are not equal for that: their lists are two.
    /// </summary>
    public static bool AreSame<T>(T left, T right) =>
        JsonSerializer.SerializeToUtf8Bytes(left, Options).AsSpan()
            .SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(right, Options));

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.Strict,
        };
        options.Converters.Add(new UnitsConverter());
        options.Converters.Add(new SignedUnitsConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
