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
    private const string BrowserRealm = "Basic realm=\"OrleansTrading operators\", charset=\"UTF-8\"";

    internal static Task WriteUnauthenticatedAsync(HttpContext context)
    {
        var isOperatorRoute = context.GetEndpoint()?.Metadata.GetMetadata<ApiRoute>()?.Access == Access.Operator;
        if (isOperatorRoute && HasNoOperators(context))
        {
            return WriteNoOperatorsAsync(context);
        }

        var caller = Caller.Of(context);
        if (caller is { HeldOff: true })
        {
            return WriteHeldOffAsync(context);
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

    /// <summary>For pages that a browser opens: it asks its user for a name and a password, and sends them.</summary>
    internal static Task WriteUnauthenticatedBrowserAsync(HttpContext context)
    {
        if (HasNoOperators(context))
        {
            return WriteNoOperatorsAsync(context);
        }

        if (Caller.Of(context) is { HeldOff: true })
        {
            return WriteHeldOffAsync(context);
        }

        context.Response.Headers.WWWAuthenticate = BrowserRealm;
        return Problems.WriteAsync(
            context,
            ErrorCodes.Unauthenticated,
            null,
            "This page is for operators: the name is the operator's id, the password the whole key otk_<id>_<secret>.");
    }

    internal static Task WriteForbiddenAsync(HttpContext context) => Problems.WriteAsync(
        context,
        ErrorCodes.Forbidden,
        null,
        Caller.Of(context)?.Operator is null
            ? "This route is for operators."
            : "This route is for customers: sign in with a wallet.");

    private static bool HasNoOperators(HttpContext context) =>
        context.RequestServices.GetRequiredService<IOptions<ApiOptions>>().Value.OperatorKeys.Count == 0;

    private static Task WriteNoOperatorsAsync(HttpContext context) => Problems.WriteAsync(
        context, ErrorCodes.Forbidden, null, "No operator key is configured; these routes are closed.");

    private static Task WriteHeldOffAsync(HttpContext context) => Problems.WriteAsync(
        context,
        ErrorCodes.RateLimited,
        null,
        "Too many wrong tokens came from your address; no new one is read for a while. Wait, or sign in.");
}
