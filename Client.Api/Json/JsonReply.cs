using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace OrleansTrading.Client.Api.Json;

/// <summary>
/// Writes an answer as JSON with its length, through one buffer per thread: nothing is allocated per answer.
/// </summary>
internal static class JsonReply
{
    internal const string ContentType = "application/json";

    /// <summary>A buffer that an unusually long answer has grown beyond this is not kept.</summary>
    private const int BufferKeptBytesMax = 1024 * 1024;

    private const int BufferBytes = 8 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? cachedBuffer;

    [ThreadStatic]
    private static Utf8JsonWriter? cachedWriter;

    /// <summary>Answers a value.</summary>
    internal static Task WriteAsync<T>(
        HttpResponse response, int status, T value, JsonTypeInfo<T> type, string contentType = ContentType)
    {
        // Up to the flush nothing awaits, so no other request of this thread comes between.
        response.StatusCode = status;
        Write(response, Serialize(value, type).WrittenSpan, contentType);
        if (cachedBuffer!.Capacity > BufferKeptBytesMax)
        {
            cachedBuffer = null;
            cachedWriter = null;
        }

        return FlushAsync(response);
    }

    /// <summary>Answers JSON that was written before.</summary>
    internal static Task WriteAsync(HttpResponse response, ReadOnlySpan<byte> json, string contentType = ContentType)
    {
        response.StatusCode = StatusCodes.Status200OK;
        Write(response, json, contentType);
        return FlushAsync(response);
    }

    // Answers are served as JSON and never inside a page, so URIs keep their ampersands.
    private static JsonWriterOptions WriterOptions => new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private static ArrayBufferWriter<byte> Serialize<T>(T value, JsonTypeInfo<T> type)
    {
        var buffer = cachedBuffer ??= new ArrayBufferWriter<byte>(BufferBytes);
        buffer.ResetWrittenCount();
        var writer = cachedWriter ??= new Utf8JsonWriter(buffer, WriterOptions);
        writer.Reset(buffer);
        JsonSerializer.Serialize(writer, value, type);
        writer.Flush();
        return buffer;
    }

    private static void Write(HttpResponse response, ReadOnlySpan<byte> json, string contentType)
    {
        response.ContentType = contentType;
        response.ContentLength = json.Length;
        response.BodyWriter.Write(json);
    }

    private static Task FlushAsync(HttpResponse response)
    {
        var flush = response.BodyWriter.FlushAsync();
        return flush.IsCompletedSuccessfully ? Task.CompletedTask : flush.AsTask();
    }
}
