using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Copy;

/// <summary>
/// Numbers with decimals as people write them: digits, and when there are decimals a point with at least one more.
/// </summary>
internal static class DecimalText
{
    /// <summary>Reads a number that is not negative, as whole units of 10^-<paramref name="decimals"/>.</summary>
    /// <param name="text">The number, with at most <paramref name="decimals"/> decimals.</param>
    /// <param name="decimals">1 to <see cref="FixedPoint.DecimalsMax"/>.</param>
    /// <param name="units">The units.</param>
    internal static bool TryParse(string text, int decimals, out long units)
    {
        units = 0;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var given = point < 0 ? 0 : text.Length - point - 1;
        if (given > decimals || (point >= 0 && given == 0) || text.StartsWith('-'))
        {
            return false;
        }

        var padded = (point < 0 ? text + "." : text) + new string('0', decimals - given);
        return FixedPoint.TryParse(padded, decimals, out units);
    }

    /// <summary>Writes units of 10^-<paramref name="decimals"/> without zeros at the end.</summary>
    internal static string Trimmed(long units, int decimals) =>
        FixedPoint.Format(units, decimals).TrimEnd('0').TrimEnd('.');

    /// <summary>Hundredths of a currency, with both decimals.</summary>
    internal static string Cents(long cents) => FixedPoint.Format(cents, 2);
}
