using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>Writes base units that may be below zero as a JSON string: no JSON reader may round them.</summary>
public sealed class SignedUnitsConverter : JsonConverter<Int128>
{
    private const int DigitsMax = 40;

    /// <inheritdoc/>
    public override Int128 Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && !reader.HasValueSequence && !reader.ValueIsEscaped
            && Int128.TryParse(
                reader.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var units)
            ? units
            : throw new JsonException("Units are a string of decimal digits, with '-' before them below zero.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Int128 value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[DigitsMax];
        _ = value.TryFormat(text, out var written, default, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..written]);
    }
}
