namespace OrleansTrading.Client.Api.Errors;

/// <summary>Codes for what only HTTP can get wrong; all others are <see cref="Grains.ErrorCodes"/>.</summary>
internal static class HttpErrorCodes
{
    /// <summary>The resource does not know the method.</summary>
    internal const string MethodNotAllowed = "method_not_allowed";

    /// <summary>The body is not declared as <c>application/json</c>.</summary>
    internal const string MediaTypeUnsupported = "media_type_unsupported";
}
