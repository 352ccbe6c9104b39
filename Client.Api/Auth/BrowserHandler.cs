using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace OrleansTrading.Client.Api.Auth;

/// <summary>
/// Tells an operator by HTTP Basic (the name is the operator's id, the password the whole key), because a browser
/// cannot send a bearer token by itself. A bearer token is taken too. Wrong ones count as wrong tokens do.
/// </summary>
internal sealed class BrowserHandler(
    OperatorKeys operators,
    WrongTokenLimiter wrongTokens,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    internal const string SchemeName = "Basic";

    private const string Prefix = SchemeName + " ";

    /// <summary>An id, a colon and the longest key, in base64, with room.</summary>
    private const int LengthMax = 512;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        var text = header.Count == 1 ? header[0] : null;
        return text?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true
            ? Task.FromResult(Judge(Find(text)))
            : Context.AuthenticateAsync(BearerHandler.SchemeName);
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        AccessProblems.WriteUnauthenticatedBrowserAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        AccessProblems.WriteForbiddenAsync(Context);

    private Caller Find(string header)
    {
        if (wrongTokens.IsHeldOff(Context))
        {
            return Caller.Refused;
        }

        var caller = Parse(header) is { } token ? operators.Find(token) : Caller.Nobody;
        if (caller.Operator is null)
        {
            wrongTokens.Count(Context);
        }

        return caller;
    }

    private AuthenticateResult Judge(Caller caller)
    {
        Context.Features.Set(caller);
        if (caller.Operator is not { } id)
        {
            return AuthenticateResult.Fail(caller.HeldOff ? "The client is held off." : "It is not an operator's key.");
        }

        var identity = new ClaimsIdentity([new Claim(AccessPolicies.OperatorClaim, id)], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    /// <summary>The key that was sent as a password; null when it is none, or of another name.</summary>
    private static BearerToken? Parse(string header)
    {
        Span<byte> decoded = stackalloc byte[LengthMax];
        if (header.Length > LengthMax
            || !Convert.TryFromBase64String(header[Prefix.Length..], decoded, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(decoded[..length]);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var token = colon < 0 ? null : BearerToken.Parse($"{BearerHandler.SchemeName} {text[(colon + 1)..]}");
        return token is { Kind: BearerTokenKind.Operator } && token.Id == text[..colon] ? token : null;
    }
}
