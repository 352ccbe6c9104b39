using System.Security.Claims;
using System.Security.Cryptography;
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
    IOptions<ApiOptions> api,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    internal const string SchemeName = "Bearer";

    private static readonly Caller Nobody = new();
    private static readonly Caller HeldOffCaller = new() { HeldOff = true };

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
            BearerTokenKind.Operator => FindOperator(token),
            BearerTokenKind.Session => await FindUserAsync(token),
            _ => Nobody,
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

    private Caller FindOperator(BearerToken token) =>
        api.Value.OperatorKeys.TryGetValue(token.Id, out var hash)
        && CryptographicOperations.FixedTimeEquals(Convert.FromHexString(hash), token.Hash)
            ? new Caller { Operator = token.Id }
            : Nobody;

    private async Task<Caller> FindUserAsync(BearerToken token)
    {
        if (!recent.Contains(token.Id) && wrongTokens.IsHeldOff(Context))
        {
            return HeldOffCaller;
        }

        if (await grains.GetGrain<ISessionGrain>(token.Id).CheckAsync(token.Hash) is { } user)
        {
            recent.Add(token.Id);
            return new Caller { User = user, SessionId = token.Id };
        }

        wrongTokens.Count(Context);
        return Nobody;
    }

    private static AuthenticationTicket Ticket(Caller caller)
    {
        var claim = caller.User is { } user
            ? new Claim(AccessPolicies.UserClaim, user.Value)
            : new Claim(AccessPolicies.OperatorClaim, caller.Operator!);
        return new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([claim], SchemeName)), SchemeName);
    }
}
