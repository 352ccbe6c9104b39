using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Errors;

/// <summary>Answers a request with problem details. Every refusal of the API leaves through here.</summary>
internal static class Problems
{
    internal const string ContentType = "application/problem+json";

    /// <summary>The id under which this request is found in the log.</summary>
    internal static string TraceId(HttpContext context) =>
        Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    /// <summary>Answers a refusal.</summary>
    internal static Task WriteAsync(HttpContext context, Refusal refusal)
    {
        var kind = ErrorCatalog.Get(refusal.Code);
        var response = context.Response;
        if (response.Headers.RetryAfter.Count == 0 && RetryAfter(context, kind, refusal.RetryAt) is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var body = new ProblemBody
        {
            Type = kind.Type,
            Title = kind.Title,
            Status = kind.Status,
            Detail = refusal.Detail,
            Instance = context.Request.PathBase.Add(context.Request.Path).ToUriComponent(),
            Code = kind.Code,
            Field = refusal.Field,
            TraceId = TraceId(context),
            RetryAt = refusal.RetryAt,
        };
        return JsonReply.WriteAsync(response, kind.Status, body, ApiJsonContext.Default.ProblemBody, ContentType);
    }

    /// <summary>Answers a refusal.</summary>
    internal static Task WriteAsync(HttpContext context, string code, string? field, string detail) =>
        WriteAsync(context, new Refusal { Code = code, Field = field, Detail = detail });

    private static long? RetryAfter(HttpContext context, ErrorKind kind, DateTimeOffset? retryAt)
    {
        if (retryAt is not { } at)
        {
            return kind.RetrySeconds;
        }

        var time = (TimeProvider?)context.RequestServices.GetService(typeof(TimeProvider)) ?? TimeProvider.System;
        return Math.Max(1, (long)Math.Ceiling((at - time.GetUtcNow()).TotalSeconds));
    }
}
