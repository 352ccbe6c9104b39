using System.Globalization;
using System.Text.Json;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Stellar.Horizon;

/// <summary>
/// Strict reading of Horizon's JSON. Whole numbers come as numbers or as text, depending on the field and the version;
/// both are read exactly, never through floating point.
/// </summary>
internal static class JsonFields
{
    /// <exception cref="FormatException">The field is absent or of another kind. So for all members.</exception>
    internal static string RequiredText(this JsonElement element, string name) =>
        element.OptionalText(name) ?? throw Missing(name);

    internal static string? OptionalText(this JsonElement element, string name) =>
        element.Field(name) is not { } field
            ? null
            : field.ValueKind == JsonValueKind.String ? field.GetString() : throw Missing(name);

    internal static bool? OptionalBool(this JsonElement element, string name) =>
        element.Field(name) is not { } field
            ? null
            : field.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => throw Missing(name),
            };

    internal static long RequiredLong(this JsonElement element, string name) =>
        element.OptionalLong(name) ?? throw Missing(name);

    internal static long? OptionalLong(this JsonElement element, string name)
    {
        if (element.Field(name) is not { } field)
        {
            return null;
        }

        var text = field.ValueKind switch
        {
            JsonValueKind.Number => field.GetRawText(),
            JsonValueKind.String => field.GetString()!,
            _ => throw Missing(name),
        };
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Missing(name);
    }

    internal static uint RequiredLedger(this JsonElement element, string name) =>
        element.RequiredLong(name) is var value and <= uint.MaxValue ? (uint)value : throw Missing(name);

    internal static DateTimeOffset RequiredTime(this JsonElement element, string name) =>
        DateTimeOffset.TryParse(
            element.RequiredText(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : throw Missing(name);

    /// <summary>An amount with seven decimals, in stroops.</summary>
    internal static long RequiredAmount(this JsonElement element, string name) =>
        StellarAmount.TryParse(element.RequiredText(name), out var stroops) ? stroops : throw Missing(name);

    internal static long OptionalAmount(this JsonElement element, string name) =>
        element.Field(name) is null ? 0 : element.RequiredAmount(name);

    /// <summary>The asset of fields like <c>asset_type</c>; null for pool shares.</summary>
    internal static StellarAsset? RequiredAsset(this JsonElement element, string prefix = "")
    {
        var type = element.RequiredText(prefix + "asset_type");
        return type switch
        {
            "native" => StellarAsset.Native,
            "credit_alphanum4" or "credit_alphanum12" => StellarAsset.TryIssued(
                element.RequiredText(prefix + "asset_code"),
                element.RequiredText(prefix + "asset_issuer"),
                out var asset)
                ? asset
                : throw Missing(prefix + "asset_code"),
            "liquidity_pool_shares" => null,
            _ => throw new FormatException($"Asset type '{type}' is unknown."),
        };
    }

    internal static JsonElement RequiredObject(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Object } field ? field : throw Missing(name);

    internal static JsonElement RequiredArray(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Array } field ? field : throw Missing(name);

    /// <summary>The records of a page.</summary>
    internal static JsonElement Records(this JsonElement page) =>
        page.RequiredObject("_embedded").RequiredArray("records");

    internal static JsonElement? Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var field)
        && field.ValueKind != JsonValueKind.Null
            ? field
            : null;

    private static FormatException Missing(string name) => new($"The field '{name}' is absent or malformed.");
}
