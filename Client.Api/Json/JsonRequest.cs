using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Json;

/// <summary>Reads a request's body as JSON: strictly, and within the server's size limit.</summary>
internal static class JsonRequest
{
    /// <summary>Reads the body, or says why it cannot be read.</summary>
    /// <param name="context">The request.</param>
    /// <param name="type">What the body is.</param>
    /// <exception cref="BadHttpRequestException">The body is too large or did not arrive.</exception>
    internal static async ValueTask<Outcome<T>> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        if (!IsJson(context.Request.ContentType))
        {
            return Outcome.Refused<T>(
                HttpErrorCodes.MediaTypeUnsupported, "Content-Type", "Send the body as application/json.");
        }

        var reader = context.Request.BodyReader;
        while (true)
        {
            // Not more than the server's limit is ever buffered: beyond it the read throws.
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.IsCompleted)
            {
                var outcome = Parse(read.Buffer, type);
                reader.AdvanceTo(read.Buffer.End);
                return outcome;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>True when a body is announced; a hint may come without one.</summary>
    internal static bool HasBody(HttpRequest request) =>
        request.ContentLength is > 0 || (request.ContentLength is null && request.Headers.TransferEncoding.Count > 0);

    internal static Outcome<T> Parse<T>(ReadOnlySequence<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        if (body.IsSingleSegment)
        {
            return Parse(body.FirstSpan, body, type);
        }

        var rented = ArrayPool<byte>.Shared.Rent((int)body.Length);
        try
        {
            body.CopyTo(rented);
            return Parse(rented.AsSpan(0, (int)body.Length), body, type);
        }
        finally
        {
            // Cleared: a body may hold a signature.
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    private static Outcome<T> Parse<T>(ReadOnlySpan<byte> json, ReadOnlySequence<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) is { } value
                ? Outcome.Of(value)
                : Outcome.Refused<T>(ErrorCodes.RequestMalformed, null, "The body is null; it must be a JSON object.");
        }
        catch (JsonException)
        {
            // Its text names our types; the caller gets our own reading of what is wrong.
            return Outcome.Refused<T>(JsonDiagnosis.Explain(body, type));
        }
    }

    private static bool IsJson(string? contentType)
    {
        if (contentType is null)
        {
            return false;
        }

        var end = contentType.IndexOf(';', StringComparison.Ordinal);
        var mediaType = end < 0 ? contentType.AsSpan() : contentType.AsSpan(0, end);
        return mediaType.Trim().Equals(JsonReply.ContentType, StringComparison.OrdinalIgnoreCase);
    }
}
