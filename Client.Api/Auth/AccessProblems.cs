using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Auth;

/// <summary>How missing, wrong and insufficient credentials are answered.</summary>
internal static class AccessProblems
{
    private const string Realm = "Bearer realm=\"OrleansTrading\"";

    internal static Task WriteUnauthenticatedAsync(HttpContext context)
    {
        var isOperatorRoute = context.GetEndpoint()?.Metadata.GetMetadata<ApiRoute>()?.Access == Access.Operator;
        if (isOperatorRoute
            && context.RequestServices.GetRequiredService<IOptions<ApiOptions>>().Value.OperatorKeys.Count == 0)
        {
            return Problems.WriteAsync(
                context, ErrorCodes.Forbidden, null, "No operator key is configured; these routes are closed.");
        }

        var caller = Caller.Of(context);
        if (caller is { HeldOff: true })
        {
            return Problems.WriteAsync(
                context,
                ErrorCodes.RateLimited,
                null,
                "Too many wrong tokens came from your address; no new one is read for a while. Wait, or sign in.");
        }

        context.Response.Headers.WWWAuthenticate = caller is null ? Realm : $"{Realm}, error=\"invalid_token\"";
        return Problems.WriteAsync(
            context,
            ErrorCodes.Unauthenticated,
            null,
            caller is null
                ? "Send Authorization: Bearer and the token that POST /v1/auth/verifications gave."
                : "The token is unknown, expired or signed out. Sign in again: POST /v1/auth/challenges.");
    }

    internal static Task WriteForbiddenAsync(HttpContext context) => Problems.WriteAsync(
        context,
        ErrorCodes.Forbidden,
        null,
        Caller.Of(context)?.Operator is null
            ? "This route is for operators."
            : "This route is for customers: sign in with a wallet.");
}
