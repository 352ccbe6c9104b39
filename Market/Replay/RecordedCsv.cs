using System.Globalization;

namespace OrleansTrading.Market;

/// <summary>
/// Reads a recorded series. Strict: a file that is not what it should be stops the start, with its line.
/// </summary>
internal static class RecordedCsv
{
    /// <summary>All recorded prices are kept at 8 decimals, like Pyth's crypto feeds.</summary>
    public const int Exponent = -8;

    /// <summary>More rows are refused: ten years of minutes would be a mistake here.</summary>
    public const int RowsMax = 200_000;

    private const string CandleHeader = "time_ms,open,high,low,close";
    private const string CloseHeader = "time_ms,price";

    /// <exception cref="InvalidDataException">With file name, line and what is wrong.</exception>
    public static IReadOnlyList<RecordedRow> Read(TextReader reader, string name)
    {
        var header = reader.ReadLine();
        var columns = header switch
        {
            CandleHeader => 5,
            CloseHeader => 2,
            _ => throw Bad(name, 1, $"the header is \"{header}\", not \"{CandleHeader}\" or \"{CloseHeader}\""),
        };
        var rows = new List<RecordedRow>();
        var openedAt = new List<long>();
        for (var line = 2; reader.ReadLine() is { } text; line++)
        {
            if (rows.Count == RowsMax)
            {
                throw Bad(name, line, $"there are more than {RowsMax} rows");
            }

            if (!TryParse(text, columns, out var row))
            {
                throw Bad(name, line, $"\"{text}\" is not {header} with positive prices of at most 8 decimals");
            }

            if (openedAt.Count > 0 && row.ClosedAtSeconds <= openedAt[^1])
            {
                throw Bad(name, line, "the time does not ascend");
            }

            openedAt.Add(row.ClosedAtSeconds);
            rows.Add(row);
        }

        return rows.Count < 2 ? throw Bad(name, rows.Count + 1, "there are fewer than two rows") : Closed(rows);
    }

    // The file has open times; the interval is the smallest step (gaps are longer).
    private static List<RecordedRow> Closed(List<RecordedRow> rows)
    {
        var interval = long.MaxValue;
        for (var i = 1; i < rows.Count; i++)
        {
            interval = Math.Min(interval, rows[i].ClosedAtSeconds - rows[i - 1].ClosedAtSeconds);
        }

        return rows.ConvertAll(row => row with { ClosedAtSeconds = row.ClosedAtSeconds + interval });
    }

    private static bool TryParse(string text, int columns, out RecordedRow row)
    {
        row = default;
        var cells = text.Split(',');
        if (cells.Length != columns
            || !long.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            || milliseconds % 1000 != 0 || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return false;
        }

        Span<long> prices = stackalloc long[columns - 1];
        for (var i = 0; i < prices.Length; i++)
        {
            if (!DecimalText.TryParse(cells[i + 1], -Exponent, out prices[i]) || prices[i] == 0)
            {
                return false;
            }
        }

        var (high, low, close) = columns == 2 ? (prices[0], prices[0], prices[0]) : (prices[1], prices[2], prices[3]);
        row = new RecordedRow(milliseconds / 1000, high, low, close);
        return low <= close && close <= high;
    }

    private static InvalidDataException Bad(string name, int line, string what) => new($"{name}:{line}: {what}.");
}
