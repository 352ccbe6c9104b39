namespace OrleansTrading.Chains.Transport;

/// <summary>How a chain is reached over HTTP: its endpoints, best first, and the limits that hold for each.</summary>
public sealed record HttpTransportOptions
{
    /// <summary>
    /// Default of <see cref="RequestTimeout"/>: public nodes answer within a few seconds or not at all, and two
    /// attempts fit into the 30 seconds that a call between grains may take.
    /// </summary>
    public static readonly TimeSpan RequestTimeoutDefault = TimeSpan.FromSeconds(12);

    /// <summary>Default of <see cref="ResponseBytesMax"/>: far above any answer this code asks for.</summary>
    public const int ResponseBytesMaxDefault = 8 * 1024 * 1024;

    /// <summary>Default of <see cref="ReadAttemptsMax"/>.</summary>
    public const int ReadAttemptsMaxDefault = 3;

    /// <summary>Default of <see cref="RetryDelay"/>; it doubles with each attempt and is spread by jitter.</summary>
    public static readonly TimeSpan RetryDelayDefault = TimeSpan.FromMilliseconds(250);

    /// <summary>Default of <see cref="CheckPeriod"/>.</summary>
    public static readonly TimeSpan CheckPeriodDefault = TimeSpan.FromSeconds(15);

    /// <summary>Default of <see cref="BehindAfter"/>: balanced public nodes differ by a few seconds.</summary>
    public static readonly TimeSpan BehindAfterDefault = TimeSpan.FromMinutes(1);

    /// <summary>Default of <see cref="StalledAfter"/>.</summary>
    public static readonly TimeSpan StalledAfterDefault = TimeSpan.FromMinutes(2);

    /// <summary>Default of <see cref="BreakerFailuresMin"/>.</summary>
    public const int BreakerFailuresMinDefault = 6;

    /// <summary>Default of <see cref="BreakerPause"/>.</summary>
    public static readonly TimeSpan BreakerPauseDefault = TimeSpan.FromSeconds(5);

    /// <summary>More endpoints than this cost more in comparisons than they give.</summary>
    private const int EndpointsMax = 16;

    /// <summary>
    /// The servers, in the order in which they are preferred while they are equally healthy; 1 to 16.
    /// </summary>
    public IReadOnlyList<EndpointOptions> Endpoints { get; init; } = [];

    /// <summary>The time one attempt may take. Defaults to <see cref="RequestTimeoutDefault"/>.</summary>
    public TimeSpan RequestTimeout { get; init; } = RequestTimeoutDefault;

    /// <summary>The longest answer in bytes; a longer one is refused unread.</summary>
    public int ResponseBytesMax { get; init; } = ResponseBytesMaxDefault;

    /// <summary>
    /// How often a read is tried in all, 1 to 10, but at least once at each endpoint. Submissions are sent once to each
    /// endpoint until one takes them.
    /// </summary>
    public int ReadAttemptsMax { get; init; } = ReadAttemptsMaxDefault;

    /// <summary>The pause before the second attempt at the same endpoint.</summary>
    public TimeSpan RetryDelay { get; init; } = RetryDelayDefault;

    /// <summary>How often the endpoints are asked who they are and compared with each other, 1 s to 10 min.</summary>
    public TimeSpan CheckPeriod { get; init; } = CheckPeriodDefault;

    /// <summary>An endpoint whose final block is older than the others' by more than this is set aside.</summary>
    public TimeSpan BehindAfter { get; init; } = BehindAfterDefault;

    /// <summary>An endpoint whose final height has not risen for so long is set aside, be it the only one.</summary>
    public TimeSpan StalledAfter { get; init; } = StalledAfterDefault;

    /// <summary>
    /// So many calls within half a minute make a breaker look at how many of them failed; it opens at half. 2 to 1000.
    /// </summary>
    public int BreakerFailuresMin { get; init; } = BreakerFailuresMinDefault;

    /// <summary>How long an endpoint, or the chain, is left alone once most calls fail, 0.5 s to 5 min.</summary>
    public TimeSpan BreakerPause { get; init; } = BreakerPauseDefault;

    /// <summary>The defaults, for these servers.</summary>
    /// <param name="addresses">Best first.</param>
    public static HttpTransportOptions To(params IEnumerable<Uri> addresses) =>
        new() { Endpoints = [.. addresses.Select(address => new EndpointOptions { Url = address })] };

    /// <summary>Checks the options together.</summary>
    /// <exception cref="ArgumentException">Names the option, its value and the rule.</exception>
    public void Validate()
    {
        Require(
            Endpoints.Count is >= 1 and <= EndpointsMax,
            $"{nameof(Endpoints)} has {Endpoints.Count} entries. It must have 1 to {EndpointsMax}.");
        for (var place = 0; place < Endpoints.Count; place++)
        {
            Endpoints[place].Validate(place);
        }

        var names = Endpoints.Select(endpoint => endpoint.Name).OfType<string>().ToList();
        Require(
            names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Count,
            $"{nameof(Endpoints)} has a name twice. Give each its own, or none.");
        RequireTime(nameof(RequestTimeout), RequestTimeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(5));
        Require(
            ResponseBytesMax is >= 1024 and <= 256 * 1024 * 1024,
            $"{nameof(ResponseBytesMax)} is {ResponseBytesMax}. It must be between 1 KiB and 256 MiB.");
        Require(
            ReadAttemptsMax is >= 1 and <= 10,
            $"{nameof(ReadAttemptsMax)} is {ReadAttemptsMax}. It must be between 1 and 10.");
        RequireTime(nameof(RetryDelay), RetryDelay, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        RequireTime(nameof(CheckPeriod), CheckPeriod, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        RequireTime(nameof(BehindAfter), BehindAfter, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        RequireTime(nameof(StalledAfter), StalledAfter, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1));
        Require(
            BreakerFailuresMin is >= 2 and <= 1000,
            $"{nameof(BreakerFailuresMin)} is {BreakerFailuresMin}. It must be between 2 and 1000.");
        RequireTime(nameof(BreakerPause), BreakerPause, TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(5));
    }

    private static void RequireTime(string name, TimeSpan value, TimeSpan least, TimeSpan most) =>
        Require(value >= least && value <= most, $"{name} is {value}. It must be between {least} and {most}.");

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new ArgumentException(problem);
        }
    }
}
