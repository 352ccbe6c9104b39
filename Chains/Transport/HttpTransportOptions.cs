namespace OrleansTrading.Chains.Transport;

/// <summary>How a chain's endpoint is reached over HTTP.</summary>
public sealed class HttpTransportOptions
{
    /// <summary>
    /// Default of <see cref="RequestTimeout"/>: public nodes answer within a few seconds or not at all.
    /// </summary>
    public static readonly TimeSpan RequestTimeoutDefault = TimeSpan.FromSeconds(15);

    /// <summary>Default of <see cref="ResponseBytesMax"/>: far above any answer this code asks for.</summary>
    public const int ResponseBytesMaxDefault = 8 * 1024 * 1024;

    /// <summary>Default of <see cref="ReadAttemptsMax"/>.</summary>
    public const int ReadAttemptsMaxDefault = 3;

    /// <summary>Default of <see cref="RetryDelay"/>; it doubles with each attempt and is spread by jitter.</summary>
    public static readonly TimeSpan RetryDelayDefault = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// The endpoint's base address. It may hold an API key and is never put into messages as a whole.
    /// </summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>The time one attempt may take. Defaults to <see cref="RequestTimeoutDefault"/>.</summary>
    public TimeSpan RequestTimeout { get; init; } = RequestTimeoutDefault;

    /// <summary>The longest answer in bytes; a longer one is refused unread.</summary>
    public int ResponseBytesMax { get; init; } = ResponseBytesMaxDefault;

    /// <summary>How often a read is tried in all, 1 to 10. Submissions are always sent once.</summary>
    public int ReadAttemptsMax { get; init; } = ReadAttemptsMaxDefault;

    /// <summary>The pause before the second attempt.</summary>
    public TimeSpan RetryDelay { get; init; } = RetryDelayDefault;

    /// <summary>Checks the options together.</summary>
    /// <exception cref="ArgumentException">Names the option, its value and the rule.</exception>
    public void Validate()
    {
        Require(
            BaseAddress.IsAbsoluteUri && BaseAddress.Scheme is "http" or "https",
            $"{nameof(BaseAddress)} must be an absolute http or https address.");
        Require(
            BaseAddress.Scheme == "https" || BaseAddress.IsLoopback || BaseAddress.UserInfo.Length == 0,
            $"{nameof(BaseAddress)} carries credentials and must use https.");
        Require(
            RequestTimeout > TimeSpan.Zero && RequestTimeout <= TimeSpan.FromMinutes(5),
            $"{nameof(RequestTimeout)} is {RequestTimeout}. It must be above zero and at most 5 minutes.");
        Require(
            ResponseBytesMax is >= 1024 and <= 256 * 1024 * 1024,
            $"{nameof(ResponseBytesMax)} is {ResponseBytesMax}. It must be between 1 KiB and 256 MiB.");
        Require(
            ReadAttemptsMax is >= 1 and <= 10,
            $"{nameof(ReadAttemptsMax)} is {ReadAttemptsMax}. It must be between 1 and 10.");
        Require(
            RetryDelay >= TimeSpan.Zero && RetryDelay <= TimeSpan.FromSeconds(30),
            $"{nameof(RetryDelay)} is {RetryDelay}. It must be between zero and 30 seconds.");
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new ArgumentException(problem);
        }
    }
}
