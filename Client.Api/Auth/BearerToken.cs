using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Auth;

/// <summary>Whose credentials a bearer token is.</summary>
internal enum BearerTokenKind
{
    /// <summary>A customer's session, <c>ots_&lt;id&gt;_&lt;secret&gt;</c>.</summary>
    Session,

    /// <summary>An operator's key, <c>otk_&lt;id&gt;_&lt;secret&gt;</c>.</summary>
    Operator,
}

/// <summary>
/// A bearer token as it was sent, without its secret: the public half and a hash. A session's hash is of the secret
/// half, an operator key's of the whole key, so that an operator can make it with any tool.
/// </summary>
/// <param name="Kind">Whose credentials it is.</param>
/// <param name="Id">The public half.</param>
/// <param name="Hash">SHA-256 of the secret.</param>
internal sealed record BearerToken(BearerTokenKind Kind, string Id, byte[] Hash)
{
    internal const int OperatorIdLengthMax = 32;

    private const string Scheme = "Bearer ";
    private const string SessionPrefix = "ots_";
    private const string OperatorPrefix = "otk_";
    private const int OperatorSecretLengthMin = 32;

    /// <summary>Every JSON Web Token begins with an object's first quote in base64url.</summary>
    private const string JwtPrefix = "eyJ";

    private const int LengthMax = 256;
    private const int JwtLengthMax = 2048;

    /// <summary>Makes a new session token.</summary>
    /// <returns>The text for the customer, told once, and what the session grain is to know of it.</returns>
    internal static (string Text, BearerToken Token) NewSession(IEntropy entropy)
    {
        var id = RandomIds.NewId(entropy);
        var secret = RandomIds.NewSecret(entropy);
        return ($"{SessionPrefix}{id}_{secret}", new BearerToken(BearerTokenKind.Session, id, HashOf(secret)));
    }

    /// <summary>
    /// The session that a JSON Web Token of Stellar Web Authentication opens: its id is the token's own, its secret the
    /// whole token, whose signature nobody can make up.
    /// </summary>
    /// <returns>Null when it is not such a token.</returns>
    internal static BearerToken? OfJwt(ReadOnlySpan<char> token)
    {
        var first = token.IndexOf('.');
        var last = token.LastIndexOf('.');
        if (first <= 0 || last <= first + 1 || last == token.Length - 1 || token.Length > JwtLengthMax
            || token.ContainsAnyExceptInRange('!', '~'))
        {
            return null;
        }

        var claims = token[(first + 1)..last];
        if (!Base64Url.IsValid(claims))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(claims));
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("jti", out var id)
                && id.ValueKind == JsonValueKind.String
                && id.GetString() is { } text
                && text.Length == RandomIds.IdLength
                && Base32Text.IsWellFormed(text)
                ? new BearerToken(BearerTokenKind.Session, text, HashOf(token))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads an Authorization header.</summary>
    /// <returns>Null when it is not a bearer token that this platform makes.</returns>
    internal static BearerToken? Parse(string? header)
    {
        if (header is null || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var token = header.AsSpan(Scheme.Length);
        if (token.StartsWith(JwtPrefix, StringComparison.Ordinal))
        {
            return OfJwt(token);
        }

        if (header.Length > LengthMax)
        {
            return null;
        }

        if (token.StartsWith(SessionPrefix, StringComparison.Ordinal))
        {
            return ParseSession(token[SessionPrefix.Length..]);
        }

        return token.StartsWith(OperatorPrefix, StringComparison.Ordinal) ? ParseOperator(token) : null;
    }

    /// <summary>True for an operator's public id: 1 to 32 of a-z, 0-9 and '-'.</summary>
    internal static bool IsOperatorId(ReadOnlySpan<char> id)
    {
        foreach (var c in id)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
            {
                return false;
            }
        }

        return id.Length is >= 1 and <= OperatorIdLengthMax;
    }

    private static BearerToken? ParseSession(ReadOnlySpan<char> rest)
    {
        if (rest.Length != RandomIds.IdLength + 1 + RandomIds.SecretLength || rest[RandomIds.IdLength] != '_')
        {
            return null;
        }

        var id = rest[..RandomIds.IdLength];
        var secret = rest[(RandomIds.IdLength + 1)..];
        return Base32Text.IsWellFormed(id) && Base32Text.IsWellFormed(secret)
            ? new BearerToken(BearerTokenKind.Session, new string(id), HashOf(secret))
            : null;
    }

    private static BearerToken? ParseOperator(ReadOnlySpan<char> token)
    {
        var rest = token[OperatorPrefix.Length..];
        var separator = rest.IndexOf('_');
        return separator > 0 && IsOperatorId(rest[..separator])
            && rest.Length - separator - 1 >= OperatorSecretLengthMin
            && !rest.ContainsAnyExceptInRange('!', '~')
            ? new BearerToken(BearerTokenKind.Operator, new string(rest[..separator]), HashOf(token))
            : null;
    }

    /// <summary>All texts that come here are ASCII and no longer than a header.</summary>
    private static byte[] HashOf(ReadOnlySpan<char> text)
    {
        Span<byte> ascii = stackalloc byte[JwtLengthMax];
        var length = Encoding.ASCII.GetBytes(text, ascii);
        var hash = SHA256.HashData(ascii[..length]);
        CryptographicOperations.ZeroMemory(ascii);
        return hash;
    }
}
