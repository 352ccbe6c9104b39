using System.ComponentModel.DataAnnotations;

namespace OrleansTrading.Client.Api;

/// <summary>
/// How often one caller may ask, by kind of route. A caller is the signed-in user, or the client's address (of IPv6 the
/// first 64 bits) before sign-in. Behind a proxy the host must apply forwarded headers first.
/// </summary>
public sealed class RateLimitOptions
{
    /// <summary>False switches all limits off, for a closed network or a measurement.</summary>
    /// <value>Defaults to true.</value>
    public bool Enabled { get; set; } = true;

    /// <summary>Sign-in, by address of the client: each one costs a signature check.</summary>
    /// <value>Defaults to 5 a second, 20 at once.</value>
    [Required]
    public RateLimit Auth { get; set; } = new() { PerSecond = 5, Burst = 20 };

    /// <summary>Everything that only reads.</summary>
    /// <value>Defaults to 50 a second, 200 at once.</value>
    [Required]
    public RateLimit Reads { get; set; } = new() { PerSecond = 50, Burst = 200 };

    /// <summary>Quotes, hints, operators' decisions: whatever changes something or costs as much.</summary>
    /// <value>Defaults to 20 a second, 100 at once.</value>
    [Required]
    public RateLimit Writes { get; set; } = new() { PerSecond = 20, Burst = 100 };

    /// <summary>Webhooks, by address of the sender.</summary>
    /// <value>Defaults to 100 a second, 500 at once.</value>
    [Required]
    public RateLimit Hooks { get; set; } = new() { PerSecond = 100, Burst = 500 };

    /// <summary>
    /// Wrong tokens, by address of the client: beyond it only tokens are looked at that were right not long ago.
    /// </summary>
    /// <value>Defaults to 1 a second, 30 at once.</value>
    [Required]
    public RateLimit WrongTokens { get; set; } = new() { PerSecond = 1, Burst = 30 };
}

/// <summary>A token bucket.</summary>
public sealed class RateLimit
{
    /// <summary>Requests each second that may go on for ever.</summary>
    [Range(1, 1_000_000)]
    public int PerSecond { get; set; } = 1;

    /// <summary>Requests that may come at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 1;
}
