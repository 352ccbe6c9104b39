using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Auth;

/// <summary>
/// Tells who asks from the bearer token: a customer by the session grain, which is asked each time so that a sign-out
/// holds at once; an operator by the configured hashes. Only hashes leave this class.
/// </summary>
internal sealed class BearerHandler(
    IGrainFactory grains,
    WrongTokenLimiter wrongTokens,
    RecentSessions recent,
    OperatorKeys operators,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    internal const string SchemeName = "Bearer";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return AuthenticateResult.NoResult();
        }

        var token = header.Count == 1 ? BearerToken.Parse(header[0]) : null;
        var caller = token?.Kind switch
        {
            BearerTokenKind.Operator => operators.Find(token),
            BearerTokenKind.Session => await FindUserAsync(token),
            _ => Caller.Nobody,
        };
        Context.Features.Set(caller);
        return caller.User is null && caller.Operator is null
            ? AuthenticateResult.Fail(caller.HeldOff ? "The client is held off." : "It is not the token of a caller.")
            : AuthenticateResult.Success(Ticket(caller));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        AccessProblems.WriteUnauthenticatedAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        AccessProblems.WriteForbiddenAsync(Context);

    private async Task<Caller> FindUserAsync(BearerToken token)
    {
        if (!recent.Contains(token.Id) && wrongTokens.IsHeldOff(Context))
        {
            return Caller.Refused;
        }

        if (await grains.GetGrain<ISessionGrain>(token.Id).CheckAsync(token.Hash) is { } user)
        {
            recent.Add(token.Id);
            return new Caller { User = user, SessionId = token.Id };
        }

        wrongTokens.Count(Context);
        return Caller.Nobody;
    }

    private static AuthenticationTicket Ticket(Caller caller)
    {
        var claim = caller.User is { } user
            ? new Claim(AccessPolicies.UserClaim, user.Value)
            : new Claim(AccessPolicies.OperatorClaim, caller.Operator!);
        return new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([claim], SchemeName)), SchemeName);
    }
}
