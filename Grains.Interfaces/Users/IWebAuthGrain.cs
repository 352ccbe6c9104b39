using System.Security.Cryptography;

namespace OrleansTrading.Grains;

/// <summary>
/// One challenge of Stellar Web Authentication (SEP-10), keyed by <see cref="WebAuthId"/>: issued without a trace,
/// because everything is in what the client sends back, and redeemed once.
/// </summary>
[Alias("ot.IWebAuthGrain")]
public interface IWebAuthGrain : IGrainWithStringKey
{
    /// <summary>What the server says of itself; refused where it is not configured. Any key will do.</summary>
    [ReadOnly, Alias("Describe")]
    Task<Outcome<WebAuthServerView>> DescribeAsync();

    /// <summary>Makes the challenge for an account.</summary>
    [Alias("Issue")]
    Task<Outcome<WebAuthChallengeView>> IssueAsync(IssueWebAuth command);

    /// <summary>
    /// Checks the answer, binds the account to its user (creating the user at first sight), uses the challenge up and
    /// makes a token. Any refusal leaves the challenge as it was.
    /// </summary>
    [Alias("Redeem")]
    Task<Outcome<WebAuthTokenView>> RedeemAsync(RedeemWebAuth command);
}

/// <summary>Names of challenges.</summary>
public static class WebAuthId
{
    private const int HashBytes = 16;

    /// <summary>The key of the grain of the challenge with this nonce.</summary>
    public static string Of(ReadOnlySpan<byte> nonce) =>
        "w_" + Convert.ToHexStringLower(SHA256.HashData(nonce).AsSpan(0, HashBytes));
}

/// <summary>A server of SEP-10.</summary>
[GenerateSerializer, Immutable, Alias("ot.web-auth-server-view")]
public sealed record WebAuthServerView
{
    /// <summary>The account that signs challenges and tokens.</summary>
    [Id(0)]
    public required string SigningKey { get; init; }

    /// <summary>The network that clients sign for.</summary>
    [Id(1)]
    public required string NetworkPassphrase { get; init; }

    /// <summary>The domain that tokens are for.</summary>
    [Id(2)]
    public required string HomeDomain { get; init; }

    /// <summary>The host that issues them.</summary>
    [Id(3)]
    public required string WebAuthDomain { get; init; }
}

/// <summary>A request for a challenge.</summary>
[GenerateSerializer, Immutable, Alias("ot.issue-web-auth")]
public sealed record IssueWebAuth
{
    /// <summary>The account, as typed.</summary>
    [Id(0)]
    public required string Account { get; init; }

    /// <summary>The challenge's random bytes, of which the grain's key is made.</summary>
    [Id(1)]
    public required byte[] Nonce { get; init; }
}

/// <summary>A challenge.</summary>
[GenerateSerializer, Immutable, Alias("ot.web-auth-challenge-view")]
public sealed record WebAuthChallengeView
{
    /// <summary>The transaction to sign, XDR in base64.</summary>
    [Id(0)]
    public required string Transaction { get; init; }

    /// <summary>The network it is to be signed for.</summary>
    [Id(1)]
    public required string NetworkPassphrase { get; init; }
}

/// <summary>An answered challenge.</summary>
[GenerateSerializer, Immutable, Alias("ot.redeem-web-auth")]
public sealed record RedeemWebAuth
{
    /// <summary>The signed transaction, XDR in base64.</summary>
    [Id(0)]
    public required string Transaction { get; init; }

    /// <summary>The id that the token is to have.</summary>
    [Id(1)]
    public required string TokenId { get; init; }

    /// <summary>How long the token is to last.</summary>
    [Id(2)]
    public required TimeSpan Lifetime { get; init; }
}

/// <summary>A token, told this once.</summary>
[GenerateSerializer, Immutable, Alias("ot.web-auth-token-view")]
public sealed record WebAuthTokenView
{
    /// <summary>The JSON Web Token.</summary>
    [Id(0)]
    public required string Token { get; init; }

    /// <summary>Whose it is.</summary>
    [Id(1)]
    public required UserView User { get; init; }
}
