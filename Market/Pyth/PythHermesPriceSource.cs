using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace OrleansTrading.Market;

/// <summary>
/// Live prices: one GET of Hermes' <c>/v2/updates/price/latest</c> for all feeds asked. It neither caches nor retries
/// (<see cref="CoalescingPriceSource"/> does the former, the next caller the latter); after a 429 it does not call
/// until the pause is over. API: https://docs.pyth.network/price-feeds/core/api-reference.
/// </summary>
internal sealed class PythHermesPriceSource : IPriceSource
{
    private const string LatestPath = "/v2/updates/price/latest";

    private readonly HttpClient _http;
    private readonly PythOptions _options;
    private readonly TimeProvider _clock;
    private readonly string _url;
    private readonly Dictionary<string, string> _idByFeed;
    private long _pausedUntilUtcTicks;

    /// <param name="http">Owned by the caller. It should not follow redirects: the key is meant for this host.</param>
    /// <param name="options">Already validated, with URL and key.</param>
    /// <param name="clock">For time-outs and the pause after a 429.</param>
    public PythHermesPriceSource(HttpClient http, PythOptions options, TimeProvider clock)
    {
        _http = http;
        _options = options;
        _clock = clock;
        _url = options.BaseUrl!.TrimEnd('/') + LatestPath;
        _idByFeed = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (feed, id) in options.Feeds)
        {
            _idByFeed[feed] = PythFeeds.TryNormalize(id, out var normalized)
                ? normalized
                : throw new ArgumentException($"The Pyth feed id of {feed} is not 64 hex digits.", nameof(options));
        }
    }

    public string Description => $"live prices of Pyth Hermes at {new Uri(_url).Host}";

    public async Task<IReadOnlyList<PriceAnswer>> GetAsync(
        IReadOnlyList<string> feeds, CancellationToken cancellationToken = default)
    {
        // Two symbols may share an id, and a caller may ask twice: each id goes out once.
        var feedById = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var feed in feeds)
        {
            if (_idByFeed.TryGetValue(feed, out var id))
            {
                feedById.TryAdd(id, feed);
            }
        }

        if (feedById.Count == 0)
        {
            return [.. feeds.Select(feed => Answer(feed, Fetched.Empty))];
        }

        var fetched = feedById.Count > PythOptions.FeedsPerCallMax
            ? Fetched.Failed($"{feedById.Count} feeds were asked at once; at most {PythOptions.FeedsPerCallMax} are.")
            : await FetchAsync(feedById, cancellationToken);
        return [.. feeds.Select(feed => Answer(feed, fetched))];
    }

    private PriceAnswer Answer(string feed, Fetched fetched)
    {
        if (!_idByFeed.TryGetValue(feed, out var id))
        {
            return new PriceAnswer(null, $"No Pyth feed id is configured for {feed}. Add it to Pyth:Feeds.");
        }

        if (fetched.Problem is { } problem)
        {
            return new PriceAnswer(null, $"No price of {feed}: {problem}");
        }

        if (!fetched.Prices.TryGetValue(id, out var answer))
        {
            return new PriceAnswer(null, $"Pyth does not know or does not publish {feed} (id {id}).");
        }

        // The same id under another symbol: the record carries the symbol that was asked for.
        return answer.Price is { } price ? answer with { Price = price with { Feed = feed } } : answer;
    }

    private async Task<Fetched> FetchAsync(Dictionary<string, string> feedById, CancellationToken cancellationToken)
    {
        var pausedUntil = new DateTimeOffset(Interlocked.Read(ref _pausedUntilUtcTicks), TimeSpan.Zero);
        if (_clock.GetUtcNow() < pausedUntil)
        {
            return Fetched.Failed($"Pyth asked us to slow down; the next call is at {pausedUntil:u}.");
        }

        using var timeout = new CancellationTokenSource(_options.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = Request(feedById.Keys);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return Fetched.Failed(Refusal(response));
            }

            // Refuses a longer body, whether or not its length was announced.
            await response.Content.LoadIntoBufferAsync(_options.ResponseBytesMax, either.Token);
            var body = await response.Content.ReadAsStreamAsync(either.Token);
            return Fetched.Of(HermesAnswer.Parse(body, feedById));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Fetched.Failed($"Pyth did not answer within {_options.Timeout.TotalMilliseconds:0} ms.");
        }
        catch (HttpRequestException exception)
        {
            return Fetched.Failed(
                exception.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded
                    ? $"Pyth's answer is longer than {_options.ResponseBytesMax} bytes (Pyth:ResponseBytesMax)."
                    : $"Pyth could not be reached or broke off ({exception.HttpRequestError}).");
        }
        catch (JsonException)
        {
            return Fetched.Failed("Pyth's answer is not what its API promises. A proxy in between, or a new version?");
        }
    }

    private HttpRequestMessage Request(IEnumerable<string> ids)
    {
        // Sorted: the same feeds make the same URL. Unknown ids are left out of the answer instead of failing the
        // others.
        var query = string.Join("&ids%5B%5D=", ids.Order(StringComparer.Ordinal));
        var url = $"{_url}?ids%5B%5D={query}&parsed=true&encoding=base64&ignore_invalid_price_ids=true";
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.ApiKey);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return request;
    }

    // The body of a refusal is not repeated to customers: it is another server's text. Its meaning is in the status.
    private string Refusal(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.Unauthorized => "Pyth refused the API key (401). Check Pyth:ApiKey.",
        HttpStatusCode.Forbidden =>
            "Pyth refused the API key for these feeds (403). One feed the key does not cover spoils the whole call.",
        HttpStatusCode.NotFound =>
            "Pyth does not know one of the feeds asked together, or has no update (404). " +
            "Check Pyth:Feeds and Pyth:BaseUrl.",
        HttpStatusCode.TooManyRequests => Pause(response.Headers.RetryAfter),
        >= HttpStatusCode.InternalServerError => $"Pyth is out of order ({(int)response.StatusCode}).",
        _ => $"Pyth answered {(int)response.StatusCode}, which its API does not promise. Check Pyth:BaseUrl.",
    };

    private string Pause(RetryConditionHeaderValue? retryAfter)
    {
        var now = _clock.GetUtcNow();
        var asked = retryAfter?.Delta ?? (retryAfter?.Date - now) ?? TimeSpan.Zero;
        var pause = asked > _options.RateLimitPause ? asked : _options.RateLimitPause;
        var until = now + (pause > PythOptions.RateLimitPauseMax ? PythOptions.RateLimitPauseMax : pause);
        Interlocked.Exchange(ref _pausedUntilUtcTicks, until.UtcTicks);
        return $"Pyth asked us to slow down (429); the next call is at {until:u}.";
    }

    /// <summary>What one call brought: prices by id, or the problem of all of them.</summary>
    private sealed record Fetched(IReadOnlyDictionary<string, PriceAnswer> Prices, string? Problem)
    {
        public static readonly Fetched Empty = new(new Dictionary<string, PriceAnswer>(), null);

        public static Fetched Of(IReadOnlyDictionary<string, PriceAnswer> prices) => new(prices, null);

        public static Fetched Failed(string problem) => new(Empty.Prices, problem);
    }
}
