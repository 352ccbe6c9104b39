namespace OrleansTrading.Market;

/// <summary>
/// Live prices from Pyth's Hermes service. A class, not a record: a record would print <see cref="ApiKey"/>.
/// </summary>
public sealed class PythOptions
{
    /// <summary>
    /// Where Hermes is, without the <c>/v2/…</c> part. https, or http on loopback: the key travels with each call.
    /// </summary>
    /// <value>Null or empty by default: no live prices, the replay plays. Pyth's own is
    /// <c>https://pyth.dourolabs.app/hermes</c>.</value>
    public string? BaseUrl { get; init; }

    /// <summary>
    /// The key sent as <c>Authorization: Bearer</c>, which Pyth asks for since 2026-08-18. Never logged.
    /// </summary>
    /// <value>Null or empty by default.</value>
    public string? ApiKey { get; init; }

    /// <summary>
    /// Feed symbol → Pyth feed id, 64 hex digits, with or without 0x. Configured entries add to the defaults.
    /// </summary>
    /// <value>Defaults to <see cref="PythFeeds.Known"/>.</value>
    public Dictionary<string, string> Feeds { get; init; } = new(PythFeeds.Known, StringComparer.Ordinal);

    /// <summary>How long one call may take, from connecting to the last byte.</summary>
    /// <value>Defaults to 3 seconds. 100 ms to 30 s.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(TimeoutSecondsDefault);

    /// <summary>A longer answer is refused. A real one takes about 2 KB, and 1 KB more for each further feed.</summary>
    /// <value>Defaults to 256 KiB. 1 KiB to 16 MiB.</value>
    public int ResponseBytesMax { get; init; } = ResponseBytesMaxDefault;

    /// <summary>How long Hermes is left alone after it answered 429 without saying how long.</summary>
    /// <value>Defaults to 60 seconds, what Pyth's documentation announces. 1 s to 10 min.</value>
    public TimeSpan RateLimitPause { get; init; } = TimeSpan.FromSeconds(RateLimitPauseSecondsDefault);

    internal const int TimeoutSecondsDefault = 3;
    internal const int ResponseBytesMaxDefault = 256 * 1024;
    internal const int RateLimitPauseSecondsDefault = 60;

    /// <summary>
    /// A server that asks for a longer silence gets this one: a typo there must not stop us for a day.
    /// </summary>
    internal static readonly TimeSpan RateLimitPauseMax = TimeSpan.FromMinutes(10);

    /// <summary>The most feeds in one call; the URL stays under 6 KB.</summary>
    internal const int FeedsPerCallMax = 64;

    internal bool IsConfigured => !string.IsNullOrEmpty(BaseUrl) && !string.IsNullOrEmpty(ApiKey);

    internal IEnumerable<string> Problems(string path)
    {
        if (string.IsNullOrEmpty(BaseUrl) != string.IsNullOrEmpty(ApiKey))
        {
            var (set, empty) = string.IsNullOrEmpty(ApiKey) ? ("BaseUrl", "ApiKey") : ("ApiKey", "BaseUrl");
            yield return $"{path}:{set} is set but {path}:{empty} is empty. " +
                "Set both for live prices, neither for the replay.";
        }

        if (!string.IsNullOrEmpty(BaseUrl) && BaseUrlProblem(BaseUrl) is { } problem)
        {
            yield return $"{path}:BaseUrl {problem} It must be an absolute https URL (http on loopback only) " +
                "without user, query or fragment, e.g. https://pyth.dourolabs.app/hermes.";
        }

        if (!string.IsNullOrEmpty(ApiKey) && ApiKey.Any(c => c is <= ' ' or > '~'))
        {
            yield return $"{path}:ApiKey has characters that no HTTP header can carry, maybe a line end. Fix it.";
        }

        foreach (var (feed, id) in Feeds.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!PythFeeds.TryNormalize(id, out _))
            {
                yield return $"{path}:Feeds:{feed} is \"{id}\". A Pyth feed id has 64 hex digits.";
            }
        }

        if (Timeout < TimeSpan.FromMilliseconds(100) || Timeout > TimeSpan.FromSeconds(30))
        {
            yield return $"{path}:Timeout is {Timeout}. It must be 100 ms to 30 s.";
        }

        if (ResponseBytesMax is < 1024 or > 16 * 1024 * 1024)
        {
            yield return $"{path}:ResponseBytesMax is {ResponseBytesMax}. It must be 1 KiB to 16 MiB.";
        }

        if (RateLimitPause < TimeSpan.FromSeconds(1) || RateLimitPause > RateLimitPauseMax)
        {
            yield return $"{path}:RateLimitPause is {RateLimitPause}. It must be 1 s to {RateLimitPauseMax}.";
        }
    }

    // The URL itself isn't repeated: somebody may have put a key into it.
    private static string? BaseUrlProblem(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            return "is not an absolute URL.";
        }

        if (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
        {
            return $"uses {url.Scheme} to {url.Host}.";
        }

        var extra = url.UserInfo.Length + url.Query.Length + url.Fragment.Length;
        return extra > 0 ? "has a user, query or fragment." : null;
    }
}
