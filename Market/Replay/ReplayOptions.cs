namespace OrleansTrading.Market;

/// <summary>One recorded series and where its replay begins.</summary>
public sealed class ReplaySeriesOptions
{
    /// <summary>
    /// The file in <see cref="ReplayOptions.Folder"/>: CSV with a header, either <c>time_ms,open,high,low,close</c> or
    /// <c>time_ms,price</c> (closes only), <c>time_ms</c> being the candle's open time in Unix milliseconds.
    /// </summary>
    public string File { get; init; } = "";

    /// <summary>What the file holds, for people, e.g. <c>Binance spot SOL/USDT</c>.</summary>
    public string Origin { get; init; } = "";

    /// <summary>The recorded time that is played at <see cref="ReplayOptions.Anchor"/>.</summary>
    /// <value>Null by default: the series' first close. It must lie within the series.</value>
    public DateTimeOffset? Start { get; init; }
}

/// <summary>Recorded prices for runs without a live source.</summary>
public sealed class ReplayOptions
{
    /// <summary>Where the files are, relative to the program's own folder unless absolute.</summary>
    /// <value>Defaults to <c>data</c>, which is shipped with the program.</value>
    public string Folder { get; init; } = "data";

    /// <summary>Feed symbol → series. Configured entries add to the defaults or replace them.</summary>
    /// <value>Defaults to SOL/USD and XLM/USD (hourly, 2021) and NEAR/USD (5 minutes, 2022).</value>
    public Dictionary<string, ReplaySeriesOptions> Series { get; init; } = new(StringComparer.Ordinal)
    {
        ["SOL/USD"] = new() { File = "sol_usdt_1h_2021.csv", Origin = "Binance spot SOL/USDT" },
        ["XLM/USD"] = new() { File = "xlm_usdt_1h_2021.csv", Origin = "Binance spot XLM/USDT" },
        ["NEAR/USD"] = new() { File = "near_usdt_5m_2022.csv", Origin = "Binance spot NEAR/USDT" },
    };

    /// <summary>Feeds without a recording that are taken as exactly one US dollar.</summary>
    /// <value>Defaults to USDC/USD and USDT/USD. Setting one to false removes it.</value>
    public Dictionary<string, bool> Parity { get; init; } = new(StringComparer.Ordinal)
    {
        ["USDC/USD"] = true,
        ["USDT/USD"] = true,
    };

    /// <summary>
    /// The wall-clock time at which each series is at its start. A fixed moment, not the start of the process: a
    /// restart and a second silo go on at the same price.
    /// </summary>
    /// <value>Defaults to 2026-01-01T00:00:00Z.</value>
    public DateTimeOffset Anchor { get; init; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Recorded seconds per wall-clock second. 0 stands still at the start.</summary>
    /// <value>Defaults to 1. 0 to 3600.</value>
    public int Speed { get; init; } = SpeedDefault;

    /// <summary>
    /// The confidence is half the range (highest − lowest price) recorded in this time before the moment played.
    /// </summary>
    /// <value>Defaults to 1 hour: of hourly candles it takes one. 1 minute to 1 day.</value>
    public TimeSpan RangeWindow { get; init; } = TimeSpan.FromSeconds(RangeWindowSecondsDefault);

    /// <summary>
    /// The confidence is at most this share of the price. An hour's range says more than an oracle's interval does (in
    /// calm hours 1 % instead of 0.1 %): uncapped, crash hours would refuse quotes in a demo for no real reason. At the
    /// default two capped prices make a pair of 18 %, which gets the shortest lock but gets one.
    /// </summary>
    /// <value>Defaults to 900 basis points. At least <see cref="ConfidenceMinBasisPoints"/>, at most 10000.</value>
    public int ConfidenceMaxBasisPoints { get; init; } = ConfidenceMaxBasisPointsDefault;

    /// <summary>
    /// The confidence is at least this share of the price, where nothing was traded too: nobody is that sure.
    /// </summary>
    /// <value>Defaults to 5 basis points. 0 to 10000.</value>
    public int ConfidenceMinBasisPoints { get; init; } = ConfidenceMinBasisPointsDefault;

    /// <summary>The confidence of the feeds in <see cref="Parity"/>.</summary>
    /// <value>Defaults to 10 basis points; Pyth gives USDC 5 to 8. 0 to 10000.</value>
    public int ParityConfidenceBasisPoints { get; init; } = ParityConfidenceBasisPointsDefault;

    internal const int SpeedDefault = 1;
    internal const int SpeedMax = 3_600;
    internal const int RangeWindowSecondsDefault = 3_600;
    internal const int ConfidenceMaxBasisPointsDefault = 900;
    internal const int ConfidenceMinBasisPointsDefault = 5;
    internal const int ParityConfidenceBasisPointsDefault = 10;

    internal IEnumerable<string> Problems(string path)
    {
        foreach (var (feed, series) in Series.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (series.File.Length == 0 || series.Origin.Length == 0)
            {
                yield return $"{path}:Series:{feed} lacks File or Origin. Name the CSV file and what it holds.";
            }
        }

        if (Speed is < 0 or > SpeedMax)
        {
            yield return $"{path}:Speed is {Speed}. It must be 0 to {SpeedMax}.";
        }

        if (RangeWindow < TimeSpan.FromMinutes(1) || RangeWindow > TimeSpan.FromDays(1))
        {
            yield return $"{path}:RangeWindow is {RangeWindow}. It must be 1 minute to 1 day.";
        }

        if (ConfidenceMinBasisPoints is < 0 or > PriceMath.BasisPointsPerOne)
        {
            yield return $"{path}:ConfidenceMinBasisPoints is {ConfidenceMinBasisPoints}. It must be 0 to 10000.";
        }

        if (ConfidenceMaxBasisPoints < ConfidenceMinBasisPoints
            || ConfidenceMaxBasisPoints > PriceMath.BasisPointsPerOne)
        {
            yield return $"{path}:ConfidenceMaxBasisPoints is {ConfidenceMaxBasisPoints}. " +
                $"It must be {path}:ConfidenceMinBasisPoints ({ConfidenceMinBasisPoints}) to 10000.";
        }

        if (ParityConfidenceBasisPoints is < 0 or > PriceMath.BasisPointsPerOne)
        {
            yield return $"{path}:ParityConfidenceBasisPoints is {ParityConfidenceBasisPoints}. It must be 0 to 10000.";
        }
    }
}
