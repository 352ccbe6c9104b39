namespace OrleansTrading.Chains.Stellar.WebAuth;

/// <summary>What a server of Stellar Web Authentication (SEP-10) says of itself.</summary>
public sealed class WebAuthOptions
{
    /// <summary>Default of <see cref="ChallengeLifetime"/>, which SEP-10 recommends.</summary>
    public static readonly TimeSpan ChallengeLifetimeDefault = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan LifetimeMin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LifetimeMax = TimeSpan.FromHours(1);

    /// <summary>The domain whose <c>stellar.toml</c> names this server, e.g. <c>example.com</c>.</summary>
    public required string HomeDomain { get; init; }

    /// <summary>The host name that clients ask for challenges, e.g. <c>api.example.com</c>.</summary>
    public required string WebAuthDomain { get; init; }

    /// <summary>The issuer that tokens name, a URI, e.g. <c>https://example.com</c>.</summary>
    public required string Issuer { get; init; }

    /// <summary>How long a challenge can be answered, in whole seconds.</summary>
    public TimeSpan ChallengeLifetime { get; init; } = ChallengeLifetimeDefault;

    /// <summary>Checks the options together.</summary>
    /// <exception cref="ArgumentException">Names the option, its value and the rule.</exception>
    public void Validate()
    {
        // "<domain> auth" and the domain itself are names and values of data entries, which have at most 64 bytes.
        RequireDomain(HomeDomain, nameof(HomeDomain), WebAuthChallenge.HomeDomainLengthMax);
        RequireDomain(WebAuthDomain, nameof(WebAuthDomain), WebAuthChallenge.DomainLengthMax);
        if (!Uri.TryCreate(Issuer, UriKind.Absolute, out _))
        {
            throw new ArgumentException($"{nameof(Issuer)} is '{Issuer}'. It must be a URI.");
        }

        if (ChallengeLifetime < LifetimeMin
            || ChallengeLifetime > LifetimeMax
            || ChallengeLifetime.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw new ArgumentException(
                $"{nameof(ChallengeLifetime)} is {ChallengeLifetime}. It must be whole seconds, 30 seconds to 1 hour.");
        }
    }

    private static void RequireDomain(string? domain, string name, int lengthMax)
    {
        // The binder does not know what is required.
        if (string.IsNullOrEmpty(domain)
            || domain.Length > lengthMax
            || domain.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException(
                $"{name} is '{domain}'. It must be a host name of 1 to {lengthMax} ASCII characters.");
        }
    }
}
