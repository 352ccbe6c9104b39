namespace OrleansTrading.Market;

/// <summary>
/// One feed's recording. A row counts from its candle's *close*: at any moment played, the price is the last close that
/// had happened by then, so the replay never knows the future. Nothing is interpolated; across a gap the last close
/// stays.
/// </summary>
internal sealed class RecordedSeries
{
    private readonly RecordedRow[] _rows;
    private readonly ulong[] _confidences;

    /// <param name="rows">In strictly ascending order of time, at least two.</param>
    /// <param name="options">How the confidence is made of the recorded range.</param>
    public RecordedSeries(IReadOnlyList<RecordedRow> rows, ReplayOptions options)
    {
        _rows = [.. rows];
        FirstSecond = _rows[0].ClosedAtSeconds;
        var interval = _rows.Zip(_rows.Skip(1), (one, next) => next.ClosedAtSeconds - one.ClosedAtSeconds).Min();

        // The last close is played for one interval, then the series begins again.
        SpanSeconds = _rows[^1].ClosedAtSeconds + interval - FirstSecond;
        _confidences = new ulong[_rows.Length];
        for (var i = 0; i < _rows.Length; i++)
        {
            _confidences[i] = Confidence(i, options);
        }
    }

    /// <summary>The recorded Unix second of the first close.</summary>
    public long FirstSecond { get; }

    /// <summary>How many recorded seconds the series lasts until it wraps around.</summary>
    public long SpanSeconds { get; }

    /// <summary>The recorded time of the last close.</summary>
    public DateTimeOffset LastClose => DateTimeOffset.FromUnixTimeSeconds(_rows[^1].ClosedAtSeconds);

    /// <summary>What was known at a recorded second, which must lie within the series.</summary>
    public (RecordedRow Row, ulong Confidence) At(long second)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(second, FirstSecond);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(second, FirstSecond + SpanSeconds);
        var (low, high) = (0, _rows.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _rows[middle].ClosedAtSeconds <= second ? (middle, high) : (low, middle - 1);
        }

        return (_rows[low], _confidences[low]);
    }

    // Half the range of the window that ends with this row, within the configured share of the price, rounded up.
    private ulong Confidence(int index, ReplayOptions options)
    {
        var windowStart = _rows[index].ClosedAtSeconds - (long)options.RangeWindow.TotalSeconds;
        var (highest, lowest) = (_rows[index].High, _rows[index].Low);
        for (var i = index - 1; i >= 0 && _rows[i].ClosedAtSeconds > windowStart; i--)
        {
            highest = Math.Max(highest, _rows[i].High);
            lowest = Math.Min(lowest, _rows[i].Low);
        }

        var half = ((ulong)(highest - lowest) + 1) / 2;
        var close = _rows[index].Close;
        return Math.Clamp(
            half, Share(close, options.ConfidenceMinBasisPoints), Share(close, options.ConfidenceMaxBasisPoints));
    }

    /// <summary>A share of a price, rounded up.</summary>
    public static ulong Share(long mantissa, int basisPoints)
    {
        const uint whole = PriceMath.BasisPointsPerOne;
        return (ulong)((((UInt128)mantissa * (UInt128)basisPoints) + whole - 1) / whole);
    }
}

/// <summary>One candle. Prices are mantissas at <see cref="RecordedCsv.Exponent"/>.</summary>
internal readonly record struct RecordedRow(long ClosedAtSeconds, long High, long Low, long Close);
