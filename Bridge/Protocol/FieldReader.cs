using System.Collections.Frozen;
using System.Globalization;
using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Protocol;

/// <summary>
/// Takes a line's fields one after the other, in the exact formats of the protocol. What breaks one is remembered, so
/// a message is read in one go and <see cref="IsComplete"/> asked at its end.
/// </summary>
internal ref struct FieldReader
{
    private const int MoneyDecimals = 2;
    private const int SymbolLengthMax = 31;

    private readonly ReadOnlySpan<string> _fields;
    private int _next;
    private bool _isBroken;

    /// <summary>Begins behind the line's kind.</summary>
    internal FieldReader(ReadOnlySpan<string> fields)
    {
        _fields = fields;
        _next = 1;
    }

    /// <summary>True when every field was what it had to be and none is left.</summary>
    internal readonly bool IsComplete => !_isBroken && _next == _fields.Length;

    /// <summary>An integer of at least <paramref name="min"/>, which is not negative.</summary>
    internal long Integer(long min = 0, long max = long.MaxValue)
    {
        var text = Next();
        return IsDigits(text)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max ? value : Broken<long>();
    }

    /// <summary>An integer of at most <paramref name="magnitude"/> whatever its sign.</summary>
    internal long SignedInteger(long magnitude)
    {
        var text = Next();
        var isNegative = text.StartsWith('-');
        if (!IsDigits(isNegative ? text[1..] : text)
            || !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            || (isNegative && value == 0) || value > magnitude || value < -magnitude)
        {
            return Broken<long>();
        }

        return value;
    }

    /// <summary>Unix milliseconds.</summary>
    internal DateTimeOffset Time() =>
        DateTimeOffset.FromUnixTimeMilliseconds(Integer(0, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

    /// <summary>A volume.</summary>
    internal Lots Volume() => Lots.TryParse(Next(), out var lots) ? lots : Broken<Lots>();

    /// <summary>A price, with whatever decimals its symbol has.</summary>
    internal SymbolPrice Price() => SymbolPrice.TryParse(Next(), out var price) ? price : Broken<SymbolPrice>();

    /// <summary>Money in hundredths.</summary>
    internal long Money(bool mayBeNegative = true)
    {
        var text = Next();
        return FixedPoint.TryParse(text, MoneyDecimals, out var units) && (mayBeNegative || units >= 0)
            ? units
            : Broken<long>();
    }

    /// <summary>A symbol's name.</summary>
    internal string Symbol()
    {
        var text = Next();
        return text.Length is >= 1 and <= SymbolLengthMax ? text : Broken(text);
    }

    /// <summary>A text that is not empty.</summary>
    internal string Text()
    {
        var text = Next();
        return text.Length > 0 ? text : Broken(text);
    }

    /// <summary>A text of ASCII that may be empty.</summary>
    internal string Ascii(int lengthMax)
    {
        var text = Next();
        return text.Length <= lengthMax && text.All(char.IsAscii) ? text : Broken(text);
    }

    /// <summary>So many characters of lower-case hexadecimal.</summary>
    internal string Hex(int length)
    {
        var text = Next();
        return text.Length == length && text.All(char.IsAsciiHexDigitLower) ? text : Broken(text);
    }

    /// <summary>An account.</summary>
    internal TradingAccountId Account() =>
        TradingAccountId.TryParse(Next(), out var id) ? id : Broken<TradingAccountId>();

    /// <summary>A subscription.</summary>
    internal SubscriptionId Subscription() =>
        SubscriptionId.TryParse(Next(), out var id) ? id : Broken<SubscriptionId>();

    /// <summary>One of the words that mean something.</summary>
    internal T Word<T>(FrozenDictionary<string, T> words)
        where T : struct => words.TryGetValue(Next(), out var value) ? value : Broken<T>();

    private static bool IsDigits(string text) =>
        text.Length > 0 && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0');

    private string Next()
    {
        if (_next < _fields.Length)
        {
            return _fields[_next++];
        }

        return Broken(string.Empty);
    }

    private T Broken<T>()
        where T : struct
    {
        _isBroken = true;
        return default;
    }

    private string Broken(string text)
    {
        _isBroken = true;
        return text;
    }
}
