using System.Globalization;

namespace OrleansTrading.Market;

/// <summary>
/// Plays recorded prices as if they were published now. What is played depends on the clock and the options only:
/// recorded second = start + (now − anchor) × speed, wrapping around at the end of the series. The publish time is the
/// second at which the price is served; which recorded moment that was is told in <see cref="Price.Source"/>.
/// Answers are computed at once, on the caller's turn: a simulation can use it as it is.
/// </summary>
public sealed class ReplayPriceSource : IPriceSource
{
    private const long ParityMantissa = 100_000_000; // 1.00000000

    private readonly SortedDictionary<string, Track> _tracks;
    private readonly SortedSet<string> _parity;
    private readonly ReplayOptions _options;
    private readonly TimeProvider _clock;

    private ReplayPriceSource(SortedDictionary<string, Track> tracks, ReplayOptions options, TimeProvider clock)
    {
        _tracks = tracks;
        _options = options;
        _clock = clock;
        _parity = new SortedSet<string>(
            options.Parity.Where(pair => pair.Value).Select(pair => pair.Key), StringComparer.Ordinal);
        Description = Describe();
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <summary>Reads all series, once.</summary>
    /// <param name="options">What to play; the host has checked it.</param>
    /// <param name="clock">Says what time it is; nothing else of it is used.</param>
    /// <exception cref="InvalidDataException">A file is malformed, or a start lies outside its series.</exception>
    /// <exception cref="IOException">A file is missing or unreadable.</exception>
    public static ReplayPriceSource Load(ReplayOptions options, TimeProvider clock)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, options.Folder);
        var tracks = new SortedDictionary<string, Track>(StringComparer.Ordinal);
        foreach (var (feed, series) in options.Series)
        {
            using var reader = File.OpenText(Path.Combine(folder, series.File));
            tracks.Add(feed, Track.Create(series, RecordedCsv.Read(reader, series.File), options));
        }

        return new ReplayPriceSource(tracks, options, clock);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PriceAnswer>> GetAsync(
        IReadOnlyList<string> feeds, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // One moment for all feeds of a call, so that the prices of a pair belong together.
        var now = DateTimeOffset.FromUnixTimeSeconds(_clock.GetUtcNow().ToUnixTimeSeconds());
        return Task.FromResult<IReadOnlyList<PriceAnswer>>([.. feeds.Select(feed => Answer(feed, now))]);
    }

    private PriceAnswer Answer(string feed, DateTimeOffset now)
    {
        if (_tracks.TryGetValue(feed, out var track))
        {
            return new PriceAnswer(track.At(feed, now, _options), null);
        }

        if (_parity.Contains(feed))
        {
            var confidence = RecordedSeries.Share(ParityMantissa, _options.ParityConfidenceBasisPoints);
            const string source = "assumed parity (no recording)";
            return new PriceAnswer(
                new Price(feed, ParityMantissa, confidence, RecordedCsv.Exponent, now, source), null);
        }

        return new PriceAnswer(
            null,
            $"No price of {feed} is recorded; there are {string.Join(", ", _tracks.Keys.Concat(_parity))}. " +
            "Configure a live price source (Pyth:BaseUrl and Pyth:ApiKey) for others.");
    }

    private string Describe()
    {
        var series = _tracks.Select(pair => $"{pair.Key} {pair.Value.Days} ({pair.Value.Origin})");
        var parity = _parity.Count == 0 ? "" : $"; assumed parity: {string.Join(", ", _parity)}";
        var speed = _options.Speed == 1 ? "" : $" at {_options.Speed} times the speed";
        return $"replay of recorded prices{speed}: {string.Join(", ", series)}; USDT taken as US dollars{parity}";
    }

    /// <summary>One series and where in it the anchor is.</summary>
    private sealed record Track(RecordedSeries Series, long StartOffset, string Origin)
    {
        public string Days => string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTimeOffset.FromUnixTimeSeconds(Series.FirstSecond):yyyy-MM-dd} to {Series.LastClose:yyyy-MM-dd}");

        public static Track Create(ReplaySeriesOptions options, IReadOnlyList<RecordedRow> rows, ReplayOptions all)
        {
            var series = new RecordedSeries(rows, all);
            var offset = options.Start is { } start ? start.ToUnixTimeSeconds() - series.FirstSecond : 0;
            return offset >= 0 && offset < series.SpanSeconds
                ? new Track(series, offset, options.Origin)
                : throw new InvalidDataException(
                    $"The replay of {options.File} is to start at {options.Start:u}, but its prices run from " +
                    $"{DateTimeOffset.FromUnixTimeSeconds(series.FirstSecond):u} to {series.LastClose:u}.");
        }

        public Price At(string feed, DateTimeOffset now, ReplayOptions options)
        {
            // Before the anchor the remainder is negative: the series is endless in both directions.
            var elapsed = now.ToUnixTimeSeconds() - options.Anchor.ToUnixTimeSeconds();
            var position = (StartOffset + (elapsed * options.Speed)) % Series.SpanSeconds;
            var second = Series.FirstSecond + position + (position < 0 ? Series.SpanSeconds : 0);
            var (row, confidence) = Series.At(second);
            var closedAt = DateTimeOffset.FromUnixTimeSeconds(row.ClosedAtSeconds);
            var source = string.Create(
                CultureInfo.InvariantCulture, $"replay of {closedAt:yyyy-MM-dd'T'HH:mm'Z'} ({Origin})");
            return new Price(feed, row.Close, confidence, RecordedCsv.Exponent, now, source);
        }
    }
}
