using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OrleansTrading.Chains;
using OrleansTrading.Client.Api.Diagnostics;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Errors;

/// <summary>
/// The outermost step: sets the headers every answer has, turns what was thrown into problem details, and gives a body
/// to refusals that routing made without one. What was not expected is logged here, once, under the trace id of the
/// answer.
/// </summary>
internal sealed class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        SetHeaders(context.Response.Headers);
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response.StatusCode >= StatusCodes.Status400BadRequest
                && context.Response.ContentType is null)
            {
                await WriteBareAsync(context);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; there is nobody to answer.
            logger.RequestAborted(Problems.TraceId(context));
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            // Any exception at all: whatever a handler throws, the caller gets an answer without its text.
            await WriteFailureAsync(context, failure);
        }
    }

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
    }

    private static Task WriteBareAsync(HttpContext context)
    {
        var request = context.Request;
        return context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => Problems.WriteAsync(
                context, ErrorCodes.NotFound, null, "There is nothing at this path. See GET /openapi/v1.json."),
            StatusCodes.Status405MethodNotAllowed => Problems.WriteAsync(
                context,
                HttpErrorCodes.MethodNotAllowed,
                null,
                $"This path takes {context.Response.Headers.Allow}, not {Shown(request.Method)}."),
            StatusCodes.Status413PayloadTooLarge => WriteTooLargeAsync(context),
            StatusCodes.Status415UnsupportedMediaType => Problems.WriteAsync(
                context, HttpErrorCodes.MediaTypeUnsupported, "Content-Type", "Send the body as application/json."),
            StatusCodes.Status401Unauthorized => Problems.WriteAsync(
                context, ErrorCodes.Unauthenticated, null, "Send Authorization: Bearer and a valid token."),
            StatusCodes.Status403Forbidden => Problems.WriteAsync(
                context, ErrorCodes.Forbidden, null, "These credentials do not allow it."),
            < StatusCodes.Status500InternalServerError => Problems.WriteAsync(
                context, ErrorCodes.RequestMalformed, null, "The request cannot be read."),
            _ => Problems.WriteAsync(context, ErrorCodes.Internal, null, InternalDetail),
        };
    }

    private const string InternalDetail =
        "Something unexpected happened. Repeat the request with the same Idempotency-Key; report the traceId if this "
        + "stays.";

    private Task WriteFailureAsync(HttpContext context, Exception failure)
    {
        context.Response.Clear();
        SetHeaders(context.Response.Headers);
        switch (failure)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return WriteTooLargeAsync(context);
            case BadHttpRequestException:
                return Problems.WriteAsync(
                    context, ErrorCodes.RequestMalformed, null, "The request's body did not arrive as announced.");
            case TimeoutException or LimitExceededException or SiloUnavailableException or InconsistentStateException
                or StorageOverloadedException or StorageUnavailableException or StorageOutcomeUnknownException:
                logger.Overloaded(Problems.TraceId(context), context.Request.Method, Route(context), failure);
                return Problems.WriteAsync(
                    context,
                    ErrorCodes.Overloaded,
                    null,
                    "The platform did not finish in time. Whether it acts on the request is not known: repeat it with "
                    + "the same Idempotency-Key, or read the state, before asking for anything new.");
            case ChainUnavailableException unavailable:
                logger.ChainUnavailable(Problems.TraceId(context), unavailable.Chain, Route(context), failure);
                return Problems.WriteAsync(
                    context,
                    ErrorCodes.ChainUnavailable,
                    null,
                    $"No node of {unavailable.Chain} gives a usable answer now. Repeat the request shortly.");
            default:
                logger.UnexpectedFailure(Problems.TraceId(context), context.Request.Method, Route(context), failure);
                return Problems.WriteAsync(context, ErrorCodes.Internal, null, InternalDetail);
        }
    }

    private static Task WriteTooLargeAsync(HttpContext context) => Problems.WriteAsync(
        context, ErrorCodes.RequestTooLarge, null, "The request's body exceeds the limit. Send less.");

    /// <summary>The route's pattern rather than the path: ids do not belong into every log line.</summary>
    private static string Route(HttpContext context) =>
        context.GetEndpoint()?.DisplayName ?? "no route";

    private static string Shown(string method) => method.Length <= 16 ? method : method[..16];
}
