namespace OrleansTrading.Silo.Keys.Vault;

/// <summary>
/// A signer outside of this process, which speaks like HashiCorp Vault's transit engine. Section <c>Keys:Vault</c>.
/// </summary>
internal sealed class VaultOptions
{
    /// <summary>The server, e.g. <c>https://vault.internal:8200/</c>; null: none. https, except on loopback.</summary>
    public Uri? Address { get; init; }

    /// <summary>Where the transit engine is mounted.</summary>
    public string Mount { get; init; } = "transit";

    /// <summary>A namespace of Vault Enterprise; null: none.</summary>
    public string? Namespace { get; init; }

    /// <summary>
    /// The file with the token, its owner's alone. It is read for each request, so an agent may replace it at any time.
    /// </summary>
    public string TokenFile { get; init; } = string.Empty;

    /// <summary>How long one request may take, 0.1 s to 1 min.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often a request is tried in all, 1 to 10: signing the same bytes twice gives the same signature.
    /// </summary>
    public int AttemptsMax { get; init; } = 3;

    /// <exception cref="InvalidOperationException">Names the setting, its value and the rule.</exception>
    internal void Validate()
    {
        Require(
            Address is { IsAbsoluteUri: true, UserInfo.Length: 0, Query.Length: 0 }
                && (Address.Scheme == Uri.UriSchemeHttps
                    || (Address.Scheme == Uri.UriSchemeHttp && Address.IsLoopback)),
            "Address must be an https address without user and query (http only on loopback)");
        Require(
            Mount.Length is > 0 and <= 128 && Mount.Split('/').All(part => part.Length > 0 && part.All(IsLetter)),
            $"Mount is '{Mount}'. It must be parts of letters, digits, '-', '_' or '.', separated by slashes");
        Require(
            Namespace is null || (Namespace.Length is > 0 and <= 256 && Namespace.All(c => IsLetter(c) || c == '/')),
            $"Namespace is '{Namespace}'. It must be letters, digits, '-', '_', '.' or '/'");
        Require(TokenFile.Length > 0, "TokenFile is missing. Name the file that holds the token");
        Require(
            Timeout >= TimeSpan.FromMilliseconds(100) && Timeout <= TimeSpan.FromMinutes(1),
            $"Timeout is {Timeout}. It must be 00:00:00.1 to 00:01:00");
        Require(AttemptsMax is >= 1 and <= 10, $"AttemptsMax is {AttemptsMax}. It must be 1 to 10");
    }

    private static bool IsLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.';

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"Keys:Vault:{problem}.");
        }
    }
}
