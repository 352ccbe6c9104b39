using System.ComponentModel.DataAnnotations;

namespace OrleansTrading.Client.Api;

/// <summary>What an operator decides about the HTTP API. The host binds it to the section it likes.</summary>
public sealed class ApiOptions
{
    /// <summary>How long a bearer token is good.</summary>
    /// <value>Defaults to 24 hours.</value>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(ApiConstants.SessionLifetimeHoursDefault);

    /// <summary>Bytes in a request's body; more is answered 413.</summary>
    /// <value>Defaults to 64 KiB.</value>
    [Range(1_024, 1_048_576)]
    public int RequestBodyBytesMax { get; set; } = ApiConstants.RequestBodyBytesMaxDefault;

    /// <summary>How long a request's headers may take to arrive.</summary>
    /// <value>Defaults to 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan RequestHeadersTimeout { get; set; } =
        TimeSpan.FromSeconds(ApiConstants.RequestHeadersTimeoutSecondsDefault);

    /// <summary>How long an idle connection is kept.</summary>
    /// <value>Defaults to 2 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(ApiConstants.KeepAliveTimeoutSecondsDefault);

    /// <summary>Connections that may be open; further ones are closed at once.</summary>
    /// <value>Defaults to 10 000.</value>
    [Range(1, 1_000_000)]
    public int ConnectionsMax { get; set; } = ApiConstants.ConnectionsMaxDefault;

    /// <summary>How often one caller may ask.</summary>
    [Required]
    public RateLimitOptions RateLimits { get; set; } = new();

    /// <summary>
    /// For each chain's short name the secret of its webhooks: <c>whsec_</c> and 24 to 64 bytes in base64. A chain
    /// without one has no webhook.
    /// </summary>
    /// <value>Defaults to none.</value>
    [Required]
    public Dictionary<string, string> HookSecrets { get; set; } = [];

    /// <summary>How far a webhook's timestamp may be from now, either way. Its id is remembered for longer.</summary>
    /// <value>Defaults to 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan HookTolerance { get; set; } = TimeSpan.FromMinutes(ApiConstants.HookToleranceMinutesDefault);

    /// <summary>
    /// Webhook ids remembered for each chain. Beyond it the oldest is forgotten: its repeat would wake the watcher once
    /// more, which changes nothing.
    /// </summary>
    /// <value>Defaults to 65 536.</value>
    [Range(16, 1_048_576)]
    public int HookIdsMax { get; set; } = ApiConstants.HookIdsMaxDefault;

    /// <summary>
    /// For each operator's id the SHA-256 of the whole key <c>otk_&lt;id&gt;_&lt;secret&gt;</c> in hex. Without any,
    /// the operators' routes answer 403.
    /// </summary>
    /// <value>Defaults to none.</value>
    [Required]
    public Dictionary<string, string> OperatorKeys { get; set; } = [];

    /// <summary>How long ago a watcher may have caught up while the platform still calls itself ready.</summary>
    /// <value>Defaults to 60 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan WatcherLagMax { get; set; } = TimeSpan.FromSeconds(ApiConstants.WatcherLagSecondsMaxDefault);

    /// <summary>How long a chain's status is reused.</summary>
    /// <value>Defaults to 1 second.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan StatusFreshness { get; set; } = TimeSpan.FromMilliseconds(ApiConstants.StatusFreshnessMsDefault);

    /// <summary>How long a status or health check waits for its answer.</summary>
    /// <value>Defaults to 3 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan StatusTimeout { get; set; } = TimeSpan.FromSeconds(ApiConstants.StatusTimeoutSecondsDefault);
}
