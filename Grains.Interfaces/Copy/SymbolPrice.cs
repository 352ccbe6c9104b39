using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>A price of a symbol at a broker: so many points of 10^-<c>Digits</c>.</summary>
/// <param name="Points">The price in points; 0: none.</param>
/// <param name="Digits">The symbol's decimals there, 0 to <see cref="FixedPoint.DecimalsMax"/>.</param>
[GenerateSerializer, Immutable, Alias("ot.symbol-price")]
[JsonConverter(typeof(SymbolPriceConverter))]
public readonly record struct SymbolPrice(long Points, int Digits)
{
    /// <summary>The highest price: with all decimals that a symbol can have it is still written and read.</summary>
    public const long Max = 999_999_999;

    /// <summary>True for "none".</summary>
    public bool IsNone => Points == 0;

    /// <summary>No price, of a symbol with so many digits.</summary>
    public static SymbolPrice None(int digits) => new(0, digits);

    /// <summary>
    /// Reads a price of at most <see cref="Max"/>, whose decimals are the symbol's digits.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SymbolPrice price)
    {
        var point = text.IndexOf('.');
        var digits = point < 0 ? 0 : text.Length - point - 1;
        if (digits > FixedPoint.DecimalsMax || !FixedPoint.TryParse(text, digits, out var points) || points < 0
            || points > Max * FixedPoint.PowerOf(digits))
        {
            price = default;
            return false;
        }

        price = new SymbolPrice(points, digits);
        return true;
    }

    /// <summary>
    /// The same price at a broker whose symbol has other digits, rounded to the nearest point, half to even.
    /// </summary>
    /// <exception cref="OverflowException">It has more than 63 bits then.</exception>
    public SymbolPrice To(int digits)
    {
        if (digits >= Digits)
        {
            return new SymbolPrice(checked(Points * FixedPoint.PowerOf(digits - Digits)), digits);
        }

        var divisor = FixedPoint.PowerOf(Digits - digits);
        var (quotient, rest) = Math.DivRem(Points, divisor);
        var isUp = rest * 2 > divisor || (rest * 2 == divisor && quotient % 2 != 0);
        return new SymbolPrice(isUp ? quotient + 1 : quotient, digits);
    }

    /// <summary>The price with exactly its digits as decimals.</summary>
    public override string ToString() => FixedPoint.Format(Points, Digits);
}

/// <summary>Writes a price as a text with its decimals.</summary>
internal sealed class SymbolPriceConverter : JsonConverter<SymbolPrice>
{
    public override SymbolPrice Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        SymbolPrice.TryParse(reader.GetString(), out var price)
            ? price
            : throw new JsonException("A price is a text with at most eight decimals.");

    public override void Write(Utf8JsonWriter writer, SymbolPrice value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
