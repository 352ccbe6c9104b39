using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>A volume of an order or position, in hundredths of a lot.</summary>
/// <param name="Hundredths">Not negative.</param>
[GenerateSerializer, Immutable, Alias("ot.lots")]
[JsonConverter(typeof(LotsConverter))]
public readonly record struct Lots(long Hundredths) : IComparable<Lots>
{
    private const int Decimals = 2;

    /// <summary>More than any broker takes: what is larger is malformed.</summary>
    public const long HundredthsMax = 1_000_000_000_000;

    /// <summary>True for no volume.</summary>
    public bool IsZero => Hundredths == 0;

    /// <summary>The sum.</summary>
    public Lots Plus(Lots other) => new(checked(Hundredths + other.Hundredths));

    /// <summary>What is left; throws <see cref="OverflowException"/> when it would be negative.</summary>
    public Lots Less(Lots other) => Hundredths >= other.Hundredths
        ? new Lots(Hundredths - other.Hundredths)
        : throw new OverflowException($"{this} lots less {other} is no volume.");

    /// <summary>Compares.</summary>
    public static bool operator <(Lots left, Lots right) => left.Hundredths < right.Hundredths;

    /// <summary>Compares.</summary>
    public static bool operator >(Lots left, Lots right) => left.Hundredths > right.Hundredths;

    /// <summary>Compares.</summary>
    public static bool operator <=(Lots left, Lots right) => left.Hundredths <= right.Hundredths;

    /// <summary>Compares.</summary>
    public static bool operator >=(Lots left, Lots right) => left.Hundredths >= right.Hundredths;

    /// <summary>The smaller one.</summary>
    public static Lots Min(Lots left, Lots right) => left < right ? left : right;

    /// <summary>Reads lots with exactly two decimals, as the bridge's protocol writes them.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Lots lots)
    {
        var isRead = FixedPoint.TryParse(text, Decimals, out var units) && units is >= 0 and <= HundredthsMax;
        lots = new Lots(isRead ? units : 0);
        return isRead;
    }

    /// <inheritdoc/>
    public int CompareTo(Lots other) => Hundredths.CompareTo(other.Hundredths);

    /// <summary>Lots with exactly two decimals.</summary>
    public override string ToString() => FixedPoint.Format(Hundredths, Decimals);
}

/// <summary>Writes lots as a text with two decimals.</summary>
internal sealed class LotsConverter : JsonConverter<Lots>
{
    public override Lots Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Lots.TryParse(reader.GetString(), out var lots)
            ? lots
            : throw new JsonException("Lots are a text with exactly two decimals.");

    public override void Write(Utf8JsonWriter writer, Lots value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
