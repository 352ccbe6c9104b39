using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>
/// Writes base units as a JSON string: no JSON reader may round them. Reads whole numbers too, as which fees were
/// stored while all chains' fees had 64 bits.
/// </summary>
public sealed class UnitsConverter : JsonConverter<UInt128>
{
    private const int DigitsMax = 39;

    /// <inheritdoc/>
    public override UInt128 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out var number))
        {
            return number;
        }

        if (reader.TokenType != JsonTokenType.String || reader.HasValueSequence || reader.ValueIsEscaped
            || !UInt128.TryParse(reader.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var units))
        {
            throw new JsonException("Units are a string of decimal digits.");
        }

        return units;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, UInt128 value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[DigitsMax];
        _ = value.TryFormat(text, out var written, default, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..written]);
    }
}
