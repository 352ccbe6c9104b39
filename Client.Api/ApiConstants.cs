namespace OrleansTrading.Client.Api;

/// <summary>Defaults of <see cref="ApiOptions"/>, each with its reason, and limits that are not options.</summary>
public static class ApiConstants
{
    /// <summary>A bearer token's life in hours: a working day and the night after it.</summary>
    public const int SessionLifetimeHoursDefault = 24;

    /// <summary>Bytes in a request's body: a quote request has 400, a webhook a few thousand.</summary>
    public const int RequestBodyBytesMaxDefault = 64 * 1024;

    /// <summary>Seconds for a request's headers to arrive: slow senders do not hold connections.</summary>
    public const int RequestHeadersTimeoutSecondsDefault = 10;

    /// <summary>Seconds that an idle connection is kept.</summary>
    public const int KeepAliveTimeoutSecondsDefault = 120;

    /// <summary>Open connections; further ones are closed at once.</summary>
    public const int ConnectionsMaxDefault = 10_000;

    /// <summary>Minutes that a webhook's timestamp may be off, as Standard Webhooks suggests.</summary>
    public const int HookToleranceMinutesDefault = 5;

    /// <summary>Webhook ids remembered for each chain: a hundred a second for longer than the window.</summary>
    public const int HookIdsMaxDefault = 65_536;

    /// <summary>Seconds that a watcher may lag before the platform calls itself not ready.</summary>
    public const int WatcherLagSecondsMaxDefault = 60;

    /// <summary>
    /// Milliseconds that a chain's status is reused: anybody may ask for it, so it must cost nothing.
    /// </summary>
    public const int StatusFreshnessMsDefault = 1_000;

    /// <summary>Seconds that a status or health check waits for its answer.</summary>
    public const int StatusTimeoutSecondsDefault = 3;

    /// <summary>Items on a page when the caller does not say.</summary>
    public const int PageSizeDefault = 20;

    /// <summary>Items on a page at most.</summary>
    public const int PageSizeMax = 100;

    /// <summary>Levels of nesting in a request's JSON.</summary>
    internal const int JsonDepthMax = 16;

    /// <summary>Characters in an ordinary text of a request.</summary>
    internal const int TextLengthMax = 512;

    /// <summary>
    /// Characters in a signed message: the composed ones have a few hundred, wallets add a few lines.
    /// </summary>
    internal const int SignedMessageLengthMax = 8_192;

    /// <summary>Characters in an idempotency key.</summary>
    internal const int IdempotencyKeyLengthMax = 255;

    /// <summary>Seconds after which an overloaded platform may be asked again.</summary>
    internal const int OverloadedRetrySeconds = 1;

    /// <summary>Seconds after which an unavailable chain or price may be asked for again.</summary>
    internal const int UnavailableRetrySeconds = 5;
}
